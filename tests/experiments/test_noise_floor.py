"""Le plancher de bruit d'une descente à taux constant."""

import numpy as np
import pytest

from mlcourse.experiments import noise_floor
from mlcourse.experiments.noise_floor import (
    ALPHAS,
    RATES,
    constant_rates,
    endings,
    expected_square,
    floor,
    wine_descents,
    wine_floors,
    wine_neuron,
)
from mlcourse.gradcheck import numerical_gradient


@pytest.fixture(scope="module")
def result():
    return constant_rates()


def test_the_mean_square_follows_its_expectation_from_the_start_to_the_floor(result):
    ratio = np.median(result.measured, axis=0) / result.theory
    assert np.abs(ratio - 1).max() < 0.1


@pytest.mark.parametrize("alpha", ALPHAS)
def test_the_floor_is_what_one_more_step_leaves_unchanged(alpha):
    assert (1 - alpha) ** 2 * floor(alpha) + alpha**2 == pytest.approx(floor(alpha), rel=1e-12)
    assert expected_square(alpha, 5000)[-1] == pytest.approx(floor(alpha))


def test_the_floor_depends_on_the_curvature_and_on_the_noise_as_the_formula_says():
    rng = np.random.default_rng(0)
    theta, curvature, s, alpha = np.zeros(20_000), 4.0, 3.0, 0.1
    for _ in range(60):
        theta = theta - alpha * (curvature * theta + s * rng.normal(size=theta.size))
    assert np.mean(theta**2) == pytest.approx(floor(alpha, curvature, s), rel=0.05)


def test_a_small_rate_a_falling_rate_and_an_average_all_end_lower():
    ends = {name: np.median(values) for name, values in endings().items()}
    assert ends["constant"] == pytest.approx(floor(0.5), rel=0.1)
    assert ends["small"] == pytest.approx(floor(0.05), rel=0.1)
    # Une moyenne de n gradients indépendants a pour variance 1/n : les deux remèdes l'atteignent à peu près.
    for name in ("inverse_time", "average"):
        assert ends[name] == pytest.approx(1 / 900, rel=0.15)


# --- De vrais lots ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def floors():
    return wine_floors()


def measured(floors, name):
    return np.median(floors[name], axis=0)


def test_the_bowl_of_the_neuron_is_that_of_its_cost():
    neuron = wine_neuron()

    def excess(position):
        theta = neuron.axes @ position
        return np.mean((theta @ neuron.X - neuron.y) ** 2) / 2

    np.testing.assert_allclose(numerical_gradient(excess, neuron.best), 0, atol=1e-9)
    away = neuron.best + np.linspace(-1, 1, 14)
    gained = excess(away) - excess(neuron.best)
    assert gained == pytest.approx(np.linspace(-1, 1, 14) ** 2 @ neuron.curvature / 2)


def test_descents_on_real_batches_follow_the_computation_without_any_fit():
    result = wine_descents()
    ratio = np.median(result.measured, axis=0)[:, ::40] / result.theory[:, ::40]
    np.testing.assert_allclose(ratio, 1, atol=0.25)
    assert abs(np.mean(ratio) - 1) < 0.1


def test_batches_drawn_anew_stop_at_the_predicted_floor_and_it_is_in_proportion_to_the_rate(floors):
    predicted = np.array([wine_neuron().floors(alpha)[0] for alpha in RATES])
    np.testing.assert_allclose(measured(floors, "redrawn")[:3], predicted[:3], rtol=0.06)
    slope = np.log(measured(floors, "redrawn")[1] / measured(floors, "redrawn")[0]) / np.log(RATES[1] / RATES[0])
    assert slope == pytest.approx(1, abs=0.1)


def test_batches_cut_in_a_shuffle_stop_at_a_floor_in_the_cube_of_the_rate(floors):
    low = measured(floors, "shuffled")[:2]
    np.testing.assert_allclose(low, [wine_neuron().floors(alpha)[1] for alpha in RATES[:2]], rtol=0.2)
    assert np.log(low[1] / low[0]) / np.log(RATES[1] / RATES[0]) == pytest.approx(3, abs=0.15)
    assert measured(floors, "redrawn")[0] / low[0] > 40
    assert measured(floors, "redrawn")[-1] / measured(floors, "shuffled")[-1] < 1.3


def test_half_as_large_batches_of_a_shuffle_stop_eight_times_higher(monkeypatch):
    whole = np.median(wine_floors(alphas=[0.02])["shuffled"])
    monkeypatch.setattr(noise_floor, "BATCH", 11)
    monkeypatch.setattr(noise_floor, "LOTS", 16)
    assert 6 < np.median(wine_floors(alphas=[0.02])["shuffled"]) / whole < 9
    assert pytest.approx(7.6, abs=0.05) == 2 * (16 * 17) / (8 * 9)
