"""Ce que la rotation d'un ravin coûte à un taux par paramètre."""

import itertools

import numpy as np
import pytest

from mlcourse.experiments.rotated_ravine import (
    MAX_STEPS,
    Ravine,
    best_descent,
    count_steps,
    descend,
    follow,
    make_ravine,
    starting_points,
)


@pytest.fixture(scope="module")
def counts():
    """Itérations de chaque règle, {règle: (graine, angle, départ)}, pour 0, 15 et 45 degrés."""
    runs = [count_steps(degrees=(0, 15, 45), seed=seed) for seed in range(3)]
    return {run.rule: np.array([other.steps for other in same]) for same in zip(*runs, strict=True) for run in same}


@pytest.mark.parametrize("degrees", [0, 30, 45, 90])
def test_the_ravine_has_the_asked_conditioning_and_its_steep_axis_at_the_asked_angle(degrees):
    ravine = make_ravine(degrees)
    steep, flat = ravine.rotation.T
    np.testing.assert_allclose(ravine.gradient(steep), steep, atol=1e-12)
    np.testing.assert_allclose(ravine.gradient(flat), flat / 100, atol=1e-12)
    assert np.rad2deg(np.arctan2(steep[1], steep[0])) == pytest.approx(degrees)


def test_gradient_is_that_of_the_cost():
    ravine, theta, h = make_ravine(20), np.array([0.3, -0.7]), 1e-6
    numeric = [(ravine.cost(theta + h * e) - ravine.cost(theta - h * e)) / (2 * h) for e in np.eye(2)]
    np.testing.assert_allclose(ravine.gradient(theta), numeric, rtol=1e-6)


def test_starting_points_turn_with_the_ravine():
    straight, turned = make_ravine(0), make_ravine(30)
    np.testing.assert_allclose(starting_points(turned), turned.rotation @ starting_points(straight), rtol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(starting_points(turned), axis=0), np.sqrt(2))


@pytest.mark.parametrize("rule", ["sgd", "polyak"])
def test_gradient_descent_and_momentum_ignore_the_angle(rule, counts):
    assert np.ptp(counts[rule], axis=1).max() <= 1
    straight, turned = follow(rule, 0, 0.5), follow(rule, 37, 0.5)
    np.testing.assert_allclose(make_ravine(37).rotation @ straight, turned, atol=1e-10)
    np.testing.assert_allclose(straight[:, 0], [1, 1])


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
def test_adaptive_rules_lose_speed_as_the_ravine_turns(rule, counts):
    medians = np.median(counts[rule], axis=2)
    assert (medians[:, 0] < medians[:, 1]).all()
    assert (medians[:, 1] < medians[:, 2]).all()


def test_rmsprop_loses_a_factor_of_seven_at_15_degrees_and_thirteen_at_45(counts):
    straight, tilted, diagonal = np.median(counts["rmsprop"], axis=(0, 2))
    assert straight <= 3
    assert np.median(counts["adagrad"][:, 0]) <= 3
    assert tilted > 7 * straight
    assert diagonal > 13 * straight


def test_the_order_of_the_rules_turns_over_with_the_ravine(counts):
    straight = {rule: np.median(steps[:, 0]) for rule, steps in counts.items()}
    diagonal = {rule: np.median(steps[:, 2]) for rule, steps in counts.items()}
    assert max(straight["rmsprop"], straight["adagrad"]) < straight["polyak"] < straight["sgd"]
    assert diagonal["polyak"] < diagonal["adam"] < diagonal["rmsprop"] < diagonal["sgd"]
    assert diagonal["adagrad"] > 0.8 * diagonal["sgd"]


def test_on_the_diagonal_more_than_a_quarter_of_the_starts_never_arrive_with_rmsprop(counts):
    assert np.mean(counts["rmsprop"][:, 2] > MAX_STEPS) > 0.25
    assert np.mean(counts["polyak"][:, 2] > MAX_STEPS) == 0


@pytest.mark.parametrize("rule", ["rmsprop", "adam", "adagrad"])
def test_on_the_axes_adaptive_rules_do_not_see_the_conditioning_at_all(rule):
    start = np.array([1.0, 0.6])
    paths = [
        np.array(list(itertools.islice(descend(rule, Ravine(np.diag(curvatures), np.eye(2)), start, 0.05), 30)))
        for curvatures in ([1.0, 1.0], [1.0, 0.01])
    ]
    np.testing.assert_allclose(*paths, atol=1e-4)


@pytest.mark.parametrize("degrees", [0, 30])
def test_the_contour_drawn_is_that_of_cost_one_half(degrees):
    np.testing.assert_allclose(make_ravine(degrees).cost(best_descent(degrees, "sgd").contour), 0.5)


def test_two_degrees_double_rmsprops_steps_and_ten_put_momentum_ahead():
    steps = {degrees: best_descent(degrees).steps for degrees in (0, 2, 5, 10)}
    momentum = best_descent(10, "polyak").steps
    assert steps[2] >= 2 * steps[0]
    assert steps[5] < momentum < steps[10]
    assert best_descent(0, "polyak").steps == momentum
