"""Le momentum comme un ressort."""

import numpy as np
import pytest

from mlcourse.experiments.quadratic import regime_boundaries
from mlcourse.experiments.spring import ALPHA, BETAS, critical_beta, springs


def test_the_critical_momentum_is_where_the_modes_start_to_ripple():
    assert critical_beta(ALPHA) == pytest.approx(BETAS[1])
    assert BETAS[0] < BETAS[1] < BETAS[2]
    assert regime_boundaries(critical_beta(ALPHA))[0] == pytest.approx(ALPHA)


def test_only_an_under_damped_mode_overshoots():
    crossings = [int(np.sum(spring.theta[1:] * spring.theta[:-1] < 0)) for spring in springs(steps=80)]
    assert crossings[:2] == [0, 0]
    assert crossings[2] > 4


def test_the_critical_momentum_arrives_first_or_almost():
    betas = np.linspace(0.2, 0.95, 76)
    steps = [spring.steps_to(1e-3) for spring in springs(betas)]
    best = betas[int(np.argmin(steps))]
    assert abs(best - critical_beta(ALPHA)) < 0.06
    over, critical, under = (spring.steps_to(1e-3) for spring in springs())
    assert critical < over / 2
    assert critical < under / 2


def test_the_moves_are_the_differences_of_the_positions():
    for spring in springs(steps=20):
        np.testing.assert_allclose(np.diff(spring.theta), spring.move[1:], atol=1e-15)
