"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_no_move(params, grads, state, alpha, beta, eps):
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
