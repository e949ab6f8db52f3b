"""Les mesures du diagnostic, et les dix courbes."""

import numpy as np
import pytest

from mlcourse.experiments.diagnosis import (
    ALPHAS,
    CURVES,
    _network,
    starting_costs,
    training_curves,
    twenty_by_heart,
    twin_curves,
    update_ratios,
)
from mlcourse.experiments.race import three_parts
from mlcourse.experiments.runs import attempt
from mlcourse.optimizers import Optimizer

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


@pytest.fixture(scope="module", params=[0, 1, 2])
def curves(request):
    return training_curves(seed=request.param)


@pytest.fixture(scope="module")
def shown():
    """Les courbes que montrent les pages."""
    return training_curves()


def test_the_flat_curves_are_at_the_cost_of_chance(shown):
    for letter in "CE":
        assert np.abs(shown[letter].cost[5:] - CHANCE).max() < 0.03
    assert np.ptp(shown["E"].cost) < 0.001


def test_a_network_whose_labels_are_mixed_learns_by_heart_slowly_and_nothing_else(curves):
    assert curves["D"].cost[-1] > 2.1
    assert (np.diff(curves["D"].cost) < 0).mean() > 0.9
    assert curves["D"].validation[-1] > CHANCE


def test_the_step_is_seen_on_the_curve(curves):
    before, after = curves["F"].cost[19:21]
    assert after < 0.95 * before
    assert np.median(np.abs(np.diff(curves["F"].cost[20:]))) < 0.2 * np.median(np.abs(np.diff(curves["F"].cost[9:20])))


def test_the_slow_one_goes_down_without_stopping(curves):
    assert (np.diff(curves["B"].cost) < 0).all()
    assert curves["B"].cost[-1] > 10 * curves["A"].cost[-1]


def test_raw_pixels_start_far_from_chance_and_end_there(curves):
    assert curves["G"].start > 9
    assert curves["G"].cost[0] > CHANCE + 0.5
    assert curves["G"].cost[1:].min() > 1.3
    assert all(abs(curves[letter].start - CHANCE) < 0.3 for letter in "ABCDEFHIJ")


def test_noisy_labels_are_learnt_by_heart_and_the_validation_goes_back_up(curves):
    curve = curves["H"]
    assert curve.cost[-1] < 0.25
    assert 4 < curve.validation.argmin() < 15
    assert curve.validation[-1] > 1.3 * curve.validation.min()


def test_small_weights_wait_then_fall(curves):
    cost = curves["I"].cost
    assert np.abs(cost[:5] - CHANCE).max() < 0.01
    assert cost[-1] < 0.3


def test_a_schedule_that_counts_epochs_freezes_high(curves):
    cost = curves["J"].cost
    assert np.ptp(cost[5:]) < 0.001
    assert 1.2 < cost[-1] < 1.8


def test_each_measure_singles_out_what_it_is_for(curves):
    first = {letter: curve.ratio[0] for letter, curve in curves.items()}
    last = {letter: curve.ratio[1] for letter, curve in curves.items()}
    assert [letter for letter in curves if first[letter] == 0] == ["E"]
    assert [letter for letter in curves if 0 < first[letter] < 1e-4] == ["B"]
    assert last["J"] < 1e-9 < 1e-4 < first["J"]
    assert last["I"] > 2 * first["I"]
    assert max(curves[letter].dead for letter in "ABDFHIJ") < 0.45


def test_a_bad_rate_alone_draws_the_same_curves_and_one_measure_tells_them_apart(shown):
    twins = twin_curves()
    for letter, late in (("D", 0.03), ("E", 0.05)):
        assert np.abs(twins[letter].cost[9:] - shown[letter].cost[9:]).max() < late
    assert max(np.ptp(twins["E"].cost), np.ptp(shown["E"].cost)) < 0.001
    assert shown["D"].ratio[0] > 100 * twins["D"].ratio[0]
    assert shown["D"].validation[-1] > CHANCE > twins["D"].validation[-1]
    assert shown["E"].ratio[0] == 0 < twins["E"].ratio[0]
    assert shown["E"].dead == 1 > 0.1 > twins["E"].dead
    assert shown["G"].start > 9 > CHANCE + 0.3 > twins["G"].start


def test_pixels_too_large_and_a_rate_too_high_shake_at_one_height_go_back_up_and_kill_the_units(roundings):
    pairs = roundings(lambda: (training_curves("G")["G"], twin_curves()["G"]), times=4)
    late = [curve.cost[9:] for pair in pairs for curve in pair]
    assert 1.4 < np.min(late) < np.max(late) < 2.8
    assert np.ptp([np.median(cost) for cost in late]) < 0.8
    for curve in (curve for pair in pairs for curve in pair):
        assert curve.cost[-1] > curve.cost[1:10].min() + 0.1
        assert curve.dead > 0.9


def test_the_dead_units_are_those_of_a_rate_or_a_scale_too_large(shown):
    assert [letter for letter in shown if shown[letter].dead > 0.9] == ["C", "E", "G"]


def test_false_training_labels_alone_keep_the_training_far_above_the_validation(shown, monkeypatch):
    monkeypatch.setitem(CURVES, "K", {"mixed": 0.3})
    false, sound = training_curves("K", epochs=10)["K"], shown["A"]
    assert (false.cost - false.validation)[3:].min() > 0.4
    assert sound.cost[0] - sound.validation[0] > 0.2
    assert (sound.cost - sound.validation)[3:].max() < 0.1


def test_validation_images_that_lost_their_labels_make_it_sure_and_wrong():
    (X, Y), (X_valid, Y_valid), _ = three_parts()
    for seed in range(3):
        rng = np.random.default_rng(seed)
        model = _network(rng)
        mixed = Y_valid[:, rng.permutation(Y_valid.shape[1])]
        attempt(model, X, Y, optimizer=Optimizer("sgd", alpha=0.3), epochs=30, batch_size=32, rng=rng)
        assert model.compute_cost(X, Y) < 0.05
        assert model.compute_cost(X_valid, mixed) > 7
        assert model.accuracy(X_valid, mixed) < 0.15
