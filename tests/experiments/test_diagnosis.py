"""Les mesures du diagnostic, et les six courbes."""

import numpy as np
import pytest

from mlcourse.experiments.diagnosis import ALPHAS, six_curves, starting_costs, twenty_by_heart, update_ratios

CHANCE = np.log(10)


def test_small_answers_cost_the_logarithm_of_the_number_of_classes():
    costs = starting_costs()
    np.testing.assert_allclose(costs["small"], CHANCE, atol=0.005)
    assert (costs["he"] > CHANCE).all()
    assert (costs["he"] < CHANCE + 0.3).all()


def test_a_sound_network_learns_twenty_images_by_heart_whatever_their_labels():
    for costs in twenty_by_heart().values():
        assert (costs < 0.001).all()


def test_the_ratio_grows_with_the_rate_and_a_thousandth_is_too_slow_here():
    runs = update_ratios()
    ratio, cost = np.median(runs.ratio, axis=1), np.median(runs.cost, axis=1)
    assert (np.diff(ratio, axis=0) > 0).all()
    k = ALPHAS.index(0.01)
    np.testing.assert_allclose(ratio[k], 1e-3, rtol=0.3)
    assert cost[k] > 10 * cost[-1]
    assert (ratio[-1] > 0.05).all()


@pytest.fixture(scope="module")
def curves():
    return six_curves()


def test_the_flat_curves_are_at_the_cost_of_chance(curves):
    for name in ("fast", "zero"):
        assert np.abs(curves[name][5:] - CHANCE).max() < 0.03
    assert np.ptp(curves["zero"]) < 0.001


def test_a_network_whose_labels_are_mixed_learns_by_heart_slowly(curves):
    assert curves["mismatched"][-1] > 2.1
    assert (np.diff(curves["mismatched"]) < 0).mean() > 0.9


def test_the_step_is_seen_on_the_curve(curves):
    before, after = curves["steps"][19], curves["steps"][20]
    assert after < 0.75 * before


def test_the_slow_one_goes_down_without_stopping(curves):
    assert (np.diff(curves["slow"]) < 0).all()
    assert curves["slow"][-1] > 10 * curves["healthy"][-1]
