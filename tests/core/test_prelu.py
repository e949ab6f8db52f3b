"""PReLU dans un réseau : la pente est un paramètre comme les autres, sauf qu'elle ne décroît pas."""

import numpy as np
import pytest

from mlcourse.gradcheck import gradient_check
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train


def network(layer_dims=(3, 4, 2), hidden="prelu", **options):
    options = {"output": "identity", "loss": "mse", "rng": np.random.default_rng(0)} | options
    return MultiLayerPerceptron(list(layer_dims), hidden=hidden, **options)


def test_slopes_stand_in_theta_after_the_bias_of_their_layer_at_a_quarter():
    model = network(output="prelu")
    assert list(model.params) == ["W1", "b1", "a1", "W2", "b2", "a2"]
    assert list(model.grads) == ["dW1", "db1", "da1", "dW2", "db2", "da2"]
    np.testing.assert_array_equal(model.params["a1"], np.full((4, 1), 0.25))
    np.testing.assert_array_equal(model.theta[16:20], 0.25)
    model.theta[16:20] = 0.5
    np.testing.assert_array_equal(model.params["a1"], np.full((4, 1), 0.5))


@pytest.mark.parametrize("l2", [0, 0.3])
@pytest.mark.parametrize("slope", [0.25, 0, 1, -0.7, 3])
@pytest.mark.parametrize(("hidden", "output"), [("prelu", "identity"), ("tanh", "prelu"), ("prelu", "prelu")])
def test_every_gradient_is_right_for_any_slope_even_zero(make_problem, hidden, output, slope, l2):
    model, X, Y = make_problem([3, 4, 3, 2], m=6, hidden=hidden, output=output, loss="mse")
    model.l2 = l2
    for name in model.params:
        if name.startswith("a"):
            model.params[name][:] = slope
    errors = gradient_check(model, X, Y)
    assert {name for name in errors if name[0] == "a"} == {name for name in model.params if name[0] == "a"}
    assert max(errors.values()) < 1e-7


@pytest.mark.parametrize(("slope", "same"), [(0, "relu"), (0.01, "leaky_relu"), (1, "identity")])
def test_a_fixed_slope_gives_the_activation_that_has_it(slope, same):
    X, Y = np.random.default_rng(1).normal(size=(3, 7)), np.ones((2, 7))
    model, twin = network(), network(hidden=same)
    model.params["a1"] = np.full((4, 1), slope)
    np.testing.assert_allclose(model.forward_propagation(X)[0], twin.forward_propagation(X)[0], rtol=1e-15)
    grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
    expected = twin.backward_propagation(Y, twin.forward_propagation(X)[1])
    for name in expected:
        np.testing.assert_allclose(grads[name], expected[name], rtol=1e-13)


def test_output_delta_may_be_asked_for_without_touching_the_gradients(make_problem):
    model, X, Y = make_problem([3, 4, 2], hidden="prelu", output="prelu", loss="mse")
    _, cache = model.forward_propagation(X)
    model.backward_propagation(Y, cache)
    before = model.g.copy()
    model.output_delta(Y, cache)
    np.testing.assert_array_equal(model.g, before)


def test_a_line_with_a_kink_is_learned_slope_included():
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (1, 200))
    Y = np.where(X > 0, 2 * X, -1.2 * X)  # la pente d'une PReLU unique : -0,6 du côté négatif
    model = network([1, 1, 1], rng=rng)
    model.params["W1"], model.params["W2"] = [[1]], [[1]]
    train(model, X, Y, optimizer=Optimizer("adam", alpha=0.02), epochs=120, rng=rng)
    assert model.params["a1"][0, 0] == pytest.approx(-0.6, abs=0.02)


def test_weight_decay_never_shrinks_the_slopes():
    X, Y = np.zeros((3, 4)), np.zeros((2, 4))
    model = network(l2=10)
    train(model, X, Y, optimizer=Optimizer("sgd", alpha=0.01), epochs=5, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(model.params["a1"], np.full((4, 1), 0.25))
