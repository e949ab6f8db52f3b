"""Activation, initialisation, normalisation : les dix-huit réseaux que font trois choix.

Question : un bon choix rattrape-t-il les deux autres, et un mauvais les annule-t-il ?
Source : la fin de la section 2.3 du texte du cours, qui l'affirme sans le mesurer.
Montage : wine, cinq couches cachées de 32, trois activations, trois initialisations, mesures brutes ou centrées et
réduites ; descente de gradient sur le lot entier, chaque réseau à son meilleur taux parmi huit, trois graines.
Ce qui diffère : rien n'est publié ; la grille va d'un taux où rien ne bouge à un taux où tout diverge.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from mlcourse.datasets import load_wine
from mlcourse.experiments.runs import attempt, padded
from mlcourse.experiments.splits import split_one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.normalization import Standardizer
from mlcourse.optimizers import Optimizer

SEEDS = (0, 1, 2)
ACTIVATIONS = ("sigmoid", "tanh", "relu")
INITIALIZERS = ("small", "glorot_normal", "he_normal")
RATES = tuple(10.0**k for k in range(-6, 2))


@dataclass(frozen=True)
class Triptych:
    """Le coût final (2, A, I, R, S) et l'exactitude de test de même forme.

    Les axes : mesures brutes puis normalisées, activation, initialisation, taux, graine. `chance` est le coût de trois
    réponses également probables.
    """

    rates: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray

    chance = np.log(3)

    def best(self, values):
        """Rend `values` (2, A, I, S) au meilleur taux : celui dont la pire graine a le plus faible coût."""
        k = np.argmin(self.cost.max(axis=-1), axis=-1)
        return np.take_along_axis(values, k[..., None, None], axis=-2)[..., 0, :]


def triptych(seeds=SEEDS, rates=RATES, *, epochs=100, depth=5, width=32):
    """Entraîne les dix-huit réseaux à chaque taux et rend un `Triptych`."""
    settings = product((False, True), ACTIVATIONS, INITIALIZERS, rates, seeds)
    runs = np.array([_run(*setting, [width] * depth, epochs) for setting in settings])
    cost, accuracy = runs.T.reshape(2, 2, len(ACTIVATIONS), len(INITIALIZERS), len(rates), len(seeds))
    return Triptych(np.array(rates), cost, accuracy)


def _run(normalized, activation, initializer, rate, seed, hidden, epochs):
    rng = np.random.default_rng(seed)
    X, Y, X_test, Y_test = _split(normalized, rng)
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer, "rng": rng}
    model = MultiLayerPerceptron([len(X), *hidden, 3], hidden=activation, **options)
    descent = {"optimizer": Optimizer("sgd", alpha=rate), "epochs": epochs, "batch_size": None, "rng": rng}
    history, finished = attempt(model, X, Y, **descent)
    return padded(history.cost, epochs)[-1], model.accuracy(X_test, Y_test) if finished else 0.0


def _split(normalized, rng):
    wine = load_wine()
    X, Y, X_test, Y_test = split_one_hot(wine.X, wine.labels, 0.25, rng)
    if not normalized:
        return X, Y, X_test, Y_test
    standardizer = Standardizer(X)
    return standardizer.transform(X), Y, standardizer.transform(X_test), Y_test
