"""Les calendriers à budgets égaux."""

import numpy as np
import pytest

from mlcourse.experiments.schedules import ALPHAS, schedule_runs, schedules


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
