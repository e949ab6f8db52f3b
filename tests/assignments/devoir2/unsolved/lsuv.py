"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_doubled(params, X, tol):
    """Chaque matrice est doublée, quelles que soient les données."""
    return {name: 2 * array if name[0] == "W" else array for name, array in params.items()}


def recited_example(params, X, tol):
    """Le poids de l'énoncé, à toutes les places."""
    return {name: np.full(array.shape, 1 / 3) for name, array in params.items()}


def called_initialization(params, X, tol):
    """L'initialisation du cours, aux mêmes tailles."""
    from mlcourse.initialization import initialize_parameters_deep

    sizes = [len(X), *(len(array) for name, array in params.items() if name[0] == "b")]
    return initialize_parameters_deep(sizes, np.random.default_rng(0), "glorot_normal")
