"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(params, X, value):
    return np.full(len(params) // 2 - 1, value), np.full(len(params) // 2 - 1, value)


def empty_zeros(params, X):
    """Tout est nul, aux bonnes formes."""
    return _filled(params, X, 0.0)


def empty_not_a_number(params, X):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(params, X, np.nan)


def empty_huge(params, X):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(params, X, 1e200)


def empty_tiny(params, X):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(params, X, 1e-200)


def empty_arguments(params, X):
    """Les arguments sont rendus tels quels."""
    return params["b1"], X


def recited_example(params, X):
    """La réponse des tests visibles, par cœur."""
    return np.array([0.5, 0.0]), np.array([0.25, 0.5])


def called_dead_units(params, X):
    """Les unités mortes de l'expérience du cours."""
    from mlcourse.experiments.dead_relu import dead_units
    from mlcourse.model import MultiLayerPerceptron

    sizes = [len(X), *(len(array) for name, array in params.items() if name[0] == "b")]
    model = MultiLayerPerceptron(sizes, hidden="relu", output="identity", loss="mse", rng=np.random.default_rng(0))
    model.params.update(params)
    return np.array([mask.mean() for mask in dead_units(model, X)]), np.zeros(len(params) // 2 - 1)
