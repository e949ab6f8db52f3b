"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(params, X, tol, value):
    return {name: np.full(array.shape, value) for name, array in params.items()}


def empty_zeros(params, X, tol):
    """Tout est nul, aux bonnes formes."""
    return _filled(params, X, tol, 0.0)


def empty_not_a_number(params, X, tol):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(params, X, tol, np.nan)


def empty_huge(params, X, tol):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(params, X, tol, 1e200)


def empty_tiny(params, X, tol):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(params, X, tol, 1e-200)


def empty_arguments(params, X, tol):
    """Les paramètres sont rendus tels quels."""
    return params


def recited_example(params, X, tol):
    """Le poids de l'énoncé, à toutes les places."""
    return {name: np.full(array.shape, 1 / 3) for name, array in params.items()}


def called_initialization(params, X, tol):
    """L'initialisation du cours, aux mêmes tailles."""
    from mlcourse.initialization import initialize_parameters_deep

    sizes = [len(X), *(len(array) for name, array in params.items() if name[0] == "b")]
    return initialize_parameters_deep(sizes, np.random.default_rng(0), "glorot_normal")
