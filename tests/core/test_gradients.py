"""La rétropropagation, comparée à des différences finies écrites ici ; tests/oracles la compare à JAX."""

import numpy as np
import pytest

from mlcourse.activations import ACTIVATIONS
from mlcourse.losses import LOSSES
from mlcourse.model import MultiLayerPerceptron

ELEMENTWISE = [name for name, row in ACTIVATIONS.items() if row.elementwise]
PAIRS = [(row.output, name) for name, row in LOSSES.items() if row.output]
PAIRS += [(output, name) for name, row in LOSSES.items() if row.output is None for output in ELEMENTWISE]


def finite_differences(model, X, Y, h=1e-5):
    """Le gradient de J par rapport à theta, une composante à la fois, sans passer par mlcourse.gradcheck."""
    gradient = np.empty(model.theta.size)
    for i in range(model.theta.size):
        kept = model.theta[i]
        model.theta[i] = kept + h
        above = model.compute_cost(X, Y)
        model.theta[i] = kept - h
        below = model.compute_cost(X, Y)
        model.theta[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient


def assert_gradient_is_right(model, X, Y):
    _, cache = model.forward_propagation(X)
    analytic = np.concatenate([np.ravel(grad) for grad in model.backward_propagation(Y, cache).values()])
    numeric, start = finite_differences(model, X, Y), 0
    for name, shape in model.params.shapes.items():
        a, n = (vector[start : start + np.prod(shape)] for vector in (analytic, numeric))
        start += a.size
        error = np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n))
        assert error < 1e-7, f"d{name} : écart relatif {error:.1e}"


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_gradient_is_right_for_every_activation_loss_and_depth(make_problem, hidden, output, loss, depth):
    layer_dims = [*[3, 5, 2, 4, 3][:depth], 2]
    assert_gradient_is_right(*make_problem(layer_dims, hidden=hidden, output=output, loss=loss))


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_gradient_is_right_on_a_single_example(make_problem, output, loss):
    assert_gradient_is_right(*make_problem([4, 3, 2], m=1, output=output, loss=loss))


@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_gradient_is_right_when_every_matrix_is_square(make_problem, hidden):
    assert_gradient_is_right(*make_problem([3, 3, 3, 3], m=3, hidden=hidden))


def test_gradient_is_right_with_a_different_activation_in_each_layer(make_problem):
    assert_gradient_is_right(*make_problem([3, 4, 5, 2, 1], hidden=["relu", "sigmoid", "tanh"]))


@pytest.mark.parametrize("width", [1, 2])
def test_gradient_is_right_with_one_unit_layers(make_problem, width):
    assert_gradient_is_right(*make_problem([1, width, 1, 1], m=2))


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_output_delta_belongs_to_each_example_alone(make_problem, output, loss):
    model, X, Y = make_problem([3, 4, 2], m=4, output=output, loss=loss)
    together = model.output_delta(Y, model.forward_propagation(X)[1])
    for i in range(4):
        _, cache = model.forward_propagation(X[:, [i]])
        np.testing.assert_allclose(model.output_delta(Y[:, [i]], cache), together[:, [i]], rtol=1e-12)


@pytest.mark.parametrize(("output", "loss"), [pair for pair in PAIRS if LOSSES[pair[1]].output])
def test_fused_output_delta_is_the_prediction_minus_the_target(make_problem, output, loss):
    model, X, Y = make_problem([3, 4, 2], output=output, loss=loss)
    A, cache = model.forward_propagation(X)
    np.testing.assert_array_equal(model.output_delta(Y, cache), A - Y)


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize("repeat", [2, 7])
def test_repeating_the_batch_leaves_the_gradient_unchanged(make_problem, depth, repeat):
    model, X, Y = make_problem([*[3, 4, 5][:depth], 1])
    _, cache = model.forward_propagation(X)
    model.backward_propagation(Y, cache)
    once = model.g.copy()
    _, cache = model.forward_propagation(np.tile(X, repeat))
    model.backward_propagation(np.tile(Y, repeat), cache)
    np.testing.assert_allclose(model.g, once, rtol=1e-12, atol=1e-15)


def test_gradient_survives_saturated_outputs():
    model = MultiLayerPerceptron([1, 1], rng=np.random.default_rng(0))
    model.params["W1"] = [[1000.0]]
    X, Y = np.array([[1.0, -1.0, 1.0, -1.0]]), np.array([[0, 1, 1, 0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert model.compute_cost(X, Y) == 500
        grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
    assert grads["dW1"][0, 0] == 0.5  # (1·1 + (-1)·(-1) + 0 + 0) / 4
    assert grads["db1"][0, 0] == 0.0  # (1 - 1 + 0 + 0) / 4


@pytest.mark.parametrize("hidden", ["tanh", "relu", "prelu"])
def test_the_error_terms_of_every_layer_average_to_the_gradients_of_the_biases(hidden):
    rng = np.random.default_rng(1)
    model = MultiLayerPerceptron([4, 6, 5, 3], hidden=hidden, output="softmax", loss="cross_entropy", rng=rng)
    X, Y = rng.normal(size=(4, 7)), np.eye(3)[:, rng.integers(0, 3, 7)]
    _, cache = model.forward_propagation(X)
    grads = model.backward_propagation(Y, cache)
    for l, delta in model.backward(Y, cache).items():
        np.testing.assert_allclose(delta.mean(axis=1, keepdims=True), grads[f"db{l}"], atol=1e-12)
