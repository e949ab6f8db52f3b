"""Ce que partagent les tests du cœur : des réseaux tirés au hasard, loin des points anguleux de ReLU."""

import numpy as np
import pytest

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
