"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _divided(m, u):
    return np.divide(m, u, out=np.zeros(np.shape(m)), where=u > 0)


def _step(params, grads, state, alpha, beta1, beta2, largest=None, correction=None, direction=_divided):
    t = state.get("t", 0) + 1
    moved, kept = {}, {"t": t}
    for name, g in grads.items():
        m, u = state.get(name, (0.0, 0.0))
        m = beta1 * m + (1 - beta1) * g
        u = largest(u, g) if largest else np.maximum(beta2 * u, np.abs(g))
        kept[name] = (m, u)
        scale = alpha / (1 - beta1**t) if correction is None else alpha * correction(t)
        moved[name] = params[name] - scale * direction(m, u)
    return moved, kept


def wrong_no_correction(params, grads, state, alpha, beta1, beta2):
    """La correction de m manque.

    Perd : first, steps, several_arrays
    Entraîne : zero_gradient, state, arguments
    """
    return _step(params, grads, state, alpha, beta1, beta2, correction=lambda t: 1.0)


def wrong_corrected_twice(params, grads, state, alpha, beta1, beta2):
    """u est corrigée elle aussi, comme dans Adam.

    Perd : first, steps, several_arrays
    Entraîne : zero_gradient, state, arguments
    """
    return _step(params, grads, state, alpha, beta1, beta2, correction=lambda t: (1 - beta2**t) / (1 - beta1**t))


def wrong_corrected_mean_kept(params, grads, state, alpha, beta1, beta2):
    """m est gardée déjà corrigée : la correction s'accumule d'un pas à l'autre.

    Perd : steps, several_arrays
    Entraîne : state
    """
    t = state.get("t", 0) + 1
    moved, kept = {}, {"t": t}
    for name, g in grads.items():
        m, u = state.get(name, (0.0, 0.0))
        m, u = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t), np.maximum(beta2 * u, np.abs(g))
        kept[name] = (m, u)
        moved[name] = params[name] - alpha * _divided(m, u)
    return moved, kept


def wrong_one_maximum_for_an_array(params, grads, state, alpha, beta1, beta2):
    """u est le plus grand gradient de tout le tableau.

    Perd : first, steps, several_arrays
    Entraîne : zero_gradient, state, arguments
    """

    def largest(u, g):
        return np.maximum(beta2 * u, np.abs(g).max())

    return _step(params, grads, state, alpha, beta1, beta2, largest=largest)


def wrong_clock_stopped(params, grads, state, alpha, beta1, beta2):
    """t reste à 1.

    Perd : steps, several_arrays
    Entraîne : state
    """
    return _step(params, grads, state, alpha, beta1, beta2, correction=lambda t: 1 / (1 - beta1))


def wrong_clock_per_array(params, grads, state, alpha, beta1, beta2):
    """t avance une fois par tableau.

    Perd : several_arrays, pour « Le compteur $t$ compte les pas, et non les tableaux »
    Entraîne : state
    """
    t, moved, kept = state.get("t", 0), {}, {}
    for name, g in grads.items():
        t += 1
        m, u = state.get(name, (0.0, 0.0))
        m, u = beta1 * m + (1 - beta1) * g, np.maximum(beta2 * u, np.abs(g))
        kept[name] = (m, u)
        moved[name] = params[name] - alpha / (1 - beta1**t) * _divided(m, u)
    return moved, kept | {"t": t}


def wrong_biases_left(params, grads, state, alpha, beta1, beta2):
    """Seules les matrices avancent : un nom en b est laissé de côté.

    Perd : several_arrays
    Entraîne : state
    """
    moved, kept = _step(params, grads, state, alpha, beta1, beta2)
    return moved | {name: params[name] for name in params if name[0] == "b"}, kept


def wrong_maximum_not_faded(params, grads, state, alpha, beta1, beta2):
    r"""Le maximum ne s'atténue pas.

    Perd : steps, pour « \max(\beta_2\, u,\ \lvert g \rvert) »
    Entraîne : several_arrays, state
    """
    return _step(params, grads, state, alpha, beta1, beta2, lambda u, g: np.maximum(u, np.abs(g)))


def wrong_sum_for_a_maximum(params, grads, state, alpha, beta1, beta2):
    """u est une somme atténuée, et non un maximum.

    Perd : steps
    Entraîne : several_arrays, state
    """
    return _step(params, grads, state, alpha, beta1, beta2, lambda u, g: beta2 * u + np.abs(g))


def wrong_betas_exchanged(params, grads, state, alpha, beta1, beta2):
    """beta1 et beta2 sont échangés : le premier pas n'en dit rien.

    Perd : steps
    Entraîne : several_arrays, state
    """
    return _step(params, grads, state, alpha, beta2, beta1)


def wrong_eps_added(params, grads, state, alpha, beta1, beta2):
    r"""eps est ajouté à u, comme dans Adam.

    Perd : first, pour « il n'y a pas de $\varepsilon$ »
    Entraîne : steps, several_arrays, zero_gradient, state, arguments
    """
    return _step(params, grads, state, alpha, beta1, beta2, direction=lambda m, u: m / (u + 1e-6))


def wrong_sign_kept(params, grads, state, alpha, beta1, beta2):
    """La valeur absolue manque : un gradient négatif n'a pas de grandeur.

    Perd : first, steps
    Entraîne : several_arrays, zero_gradient, state, arguments
    """
    return _step(params, grads, state, alpha, beta1, beta2, lambda u, g: np.maximum(beta2 * u, g))


def wrong_uphill(params, grads, state, alpha, beta1, beta2):
    """Le pas monte.

    Perd : first, steps, several_arrays
    Entraîne : zero_gradient, state, arguments
    """
    return _step(params, grads, state, -alpha, beta1, beta2)


def wrong_zero_over_zero(params, grads, state, alpha, beta1, beta2):
    """Rien n'évite 0/0.

    Perd : zero_gradient, pour « faute d'avoir reçu un gradient, ne bouge pas »
    """
    return _step(params, grads, state, alpha, beta1, beta2, direction=lambda m, u: m / u)


def wrong_state_lost(params, grads, state, alpha, beta1, beta2):
    """Seul t est gardé.

    Perd : steps
    Entraîne : several_arrays, zero_gradient, state
    """
    moved, kept = _step(params, grads, {"t": state.get("t", 0)}, alpha, beta1, beta2)
    return moved, {"t": kept["t"]}


def wrong_clock_outside_of_the_state(params, grads, state, alpha, beta1, beta2):
    """t est gardé hors de l'état : il repart avec un état vide, et ne connaît qu'un entraînement.

    Perd : state, pour « Rien ne se garde ailleurs »
    """
    adamax.t = getattr(adamax, "t", 0) + 1 if state else 1  # noqa: F821 (le nom que porte l'exercice)
    return _step(params, grads, state | {"t": adamax.t - 1}, alpha, beta1, beta2)  # noqa: F821


def wrong_params_in_place(params, grads, state, alpha, beta1, beta2):
    """params est modifié sur place.

    Perd : arguments, pour « deux nouveaux dictionnaires »
    """
    moved, kept = _step(params, grads, state, alpha, beta1, beta2)
    for name, value in moved.items():
        params[name][...] = value
    return moved, kept


def wrong_state_in_place(params, grads, state, alpha, beta1, beta2):
    """Les états sont rangés dans le dictionnaire reçu.

    Perd : arguments
    """
    moved, kept = _step(params, grads, state, alpha, beta1, beta2)
    state.update(kept)
    return moved, state


def wrong_state_in_an_object(params, grads, state, alpha, beta1, beta2):
    """L'état est un objet, que chaque pas change sur place.

    Perd : arguments
    Entraîne : state
    """
    from types import SimpleNamespace

    known = state if isinstance(state, SimpleNamespace) else SimpleNamespace(kept=state)
    moved, known.kept = _step(params, grads, known.kept, alpha, beta1, beta2)
    return moved, known


def right_formulas(params, grads, state, alpha, beta1, beta2):
    """Le pseudo-code, ligne à ligne, dans un dictionnaire par état."""
    new = {"t": state.get("t", 0) + 1, "m": {}, "u": {}}
    moved = {}
    for name in params:
        g = grads[name]
        new["m"][name] = beta1 * state.get("m", {}).get(name, 0) + (1 - beta1) * g
        new["u"][name] = np.maximum(beta2 * state.get("u", {}).get(name, 0), np.abs(g))
        safe = np.where(new["u"][name] == 0, 1.0, new["u"][name])
        moved[name] = params[name] - alpha / (1 - beta1 ** new["t"]) * new["m"][name] / safe
    return moved, new


def right_corrected_mean(params, grads, state, alpha, beta1, beta2):
    """La moyenne se garde déjà corrigée, et le poids total des gradients tient lieu de compteur."""
    weight = beta1 * state.get("weight", 0.0) + 1 - beta1
    moved, kept = {}, {"weight": weight}
    for name, g in grads.items():
        mean, u = state.get(name, (np.zeros(g.shape), np.zeros(g.shape)))
        mean = mean + (1 - beta1) / weight * (g - mean)
        u = np.where(np.abs(g) > beta2 * u, np.abs(g), beta2 * u)
        kept[name] = (mean, u)
        moved[name] = params[name].copy()
        moved[name][u > 0] -= alpha * mean[u > 0] / u[u > 0]
    return moved, kept


def right_past_gradients(params, grads, state, alpha, beta1, beta2):
    """Tous les gradients sont gardés ; moyenne et maximum se relisent sur eux."""
    kept, moved = {}, {}
    for name, g in grads.items():
        kept[name] = past = np.concatenate([state.get(name, np.zeros((0, *g.shape))), [g]])
        ages = np.arange(len(past))[::-1].reshape(-1, *[1] * g.ndim)
        u = (np.abs(past) * beta2**ages).max(axis=0)
        m = (past * beta1**ages).sum(axis=0) * (1 - beta1) / (1 - beta1 ** len(past))
        moved[name] = params[name] - alpha * m / (u + (u == 0))
    return moved, kept


def right_named_pair(params, grads, state, alpha, beta1, beta2):
    """Les deux états d'un tableau se gardent dans un tuple nommé, qui se déplie comme un autre."""
    from typing import NamedTuple

    class Pair(NamedTuple):
        m: object
        u: object

    t = state.get("t", 0) + 1
    moved, kept = {}, {"t": t}
    for name, g in grads.items():
        m, u = state.get(name, Pair(0.0, 0.0))
        kept[name] = Pair(beta1 * m + (1 - beta1) * g, np.maximum(beta2 * u, np.abs(g)))
        moved[name] = params[name] - alpha / (1 - beta1**t) * _divided(*kept[name])
    return moved, kept
