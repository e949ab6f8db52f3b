"""Le chapitre 3 : chaque formule, chaque calcul à la main et ce qu'affirment ses questions, contre un calcul."""

from itertools import combinations

import numpy as np
import pytest

from mlcourse.experiments.bias_correction import step_factor
from mlcourse.rules import adagrad, adam, adamw, momentum, nesterov, polyak, rmsprop, sgd
from mlcourse.schedules import Schedule


def run(rule, gradients, n_states=1, **options):
    """Donne les pas d'une règle qui reçoit ces gradients, en partant de zéro."""
    theta, states, moves = np.zeros(1), [np.zeros(1)] * n_states, []
    for t, g in enumerate(gradients, 1):
        before = theta
        extra = {"t": t} if rule in (adam, adamw) else {}
        theta, *states = rule(before, np.array([g]), *states, **extra, **options)
        moves.append((before - theta).item())
    return np.array(moves)


def factor(rule, sharpness, beta=0.9, steps=2000):
    """Le facteur de convergence d'un mode, pour alpha lambda = sharpness."""
    theta, v, log = np.ones(1), np.zeros(1), 0.0
    for step in range(steps):
        theta, v = rule(theta, theta, v, alpha=sharpness, beta=beta)
        scale = np.hypot(theta, sharpness * v)
        theta, v = theta / scale, v / scale
        log += np.log(scale.item()) if step >= steps // 2 else 0
    return np.exp(log / (steps - steps // 2))


# --- 3.1 --------------------------------------------------------------------------------------------------------------


def test_the_batches_drawn_by_hand():
    lots = [np.mean(lot) for lot in combinations((1, 2, 6), 2)]
    assert sorted(lots) == [1.5, 3.5, 4]
    assert (np.mean(lots), np.var(lots)) == (3, pytest.approx(7 / 6))
    assert np.var([1, 2, 6]) == pytest.approx(14 / 3)


@pytest.mark.parametrize("m", range(1, 7))
def test_the_variance_without_replacement_follows_from_that_of_the_whole_set(m):
    values = np.random.default_rng(0).normal(size=6)
    N, sigma2, c = values.size, values.var(), -values.var() / (values.size - 1)
    measured = np.var([np.mean(lot) for lot in combinations(values, m)])
    assert measured == pytest.approx((m * sigma2 + m * (m - 1) * c) / m**2, abs=1e-12)
    assert measured == pytest.approx(sigma2 / m * (N - m) / (N - 1), abs=1e-12)


def test_leaving_a_crest_takes_the_logarithm_of_the_start():
    assert 6 * np.log(10) / np.log(1.1) == pytest.approx(145, abs=0.5)
    theta = np.array([1.0, 1e-6])
    steps = 0
    while abs(theta[1]) < 1:
        theta, steps = sgd(theta, np.array([1, -1]) * theta, alpha=0.1), steps + 1
    assert steps == 145


# --- 3.2 --------------------------------------------------------------------------------------------------------------


def test_the_moving_average_by_hand():
    velocities = run(momentum, [4, 4, -4, -4], alpha=1.0, beta=0.5)
    assert velocities.tolist() == [2, 3, -0.5, -2.25]
    assert pytest.approx(0.35, abs=0.005) == 0.9**10


def test_the_two_conventions_follow_the_same_path():
    gradients = np.random.default_rng(0).normal(size=50)
    np.testing.assert_allclose(
        run(momentum, gradients, alpha=1.0, beta=0.9), run(polyak, gradients, alpha=0.1, beta=0.9), atol=1e-12
    )


def test_repeated_gradients_are_multiplied_by_ten_and_alternating_ones_halved():
    assert run(polyak, np.ones(400), alpha=1.0, beta=0.9)[-1] == pytest.approx(10)
    swings = run(polyak, np.resize([1, -1], 400), alpha=1.0, beta=0.9)
    np.testing.assert_allclose(np.abs(swings[-2:]), 1 / 1.9, rtol=1e-6)


@pytest.mark.parametrize("sharpness", [0.01, 0.5, 1.5, 3.0])
def test_a_rippling_mode_goes_at_the_root_of_beta_whatever_its_curvature(sharpness):
    assert factor(polyak, sharpness) == pytest.approx(np.sqrt(0.9), abs=0.002)


def test_the_best_momentum_by_hand():
    beta, alpha = 81 / 121, 4 / 121
    assert (1 - np.sqrt(beta)) ** 2 == pytest.approx(alpha)
    assert (1 + np.sqrt(beta)) ** 2 == pytest.approx(100 * alpha)
    assert (1 - np.sqrt(0.9)) ** 2 == pytest.approx(0.0026, abs=5e-5)


def test_nesterov_is_polyak_with_a_momentum_of_its_own_for_each_curvature():
    # theta est le point d'anticipation : theta_t - alpha beta v_t.
    alpha, beta, curvature = 0.05, 0.9, 7.0
    ahead, v = np.ones(1), np.zeros(1)
    theta, w = np.ones(1), np.zeros(1)
    for _ in range(30):
        ahead, v = nesterov(ahead, curvature * ahead, v, alpha=alpha, beta=beta)
        theta, w = polyak(theta, curvature * theta, w, alpha=alpha, beta=beta * (1 - alpha * curvature))
        np.testing.assert_allclose(v, w, atol=1e-12)
        np.testing.assert_allclose(ahead + alpha * beta * v, theta, atol=1e-12)


def test_nesterov_brakes_where_it_is_steep_and_breaks_sooner():
    assert factor(nesterov, 0.99) == pytest.approx(np.sqrt(0.009), abs=0.002)
    limit = 2 * 1.9 / 2.8
    assert limit == pytest.approx(1.36, abs=0.005)
    assert factor(nesterov, limit - 0.01) < 1 < factor(nesterov, limit + 0.01)
    assert factor(polyak, 3.79) < 1 < factor(polyak, 3.81)
    assert factor(nesterov, 3) > 1


def test_the_overshoot_by_hand():
    cosine = 1.86 / (2 * np.sqrt(0.9))
    assert cosine == pytest.approx(0.980, abs=0.0005)
    assert np.arccos(cosine) == pytest.approx(0.199, abs=0.0005)
    assert pytest.approx(0.43, abs=0.006) == 0.9 ** (3.14 / 0.398)


def test_the_floor_of_a_shuffle_by_hand():
    # Les poids n - j d'une époque de huit lots, dont les bruits ont une somme nulle.
    n = 8
    covariance = np.full((n, n), -1 / (n - 1)) + (1 + 1 / (n - 1)) * np.eye(n)
    weights = np.arange(n)[::-1]
    assert weights @ covariance @ weights == pytest.approx(n**2 * (n + 1) / 12)
    assert 0.05**2 * n * (n + 1) / 12 == pytest.approx(0.015)
    assert pytest.approx(67, abs=0.5) == 1 / 0.015


def test_momentum_does_not_lower_the_floor_at_equal_effective_rate():
    rng, floors = np.random.default_rng(0), []
    for beta in (0.0, 0.9):
        theta = v = np.zeros(10_000)
        for _ in range(600):
            theta, v = polyak(theta, theta + rng.normal(size=theta.size), v, alpha=0.05 * (1 - beta), beta=beta)
        floors.append(np.mean(theta**2))
    assert floors[1] / floors[0] == pytest.approx(1, abs=0.08)


# --- 3.3 --------------------------------------------------------------------------------------------------------------


def test_adagrad_by_hand_does_not_see_the_unit():
    for scale in (1, 10):
        np.testing.assert_allclose(run(adagrad, [3 * scale, 4 * scale], alpha=1.0), [1, 0.8], rtol=1e-6)
    assert run(adagrad, np.ones(10_000), alpha=1.0)[-1] == pytest.approx(1 / 100)


@pytest.mark.parametrize(("beta", "first"), [(0.9, 3.16), (0.999, 31.6)])
def test_the_first_step_of_rmsprop_is_its_longest(beta, first):
    assert run(rmsprop, [5.0], alpha=1.0, beta=beta)[0] == pytest.approx(first, rel=2e-3)
    gradients = np.random.default_rng(0).normal(size=500) ** 5
    assert np.abs(run(rmsprop, gradients, alpha=1.0, beta=beta)).max() <= 1 / np.sqrt(1 - beta) * (1 + 1e-9)


# --- 3.4 --------------------------------------------------------------------------------------------------------------


def test_two_steps_of_adam_by_hand():
    np.testing.assert_allclose(run(adam, [4, -2], n_states=2, alpha=1.0), [1, 0.266], atol=5e-4)


def test_after_a_silence_equal_gradients_make_the_steps_of_the_uncorrected_rule():
    theta = m = v = np.zeros(1)
    moves = []
    for t in range(20_000, 20_012):
        before = theta
        theta, m, v = adam(before, np.ones(1), m, v, t=t, alpha=1.0)
        moves.append((before - theta).item())
    np.testing.assert_allclose(moves, [step_factor(n) for n in range(1, 13)], rtol=1e-6)
    assert moves[1] == pytest.approx(4.25, abs=0.005)


def test_the_bound_of_adam_is_reached_and_never_passed():
    bound = 0.1 / np.sqrt(0.001) / np.sqrt(1 - 0.81 / 0.999)
    assert bound == pytest.approx(7.27, abs=0.005)
    rng = np.random.default_rng(0)
    for gradients in (1.11 ** np.arange(120), rng.normal(size=2000) ** 7, np.ones(100)):
        theta = m = v = np.zeros(1)
        longest = 0.0
        for t, g in enumerate(gradients, 20_000):
            before = theta
            theta, m, v = adam(before, np.array([g]), m, v, t=t, alpha=1.0)
            longest = max(longest, abs(before - theta).item())
        assert longest <= bound * (1 + 1e-6)
    theta = m = v = np.zeros(1)
    for t, g in enumerate(1.11 ** np.arange(200), 20_000):
        before = theta
        theta, m, v = adam(before, np.array([g]), m, v, t=t, alpha=1.0)
    assert (theta - before).item() == pytest.approx(-bound, rel=0.01)


def test_alternating_gradients_make_small_steps_in_adam_only():
    swings = np.resize([1.0, -1.0], 20_000)
    assert abs(run(adam, swings, n_states=2, alpha=1.0)[-1]) == pytest.approx(1 / 19, rel=0.02)
    assert abs(run(rmsprop, swings, alpha=1.0)[-1]) == pytest.approx(1, rel=0.01)


def test_a_large_epsilon_makes_adam_a_momentum():
    gradients = 1e-3 * np.random.default_rng(0).normal(size=300)
    plain = run(momentum, gradients, alpha=1.0)
    np.testing.assert_allclose(run(adam, gradients, n_states=2, alpha=1.0, eps=1.0)[-1], plain[-1], rtol=0.01)


# --- 3.5 --------------------------------------------------------------------------------------------------------------


def test_a_penalty_alone_moves_adam_at_constant_speed():
    for strength in (0.01, 1.0):
        theta, m, v, path = np.array([5.0]), np.zeros(1), np.zeros(1), []
        for t in range(1, 1001):
            theta, m, v = adam(theta, strength * theta, m, v, t=t, alpha=1e-3)
            path.append(theta.item())
        assert 5 - path[-1] == pytest.approx(1, rel=0.1)


def test_decoupled_decay_multiplies_every_weight_alike():
    assert pytest.approx(0.37, abs=0.003) == (1 - 1e-3) ** 1000
    theta = np.ones(2)
    m = v = np.zeros(2)
    theta, *_ = adamw(theta, np.zeros(2), m, v, t=1, alpha=1e-3, weight_decay=1.0)
    np.testing.assert_allclose(theta, 1 - 1e-3)


def test_a_huge_gradient_slows_adam_for_a_long_time():
    theta = m = v = np.zeros(1)
    moves = []
    for t, g in enumerate([1000.0, *np.ones(60)], 20_000):
        if t == 20_000:
            m, v = np.ones(1), np.ones(1)
        before = theta
        theta, m, v = adam(before, np.array([g]), m, v, t=t, alpha=1.0)
        moves.append((before - theta).item())
    assert 1 / np.sqrt(v.item()) == pytest.approx(1 / 30, rel=0.1)


def test_a_cosine_ends_at_zero():
    assert [Schedule("cosine", alpha=0.1, total=100)(t) for t in (100, 150)] == [0, 0]


# --- 3.6 et 3.7 -------------------------------------------------------------------------------------------------------


def test_the_smallest_thermostat():
    alpha, a, b = 0.5, 0.01, 2.1
    assert alpha * b * b > 2
    for _ in range(200):
        a, b = a * (1 - alpha * b * b), b * (1 - alpha * a * a)
    assert 2 > alpha * b * b > 1.5
    assert abs(a) < 1e-6


def test_three_turns_of_the_power_by_hand():
    u = np.linalg.matrix_power(np.diag([3, 1]), 3) @ [1, 1]
    assert u.tolist() == [27, 1]
    assert np.degrees(np.arctan2(1, 27)) == pytest.approx(2, abs=0.2)


def test_fifty_nine_trials():
    assert int(np.ceil(np.log(0.05) / np.log(0.95))) == 59
    assert np.exp(-11.5) == pytest.approx(1e-5, rel=0.02)
    assert (round(np.log(10), 3), round(np.log(2), 3)) == (2.303, 0.693)
