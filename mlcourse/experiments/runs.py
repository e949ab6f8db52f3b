"""Des entraînements qui peuvent diverger : l'expérience garde ce qu'ils ont mesuré et complète ce qui manque."""

import numpy as np

from mlcourse.training import TrainingDiverged, train


def attempt(model, X, Y, **options):
    """Entraîne comme `train` ; rend l'historique, écourté si le calcul diverge, et s'il est allé à son terme.

    >>> from mlcourse.model import MultiLayerPerceptron
    >>> from mlcourse.optimizers import Optimizer
    >>> rng = np.random.default_rng(0)
    >>> model = MultiLayerPerceptron([1, 1], output="identity", loss="mse", rng=rng)
    >>> history, finished = attempt(model, [[1.0]], [[0.0]], optimizer=Optimizer("sgd", alpha=1e200), rng=rng)
    >>> len(history.cost) < 10, finished
    (True, False)
    """
    try:
        return train(model, X, Y, **options), True
    except TrainingDiverged as error:
        return error.history, False


def padded(values, epochs, fill=np.inf):
    """Rend les mesures d'un entraînement, (epochs,) ; les époques qu'il n'a pas atteintes valent `fill`.

    >>> padded([0.7, 0.4], 4)
    array([0.7, 0.4, inf, inf])
    """
    return np.array([*values, *[fill] * (epochs - len(values))])
