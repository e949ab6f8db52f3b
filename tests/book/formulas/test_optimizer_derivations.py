"""Le chapitre 3, suite : les dérivations que l'on suit au crayon, chacune contre une descente."""

import numpy as np
import pytest

from mlcourse.experiments.noise_floor import SWITCH, endings, floor
from mlcourse.experiments.race import run as run_race
from mlcourse.experiments.race import three_parts
from mlcourse.experiments.splits import split_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.rules import polyak, rmsprop, sgd


def momentum_floor(alpha, beta, curvature=1.0):
    """Le plancher de bruit du momentum de Polyak, pour un bruit de variance 1."""
    rest = (1 + beta) / (2 * (1 + beta) - alpha * curvature)
    return alpha / (1 - beta) / curvature * rest


def slowest(alpha, beta, curvatures):
    """Le plus grand module des racines de r^2 - (1 + beta - alpha lambda) r + beta."""
    return max(np.abs(np.roots([1, -(1 + beta - alpha * curvature), beta])).max() for curvature in curvatures)


def test_two_places_of_a_batch_are_as_correlated_whatever_its_size():
    rng, N = np.random.default_rng(0), 5
    values = rng.normal(size=N)
    drawn = values[np.array([rng.permutation(N) for _ in range(200_000)])]
    covariance = np.cov(drawn.T, bias=True)
    np.testing.assert_allclose(covariance[~np.eye(N, dtype=bool)], -values.var() / (N - 1), atol=0.01)


def test_the_mean_of_the_positions_is_that_of_the_noise_up_to_both_ends():
    rng, alpha, curvature, T = np.random.default_rng(0), 0.3, 2.0, 50
    noise, path = rng.normal(size=T), [np.array(3.0)]
    for xi in noise:
        path.append(sgd(path[-1], curvature * path[-1] + xi, alpha=alpha))
    ends = (path[-1] - path[0]) / (alpha * curvature * T)
    assert np.mean(path[:-1]) == pytest.approx(-noise.mean() / curvature - ends)


def test_a_rate_in_one_over_t_makes_the_mean_by_itself():
    rng, curvature = np.random.default_rng(0), 2.0
    noise, theta = rng.normal(size=50), np.array(3.0)
    for t, xi in enumerate(noise, 1):
        theta = sgd(theta, curvature * theta + xi, alpha=1 / (curvature * t))
        assert theta == pytest.approx(-noise[:t].mean() / curvature)


def test_both_remedies_reach_the_variance_of_a_mean():
    ends = endings()
    for name in ("average", "inverse_time"):
        assert np.median(ends[name]) == pytest.approx(1 / (1000 - SWITCH), rel=0.15)


@pytest.mark.parametrize("kappa", [2, 10, 100])
def test_no_other_momentum_is_faster_on_a_valley(kappa):
    root = np.sqrt(kappa)
    best, curvatures = (root - 1) / (root + 1), (1, kappa)
    assert slowest((2 / (1 + root)) ** 2, best**2, curvatures) == pytest.approx(best, abs=1e-6)
    tried = [slowest(a, b, curvatures) for a in np.linspace(0.01, 4, 80) / kappa for b in np.linspace(0, 0.99, 80)]
    assert min(tried) >= best - 1e-9
    assert min(tried) < best + 0.05  # la grille passe assez près pour que la borne dise quelque chose


def test_a_mode_is_a_spring_with_friction_and_a_pull():
    alpha, beta, curvature = 0.1, 0.8, 3.0
    theta, v, path = np.array(1.0), np.array(0.0), [1.0, 1.0]
    for _ in range(20):
        theta, v = polyak(theta, curvature * theta, v, alpha=alpha, beta=beta)
        path.append(float(theta))
    theta, u = np.array(path[1:]), np.diff(path)
    np.testing.assert_allclose(np.diff(u), -(1 - beta) * u[:-1] - alpha * curvature * theta[:-1], atol=1e-12)


@pytest.mark.parametrize(("alpha", "beta"), [(0.02, 0.9), (1.0, 0.5), (2.5, 0.8)])
def test_the_floor_of_momentum_is_exact(alpha, beta):
    rng, theta, v = np.random.default_rng(0), *np.zeros((2, 20_000))
    for _ in range(400):
        theta, v = polyak(theta, theta + rng.normal(size=theta.size), v, alpha=alpha, beta=beta)
    assert np.mean(theta**2) == pytest.approx(momentum_floor(alpha, beta), rel=0.05)


def test_without_momentum_it_is_the_floor_of_descent():
    for alpha in (0.1, 0.5, 1.5):
        assert momentum_floor(alpha, 0) == pytest.approx(floor(alpha))


def test_rmsprop_ends_jumping_half_its_rate_on_either_side():
    theta, s, path = np.array([3.0]), np.zeros(1), []
    for _ in range(1000):
        theta, s = rmsprop(theta, theta, s, alpha=0.1)
        path.append(theta.item())
    np.testing.assert_allclose(np.abs(path[-2:]), 0.05, rtol=1e-3)
    assert path[-1] * path[-2] < 0


def test_the_gradient_of_a_pixel_may_be_two_thousand_times_that_of_another():
    X, Y, *_ = split_digits()
    for seed in range(3):
        model = MultiLayerPerceptron(
            [64, 32, 10], output="softmax", loss="cross_entropy", rng=np.random.default_rng(seed)
        )
        model.gradients(Y, model.forward_propagation(X)[1])
        size = np.sort(np.sqrt(np.mean(model.grads["dW1"] ** 2, axis=0)))
        assert np.sum(size == 0) == 3
        assert 1000 < size[-1] / size[3] < 6000


def test_at_a_bad_rate_each_rule_is_still_at_chance_and_at_a_good_one_has_learnt():
    training, validation, _ = three_parts()
    chance = np.log(10)
    for rule, bad, good in (("sgd", 0.001, 0.3), ("adam", 1.0, 0.01)):
        for seed in range(3):
            costs = [run_race(rule, alpha, seed, training, validation)[0][-1] for alpha in (bad, good)]
            assert costs[0] > 0.85 * chance
            assert costs[1] < 0.1


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.3])
def test_the_convex_bound_holds_where_the_cost_is_no_bowl(alpha):
    # J = |θ|, de sous-gradient ±1, et un bruit de variance 1 : G² vaut 2.
    rng, T, start = np.random.default_rng(0), 400, 3.0
    theta, total = np.full(2000, start), 0.0
    for _ in range(T):
        total = total + theta
        theta = sgd(theta, np.sign(theta) + rng.normal(size=theta.size), alpha=alpha)
    excess = np.mean(np.abs(total / T))
    bound = start**2 / (2 * alpha * T) + alpha * 2 / 2
    assert 0.05 * bound < excess <= bound
