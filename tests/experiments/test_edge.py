"""Le bord de la stabilité, mesuré sur digits."""

import numpy as np
import pytest

from mlcourse.experiments.edge import ALPHAS, SEEDS, _Cost, edge_runs
from mlcourse.experiments.splits import normalized_digits


@pytest.fixture(scope="module")
def runs():
    return edge_runs()


def test_the_curvature_settles_at_two_over_the_rate(runs):
    final = runs.final[ALPHAS.index(0.4)]
    assert np.abs(final - 2).max() < 0.1


def test_a_small_rate_never_reaches_its_limit_though_the_curvature_rises(runs):
    k = ALPHAS.index(0.1)
    assert (runs.final[k] < 1.5).all()
    lowest = runs.sharpness[k, :, :10].min(axis=-1)
    assert (runs.sharpness[k, :, -1] > 1.05 * lowest).all()


def test_at_the_edge_the_cost_rises_hundreds_of_times_and_falls_all_the_same(runs):
    k = ALPHAS.index(0.4)
    assert (runs.rises[k] > 300).all()
    assert (runs.cost[k, :, -1] < 0.01 * runs.cost[k, :, 0]).all()
    assert (runs.rises[ALPHAS.index(0.1)] == 0).all()


def test_with_cross_entropy_it_does_not_show():
    runs = edge_runs("cross_entropy", alphas=(0.4,), seeds=SEEDS, steps=1000)
    assert (runs.final < 0.2).all()
    assert (runs.rises == 0).all()


def test_the_iterated_power_finds_the_largest_eigenvalue():
    X, Y = (data[:4, :20] for data in normalized_digits()[:2])
    cost = _Cost("mse", 0, np.vstack([X, np.zeros((60, 20))]), np.vstack([Y, np.zeros((6, 20))]))
    theta, h = cost.model.theta.copy(), 1e-4
    units = np.eye(theta.size)
    hessian = np.array([(cost.gradient(theta + h * u) - cost.gradient(theta - h * u)) / (2 * h) for u in units])
    assert cost.curvature(theta, iterations=300) == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-3)
