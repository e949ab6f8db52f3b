"""Les formules et les nombres que le chapitre 1 affirme, chacun contre un calcul indépendant."""

import numpy as np
import pytest

from mlcourse.activations import relu_derivative, sigmoid, softmax, tanh_derivative
from mlcourse.experiments.digits import digits_task, train_on_digits
from mlcourse.experiments.gradient_check import gradient_errors
from mlcourse.experiments.stability import loss_curves
from mlcourse.gradcheck import numerical_gradient, relative_error
from mlcourse.model import MultiLayerPerceptron


@pytest.mark.parametrize(("a", "y", "loss"), [(0.99, 1, 0.01), (0.5, 1, 0.69), (0.01, 1, 4.6), (0.01, 0, 0.01)])
def test_the_losses_quoted_in_section_1_1_are_those_of_the_formula(a, y, loss):
    assert -(y * np.log(a) + (1 - y) * np.log(1 - a)) == pytest.approx(loss, abs=0.006)


def test_the_loss_written_from_the_logit_equals_the_one_written_from_the_probability():
    z = np.linspace(-20, 20, 401)
    for y in (0, 1):
        a = 1 / (1 + np.exp(-z))
        direct = -(y * np.log(a) + (1 - y) * np.log(1 - a))
        np.testing.assert_allclose(np.logaddexp(0, z) - y * z, direct, rtol=1e-6, atol=1e-12)


def test_one_minus_sigmoid_of_40_is_four_times_ten_to_the_minus_18_and_vanishes_in_float64():
    assert np.exp(-40) / (1 + np.exp(-40)) == pytest.approx(4e-18, rel=0.1)
    assert sigmoid(40.0) == 1


def test_the_naive_loss_becomes_infinite_near_the_logit_that_the_caption_quotes():
    _, negative = loss_curves()
    first = negative.z[np.isinf(negative.naive)].min()
    assert first == pytest.approx(53 * np.log(2), abs=0.1)
    # e^-z y passe sous 2^-53, la moitié de l'écart entre 1 et le nombre suivant.
    assert sigmoid(36.73) < 1
    assert sigmoid(36.74) == 1
    assert 53 * np.log(2) == pytest.approx(36.74, abs=0.005)


def test_the_derivatives_of_the_scalar_chain_are_those_of_section_1_2():
    x, y, w1, b1, w2, b2 = 1.5, 1, 0.8, -0.2, -0.5, 0.1

    def loss(theta):
        w1, b1, w2, b2 = theta
        z2 = w2 * np.tanh(w1 * x + b1) + b2
        return np.logaddexp(0, z2) - y * z2

    a1 = np.tanh(w1 * x + b1)
    delta2 = sigmoid(w2 * a1 + b2) - y
    delta1 = delta2 * w2 * (1 - a1**2)
    chain = [delta1 * x, delta1, delta2 * a1, delta2]
    np.testing.assert_allclose(chain, numerical_gradient(loss, np.array([w1, b1, w2, b2])), rtol=1e-8)


@pytest.mark.parametrize(
    ("node", "sent_back"),
    [
        (lambda p, q: p + q, lambda p, q, d: (d, d)),
        (lambda p, q: p * q, lambda p, q, d: (d * q, d * p)),
        (np.maximum, lambda p, q, d: (d, 0)),
    ],
    ids=["somme", "produit", "maximum"],
)
def test_each_kind_of_node_sends_back_what_the_table_of_section_1_2_says(node, sent_back):
    p, q, d = 0.7, -1.3, 0.4
    measured = numerical_gradient(lambda entries: d * node(*entries), np.array([p, q]))
    np.testing.assert_allclose(measured, sent_back(p, q, d), atol=1e-9)


def test_a_value_used_twice_receives_the_sum_of_both_derivatives():
    x, w, v = 0.7, -1.3, 0.4
    (measured,) = numerical_gradient(lambda x: np.tanh(w * x[0]) + np.sin(v * x[0]), np.array([x]))
    assert measured == pytest.approx(w * (1 - np.tanh(w * x) ** 2) + v * np.cos(v * x), rel=1e-8)


def test_the_derivative_of_z_with_respect_to_w_is_zero_outside_its_own_row():
    rng = np.random.default_rng(0)
    W, a, b = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=3)
    for k in range(3):
        measured = numerical_gradient(lambda W, k=k: (W @ a + b)[k], W)
        expected = np.zeros((3, 4))
        expected[k] = a
        np.testing.assert_allclose(measured, expected, atol=1e-9)


def test_the_tensor_of_a_784_to_128_layer_has_the_size_quoted():
    tensor = np.zeros((128, 128, 784), dtype=bool)
    assert tensor.size == pytest.approx(12.8e6, rel=0.005)


def test_the_output_error_is_the_residual_for_both_cross_entropies():
    rng = np.random.default_rng(1)
    z, y = rng.normal(size=4), rng.dirichlet(np.ones(4))
    binary = numerical_gradient(lambda z: np.sum(np.logaddexp(0, z) - y * z), z)
    np.testing.assert_allclose(binary, sigmoid(z) - y, rtol=1e-6)
    categorical = numerical_gradient(lambda z: np.log(np.sum(np.exp(z))) - y @ z, z)
    np.testing.assert_allclose(categorical, softmax(z[:, None])[:, 0] - y, atol=1e-9)


@pytest.mark.parametrize(
    ("F", "output"),
    [
        (lambda z: np.logaddexp(0, z[0]), sigmoid),
        (lambda z: z.max() + np.log(np.sum(np.exp(z - z.max()))), lambda z: softmax(z[:, None])[:, 0]),
        (lambda z: 0.5 * z @ z, lambda z: z),
    ],
    ids=["sigmoïde", "softmax", "identité"],
)
def test_a_loss_made_for_its_output_leaves_the_residual(F, output):
    rng = np.random.default_rng(3)
    z, y = rng.normal(size=1 if output is sigmoid else 4), rng.uniform()
    measured = numerical_gradient(lambda z: F(z) - np.sum(y * z), z)
    np.testing.assert_allclose(measured, output(z) - y, atol=1e-8)


def test_the_logarithm_of_a_sum_of_exponentials_overflows_at_710_unless_shifted():
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0))
    assert np.isfinite(np.exp(709.0))
    z = np.array([1000.0, 0.0])
    assert z.max() + np.log(np.sum(np.exp(z - z.max()))) == 1000


def test_a_square_matrix_leaves_two_products_of_the_right_shape_and_one_right_value():
    rng = np.random.default_rng(5)
    W, A, V = rng.normal(size=(3, 3)), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    for measured, right, other in (
        (numerical_gradient(lambda W: np.sum(V * (W @ A)), W), V @ A.T, A @ V.T),
        (numerical_gradient(lambda A: np.sum(V * (W @ A)), A), W.T @ V, W @ V),
    ):
        assert right.shape == other.shape
        np.testing.assert_allclose(measured, right, atol=1e-8)
        assert not np.allclose(measured, other)


def test_a_penalty_put_on_the_biases_by_mistake_shows_only_once_they_have_moved():
    rng = np.random.default_rng(6)
    model = MultiLayerPerceptron([5, 4, 1], hidden="tanh", rng=rng)
    X, Y = rng.normal(size=(5, 3)), np.array([[0, 1, 1]])

    def gap():
        grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
        return relative_error(grads["db1"] + 0.1 * model.params["b1"], grads["db1"])

    assert gap() == 0
    model.update_parameters(model.backward_propagation(Y, model.forward_propagation(X)[1]), learning_rate=0.1)
    assert gap() > 1e-4


def test_a_sum_of_columns_times_rows_is_a_product_of_matrices():
    delta, A = np.array([[0.3, -0.7, 0.2]]), np.array([[1.0, 3, 5], [2, 4, 6]])
    products = [delta[:, [i]] @ A[:, [i]].T for i in range(3)]
    np.testing.assert_allclose(sum(products), delta @ A.T)


def test_the_output_error_of_the_squared_error_carries_the_derivative_of_the_activation():
    rng = np.random.default_rng(2)
    z, y = rng.normal(size=5), rng.normal(size=5)
    measured = numerical_gradient(lambda z: 0.5 * np.sum((np.tanh(z) - y) ** 2), z)
    np.testing.assert_allclose(measured, (np.tanh(z) - y) * tanh_derivative(z), rtol=1e-6)


def test_the_hidden_error_follows_the_recurrence():
    rng = np.random.default_rng(3)
    W, z, v = rng.normal(size=(3, 5)), rng.normal(size=5), rng.normal(size=3)
    measured = numerical_gradient(lambda z: v @ np.sin(W @ np.tanh(z)), z)
    delta_next = v * np.cos(W @ np.tanh(z))
    np.testing.assert_allclose(measured, (W.T @ delta_next) * tanh_derivative(z), rtol=1e-6, atol=1e-10)


def test_a_forgotten_transpose_gives_a_wrong_gradient_that_still_lowers_the_cost():
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([4, 4, 4, 1], rng=rng)
    X, Y = rng.normal(size=(4, 10)), rng.integers(0, 2, size=(1, 10))
    costs = [model.compute_cost(X, Y)]
    for step in range(300):
        _, cache = model.forward_propagation(X)
        grads = model.backward_propagation(Y, cache)
        delta2 = (model.params["W3"].T @ (cache["A3"] - Y)) * relu_derivative(cache["Z2"])
        delta1 = (model.params["W2"] @ delta2) * relu_derivative(cache["Z1"])
        if step == 0:
            wrong, right = delta1 @ X.T / 10, grads["dW1"]
            assert relative_error(wrong, right) > 0.1
            cosine = np.sum(wrong * right) / (np.linalg.norm(wrong) * np.linalg.norm(right))
            assert cosine == pytest.approx(0.91, abs=0.005)
        grads["dW1"], grads["db1"] = delta1 @ X.T / 10, delta1.mean(axis=1, keepdims=True)
        model.update_parameters(grads, learning_rate=0.1)
        costs.append(model.compute_cost(X, Y))
    assert costs[-1] < 0.8 * costs[0]


@pytest.mark.parametrize(("dims", "count"), [([64, 32, 1], 2113), ([512, 512, 512, 1], 525825)])
def test_the_networks_of_the_chapter_have_the_number_of_parameters_quoted(dims, count):
    assert MultiLayerPerceptron(dims, rng=np.random.default_rng(0)).theta.size == count


def test_without_a_cache_fifty_layers_cost_twenty_five_times_more():
    assert sum(range(1, 51)) / 50 == pytest.approx(25, abs=0.6)


def test_in_float32_the_best_step_leaves_an_error_near_ten_to_the_minus_four():
    (curve,) = gradient_errors(["centered"], ["float32"])
    assert 1e-5 < curve.best[1] < 1e-3


def test_the_training_curves_do_what_their_description_says():
    task = digits_task()
    for run in train_on_digits(task):
        assert run.history.cost[0] > 0.4
        assert run.history.cost[-1] < 0.05
        assert run.history.validation_accuracy[0] < 0.87
        assert run.model.accuracy(task.X_test, task.Y_test) > 0.965
