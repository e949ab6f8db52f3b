"""Le chapitre 3, fin : ce qu'aucune règle ne dépasse, et ce qui en vaut une autre."""

import numpy as np
import pytest

from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.rules import adagrad, nesterov, polyak, sgd


def hardest_modes(kappa, t):
    """Les t + 1 courbures de 1 à kappa où le polynôme de Tchebychev vaut 1 et -1, tour à tour."""
    return (kappa + 1) / 2 - (kappa - 1) / 2 * np.cos(np.pi * np.arange(t + 1) / t)


def first_order_bound(kappa, t):
    """Ce qu'un mode garde au moins de son écart, après t pas d'une règle du premier ordre."""
    ratio = (np.sqrt(kappa) + 1) / (np.sqrt(kappa) - 1)
    return 2 / (ratio**t + ratio**-t)


@pytest.mark.parametrize(("kappa", "t"), [(2, 1), (10, 3), (100, 10)])
def test_no_polynomial_is_smaller_than_that_of_chebyshev(kappa, t):
    # Un polynôme qui vaut 1 en 0 est, par ses valeurs aux t + 1 points, une somme de poids connus : la plus grande
    # de ces valeurs n'est jamais sous l'inverse de la somme des poids, en valeur absolue.
    modes = hardest_modes(kappa, t)
    weights = [np.prod([other / (other - mode) for other in modes if other != mode]) for mode in modes]
    assert 1 / np.abs(weights).sum() == pytest.approx(first_order_bound(kappa, t))


@pytest.mark.parametrize("rule", [polyak, nesterov])
@pytest.mark.parametrize("beta", [0, 0.5, 0.8, 0.9])
def test_on_its_modes_no_rule_passes_the_bound(rule, beta):
    kappa, t = 100, 12
    modes = hardest_modes(kappa, t)
    for alpha in np.geomspace(0.001, 0.05, 30):
        theta, v = np.ones(t + 1), np.zeros(t + 1)
        for _ in range(t):
            theta, v = rule(theta, modes * theta, v, alpha=alpha, beta=beta)
        assert np.abs(theta).max() > first_order_bound(kappa, t)


def test_the_bound_is_that_of_the_best_momentum_up_to_a_factor():
    rate = (10 - 1) / (10 + 1)
    for t in (5, 20, 80):
        assert rate**t < first_order_bound(100, t) < 2 * rate**t


def test_stopping_early_is_a_pull_at_both_ends_and_nearly_so_between():
    curvatures, alpha, t = np.geomspace(1e-4, 1, 400), 0.05, 200
    theta, pull = np.zeros(400), 1 / (alpha * t)
    for _ in range(t):
        theta = sgd(theta, curvatures * (theta - 1), alpha=alpha)
    pulled = curvatures / (curvatures + pull)
    np.testing.assert_allclose(theta[0], pulled[0], rtol=0.01)
    assert 0.19 < np.abs(theta - pulled).max() < 0.21
    u = np.array([0.01, 0.1, 1, 10, 100])
    np.testing.assert_allclose(1 - np.exp(-u), [0.010, 0.095, 0.632, 1, 1], atol=5e-4)
    np.testing.assert_allclose(u / (1 + u), [0.010, 0.091, 0.5, 0.909, 0.990], atol=5e-4)


def test_biases_that_know_the_frequencies_start_at_their_entropy():
    rng, labels = np.random.default_rng(0), np.repeat([0, 1], [90, 10])
    model = MultiLayerPerceptron([3, 4, 2], output="softmax", loss="cross_entropy", rng=rng)
    model.params["W2"], model.params["b2"] = np.zeros((2, 4)), np.log([[0.9], [0.1]])
    assert model.compute_cost(rng.normal(size=(3, 100)), one_hot(labels, 2)) == pytest.approx(0.325, abs=5e-4)


def test_a_batch_read_in_equal_pieces_makes_the_same_step():
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([3, 4, 2], output="softmax", loss="cross_entropy", rng=rng)
    X, Y = rng.normal(size=(3, 12)), one_hot(rng.integers(2, size=12), 2)

    def gradient(columns):
        _, cache = model.forward_propagation(X[:, columns])
        return model.backward_propagation(Y[:, columns], cache)["dW1"].copy()

    pieces = [gradient(slice(start, start + 4)) for start in (0, 4, 8)]
    np.testing.assert_allclose(np.mean(pieces, axis=0), gradient(slice(None)))


def inverse_root(matrix, order):
    """Une matrice symétrique, à la puissance -1/order."""
    values, vectors = np.linalg.eigh(matrix)
    return vectors * values ** (-1 / order) @ vectors.T


def test_the_first_step_of_shampoo_is_that_of_muon_and_turns_with_the_axes():
    rng = np.random.default_rng(0)
    dW, turn = rng.normal(size=(4, 4)), np.linalg.qr(rng.normal(size=(4, 4)))[0]

    def shampoo(g):
        return inverse_root(g @ g.T, 4) @ g @ inverse_root(g.T @ g, 4)

    left, _, right = np.linalg.svd(dW)
    np.testing.assert_allclose(shampoo(dW), left @ right, atol=1e-9)
    np.testing.assert_allclose(shampoo(dW @ turn), shampoo(dW) @ turn, atol=1e-9)


def few_in_common(y):
    """Les exemples de Wilson : trois mesures communes, puis une ou cinq qui ne sont qu'à l'un d'eux."""
    X = np.zeros((3 + 5 * y.size, y.size))
    X[0], X[1:3] = y, 1
    for i, target in enumerate(y):
        X[3 + 5 * i : 3 + 5 * i + (1 if target > 0 else 5), i] = 1
    return X


def test_adaptive_rules_learn_everything_and_call_every_new_example_positive():
    y = np.repeat([1, -1], [24, 16])
    X = few_in_common(y)
    signs = np.sign(X @ y)
    np.testing.assert_array_equal(X.T @ signs, 4 * y)
    descent, adaptive, s = np.zeros(len(X)), np.zeros(len(X)), np.zeros(len(X))
    for _ in range(3000):
        descent = sgd(descent, X @ (X.T @ descent - y) / y.size, alpha=0.1)
        adaptive, s = adagrad(adaptive, X @ (X.T @ adaptive - y) / y.size, s, alpha=0.01)
    np.testing.assert_allclose(adaptive, signs / 4, atol=1e-4)
    for w, expected in ((descent, [1, -1]), (adaptive, [1, 1])):
        assert np.sign(X.T @ w).tolist() == y.tolist()
        assert np.sign([w[:3] @ (1, 1, 1), w[:3] @ (-1, 1, 1)]).tolist() == expected
