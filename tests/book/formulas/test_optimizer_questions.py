"""Ce qu'affirment les questions du chapitre 3 qui demandent un calcul, chacune contre ce calcul."""

import numpy as np
import pytest

from mlcourse.rules import adagrad, adam, nesterov, rmsprop, sgd
from mlcourse.schedules import Schedule


def test_where_every_example_has_a_null_gradient_batches_leave_no_floor():
    rng = np.random.default_rng(0)
    X, theta = rng.normal(size=(20, 10)), np.zeros(20)  # plus de paramètres que d'exemples
    y = rng.normal(size=10)
    for _ in range(20_000):
        i = rng.integers(10)
        theta = sgd(theta, (X[:, i] @ theta - y[i]) * X[:, i], alpha=0.02)
    np.testing.assert_allclose(X.T @ theta, y, atol=1e-12)


def test_a_start_a_million_times_closer_to_the_crest_takes_twice_the_steps():
    found = []
    for start in (1e-6, 1e-12):
        theta, steps = np.array([1.0, start]), 0
        while abs(theta[1]) < 1:
            theta, steps = sgd(theta, np.array([1, -1]) * theta, alpha=0.1), steps + 1
        found.append(steps)
    assert found == [145, 290]


def test_nesterov_is_stable_below_four_thirds_whatever_its_momentum():
    limits = [2 * (1 + beta) / (1 + 2 * beta) for beta in (0, 0.5, 0.9, 0.99, 1)]
    assert limits == sorted(limits, reverse=True)
    assert (limits[0], limits[-1]) == (2, pytest.approx(4 / 3))
    for sharpness, stable in ((1.3, True), (1.35, False)):
        theta, v = np.ones(1), np.zeros(1)
        for _ in range(4000):
            theta, v = nesterov(theta, theta, v, alpha=sharpness, beta=0.99)
        assert (abs(theta.item()) < 1) == stable


def test_far_below_epsilon_rmsprop_sees_the_scale_again():
    steps = []
    for gradient in (1e-2, 1e-10):
        theta, S = np.zeros(1), np.zeros(1)
        for _ in range(400):
            before = theta
            theta, S = rmsprop(before, np.array([gradient]), S, alpha=1.0, beta=0.9, eps=1e-8)
        steps.append((before - theta).item())
    assert steps[0] == pytest.approx(1, rel=1e-3)
    assert steps[0] / steps[1] == pytest.approx(100, rel=0.02)


def test_the_first_step_of_adagrad_is_a_diagonal():
    theta, _ = adagrad(np.zeros(2), np.array([3.0, 4.0]), np.zeros(2), alpha=1.0)
    np.testing.assert_allclose(theta, [-1, -1], rtol=1e-6)


@pytest.mark.parametrize(("t", "step"), [(1, 1), (1000, 2.5), (10_000, 3.16)])
def test_new_moments_and_an_old_count_make_a_long_step(t, step):
    theta, *_ = adam(np.zeros(1), np.array([-7.0]), np.zeros(1), np.zeros(1), t=t, alpha=1.0)
    assert theta.item() == pytest.approx(step, rel=0.01)


def test_epsilon_parts_the_gradients_larger_than_it_from_the_others():
    theta, m, v = (np.zeros(2) for _ in range(3))
    for t in range(1, 20_001):
        before = theta
        theta, m, v = adam(before, np.array([1e-1, 1e-5]), m, v, t=t, alpha=1.0, eps=1e-3)
    assert np.divide(*(before - theta)) == pytest.approx(100, rel=0.02)


@pytest.mark.parametrize(("beta2", "low", "high"), [(0.9, 0.05, 0.15), (0.999, 0.94, 1)])
def test_adam_gives_a_rare_and_large_gradient_the_weight_its_memory_keeps(beta2, low, high):
    for rare in (np.arange(60_000) % 100 == 0, np.random.default_rng(0).random(60_000) < 0.01):
        # La moyenne m est la somme de deux, celle des grands et celle des petits, que divise une même racine.
        m, v, moved = np.zeros(2), 0.0, np.zeros(2)
        for t, is_rare in enumerate(rare):
            gradient = np.array([100.0 * is_rare, 1.0 * (not is_rare)])
            m, v = 0.9 * m + 0.1 * gradient, beta2 * v + (1 - beta2) * gradient.sum() ** 2
            moved = moved + (t > 6000) * m / np.sqrt(v)
        kept = moved[0] / moved[1] / (100 * rare.mean() / (1 - rare.mean()))
        assert low < kept < high


def test_a_cosine_twice_as_long_taken_at_its_middle_is_at_half_its_rate():
    assert Schedule("cosine", alpha=0.1, total=2000)(1000) == pytest.approx(0.05, rel=1e-3)
    assert Schedule("cosine", alpha=0.1, total=1000)(990) < 0.05 / 100


def test_the_best_hundredth_takes_five_times_the_trials_of_the_best_twentieth():
    assert np.log(0.05) / np.log(0.99) == pytest.approx(298.1, abs=0.05)
    assert pytest.approx(5, abs=0.1) == 299 / 59
    assert 0.99**60 > 0.5
