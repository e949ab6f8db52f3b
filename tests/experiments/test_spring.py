"""Le momentum comme un ressort."""

import numpy as np
import pytest

from mlcourse.experiments.quadratic import regime_boundaries
from mlcourse.experiments.spring import ALPHA, BETAS, critical_beta, overshoot, settle, springs, tolerated_beta


def test_the_critical_momentum_is_where_the_modes_start_to_ripple():
    assert critical_beta(ALPHA) == pytest.approx(BETAS[1])
    assert BETAS[0] < BETAS[1] < BETAS[2]
    assert regime_boundaries(critical_beta(ALPHA))[0] == pytest.approx(ALPHA)


def test_only_an_under_damped_mode_overshoots():
    crossings = [int(np.sum(spring.theta[1:] * spring.theta[:-1] < 0)) for spring in springs(steps=80)]
    assert crossings[:2] == [0, 0]
    assert crossings[2] > 4


def test_the_critical_momentum_arrives_far_sooner_than_a_bad_one():
    over, critical, under = (spring.steps_to(1e-3) for spring in springs())
    assert over / critical == pytest.approx(3, abs=0.5)
    assert under / critical == pytest.approx(6, abs=0.7)


@pytest.mark.parametrize("alpha", [0.01, 0.04, 0.25])
def test_a_little_less_friction_than_critical_arrives_sooner(alpha):
    beta, steps = settle(alpha).best()
    (critical,) = settle(alpha, betas=[critical_beta(alpha)]).steps
    assert 0 < beta - critical_beta(alpha) < 0.06
    assert steps / critical == pytest.approx(2 / 3, abs=0.05)
    assert settle(alpha, betas=[0.9]).steps == pytest.approx(127, abs=4)


def test_a_count_of_steps_is_that_of_the_spring():
    assert settle(ALPHA, 1e-3, BETAS).steps.tolist() == [spring.steps_to(1e-3) for spring in springs()]


@pytest.mark.parametrize("beta", [0.7, 0.8, 0.9, 0.95])
def test_a_mode_overshoots_by_what_the_formula_says(beta):
    (spring,) = springs([beta])
    assert -spring.theta.min() == pytest.approx(overshoot(beta, ALPHA), rel=0.02)


@pytest.mark.parametrize(("distance", "margin"), [(0.1, 0.02), (0.01, 0.003), (1e-3, 0.003), (1e-6, 0.003)])
def test_the_fastest_momentum_is_the_largest_whose_overshoot_is_tolerated(distance, margin):
    assert overshoot(tolerated_beta(distance), ALPHA) == pytest.approx(distance)
    assert settle(ALPHA, distance).best()[0] == pytest.approx(tolerated_beta(distance), abs=margin)


def test_one_momentum_for_two_modes_is_chosen_by_the_flat_one():
    slowest = {beta: max(settle(alpha, betas=[beta]).steps[0] for alpha in (0.01, 0.25)) for beta in (0.25, 0.85, 0.9)}
    assert slowest[0.85] < slowest[0.9] < slowest[0.25]
    assert settle(0.01).best()[0] == pytest.approx(0.85, abs=0.03)
    assert settle(0.25).best()[0] == pytest.approx(0.29, abs=0.005)


def test_the_moves_are_the_differences_of_the_positions():
    for spring in springs(steps=20):
        np.testing.assert_allclose(np.diff(spring.theta), spring.move[1:], atol=1e-15)
