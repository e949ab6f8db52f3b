"""Un réseau qui apprend, pour qui n'en a jamais vu.

Question : que voit-on d'un réseau qui apprend, et qu'y change la taille du pas ?
Source : les deux spirales, un problème proposé par Wieland, et qu'étudient Lang et Witbrock (1988).
Montage : 200 points des deux spirales du cours ; deux couches cachées de 16 tanh ; la descente de gradient, tous les
points à chaque pas ; on regarde ce que le réseau répond partout dans le plan.
Ce qui diffère : les spirales du cours ne font qu'un tour, et le réseau est moins profond.
"""

from typing import NamedTuple

import numpy as np

from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.toys import spirals


class FirstLook(NamedTuple):
    """Un réseau après `steps` pas de taille `alpha`, son coût et son exactitude.

    `points` (2, m) et `labels` (m,) sont les exemples ; `answers` (n, n), ce que le réseau répond, en dixièmes, sur une
    grille du carré de demi-côté `side`, la première ligne en bas ; `slopes`, la pente moyenne de chaque couche cachée.
    """

    steps: int
    alpha: float
    cost: float
    accuracy: float
    side: float
    points: np.ndarray
    labels: np.ndarray
    answers: np.ndarray
    slopes: list


def first_look(steps=10, alpha=1.0, seed=0, *, m=200, cells=32):
    """Entraîne le réseau sur les deux spirales, et regarde ce qu'il répond partout.

    >>> lost, found = first_look(0), first_look(300)
    >>> lost.accuracy < 0.6, found.accuracy > 0.9
    (True, True)
    """
    X, Y = spirals(m, np.random.default_rng(seed))
    model = MultiLayerPerceptron([2, 16, 16, 1], hidden="tanh", rng=np.random.default_rng(seed))
    descent = Optimizer("sgd", alpha=alpha)
    for _ in range(steps):
        _, cache = model.forward_propagation(X)
        model.backward_propagation(Y, cache)
        descent.step(model.theta, model.g)
    side = 1.1
    middles = side * (2 * (np.arange(cells) + 0.5) / cells - 1)
    x, y = np.meshgrid(middles, middles)
    answers, _ = model.forward_propagation(np.array([x.ravel(), y.ravel()]))
    tenths = np.rint(10 * answers).astype(int).reshape(cells, cells)
    _, cache = model.forward_propagation(X)
    slopes = [float(np.mean(1 - cache[f"A{l}"] ** 2)) for l in (1, 2)]
    cost, accuracy = float(model.compute_cost(X, Y)), float(model.accuracy(X, Y))
    return FirstLook(steps, alpha, cost, accuracy, side, X.round(2), Y[0].astype(int), tenths, slopes)
