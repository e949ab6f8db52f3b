"""La section 2.2 : la symétrie, les deux variances, les règles et ce qu'affirment ses questions."""

from itertools import product

import numpy as np
import pytest

from mlcourse.activations import leaky_relu, relu_derivative, sigmoid
from mlcourse.experiments.gain import gaussian_mean
from mlcourse.initialization import INITIALIZERS
from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron


def after_steps(model, X, Y, steps, alpha=0.1):
    """Les paramètres après quelques pas de descente."""
    for _ in range(steps):
        _, cache = model.forward_propagation(X)
        model.update_parameters(model.backward_propagation(Y, cache), learning_rate=alpha)
    return model.params


# --- La symétrie ------------------------------------------------------------------------------------------------------


@pytest.fixture
def twins():
    """Un réseau dont les deux premiers neurones cachés sont jumeaux, et un lot."""
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([3, 4, 2], hidden="tanh", output="softmax", loss="cross_entropy", rng=rng)
    model.params["W1"][1], model.params["W2"][:, 1] = model.params["W1"][0], model.params["W2"][:, 0]
    return model, rng.normal(size=(3, 9)), one_hot(rng.integers(0, 2, 9), 2)


def test_twins_stay_twins(twins):
    params = after_steps(*twins, steps=5)
    np.testing.assert_array_equal(params["W1"][0], params["W1"][1])
    np.testing.assert_array_equal(params["W2"][:, 0], params["W2"][:, 1])
    assert not np.allclose(params["W1"][0], params["W1"][2])


def test_different_outgoing_weights_separate_them_at_the_first_step(twins):
    model, X, Y = twins
    model.params["W2"][:, 1] += [0.3, -0.2]
    params = after_steps(model, X[:, :1], Y[:, :1], steps=1)
    assert not np.allclose(params["W1"][0], params["W1"][1])


def test_the_step_of_twins_worked_by_hand():
    model = MultiLayerPerceptron([2, 2, 1], output="identity", loss="mse", rng=np.random.default_rng(0))
    model.params["W1"], model.params["W2"] = np.full((2, 2), 0.5), np.ones((1, 2))
    X, Y = np.array([[1.0], [2.0]]), np.array([[1.0]])
    _, cache = model.forward_propagation(X)
    grads = model.backward_propagation(Y, cache)
    assert (cache["Z1"].ravel().tolist(), cache["Z2"].item()) == ([1.5, 1.5], 3)
    assert grads["dW2"].tolist() == [[3, 3]]
    assert grads["dW1"].tolist() == [[2, 4], [2, 4]]
    model.update_parameters(grads, learning_rate=0.1)
    np.testing.assert_allclose(model.params["W1"], [[0.3, 0.1]] * 2)


@pytest.mark.parametrize("hidden", ["relu", "tanh"])
def test_zero_weights_move_nothing_but_the_last_bias_when_g_of_zero_is_zero(hidden):
    rng = np.random.default_rng(0)
    options = {"hidden": hidden, "output": "softmax", "loss": "cross_entropy", "initializer": "zeros", "rng": rng}
    params = after_steps(MultiLayerPerceptron([3, 4, 4, 2], **options), rng.normal(size=(3, 9)), one_hot([0] * 9, 2), 5)
    assert [name for name in params if np.any(params[name])] == ["b3"]


# --- Les deux variances -----------------------------------------------------------------------------------------------


def test_the_variance_of_a_logit_over_heads_and_tails():
    a, w = np.array([1, -2]), 0.3
    logits = [np.dot(signs, a) * w for signs in product((1, -1), repeat=2)]
    assert sorted(np.round(logits, 12)) == [-0.9, -0.3, 0.3, 0.9]
    assert np.mean(logits) == pytest.approx(0)
    assert np.mean(np.square(logits)) == pytest.approx(5 * w**2) == pytest.approx(2 * w**2 * np.mean(a**2))


def test_the_forward_variance_asks_nothing_of_the_activations():
    # Des activations toutes égales, ni centrées, ni indépendantes.
    rng, n = np.random.default_rng(0), 50
    a = np.full(n, 200.0)
    z = rng.normal(0, np.sqrt(2 / n), (20_000, n)) @ a
    assert z.mean() == pytest.approx(0, abs=6)
    assert z.std() == pytest.approx(np.sqrt(2) * 200, rel=0.03)
    assert z.std() > 200


def test_relu_halves_the_mean_square_of_any_symmetric_law():
    rng = np.random.default_rng(0)
    z = rng.choice([-5.0, -1.0, 1.0, 5.0], 100_000)  # rien de normal
    assert np.mean(np.maximum(0, z) ** 2) / np.mean(z**2) == pytest.approx(0.5, abs=0.01)


def test_the_backward_variance_is_that_of_a_random_matrix():
    rng, n, n_out = np.random.default_rng(0), 300, 200
    W = rng.normal(0, 0.1, (n_out, n))
    delta, z = rng.normal(size=(n_out, 2000)), rng.normal(size=(n, 2000))
    below = (W.T @ delta) * relu_derivative(z)
    assert np.mean(below**2) == pytest.approx(n_out * 0.1**2 * 0.5 * np.mean(delta**2), rel=0.03)


@pytest.mark.parametrize(("sigma", "factor"), [(0.01, 1 / 200), (1, 50)])
def test_twenty_layers_of_a_hundred_relu_units(sigma, factor):
    assert 100 * sigma**2 / 2 == pytest.approx(factor)
    assert np.sqrt(factor) == pytest.approx({0.01: 0.07, 1: 7}[sigma], rel=0.02)
    assert float(f"{factor**10:.0e}") == {0.01: 1e-23, 1: 1e17}[sigma]


def test_ten_times_wider_multiplies_the_logits_by_the_square_root_of_ten():
    rng = np.random.default_rng(0)
    stds = [(rng.normal(0, 0.1, (4000, n)) @ np.ones(n)).std() for n in (100, 1000)]
    assert stds[1] / stds[0] == pytest.approx(np.sqrt(10), rel=0.05)
    assert np.sqrt(10) == pytest.approx(3.2, abs=0.05)


def test_weight_gradients_are_equal_while_the_error_dies():
    rng = np.random.default_rng(0)
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": "lecun_normal", "rng": rng}
    model = MultiLayerPerceptron([200] * 11 + [10], **options)
    X, Y = rng.normal(size=(200, 100)), one_hot(rng.integers(0, 10, 100), 10)
    cache = model.forward(X)[1]
    delta = model.backward(Y, cache)
    weights = [np.sqrt(np.mean(model.grads[f"dW{l}"] ** 2)) for l in range(2, 11)]
    assert max(weights) / min(weights) < 2
    assert np.sqrt(np.mean(delta[1] ** 2) / np.mean(delta[10] ** 2)) < 0.1
    # Ce que l'erreur perd en descendant, le signal l'avait perdu en montant.
    lost = np.sqrt(np.mean(cache["A9"] ** 2) / np.mean(cache["A1"] ** 2))
    assert np.sqrt(np.mean(delta[2] ** 2) / np.mean(delta[10] ** 2)) / lost == pytest.approx(1, abs=0.5)


# --- Les règles -------------------------------------------------------------------------------------------------------


def test_glorot_is_the_harmonic_mean_of_the_two_variances():
    n, n_out = 784, 100
    assert 2 / (n + n_out) == pytest.approx(2 / (1 / (1 / n) + 1 / (1 / n_out)))
    assert [round(v, 5) for v in (1 / n, 1 / n_out, 2 / (n + n_out))] == [0.00128, 0.01, 0.00226]


@pytest.mark.parametrize(
    ("name", "variance", "bound"),
    [
        ("baseline_uniform", lambda n, m: 1 / (3 * n), lambda n, m: 1 / np.sqrt(n)),
        ("lecun_uniform", lambda n, m: 1 / n, lambda n, m: np.sqrt(3 / n)),
        ("glorot_uniform", lambda n, m: 2 / (n + m), lambda n, m: np.sqrt(6 / (n + m))),
        ("he_uniform", lambda n, m: 2 / n, lambda n, m: np.sqrt(6 / n)),
    ],
)
def test_each_rule_has_its_variance_and_its_bound(name, variance, bound):
    n, m = 500, 200
    W = INITIALIZERS[name](m, n, np.random.default_rng(0))
    assert W.var() == pytest.approx(variance(n, m), rel=0.02)
    assert np.abs(W).max() == pytest.approx(bound(n, m), rel=1e-3)
    assert np.sqrt(3 * variance(n, m)) == pytest.approx(bound(n, m))


def test_a_leak_changes_the_constant_of_he():
    for c in (0.01, 0.2, 0.5):
        square = gaussian_mean(lambda z, c=c: leaky_relu(z, a=c) ** 2)
        assert 1 / square == pytest.approx(2 / (1 + c**2))


def test_the_backward_factors_of_he_telescope():
    n = [1000, 10, 1000, 10, 1000, 10]
    factors = [n[l + 1] * 2 / n[l] / 2 for l in range(5)]
    assert np.prod(factors) == pytest.approx(n[-1] / n[0]) == pytest.approx(1 / 100)


def test_thirty_sigmoids_leave_nothing_to_the_first_layer():
    rng = np.random.default_rng(0)
    options = {"hidden": "sigmoid", "output": "softmax", "loss": "cross_entropy", "rng": rng}
    model = MultiLayerPerceptron([64, *[64] * 29, 10], **options)
    X, Y = rng.uniform(size=(64, 50)), one_hot(rng.integers(0, 10, 50), 10)
    grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
    assert np.sqrt(np.mean(grads["dW1"] ** 2)) < 1e-12 < 1e-3 < np.sqrt(np.mean(grads["dW30"] ** 2))
    assert pytest.approx(2e-5, rel=0.2) == 0.7**30
    assert pytest.approx(2620, rel=1e-3) == 1.3**30
    assert (pytest.approx(0.12, abs=0.005), pytest.approx(6.7, abs=0.05)) == (0.9**20, 1.1**20)
    assert sigmoid(0.0) == 0.5


# --- Ce que la variance ne voit pas -----------------------------------------------------------------------------------


def cosine_behind_relu(angle):
    """La formule de la page."""
    return ((np.pi - angle) * np.cos(angle) + np.sin(angle)) / np.pi


@pytest.mark.parametrize("angle", [0.3, 1.0, np.pi / 2, 2.5])
def test_two_inputs_resemble_each_other_more_behind_a_layer(angle):
    # E[r(u) r(v)], u et v normaux de corrélation cos(angle), par une double quadrature qui ne sait rien des polaires.
    z = np.linspace(-8, 8, 2001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    u = z[:, None]
    v = np.cos(angle) * u + np.sin(angle) * z
    product_mean = density @ (np.maximum(0, u) * np.maximum(0, v)) @ density
    assert 2 * product_mean == pytest.approx(cosine_behind_relu(angle), abs=1e-4)
    assert cosine_behind_relu(angle) > np.cos(angle)


def test_orthogonal_inputs_have_cosine_one_over_pi_and_resemble_each_other_after_ten_layers():
    angle = np.pi / 2
    assert cosine_behind_relu(angle) == pytest.approx(1 / np.pi)
    for _ in range(10):
        angle = np.arccos(cosine_behind_relu(angle))
    assert np.cos(angle) > 0.85


def test_a_matrix_and_its_transpose_stretch_as_much():
    W = np.random.default_rng(0).normal(size=(5, 3))
    assert np.linalg.norm(W, 2) == pytest.approx(np.linalg.norm(W.T, 2))
