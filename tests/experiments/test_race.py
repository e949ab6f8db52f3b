"""Ce que la course des optimiseurs montre, et ce qu'elle ne permet pas de dire."""

import numpy as np
import pytest

from mlcourse.experiments import archive
from mlcourse.experiments import race as module
from mlcourse.experiments.race import ALPHAS, RACE_SEEDS, SEEDS, TUNING_SEEDS, Race, race, run, three_parts
from mlcourse.optimizers import OPTIMIZERS


@pytest.fixture(scope="module")
def result():
    """La course complète, enregistrée."""
    return archive.load("race", Race)


@pytest.fixture(scope="module")
def row(result):
    """Le numéro de ligne de chaque règle."""
    return {rule: i for i, rule in enumerate(result.rules.tolist())}


def test_every_optimizer_of_the_course_runs_with_the_same_budget(result):
    assert result.rules.tolist() == list(OPTIMIZERS)
    assert result.tuning.shape == (len(OPTIMIZERS), len(ALPHAS), len(TUNING_SEEDS))
    assert not np.isnan(result.tuning).any()
    assert archive.provenance("race")["seeds"] == list(SEEDS)
    assert set(TUNING_SEEDS).isdisjoint(RACE_SEEDS)


def test_the_three_parts_share_no_image():
    seen = set()
    for X, _ in three_parts():
        images = {column.tobytes() for column in X.T}
        assert seen.isdisjoint(images)
        seen |= images


def test_the_best_rate_is_inside_the_grid_and_is_the_one_of_least_median_cost(result):
    medians = np.median(result.tuning, axis=-1)
    np.testing.assert_array_equal(result.best, result.alphas[medians.argmin(axis=1)])
    assert ((result.best > ALPHAS[0]) & (result.best < ALPHAS[-1])).all()


def test_a_reduced_run_gives_the_recorded_numbers(result, row):
    training, _, test = three_parts()
    for rule in ("nesterov", "adam"):
        costs, _, _ = run(rule, result.best[row[rule]], RACE_SEEDS[0], training, test, epochs=3)
        np.testing.assert_allclose(costs, result.cost[row[rule], 0, :3], rtol=0.05)


def test_tuning_a_small_race_picks_the_better_of_two_rates():
    small = race(["sgd"], [1e-3, 0.3], epochs=1)
    assert small.best.tolist() == [0.3]
    assert np.median(small.tuning[0, 1]) < np.median(small.tuning[0, 0])


def test_validation_tunes_and_the_test_waits_for_the_race(monkeypatch):
    calls = []

    def run(rule, alpha, seed, training, held_out, *, epochs):
        calls.append((alpha, seed, training[0].shape[1], held_out[0].shape[1]))
        return np.full(epochs, alpha), alpha, 0.5

    monkeypatch.setattr(module, "run", run)
    result = race(["sgd"], [0.1, 0.01], epochs=1)
    assert calls[:6] == [(alpha, seed, 1150, 288) for alpha in (0.1, 0.01) for seed in TUNING_SEEDS]
    assert calls[6:] == [(0.01, seed, 1150, 359) for seed in RACE_SEEDS]
    assert result.test_cost.tolist() == [[0.01] * 3]


def test_momentum_is_polyak_at_a_rate_ten_times_smaller(result, row):
    first, second = row["momentum"], row["polyak"]
    assert result.best[first] == pytest.approx(10 * result.best[second])
    np.testing.assert_allclose(result.cost[first], result.cost[second], rtol=1e-3)


def test_adam_and_adamw_train_lowest_and_adagrad_highest(result, row):
    final = np.median(result.cost[..., -1], axis=-1)
    others = [i for rule, i in row.items() if rule not in ("adam", "adamw")]
    assert max(final[row["adam"]], final[row["adamw"]]) < final[others].min()
    assert final.argmax() == row["adagrad"]


def test_only_adagrad_is_clearly_apart_in_training(result, row):
    final = result.cost[..., -1]
    others = np.delete(final, row["adagrad"], axis=0)
    assert final[row["adagrad"]].min() > others.max()
    for rule in ("adam", "adamw"):
        assert final[row[rule]].max() > final[row["polyak"]].max()


def test_rmsprop_is_the_most_uneven_in_test_by_far(result, row):
    points = 100 * np.ptp(result.test_accuracy, axis=-1)
    assert points[row["rmsprop"]] == pytest.approx(4, abs=0.5)
    assert np.delete(points, row["rmsprop"]).max() < 1.2


def test_test_accuracies_do_not_tell_the_rules_apart(result):
    medians = np.median(result.test_accuracy, axis=-1)
    assert (medians > 0.94).all()
    assert np.ptp(medians) < 0.02
    assert np.ptp(result.test_accuracy, axis=-1).max() > np.ptp(medians)


def test_good_rates_differ_by_far_more_between_rules_than_their_ranges_are_wide(result, row):
    low, high = result.tolerance().T
    assert result.best.max() / result.best.min() >= 99
    widths = high / low
    # Les taux essayés vont de demi-décade en demi-décade.
    expected = [10**0.5 if rule == "rmsprop" else 10 for rule in row]
    np.testing.assert_allclose(widths, expected, rtol=0.01)
    assert widths[row["adam"]] <= 1.01 * widths[row["sgd"]]
    assert low[row["adam"]] > 1e-3


def test_the_rate_matters_more_than_the_rule(result):
    medians = np.median(result.tuning, axis=-1)
    between_rules = medians.min(axis=1).max() / medians.min()
    finite = np.where(np.isfinite(medians), medians, np.nan)
    assert (np.nanmax(finite, axis=1) / np.nanmin(finite, axis=1) > 3 * between_rules).all()


def test_a_diverging_run_counts_as_infinite():
    training, validation, _ = three_parts()
    costs, cost, accuracy = run("polyak", 1e300, 0, training, validation, epochs=1)
    assert np.isinf(costs).all()
    assert np.isinf(cost)
    assert accuracy == 0
