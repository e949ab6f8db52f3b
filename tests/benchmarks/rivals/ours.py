"""mlcourse : `train`, tel que tout le monde l'appelle, sans compilateur puis avec numba."""

import math

import numpy as np

from mlcourse import _compiled
from mlcourse.experiments.clock import timed
from mlcourse.model import MultiLayerPerceptron
from mlcourse.training import train


def epochs(problem, seed=0):
    """{« mlcourse » : une époque, « mlcourse, compilé » : la même, dont la règle se compile au premier pas}."""
    return {
        "mlcourse": _epoch(problem, seed, math.inf),
        "mlcourse, compilé": _epoch(problem, seed, 0),
    }


def _epoch(problem, seed, worth_it):
    X, Y = problem.X.T, problem.Y.T

    def epoch():
        _compiled.WORTH_IT = worth_it
        model = MultiLayerPerceptron(list(problem.case.layer_dims), rng=np.random.default_rng(0), dtype=X.dtype.type)
        model.theta[:] = problem.theta
        seconds: list[float] = []
        options = {"epochs": 1, "batch_size": problem.case.batch, "rng": np.random.default_rng(seed)}
        history = train(model, X, Y, progress=lambda epochs: timed(epochs, seconds), **options)
        return seconds[0], history.cost[0]

    return epoch
