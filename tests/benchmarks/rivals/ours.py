"""mlcourse : `train`, tel que tout le monde l'appelle."""

import time

import numpy as np

from mlcourse.model import MultiLayerPerceptron
from mlcourse.training import train


def epochs(problem, seed=0):
    """{« mlcourse » : une époque}."""
    X, Y = problem.X.T, problem.Y.T

    def epoch():
        model = MultiLayerPerceptron(list(problem.case.layer_dims), rng=np.random.default_rng(0), dtype=X.dtype.type)
        model.theta[:] = problem.theta
        marks = []
        options = {"epochs": 1, "batch_size": problem.case.batch, "rng": np.random.default_rng(seed)}
        history = train(model, X, Y, progress=lambda epochs: _timed(epochs, marks), **options)
        return marks[1] - marks[0], history.cost[0]

    return {"mlcourse": epoch}


def _timed(epochs, marks):
    """Note l'heure avant et après chaque époque : ni la préparation des données, ni celle du réseau n'y entrent."""
    for epoch in epochs:
        marks.append(time.perf_counter())
        yield epoch
        marks.append(time.perf_counter())
