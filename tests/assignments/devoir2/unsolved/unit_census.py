"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_large_biases(params, X):
    """Les parts des grands biais, sans un regard pour les exemples."""
    bias = params["b1"]
    return np.array([np.mean(bias < -1)]), np.array([np.mean(bias > 1)])


def called_dead_units(params, X):
    """Les unités mortes de l'expérience du cours."""
    from mlcourse.experiments.dead_relu import dead_units
    from mlcourse.model import MultiLayerPerceptron

    sizes = [len(X), *(len(array) for name, array in params.items() if name[0] == "b")]
    model = MultiLayerPerceptron(sizes, hidden="relu", output="identity", loss="mse", rng=np.random.default_rng(0))
    model.params.update(params)
    return np.array([mask.mean() for mask in dead_units(model, X)]), np.zeros(len(params) // 2 - 1)
