"""Le bord de la stabilité, mesuré sur digits."""

import numpy as np
import pytest

from mlcourse.experiments.edge import ALPHAS, SEEDS, _Cost, _descend, edge_runs
from mlcourse.experiments.splits import normalized_digits
from mlcourse.rules import polyak


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


def test_a_rate_too_high_for_the_start_arrives_if_it_rises_slowly():
    cold, warm = (edge_runs(alphas=(0.8,), steps=1500, warmup=warmup) for warmup in (0, 300))
    assert not cold.survived.any()
    assert np.isnan(cold.final).all()
    assert warm.survived.all()
    np.testing.assert_allclose(warm.final, 2, atol=0.1)


@pytest.mark.parametrize(("rule", "alpha"), [("polyak", 0.6), ("nesterov", 0.2)])
def test_with_momentum_the_edge_is_where_the_rule_ceases_to_be_stable(rule, alpha, roundings):
    for runs in roundings(lambda: edge_runs(alphas=(alpha,), steps=1500, rule=rule, beta=0.9, warmup=300), times=2):
        assert runs.limit == pytest.approx({"polyak": 3.8, "nesterov": 1.357}[rule], abs=0.001)
        ratio = np.sort(runs.final[0] / runs.limit)
        np.testing.assert_allclose(ratio[1:], 1, atol=0.06)
        assert 0.75 < ratio[0] < 0.9  # celle qui est tombée plus bas que le bord


def test_lowering_the_rate_at_the_edge_kills_the_swing_at_once_and_frees_the_curvature():
    X, Y = (data[:, :200] for data in normalized_digits()[:2])
    rates = 0.8 * np.minimum(1, np.arange(1, 1501) / 300)
    rates[1000:] /= 4
    for seed in SEEDS:
        sharpness, cost = _descend(_Cost("mse", seed, X, Y), rates, rule=polyak, beta=0.0)
        assert cost[1005] < 0.7 * cost[999]
        assert (np.diff(cost[1001:]) < 0).all()
        assert (np.diff(sharpness[11:]) > 0).all()
        assert sharpness[-1] < 3


def test_doubling_the_rate_at_the_edge_halves_the_curvature_or_breaks_it_when_the_edge_is_low():
    X, Y = (data[:, :200] for data in normalized_digits()[:2])
    calm = np.where(np.arange(1900) < 1500, 0.2, 0.4)
    hard = np.where(np.arange(1300) < 1200, 0.4, 0.8) * np.minimum(1, np.arange(1, 1301) / 100)
    for seed in SEEDS:
        sharpness, cost = _descend(_Cost("mse", seed, X, Y), calm, rule=polyak, beta=0.0)
        assert sharpness[14] > 8
        assert sharpness[-1] == pytest.approx(5, abs=0.6)
        assert cost[1500:].max() > 100 * cost[1499]
        assert cost[-1] < 1.5 * cost[1499]
        assert np.isinf(_descend(_Cost("mse", seed, X, Y), hard, rule=polyak, beta=0.0)[1][-1])
