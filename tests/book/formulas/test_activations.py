"""La section 2.1 : chaque formule, chaque calcul à la main et ce qu'affirment ses questions, contre un calcul."""

import numpy as np
import pytest

from mlcourse.activations import elu_derivative, relu, sigmoid, sigmoid_derivative, tanh_derivative
from mlcourse.experiments.gain import FUNCTIONS, normal_cdf
from mlcourse.experiments.sawtooth import count_pieces, sawtooth_network, tooth
from mlcourse.experiments.splits import normalized_digits
from mlcourse.gradcheck import numerical_gradient
from mlcourse.model import MultiLayerPerceptron

CORNERS = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])


def test_a_logit_drawn_at_random_is_almost_never_exactly_zero():
    images = normalized_digits()[0][:, :200]
    for dtype in (np.float32, np.float64):
        W = np.random.default_rng(0).normal(size=(10_000, 64)).astype(dtype)
        assert np.sum(W @ images.astype(dtype) == 0) <= 2
    # Mais une couche entièrement éteinte, sans biais, en fait autant que l'on veut.
    assert np.all(W @ relu(-np.ones((64, 3))) == 0)


# --- Sans activation --------------------------------------------------------------------------------------------------


def test_layers_without_activation_make_a_single_one():
    rng = np.random.default_rng(0)
    (W1, W2), (b1, b2) = (rng.normal(size=(4, 3)), rng.normal(size=(2, 4))), (rng.normal(size=(n, 1)) for n in (4, 2))
    x = rng.normal(size=(3, 5))
    np.testing.assert_allclose(W2 @ (W1 @ x + b1) + b2, (W2 @ W1) @ x + (W2 @ b1 + b2))
    # Une activation droite se fond dans les poids.
    c, d = 0.7, -0.2
    np.testing.assert_allclose(W2 @ (c * (W1 @ x) + d), (c * W2 @ W1) @ x + d * W2.sum(axis=1, keepdims=True))


def test_the_collapse_worked_by_hand():
    W1, b1, W2, b2 = np.array([[1, 2], [0, 1]]), np.array([1, -1]), np.array([3, -1]), 2
    z1 = W1 @ [1, 1] + b1
    assert z1.tolist() == [4, 0]
    assert W2 @ z1 + b2 == 14
    assert ((W2 @ W1).tolist(), W2 @ b1 + b2) == ([3, 5], 6)


def test_a_narrow_layer_without_activation_bounds_the_rank():
    rng = np.random.default_rng(0)
    assert np.linalg.matrix_rank(rng.normal(size=(10, 5)) @ rng.normal(size=(5, 64))) == 5


# --- Le ou exclusif ---------------------------------------------------------------------------------------------------


def test_opposite_corners_have_the_same_sum_for_any_affine_function():
    rng = np.random.default_rng(0)
    for w1, w2, b in rng.normal(size=(20, 3)):
        f = w1 * CORNERS[0] + w2 * CORNERS[1] + b
        assert f[0] + f[3] == pytest.approx(f[1] + f[2])


def test_two_relu_units_compute_the_exclusive_or():
    total = CORNERS.sum(axis=0)
    assert (relu(total) - 2 * relu(total - 1)).tolist() == [0, 1, 1, 0]


def test_a_single_square_computes_it_too():
    assert ((CORNERS[0] - CORNERS[1]) ** 2).tolist() == [0, 1, 1, 0]


# --- La profondeur, l'approximation -----------------------------------------------------------------------------------


def test_the_tooth_rises_then_falls_then_stays_at_zero():
    x = np.linspace(-1, 2, 31)
    np.testing.assert_allclose(tooth(x), np.clip(np.where(x < 0.5, 2 * x, 2 - 2 * x), 0, None), atol=1e-12)
    assert [tooth(np.array([v])).item() for v in (3 / 8, 3 / 4, 1 / 2)] == [3 / 4, 1 / 2, 1]


def test_ten_teeth_of_three_units_make_1024_pieces():
    assert count_pieces(sawtooth_network(10)) == 1024


def test_five_units_draw_a_double_tooth_and_five_layers_of_them_make_1024_pieces():
    def double(x):
        return np.array([4, -8, 8, -8, 4]) @ relu(x - np.arange(5)[:, None] / 4)

    folded = x = np.linspace(0, 1, 1025)  # les coins de mille morceaux y sont tous
    np.testing.assert_allclose(double(x), tooth(tooth(x)))
    for _ in range(5):
        folded = double(folded)
    assert np.sum(np.abs(np.diff(folded)) == 1) == 1024


def test_a_layer_of_random_thresholds_may_cut_every_run_of_the_teeth_in_four():
    # Quatre étages de dents, puis trois unités dont les seuils tombent entre 0 et 1, l'une allumée du côté de 0.
    model = MultiLayerPerceptron([1, *[3] * 5, 1], output="identity", loss="mse", rng=np.random.default_rng(0))
    teeth = sawtooth_network(4)
    for name in ("W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4"):
        model.params[name] = teeth.params[name]
    model.params["W5"] = np.array([[1], [1], [-1]]) @ teeth.params["W5"]
    model.params["b5"], model.params["W6"] = [[-0.2], [-0.5], [0.7]], [[1.0, -3.0, 4.0]]
    assert count_pieces(model) == 4 * count_pieces(teeth)


def test_four_units_make_a_bump():
    def bump(x, p=0, q=2, h=1):
        return (relu(x - p) - relu(x - p - h) - relu(x - q) + relu(x - q - h)) / h

    assert bump(np.array([-1, 0.5, 1.5, 2.5, 4])).tolist() == [0, 0.5, 1, 0.5, 0]


@pytest.mark.parametrize("N", [4, 8, 16, 32])
def test_interpolation_is_a_sum_of_relu_within_its_bound(N):
    def f(x):
        return np.sin(2 * np.pi * x)

    nodes, x = np.arange(N + 1) / N, np.linspace(0, 1, 5001)
    slopes = np.diff(f(nodes)) * N
    p = f(0) + np.diff(slopes, prepend=0) @ relu(x - nodes[:-1, None])
    np.testing.assert_allclose(p, np.interp(x, nodes, f(nodes)), atol=1e-12)
    error = np.abs(p - f(x)).max()
    assert np.pi**2 / (2 * N**2) / 2 < error <= (1 / N) ** 2 / 8 * 4 * np.pi**2


def test_a_wide_layer_of_squares_only_makes_polynomials_of_degree_two():
    rng = np.random.default_rng(0)
    x = np.linspace(-1, 1, 40)
    y = rng.normal(size=50) @ (rng.normal(size=(50, 1)) * x + rng.normal(size=(50, 1))) ** 2
    np.testing.assert_allclose(np.polyval(np.polyfit(x, y, 2), x), y, atol=1e-8 * np.abs(y).max())


# --- Chaque activation ------------------------------------------------------------------------------------------------


def test_the_slope_of_the_sigmoid_is_a_quarter_at_most():
    z = np.linspace(-6, 6, 1001)
    np.testing.assert_allclose(sigmoid_derivative(z), np.exp(-z) / (1 + np.exp(-z)) ** 2, rtol=1e-12)
    assert sigmoid_derivative(z).max() == sigmoid_derivative(0.0) == 0.25
    assert sigmoid_derivative(5.0) == pytest.approx(0.0066, abs=5e-5)
    assert tanh_derivative(5.0) == pytest.approx(1.8e-4, abs=5e-6)
    assert 4**10 > 1_000_000


def test_a_sigmoid_at_five_asks_its_weights_to_stretch_a_hundred_and_fifty_times():
    assert sigmoid_derivative(np.array(-5.0)) == sigmoid_derivative(np.array(5.0)) == pytest.approx(0.0066, abs=5e-5)
    assert 1 / sigmoid_derivative(np.array(5.0)) == pytest.approx(150, abs=1)
    assert 0.25 / sigmoid_derivative(np.array(5.0)) == pytest.approx(38, abs=1)


def test_tanh_is_a_stretched_sigmoid():
    z = np.linspace(-4, 4, 101)
    np.testing.assert_allclose(np.tanh(z), 2 * sigmoid(2 * z) - 1, atol=1e-15)
    np.testing.assert_allclose(tanh_derivative(z), 4 * sigmoid_derivative(2 * z), atol=1e-15)


def test_the_error_is_bounded_by_slope_and_weights():
    rng = np.random.default_rng(0)
    for _ in range(20):
        W, delta, z = rng.normal(size=(5, 7)), rng.normal(size=5), rng.normal(size=7)
        below = (W.T @ delta) * sigmoid_derivative(z)
        assert np.linalg.norm(below) <= 0.25 * np.linalg.norm(W, 2) * np.linalg.norm(delta)


def test_larger_weights_push_sigmoids_where_their_slope_dies():
    rng = np.random.default_rng(0)
    W, a = rng.normal(size=(500, 100)) / 10, rng.uniform(0, 1, size=(100, 1))
    small, large = (sigmoid_derivative(c * (W @ a)) for c in (1, 8))
    assert large.min() < 1e-3 < small.min()
    assert large.max() > 0.2


def test_half_of_the_units_are_off_at_the_start():
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([50, 400, 1], rng=rng)
    _, cache = model.forward(rng.normal(size=(50, 200)))
    assert np.mean(cache["A1"] == 0) == pytest.approx(0.5, abs=0.02)
    # Une image noire, des biais nuls : tous les logits valent zéro, exactement.
    assert not model.forward(np.zeros((50, 1)))[1]["Z1"].any()


@pytest.mark.parametrize(("alpha", "w", "b", "logits"), [(0.1, 0.75, -0.15, [0.6, 1.35]), (1, -1.5, -1.5, [-3, -4.5])])
def test_the_unit_that_dies_by_hand(alpha, w, b, logits):
    neuron = MultiLayerPerceptron([1, 1], output="relu", loss="mse", rng=np.random.default_rng(0))
    neuron.params["W1"], neuron.params["b1"] = [[1.0]], [[0.0]]
    X, Y = np.array([[1.0, 2.0]]), np.zeros((1, 2))
    grads = neuron.backward_propagation(Y, neuron.forward_propagation(X)[1])
    assert (grads["dW1"].item(), grads["db1"].item()) == (2.5, 1.5)
    neuron.update_parameters(grads, learning_rate=alpha)
    np.testing.assert_allclose([neuron.params["W1"].item(), neuron.params["b1"].item()], [w, b])
    _, cache = neuron.forward_propagation(X)
    np.testing.assert_allclose(cache["Z1"][0], logits)
    after = neuron.backward_propagation(Y, cache)
    assert (not after.flat.any()) == (max(logits) < 0)


def test_a_leak_above_one_takes_the_wrong_branch():
    assert max(2 * 1, 1) == 2 != 1


def test_the_gradient_of_a_learned_slope():
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([3, 4, 1], hidden=["prelu"], output="identity", loss="mse", rng=rng)
    X, Y = rng.normal(size=(3, 6)), rng.normal(size=(1, 6))
    _, cache = model.forward_propagation(X)
    model.gradients(Y, cache)
    dA = model.params["W2"].T @ (cache["A2"] - Y)
    by_hand = np.mean(dA * np.minimum(0, cache["Z1"]), axis=1, keepdims=True)
    np.testing.assert_allclose(model.grads["da1"], by_hand)

    def cost(slopes):
        model.params["a1"] = slopes
        return model.compute_cost(X, Y)

    np.testing.assert_allclose(numerical_gradient(cost, model.params["a1"].copy()), by_hand, atol=1e-8)


def test_the_slope_of_elu_is_its_value_plus_one_and_does_not_jump():
    z = np.linspace(-5, 0, 50)
    np.testing.assert_allclose(elu_derivative(z), FUNCTIONS["elu"].value(z) + 1, atol=1e-15)
    assert elu_derivative(np.array([-1e-9, 1e-9])).round(6).tolist() == [1, 1]


def test_gelu_and_silu_go_below_zero_and_come_back():
    z = np.linspace(-6, 0, 600)
    for g in (z * normal_cdf(z), z * sigmoid(z)):
        assert 0 < np.argmin(g) < len(z) - 1
        assert g.min() < -0.1 < g[0] < 0


def test_softplus_has_the_sigmoid_for_slope():
    z, h = np.linspace(-5, 5, 21), 1e-6
    slope = (np.logaddexp(0, z + h) - np.logaddexp(0, z - h)) / (2 * h)
    np.testing.assert_allclose(slope, sigmoid(z), atol=1e-9)
