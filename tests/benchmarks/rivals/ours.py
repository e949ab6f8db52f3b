"""mlcourse : `train`, tel que tout le monde l'appelle, sans compilateur puis avec numba."""

import math
from functools import partial
from unittest.mock import patch

import numpy as np

from mlcourse import _compiled
from mlcourse.experiments.clock import timed
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train
from rivals.laps import BACKWARD, BATCH, FORWARD, START, UPDATE

#: Ce qu'une règle ou une activation doit avoir coûté pour qu'on la compile : jamais assez, ou dès le premier pas.
FORMS = {"mlcourse": math.inf, "mlcourse, compilé": 0}


def epochs(problem, seed=0):
    """{« mlcourse » : une époque, « mlcourse, compilé » : la même, compilée dès le premier pas}."""
    return {name: partial(_epoch, problem, worth_it, seed) for name, worth_it in FORMS.items()}


def lapped_epochs(problem):
    """Les mêmes, dont les étapes sont chronométrées."""
    return {name: partial(_lapped_epoch, problem, worth_it) for name, worth_it in FORMS.items()}


def _epoch(problem, worth_it, seed):
    seconds: list[float] = []
    cost = _train(problem, worth_it, seed, lambda epochs: timed(epochs, seconds))
    return seconds[0], cost


def _lapped_epoch(problem, worth_it, lap):
    plain = MultiLayerPerceptron.forward, MultiLayerPerceptron.gradients

    def forward(model, X):
        lap(BATCH)
        return plain[0](model, X)

    def gradients(model, Y, cache):
        lap(FORWARD)
        plain[1](model, Y, cache)

    class LappedOptimizer(Optimizer):
        def prepare(self, *arrays):
            step = super().prepare(*arrays)

            def lapped():
                lap(BACKWARD)
                step()
                lap(UPDATE)

            return lapped

    def started(epochs):
        lap(START)
        yield from epochs

    # Les méthodes de la classe, et non celles d'une autre : seul le réseau du cours a des activations compilées.
    with patch.multiple(MultiLayerPerceptron, forward=forward, gradients=gradients):
        _train(problem, worth_it, 0, started, LappedOptimizer())


def _train(problem, worth_it, seed, progress, optimizer="adam"):
    """Une époque, à partir de la préparation des données ; rend son coût."""
    _compiled.WORTH_IT = worth_it
    dtype, batch, X, Y = problem.X.dtype.type, problem.case.batch, problem.X.T, problem.Y.T
    model = MultiLayerPerceptron(list(problem.case.layer_dims), rng=np.random.default_rng(0), dtype=dtype)
    model.theta[:] = problem.theta
    options = {"epochs": 1, "batch_size": batch, "rng": np.random.default_rng(seed)}
    return train(model, X, Y, optimizer=optimizer, progress=progress, **options).cost[0]
