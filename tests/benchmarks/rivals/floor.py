"""Le plancher : les produits de matrices d'une époque, seuls, dans des tableaux déjà réservés.

Celui de NumPy est l'unité du banc. PyTorch et JAX ont chacun leur noyau, donc leur plancher (`with_torch`, `with_jax`).
"""

import time

import numpy as np

from rivals.laps import BACKWARD, FORWARD, START


def epochs(problem):
    """{« plancher » : une époque de produits}."""
    weights, gradients, activations, deltas = _arrays(problem)

    def epoch():
        start = time.perf_counter()
        for _ in range(problem.case.steps):
            _forward(weights, activations)
            _backward(weights, gradients, activations, deltas)
        return time.perf_counter() - start, None

    return {"plancher": epoch}


def lapped_epochs(problem):
    """{« plancher » : la même, dont les étapes sont chronométrées}."""
    weights, gradients, activations, deltas = _arrays(problem)

    def epoch(lap):
        lap(START)
        for _ in range(problem.case.steps):
            _forward(weights, activations)
            lap(FORWARD)
            _backward(weights, gradients, activations, deltas)
            lap(BACKWARD)

    return {"plancher": epoch}


def _arrays(problem):
    weights = [W for W, _ in problem.layers(problem.theta.copy())]
    gradients = [np.empty_like(W) for W in weights]
    rows = problem.X[: problem.case.batch]
    activations = [rows.T, *(np.ones((len(W), len(rows)), rows.dtype) for W in weights)]
    deltas = [None, *(A.copy() for A in activations[1:])]
    return weights, gradients, activations, deltas


def _forward(weights, activations):
    for l, W in enumerate(weights):
        np.matmul(W, activations[l], out=activations[l + 1])


def _backward(weights, gradients, activations, deltas):
    for l in range(len(weights) - 1, -1, -1):
        np.matmul(deltas[l + 1], activations[l].T, out=gradients[l])
        if l > 0:
            np.matmul(weights[l].T, deltas[l + 1], out=deltas[l])
