"""Solutions fautives (`wrong_`) qui ne manquent qu'à quelques mots de l'énoncé d'`adamax`."""

import numpy as np


def _divided(m, u, where):
    return np.divide(m, u, out=np.zeros(np.shape(m)), where=where)


def wrong_masked_by_the_gradient(params, grads, state, alpha, beta1, beta2):
    """Une composante ne bouge pas dès que son dernier gradient est nul, quoi qu'elle ait reçu avant.

    Perd : zero_gradient, pour « Une composante dont $u$ vaut encore zéro »
    """
    t = state.get("t", 0) + 1
    moved, kept = {}, {"t": t}
    for name, g in grads.items():
        m, u = state.get(name, (0.0, 0.0))
        m, u = beta1 * m + (1 - beta1) * g, np.maximum(beta2 * u, np.abs(g))
        kept[name] = (m, u)
        moved[name] = params[name] - alpha / (1 - beta1**t) * _divided(m, u, g != 0)
    return moved, kept


def wrong_zero_gradient_skipped(params, grads, state, alpha, beta1, beta2):
    """Un gradient nul est sauté : ni la moyenne ni le maximum ne s'atténuent.

    Perd : zero_gradient
    """
    t = state.get("t", 0) + 1
    moved, kept = {}, {"t": t}
    for name, g in grads.items():
        m, u = state.get(name, (np.zeros(g.shape), np.zeros(g.shape)))
        m = np.where(g == 0, m, beta1 * m + (1 - beta1) * g)
        u = np.where(g == 0, u, np.maximum(beta2 * u, np.abs(g)))
        kept[name] = (m, u)
        moved[name] = params[name] - alpha / (1 - beta1**t) * _divided(m, u, u > 0)
    return moved, kept


def wrong_paired_by_position(params, grads, state, alpha, beta1, beta2):
    """Un gradient va au paramètre de même rang, et non de même nom.

    Perd : several_arrays, pour « leurs gradients, sous les **mêmes** noms »
    """
    t = state.get("t", 0) + 1
    moved, kept = {}, {"t": t}
    for name, g in zip(params, grads.values(), strict=True):
        m, u = state.get(name, (0.0, 0.0))
        m, u = beta1 * m + (1 - beta1) * g, np.maximum(beta2 * u, np.abs(g))
        kept[name] = (m, u)
        moved[name] = params[name] - alpha / (1 - beta1**t) * _divided(m, u, u > 0)
    return moved, kept
