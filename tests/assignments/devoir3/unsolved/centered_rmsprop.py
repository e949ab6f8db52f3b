"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(params, value):
    return {name: np.full(array.shape, value) for name, array in params.items()}, {}


def empty_zeros(params, grads, state, alpha, beta, eps):
    """Tout est nul, aux bonnes formes."""
    return _filled(params, 0.0)


def empty_not_a_number(params, grads, state, alpha, beta, eps):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(params, np.nan)


def empty_huge(params, grads, state, alpha, beta, eps):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(params, 1e200)


def empty_tiny(params, grads, state, alpha, beta, eps):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(params, 1e-200)


def empty_arguments(params, grads, state, alpha, beta, eps):
    """Les arguments sont rendus tels quels."""
    return params, state


def recited_example(params, grads, state, alpha, beta, eps):
    """Le pas de l'énoncé, 2,5 alpha, dans le même sens pour tous."""
    return {name: array - 2.5 * alpha for name, array in params.items()}, state


def called_rmsprop(params, grads, state, alpha, beta, eps):
    """RMSProp du cours, sur un gradient dont la moyenne est retranchée."""
    from mlcourse.rules import rmsprop

    moved, kept = {}, {}
    for name, g in grads.items():
        s, m = state.get(name, (np.zeros_like(g), np.zeros_like(g)))
        mean = beta * m + (1 - beta) * g
        moved[name], s = rmsprop(params[name], g - m, s, alpha=alpha, beta=beta, eps=eps)
        kept[name] = (s, mean)
    return moved, kept
