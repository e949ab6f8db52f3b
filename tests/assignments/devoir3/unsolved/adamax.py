"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_no_move(params, grads, state, alpha, beta1, beta2):
    """Les arguments sont rendus tels quels."""
    return params, state


def recited_example(params, grads, state, alpha, beta1, beta2):
    """Le pas de l'énoncé, alpha, dans le même sens pour tous."""
    return {name: array - alpha for name, array in params.items()}, state


def called_adam(params, grads, state, alpha, beta1, beta2):
    """Adam du cours, sans sa constante."""
    from mlcourse.rules import adam

    t = state.get("t", 0) + 1
    moved, kept = {}, {"t": t}
    for name, g in grads.items():
        m, v = state.get(name, (np.zeros_like(g), np.zeros_like(g)))
        settings = {"alpha": alpha, "beta1": beta1, "beta2": beta2, "eps": 0.0}
        moved[name], m, v = adam(params[name], g, m, v, t=t, **settings)
        kept[name] = (m, v)
    return moved, kept
