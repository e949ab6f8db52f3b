"""Chaque règle, à part : ses premiers pas calculés à la main, et les propriétés que son article annonce."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.optimizers import Optimizer, adagrad, adam, adamw, momentum, nesterov, polyak, rmsprop, sgd

rates = st.floats(0, 0.99)
gradients_of_3 = st.lists(st.tuples(*[st.floats(-10, 10)] * 3), min_size=1, max_size=12)


def path(optimizer, gradients):
    """Les positions successives, depuis zéro, le long d'une suite de gradients."""
    theta, positions = np.zeros(len(gradients[0])), []
    for g in gradients:
        optimizer.step(theta, np.array(g, float))
        positions.append(theta.copy())
    return np.array(positions)


def test_sgd_moves_against_the_gradient_by_alpha():
    np.testing.assert_array_equal(sgd(np.array([1.0, 2.0]), np.array([4.0, -4.0]), alpha=0.25), [0, 3])


def adam_with_sixty_digits(theta, gradients, alpha="0.001", beta1="0.9", beta2="0.999", eps="1e-8"):
    """L'algorithme 1 de Kingma et Ba (2015), ligne à ligne, sur un nombre."""
    with localcontext() as context:
        context.prec = 60
        alpha, beta1, beta2, eps = (Decimal(value) for value in (alpha, beta1, beta2, eps))
        theta, m, v = Decimal(theta), Decimal(0), Decimal(0)
        path = []
        for t, g in enumerate(map(Decimal, gradients), start=1):
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            theta -= alpha * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
            path.append(float(theta))
    return path


def test_adam_follows_its_algorithm_to_the_last_digits():
    gradients, theta, optimizer = ["1", "-0.5", "2", "0.125", "-3", "1e-6"], np.array([0.75]), Optimizer("adam")
    for g, expected in zip(gradients, adam_with_sixty_digits("0.75", gradients), strict=True):
        optimizer.step(theta, np.array([float(g)]))
        assert theta[0] == pytest.approx(expected, rel=1e-14)


def test_two_adam_steps_match_a_hand_calculation():
    # g = 1 puis 3 ; m = 0,1 puis 0,39 ; v = 0,001 puis 0,009999.
    theta, m, v = adam(0.0, 1.0, 0.0, 0.0, t=1, alpha=1, eps=0)
    assert (theta, m, v) == pytest.approx((-1, 0.1, 0.001))
    theta, m, v = adam(0.0, 3.0, m, v, t=2, alpha=1, eps=0)
    assert (m, v) == pytest.approx((0.39, 0.009999))
    assert theta == pytest.approx(-(0.39 / 0.19) / np.sqrt(0.009999 / 0.001999))


@given(g=st.floats(-1e6, 1e6).filter(lambda g: abs(g) > 1e-9), alpha=st.floats(1e-6, 1))
def test_first_adam_step_has_its_closed_form(g, alpha):
    theta = np.zeros(1)
    Optimizer("adam", alpha=alpha).step(theta, np.array([g]))
    # eps est hors de la racine : sqrt(g² + eps) donnerait une tout autre valeur pour |g| proche de eps.
    assert theta[0] == pytest.approx(-np.sign(g) * alpha * abs(g) / (abs(g) + 1e-8), rel=1e-6)


@given(scale=st.floats(1e-3, 1e3), beta1=st.floats(0, 0.95), beta2=st.floats(0, 0.9999))
@settings(max_examples=30)
def test_adam_ignores_the_scale_of_the_gradient_when_eps_is_null(scale, beta1, beta2):
    gradients = np.random.default_rng(4).normal(size=(5, 3))
    paths = []
    for factor in (1, scale):
        theta, optimizer = np.zeros(3), Optimizer("adam", beta1=beta1, beta2=beta2, eps=0)
        for g in gradients:
            optimizer.step(theta, factor * g)
        paths.append(theta)
    np.testing.assert_allclose(*paths, rtol=1e-9)


@given(gradients=gradients_of_3, alpha=st.floats(1e-3, 1), beta=rates)
def test_averaged_momentum_follows_polyak_at_alpha_times_one_minus_beta(gradients, alpha, beta):
    averaged = path(Optimizer("momentum", alpha=alpha, beta=beta), gradients)
    heavy_ball = path(Optimizer("polyak", alpha=alpha * (1 - beta), beta=beta), gradients)
    np.testing.assert_allclose(averaged, heavy_ball, rtol=1e-9, atol=1e-12)


@given(gradients=gradients_of_3, rule=st.sampled_from(["momentum", "polyak", "nesterov"]))
def test_without_inertia_momentum_is_gradient_descent(gradients, rule):
    np.testing.assert_allclose(
        path(Optimizer(rule, alpha=0.1, beta=0), gradients), path(Optimizer("sgd", alpha=0.1), gradients), rtol=1e-12
    )


def test_the_heavy_ball_reaches_ten_times_the_gradient_and_the_average_once():
    g, v, w = 2.0, 0.0, 0.0
    for _ in range(300):
        _, v = polyak(0.0, g, v)
        _, w = momentum(0.0, g, w)
    assert (v, w) == pytest.approx((20, 2))


def test_two_momentum_steps_match_a_hand_calculation():
    theta, v = momentum(0.0, 1.0, 0.0, alpha=1)
    assert (theta, v) == pytest.approx((-0.1, 0.1))
    assert momentum(theta, 3.0, v, alpha=1) == pytest.approx((-0.1 - 0.39, 0.39))
    theta, v = polyak(0.0, 1.0, 0.0, alpha=1)
    assert (theta, v) == (-1, 1)
    assert polyak(theta, 3.0, v, alpha=1) == pytest.approx((-1 - 3.9, 3.9))


@given(alpha=st.floats(0.001, 0.05), beta=rates, start=st.floats(-3, 3))
def test_nesterov_is_the_article_s_pair_seen_from_the_look_ahead_point(alpha, beta, start):
    # Sutskever et al. : v <- mu v - alpha grad(theta + mu v), theta <- theta + v. La règle suit theta + mu v.
    def gradient(x):
        return np.array([1.0, 20.0]) * x + np.sin(x)

    position, velocity = np.full(2, start), np.zeros(2)
    look_ahead, v = position.copy(), np.zeros(2)
    for _ in range(8):
        velocity = beta * velocity - alpha * gradient(position + beta * velocity)
        position = position + velocity
        look_ahead, v = nesterov(look_ahead, gradient(look_ahead), v, alpha=alpha, beta=beta)
        np.testing.assert_allclose(look_ahead, position + beta * velocity, rtol=1e-9, atol=1e-9)


@given(g=st.floats(0.01, 100), sign=st.sampled_from([-1, 1]))
def test_adagrad_steps_shrink_as_the_inverse_square_root_of_their_number(g, sign):
    steps = np.diff(path(Optimizer("adagrad", alpha=0.5), [[sign * g]] * 6)[:, 0], prepend=0)
    np.testing.assert_allclose(steps, -sign * 0.5 / np.sqrt(np.arange(1, 7)), rtol=1e-5)


@pytest.mark.parametrize(("beta", "factor"), [(0.9, 3.1623), (0.999, 31.623)])
def test_the_first_rmsprop_step_is_alpha_over_the_root_of_one_minus_beta(beta, factor):
    theta, _ = rmsprop(0.0, 7.0, 0.0, alpha=1, beta=beta)
    assert theta == pytest.approx(-factor, rel=1e-4)


@given(gradients=gradients_of_3)
def test_rmsprop_follows_its_own_explicit_average(gradients):
    # s_t = (1 - beta) somme_k beta^(t - k) g_k^2, écrit sans récurrence.
    theta = np.zeros(3)
    for t in range(1, len(gradients) + 1):
        squares = np.array(gradients[:t]) ** 2
        average = 0.3 * (0.7 ** np.arange(t - 1, -1, -1)) @ squares
        theta -= 0.01 * np.array(gradients[t - 1]) / (np.sqrt(average) + 1e-3)
    followed = path(Optimizer("rmsprop", alpha=0.01, beta=0.7, eps=1e-3), gradients)[-1]
    np.testing.assert_allclose(followed, theta, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("g", [1e-9, 1e-8, 1e-6, 1.0])
def test_eps_stands_outside_the_root(g):
    # sqrt(g² + eps) donnerait une tout autre valeur pour g proche de eps.
    assert adagrad(0.0, g, 0.0, alpha=1)[0] == pytest.approx(-g / (g + 1e-8))
    assert rmsprop(0.0, g, 0.0, alpha=1)[0] == pytest.approx(-g / (np.sqrt(0.1) * g + 1e-8))


@given(gradients=gradients_of_3)
def test_adamw_without_decay_is_adam_to_the_last_bit(gradients):
    np.testing.assert_array_equal(
        path(Optimizer("adamw", weight_decay=0), gradients), path(Optimizer("adam"), gradients)
    )


@given(alpha=st.floats(0, 0.9), weight_decay=st.floats(0, 1), steps=st.integers(1, 20))
def test_without_gradient_adamw_shrinks_the_masked_weights_alone(alpha, weight_decay, steps):
    theta, optimizer = np.array([3.0, -2.0, 5.0]), Optimizer("adamw", alpha=alpha, weight_decay=weight_decay)
    for _ in range(steps):
        optimizer.step(theta, np.zeros(3), np.array([True, True, False]))
    kept = (1 - alpha * weight_decay) ** steps
    np.testing.assert_allclose(theta, [3 * kept, -2 * kept, 5], rtol=1e-9, atol=1e-12)


def test_adamw_decay_is_decoupled_from_the_gradient_scale():
    # Une pénalité L2 passerait par v, qu'un grand gradient enfle. Ici theta perd alpha lambda theta, quel que soit g.
    for g in (1e-3, 1e3):
        with_decay, _, _ = adamw(2.0, g, 0.0, 0.0, t=1, alpha=0.1, weight_decay=0.5)
        without, _, _ = adam(2.0, g, 0.0, 0.0, t=1, alpha=0.1)
        assert without - with_decay == pytest.approx(0.1 * 0.5 * 2)


def test_adamw_decays_everything_when_no_mask_is_given():
    theta = np.ones(3)
    Optimizer("adamw", alpha=0.1, weight_decay=0.5).step(theta, np.zeros(3))
    np.testing.assert_allclose(theta, 0.95)
