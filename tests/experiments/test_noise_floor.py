"""Le plancher de bruit d'une descente à taux constant."""

import numpy as np
import pytest

from mlcourse.experiments.noise_floor import ALPHAS, constant_rates, endings, expected_square, floor


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
