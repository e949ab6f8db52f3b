"""Les calendriers à budgets égaux, et la règle linéaire."""

import numpy as np
import pytest

from mlcourse.experiments.schedules import ALPHAS, linear_scaling, schedule_runs, schedules


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


def test_the_linear_rule_holds_until_the_batch_is_a_large_part_of_the_data():
    fixed, scaled = np.median(linear_scaling(), axis=-1)
    # Au même taux, un plus grand lot fait moins de pas et finit plus haut.
    assert (np.diff(fixed) > 0).all()
    assert fixed[2] > 10 * fixed[0]
    # Au taux agrandi d'autant, il finit au même point, jusqu'à ce que la règle casse.
    np.testing.assert_allclose(scaled[:3], scaled[0], rtol=0.15)
    assert scaled[-1] > 2 * scaled[0]


def test_every_schedule_has_the_same_highest_rate():
    for schedule in schedules(0.1, 100).values():
        rates = [schedule(t) for t in range(1, 101)]
        assert max(rates) == pytest.approx(0.1)
        assert rates[-1] == pytest.approx(0.1) or rates[-1] < 0.02
