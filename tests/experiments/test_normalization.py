"""Ce que la normalisation change au conditionnement, aux descentes et à l'apprentissage."""

import numpy as np
import pytest

from mlcourse.datasets import load_wine
from mlcourse.experiments import normalization
from mlcourse.experiments.normalization import (
    PREPARATIONS,
    PUBLISHED_EIGENVALUES,
    PUBLISHED_LIMIT,
    cloud_curves,
    least_squares_hessian,
    prepare,
    two_clouds,
    wine_conditioning,
    wine_curves,
    wine_landscape,
)
from mlcourse.training import History


@pytest.fixture(scope="module")
def conditioning():
    return wine_conditioning()


@pytest.fixture(scope="module")
def curves():
    return {curve.preparation: curve for curve in wine_curves(epochs=120)}


def test_hessian_is_the_second_derivative_of_the_cost():
    X, h = load_wine().X[:2], 1e-3
    points = h * np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    plus, other, third, minus = (np.mean((w @ X) ** 2) / 2 for w in points)
    H = least_squares_hessian(X, bias=False)
    assert (plus - other - third + minus) / (4 * h**2) == pytest.approx(H[0, 1], rel=1e-6)


def test_each_preparation_does_what_its_name_says():
    X = load_wine().X
    for name in PREPARATIONS:
        prepared = prepare(X, name)
        assert np.allclose(prepared.mean(axis=1), 0) == (name in ("centered", "standardized"))
        assert np.allclose(prepared.std(axis=1), 1) == (name in ("scaled", "standardized"))


def test_raw_wine_is_conditioned_as_announced_and_normalised_wine_ten_million_times_better(conditioning):
    assert conditioning["raw"] == (pytest.approx(4.6e8, rel=0.01), pytest.approx(8.0e7, rel=0.01))
    assert conditioning["standardized"][0] == pytest.approx(45.5, abs=0.05)


def test_the_scales_of_wine_are_those_of_the_page():
    std = load_wine().X.std(axis=1)
    assert (round(std.min(), 2), round(std.max())) == (0.12, 314)


def test_the_condition_number_is_the_squared_ratio_of_the_singular_values(conditioning):
    X = np.vstack([load_wine().X, np.ones(178)])
    assert conditioning["raw"][0] == pytest.approx(np.linalg.cond(X) ** 2, rel=1e-6)


def test_neither_centring_nor_scaling_is_enough(conditioning):
    for name in ("centered", "scaled"):
        assert conditioning["standardized"][0] * 1000 < conditioning[name][0] < conditioning["raw"][0] / 10


def test_bias_costs_nothing_once_the_inputs_are_centred(conditioning):
    for name in ("centered", "standardized"):
        with_bias, without = conditioning[name]
        assert with_bias == pytest.approx(without, rel=1e-6)
    assert conditioning["raw"][0] > 5 * conditioning["raw"][1]


@pytest.mark.parametrize("preparation", ["raw", "standardized"])
def test_every_start_needs_the_number_of_steps_that_the_condition_number_predicts(preparation):
    landscape = wine_landscape(preparation)
    contraction = (landscape.condition - 1) / (landscape.condition + 1)
    assert set(landscape.steps) == {int(np.ceil(np.log(1 / 100) / np.log(contraction)))}
    distances = np.linalg.norm(landscape.paths, axis=2)
    np.testing.assert_allclose(distances[:, 1] / distances[:, 0], contraction, rtol=1e-9)


def test_normalised_measures_need_ten_times_fewer_steps():
    assert (wine_landscape("raw").steps > 10 * wine_landscape("standardized").steps).all()


def test_only_normalised_measures_are_learnt_well_in_a_few_epochs(curves):
    final = {name: curve.cost[:, -1] for name, curve in curves.items()}
    assert final["standardized"].max() * 100 < final["scaled"].min()
    assert final["scaled"].max() < final["centered"].min()
    assert final["centered"].max() < final["raw"].min() < final["raw"].max() < np.log(3)
    assert curves["standardized"].accuracy.min() > 0.9 > 0.7 > curves["raw"].accuracy.max()


def test_every_rate_is_a_multiple_of_the_one_that_its_own_hessian_allows(curves):
    X = load_wine().X
    for name, curve in curves.items():
        top = np.linalg.svd(np.vstack([prepare(X, name), np.ones(178)]), compute_uv=False)[0] ** 2 / 178
        assert min(abs(curve.alpha * top - factor) for factor in normalization.FACTORS) < 1e-6


def test_test_wines_are_prepared_with_the_numbers_of_the_training_wines(monkeypatch):
    prepared = []

    def attempt(model, X, Y, **options):
        prepared.append(X)
        return History(cost=[1.0]), True

    def accuracy(model, X, Y):
        prepared.append(X)
        return 1.0

    monkeypatch.setattr(normalization, "attempt", attempt)
    monkeypatch.setattr(normalization.MultiLayerPerceptron, "accuracy", accuracy)
    wine_curves(seeds=(0,), epochs=1, factors=(4,))
    training, test = prepared[-2:]
    np.testing.assert_allclose(training.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(training.std(axis=1), 1)
    assert np.abs(test.mean(axis=1)).max() > 0.05


def test_a_rate_that_diverges_is_never_kept():
    curve = wine_curves(seeds=(0,), epochs=20, factors=(4, 1e6))[-1]
    assert np.isfinite(curve.cost).all()


def test_clouds_have_the_published_eigenvalues():
    for seed in range(3):
        small, large = np.linalg.eigvalsh(np.cov(two_clouds(seed)[0], bias=True))
        assert small == pytest.approx(PUBLISHED_EIGENVALUES[0], rel=0.3)
        assert large == pytest.approx(PUBLISHED_EIGENVALUES[1], rel=0.1)


def test_the_published_limit_forgets_the_bias():
    for seed in range(3):
        top = np.linalg.eigvalsh(least_squares_hessian(two_clouds(seed)[0]))[-1]
        assert 2 / top == pytest.approx(2, rel=0.01)
        assert 2 / top < 2.2 < PUBLISHED_LIMIT
    curves = cloud_curves(rates=(1.5, 2.2, 2.5))
    assert (curves[1.5][:, -1] < curves[1.5][:, 0]).all()
    for diverging in (2.2, 2.5):
        assert (np.diff(curves[diverging][:, -5:]) > 0).all()
    assert (curves[2.5][:, -1] > 100 * curves[2.2][:, -1]).all()
