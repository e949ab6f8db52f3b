"""La régularisation L2 : J reçoit (l2/2) somme W², et chaque dW reçoit l2 W, sans facteur 1/m."""

import numpy as np
import pytest

from mlcourse.gradcheck import gradient_check
from mlcourse.losses import LOSSES
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

OUTPUTS = {name: row.output or "identity" for name, row in LOSSES.items()}


def weights(model):
    return [value for name, value in model.params.items() if name.startswith("W")]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("m", [1, 5])
def test_cost_is_the_plain_cost_plus_half_l2_times_the_squared_weights(make_problem, loss, m):
    model, X, Y = make_problem([3, 4, 2], m=m, hidden="prelu", output=OUTPUTS[loss], loss=loss)
    plain = model.compute_cost(X, Y)
    model.l2 = 0.7
    squares = sum(w**2 for W in weights(model) for w in W.ravel().tolist())
    assert model.compute_cost(X, Y) == pytest.approx(plain + 0.35 * squares, rel=1e-13)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("m", [1, 5])
def test_gradient_gains_l2_times_the_weights_and_nothing_elsewhere(make_problem, loss, m):
    model, X, Y = make_problem([3, 4, 2], m=m, hidden="prelu", output=OUTPUTS[loss], loss=loss)
    _, cache = model.forward_propagation(X)
    plain = {name: grad.copy() for name, grad in model.backward_propagation(Y, cache).items()}
    model.l2 = 0.7
    for name, grad in model.backward_propagation(Y, cache).items():
        extra = 0.7 * model.params[name[1:]] if name.startswith("dW") else 0
        np.testing.assert_allclose(grad, plain[name] + extra, rtol=1e-13)


@pytest.mark.parametrize("hidden", ["tanh", "prelu", "elu"])
def test_gradient_check_covers_the_penalty(make_problem, hidden):
    model, X, Y = make_problem([3, 4, 2], hidden=hidden)
    model.l2 = 0.7
    assert max(gradient_check(model, X, Y).values()) < 1e-7


def test_decay_mask_is_true_on_the_weights_and_on_nothing_else():
    model = MultiLayerPerceptron([3, 4, 2], hidden="prelu", rng=np.random.default_rng(0))
    assert model.decay_mask.shape == model.theta.shape
    assert model.decay_mask.dtype == bool
    model.theta[:] = model.decay_mask
    for name, value in model.params.items():
        np.testing.assert_array_equal(value, 1 if name.startswith("W") else 0)


def test_one_gradient_step_without_error_shrinks_the_weights_by_one_minus_alpha_l2():
    model = MultiLayerPerceptron([3, 2], output="identity", loss="mse", l2=0.5, rng=np.random.default_rng(0))
    before = model.params["W1"].copy()
    X = np.zeros((3, 4))
    train(model, X, X[:2], optimizer=Optimizer("sgd", alpha=0.1), epochs=1, rng=np.random.default_rng(0))
    np.testing.assert_allclose(model.params["W1"], 0.95 * before, rtol=1e-15)
    assert not model.params["b1"].any()


def test_ridge_regression_is_found_to_the_last_digits():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(3, 40)), rng.normal(size=(2, 40))
    Y -= Y.mean(axis=1, keepdims=True)
    X -= X.mean(axis=1, keepdims=True)
    model = MultiLayerPerceptron([3, 2], output="identity", loss="mse", l2=0.5, rng=rng)
    train(model, X, Y, optimizer=Optimizer("sgd", alpha=0.3), epochs=400, batch_size=None, rng=rng)
    # min (1/2m) ||W X - Y||² + (l2/2) ||W||² : W = Y Xᵀ (X Xᵀ + m l2 I)⁻¹.
    expected = np.linalg.solve(X @ X.T + 40 * 0.5 * np.eye(3), X @ Y.T).T
    np.testing.assert_allclose(model.params["W1"], expected, rtol=1e-10)


def test_recorded_costs_include_the_penalty():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(3, 8)), np.ones((1, 8))
    model = MultiLayerPerceptron([3, 4, 1], l2=0.5, rng=rng)
    expected = model.compute_cost(X, Y)
    history = train(model, X, Y, optimizer=Optimizer("sgd", alpha=0), epochs=1, rng=rng, validation=(X, Y))
    assert [*history.cost, *history.validation_cost] == pytest.approx([expected, expected], rel=1e-14)


@pytest.mark.parametrize("l2", [-0.1, float("nan"), "0.1", True])
def test_a_coefficient_that_is_not_a_positive_number_is_refused(l2):
    with pytest.raises(ValueError, match="l2 : un nombre positif et fini est attendu, reçu"):
        MultiLayerPerceptron([3, 1], l2=l2, rng=np.random.default_rng(0))
