"""Le gradient de chaque réseau, comparé à la différentiation automatique de JAX sur le même réseau récrit ici."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from mlcourse.activations import ACTIVATIONS
from mlcourse.losses import LOSSES
from mlcourse.model import MultiLayerPerceptron

ELEMENTWISE = [name for name, row in ACTIVATIONS.items() if row.elementwise]
PAIRS = [(row.output, name) for name, row in LOSSES.items() if row.output]
PAIRS += [(output, name) for name, row in LOSSES.items() if row.output is None for output in ELEMENTWISE]

# Les fonctions de JAX, ou des définitions écrites ici ; `a` est la pente que la couche apprend, s'il y en a une.
FUNCTIONS = {
    "sigmoid": lambda Z, a: jax.nn.sigmoid(Z),
    "tanh": lambda Z, a: jnp.tanh(Z),
    "relu": lambda Z, a: jax.nn.relu(Z),
    "leaky_relu": lambda Z, a: jax.nn.leaky_relu(Z, 0.01),
    "prelu": lambda Z, a: jnp.where(Z > 0, Z, a * Z),
    "elu": lambda Z, a: jax.nn.elu(Z),
    "identity": lambda Z, a: Z,
}


def softmax_loss(Z, A, Y):
    return -jnp.sum(Y * jax.nn.log_softmax(Z, axis=0))


def binary_loss(Z, A, Y):
    return -jnp.sum(Y * jax.nn.log_sigmoid(Z) + (1 - Y) * jax.nn.log_sigmoid(-Z))


def squared_loss(Z, A, Y):
    return jnp.sum((A - Y) ** 2) / 2


COSTS = {"cross_entropy": softmax_loss, "binary_cross_entropy": binary_loss, "mse": squared_loss}


def jax_cost(params, X, Y, activations, loss, l2):
    """Le coût J d'un réseau entièrement connecté, dont les paramètres ont les noms du cours."""
    A = X
    for l, name in enumerate(activations, start=1):
        Z = params[f"W{l}"] @ A + params[f"b{l}"]
        A = FUNCTIONS[name](Z, params.get(f"a{l}")) if name != "softmax" else jax.nn.softmax(Z, axis=0)
    weights = sum(jnp.sum(params[f"W{l}"] ** 2) for l in range(1, len(activations) + 1))
    return COSTS[loss](Z, A, Y) / X.shape[1] + l2 / 2 * weights


def targets(loss, shape, rng):
    """Des cibles au hasard dans le domaine de la perte."""
    if loss == "mse":
        return rng.normal(size=shape)
    Y = rng.random(shape)
    return Y / Y.sum(axis=0) if loss == "cross_entropy" else Y


def draw_problem(layer_dims, m, **options):
    """Rend (réseau, X, Y) : biais et pentes quelconques, gradient non nul."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        model = MultiLayerPerceptron(layer_dims, rng=rng, **options)
        model.theta[:] = rng.normal(scale=0.7, size=model.theta.size)
        X, Y = rng.normal(size=(layer_dims[0], m)), targets(options["loss"], (layer_dims[-1], m), rng)
        model.backward_propagation(Y, model.forward_propagation(X)[1])
        if all(np.abs(model.grads[name]).max() > 1e-6 for name in model.grads):
            return model, X, Y
    raise AssertionError("cent graines n'ont pas donné de réseau au gradient non nul")


def compare(layer_dims, hidden, output, loss, l2=0.0, m=7):
    """Compare J et chacun de ses gradients."""
    model, X, Y = draw_problem(layer_dims, m, hidden=hidden, output=output, loss=loss, l2=l2)
    activations = model.layer_activations
    cost, expected = jax.value_and_grad(jax_cost)(dict(model.params), X, Y, activations, loss, l2)
    grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
    assert model.compute_cost(X, Y) == pytest.approx(float(cost), rel=1e-12)
    assert set(grads) == {f"d{name}" for name in expected}
    learned = {f"da{l}" for l, name in enumerate(activations, start=1) if name == "prelu"}
    assert {name for name in grads if name.startswith("da")} == learned
    for name, grad in grads.items():
        np.testing.assert_allclose(grad, expected[name[1:]], rtol=1e-9, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("depth", [2, 3, 5])
@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_gradients_agree_for_every_activation_loss_and_depth(hidden, output, loss, depth):
    compare([*[4, 5, 3, 6, 4][:depth], 2], hidden, output, loss)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_gradients_agree_without_any_hidden_layer(output, loss):
    compare([4, 2], [], output, loss)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("hidden", ["prelu", "tanh"])
def test_gradients_agree_with_the_l2_penalty_which_spares_biases_and_slopes(hidden, output, loss):
    compare([4, 5, 3, 2], hidden, output, loss, l2=0.3)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_gradients_agree_with_every_activation_in_one_network(output, loss):
    compare([3, *range(4, 4 + len(ELEMENTWISE)), 2], ELEMENTWISE, output, loss, l2=0.01)


@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_gradients_agree_on_a_single_example_with_single_units(hidden):
    compare([1, 1, 1, 1], hidden, "sigmoid", "binary_cross_entropy", m=1)
