"""Les calendriers à budgets égaux."""

import numpy as np
import pytest

from mlcourse.experiments.schedules import ALPHAS, schedule_runs, schedules, warmup_runs
from mlcourse.rules import adam


@pytest.fixture(scope="module")
def runs():
    return schedule_runs()


def test_once_tuned_no_schedule_stands_out(runs):
    _, cost = runs.best()
    medians = np.median(cost, axis=1)
    assert medians.max() / medians.min() < 1.3


def test_a_falling_rate_forgives_one_that_starts_too_high(runs):
    k = ALPHAS.index(0.3)
    at = dict(zip(runs.names, np.median(runs.cost[:, k], axis=-1), strict=True))
    assert at["constant"] > 2 * max(at[name] for name in ("step", "inverse_time", "cosine", "warmup"))


def test_every_schedule_has_the_same_highest_rate():
    for schedule in schedules(0.1, 100).values():
        rates = [schedule(t) for t in range(1, 101)]
        assert max(rates) == pytest.approx(0.1)
        assert rates[-1] == pytest.approx(0.1) or rates[-1] < 0.02


def test_at_a_small_rate_the_order_is_reversed(runs):
    at = dict(zip(runs.names, np.median(runs.cost[:, 0], axis=-1), strict=True))
    assert min(at, key=at.get) == "constant"
    assert max(at, key=at.get) == "inverse_time"


def test_five_steps_of_warmup_bring_back_an_adam_that_starts_too_fast_and_fifty_do_better():
    cold, five, fifty = np.median(warmup_runs(targets=[("adam", 0.3)], warmups=(0, 5, 50))[0], axis=-1)
    assert cold > 1
    assert cold > 2 * five > 4 * fifty


def test_the_same_rate_under_polyak_gains_nothing_beyond_the_spread_of_the_seeds():
    cold, five = warmup_runs(targets=[("polyak", 0.3)], warmups=(0, 5))[0]
    assert cold.min() < np.median(five) < cold.max()


def test_without_its_moments_adam_moves_every_weight_by_its_rate_again():
    theta, zero = np.array([3.0, -1e-3, 0.5]), np.zeros(3)
    after, *_ = adam(theta, np.array([4.0, -1e-6, 1e-3]), zero, zero, t=1, alpha=0.1)
    np.testing.assert_allclose(np.abs(after - theta), 0.1, rtol=0.02)
    assert np.sqrt(2 / 64) == pytest.approx(0.18, abs=0.005)
