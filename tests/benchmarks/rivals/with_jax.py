"""JAX : une étape compilée, appelée à chaque lot, puis l'époque entière dans un seul programme (`scan`)."""

import time

import jax
import jax.numpy as jnp
from jax import lax

jax.config.update("jax_enable_x64", True)  # sans cela, float64 devient float32


def epochs(problem):
    """{« plancher, JAX » : ses seuls produits, « JAX, par étape » : une époque, « JAX, scan » : une époque}."""
    layers, X, Y = (jax.tree.map(jnp.asarray, array) for array in (problem.layers(), problem.X, problem.Y))
    batches = jnp.asarray(problem.batches())
    zeros = jax.tree.map(jnp.zeros_like, layers)
    start = (layers, zeros, zeros, 0)

    def step_by_step(batches):
        carry, losses = start, []
        for batch in batches:
            carry, loss = _one_step(carry, batch, X, Y)
            losses.append(loss)
        return carry, jnp.stack(losses)

    def in_one_program(batches):
        return _whole_epoch(start, batches, X, Y)

    return {
        "plancher, JAX": _floor(layers, X[: problem.case.batch], problem.case.steps),
        "JAX, par étape": _timed(step_by_step, list(batches)),
        "JAX, scan": _timed(in_one_program, batches),
    }


def _timed(run, given):
    jax.block_until_ready(run(given))  # la compilation ne compte pas

    def epoch():
        start = time.perf_counter()
        _, losses = jax.block_until_ready(run(given))
        return time.perf_counter() - start, float(losses.mean())

    return epoch


def _floor(layers, rows, steps):
    weights = [W for W, _ in layers]
    activations = [rows.T, *(jnp.ones((len(W), len(rows)), rows.dtype) for W in weights)]

    def epoch():
        start = time.perf_counter()
        for _ in range(steps):
            found = _products(weights, activations)
        jax.block_until_ready(found)
        return time.perf_counter() - start, None

    epoch()
    return epoch


@jax.jit
def _products(weights, activations):
    forward = [W @ A for W, A in zip(weights, activations, strict=False)]
    gradients = [delta @ A.T for delta, A in zip(activations[1:], activations, strict=False)]
    return forward, gradients, [W.T @ delta for W, delta in zip(weights[1:], activations[2:], strict=True)]


def _cost(layers, X, Y):
    A = X.T
    for W, b in layers[:-1]:
        A = jnp.maximum(W @ A + b, 0)
    W, b = layers[-1]
    Z = W @ A + b
    return (jnp.logaddexp(0, Z) - Y.T * Z).sum() / Z.shape[1]


def _step(carry, X, Y, alpha=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    layers, m, v, t = carry
    loss, g = jax.value_and_grad(_cost)(layers, X, Y)
    t = t + 1
    m = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, m, g)
    v = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g**2, v, g)
    # En float32, 1 - 0,999 perdrait quatre chiffres : les deux corrections se calculent en float64, comme ailleurs.
    c1, c2 = ((1 - jnp.float64(beta) ** t).astype(X.dtype) for beta in (beta1, beta2))
    layers = jax.tree.map(lambda p, m, v: p - alpha * (m / c1) / (jnp.sqrt(v / c2) + eps), layers, m, v)
    return (layers, m, v, t), loss


@jax.jit
def _one_step(carry, batch, X, Y):
    return _step(carry, X[batch], Y[batch])


@jax.jit
def _whole_epoch(carry, batches, X, Y):
    return lax.scan(lambda carry, batch: _step(carry, X[batch], Y[batch]), carry, batches)
