"""La table 3 de Sutskever et al. (2013) : les poids de départ et l'élan, l'un sans l'autre."""

import numpy as np
import pytest

from mlcourse.experiments import archive
from mlcourse.experiments.autoencoder import LAYERS, PUBLISHED_SCALES
from mlcourse.experiments.initial_scale import ALPHAS, METHODS, SCALES, SEEDS, ScaleTable, scale_table
from mlcourse.experiments.splits import split_digits
from mlcourse.model import MultiLayerPerceptron


@pytest.fixture(scope="module")
def table():
    """La table complète, enregistrée."""
    return archive.load("initial-scale", ScaleTable)


@pytest.fixture(scope="module")
def errors(table):
    """L'erreur médiane de chaque facteur et de chaque méthode à son meilleur taux (C, K)."""
    return np.median(table.best(), axis=-1)


def test_the_recorded_table_is_complete(table):
    assert table.cost.shape == (len(SCALES), len(METHODS), len(ALPHAS), len(SEEDS))
    assert list(zip(table.mu.tolist(), table.rule.tolist(), strict=True)) == list(METHODS)
    assert archive.provenance("initial-scale")["seeds"] == list(SEEDS)


def test_a_reduced_run_gives_the_recorded_numbers(table):
    again = scale_table([0.5], [METHODS[1]], [ALPHAS[3]], [0])
    np.testing.assert_allclose(again.cost[0, 0, 0, 0], table.cost[1, 1, 3, 0], rtol=0.05)


def test_good_weights_without_momentum_do_less_well(errors):
    descent, *others = errors[SCALES.index(1)]
    assert (np.array(others) < 0.8 * descent).all()


def test_momentum_makes_up_for_half_but_not_for_a_quarter(errors):
    good = errors[SCALES.index(1), 0]  # la descente, aux bons poids
    assert errors[SCALES.index(0.5), 1] < 0.9 * good
    quarter = errors[SCALES.index(0.25)]
    assert quarter[1:].min() > 1.1 * good
    assert quarter[1:].max() < 0.6 * quarter[0]


def test_nothing_makes_up_for_weights_four_times_too_large(errors):
    assert errors[SCALES.index(4)].min() > 1.5 * errors[SCALES.index(1), 0]


def test_the_article_finds_the_same_basin_with_far_steeper_sides(errors):
    published = np.array([PUBLISHED_SCALES[scale] for scale in SCALES])
    assert published.argmin() == errors[:, 1].argmin() == SCALES.index(1)
    assert published[0] / published[2] > 100 > 10 > errors[0].min() / errors[2].min()


def test_the_best_rate_falls_as_the_weights_grow_because_the_curvature_rises(table):
    assert (np.diff(table.best_alpha, axis=0) <= 0).all()
    X = split_digits()[0]
    curvature = []
    for scale in (0.25, 1, 4):
        rng = np.random.default_rng(0)
        model = MultiLayerPerceptron(LAYERS, hidden="tanh", loss="mse", initializer="glorot_uniform", rng=rng)
        model.theta[model.decay_mask] *= scale
        theta, u = model.theta.copy(), rng.normal(size=model.theta.size)

        def gradient(at, model=model):
            model.theta[:] = at
            model.gradients(X, model.forward_propagation(X)[1])
            return model.g.copy()

        for _ in range(20):
            u /= np.linalg.norm(u)
            u = (gradient(theta + 1e-4 * u) - gradient(theta - 1e-4 * u)) / 2e-4
        curvature.append(np.linalg.norm(u))
    assert 5 * curvature[0] < curvature[1] < curvature[2] / 2
