"""Ce que partagent les tests du cœur : des réseaux loin des points anguleux de ReLU, une règle menée de deux façons."""

import inspect

import numpy as np
import pytest

from mlcourse._inplace import in_place
from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron


def targets(loss, n_out, m, rng):
    """Des cibles que la perte admet : quelconques dans leur domaine, et pas seulement 0 ou 1."""
    if loss == "binary_cross_entropy":
        return rng.random((n_out, m))
    if loss == "cross_entropy":
        return one_hot(rng.integers(n_out, size=m), n_out)
    return rng.normal(size=(n_out, m))


def draw_problem(layer_dims, m=5, *, hidden="tanh", output="sigmoid", loss="binary_cross_entropy", dtype=np.float64):
    """Rend (réseau, X, Y) : biais non nuls, gradient non nul, aucune pré-activation à moins de 0,001 de zéro."""
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        model = MultiLayerPerceptron(layer_dims, hidden=hidden, output=output, loss=loss, rng=rng, dtype=dtype)
        model.theta[:] = rng.normal(scale=0.7, size=model.theta.size)
        X = rng.normal(size=(layer_dims[0], m)).astype(dtype)
        Y = targets(loss, layer_dims[-1], m, rng)
        _, cache = model.forward_propagation(X)
        closest = min(np.abs(cache[f"Z{l}"]).min() for l in range(1, model.num_layers + 1))
        grads = model.backward_propagation(Y, cache)
        if closest > 1e-3 and min(np.abs(grads[name]).max() for name in grads) > 1e-3:
            return model, X, Y
    raise AssertionError("mille graines n'ont pas donné de réseau lisse au gradient non nul")


@pytest.fixture
def make_problem():
    """Donne accès à `draw_problem`."""
    return draw_problem


def run_both(rule, n_states, dtype=np.float64, *, masked=False, size=50, steps=3, **numbers):
    """Le même chemin deux fois : par le programme, en tranches de trois, et par la règle, sur le vecteur entier."""
    rng = np.random.default_rng(0)
    theta, mask = rng.uniform(0.5, 2, size).astype(dtype), np.arange(size) % 2 > 0
    start = [theta, *rng.uniform(0.5, 2, (n_states, size)).astype(dtype)]
    ours, expected = [[array.copy() for array in start] for _ in range(2)]
    g = np.empty(size, dtype)
    run = in_place(rule, masked).bind([ours[0], g, *ours[1:], *([mask] if masked else [])], 3)
    provided = {"decay_mask": mask} if masked else {}
    for t in range(1, steps + 1):
        g[:] = rng.uniform(0.5, 2, size)
        run(t, **numbers)
        counted = {"t": t} if "t" in inspect.signature(rule).parameters else {}
        updated = rule(expected[0], g, *expected[1:], **numbers, **counted, **provided)
        expected = [array.astype(dtype) for array in (updated if isinstance(updated, tuple) else (updated,))]
    return [array.tobytes() for array in ours], [array.tobytes() for array in expected]


@pytest.fixture(scope="session")
def both_paths():
    """Donne accès à `run_both`."""
    return run_both
