"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _step(params, grads, state, alpha, beta, divisor, weight=None, numerator=lambda g, m: g):
    moved, kept = {}, {}
    weight = 1 - beta if weight is None else weight
    for name, g in grads.items():
        s, m = state.get(name, (0.0, 0.0))
        s, m = beta * s + weight * g**2, beta * m + weight * g
        kept[name] = (s, m)
        moved[name] = params[name] - alpha * numerator(g, m) / divisor(s, m)
    return moved, kept


def _deviation(s, m):
    return np.sqrt(np.maximum(s - m**2, 0))


def wrong_not_centered(params, grads, state, alpha, beta, eps):
    """C'est RMSProp : le carré de la moyenne n'est pas retranché.

    Perd : first, steps, eps
    Entraîne : constant, arguments
    """
    return _step(params, grads, state, alpha, beta, lambda s, m: np.sqrt(s) + eps)


def wrong_mean_taken_out_of_the_root(params, grads, state, alpha, beta, eps):
    """La moyenne est retranchée de la racine, et non son carré de ce qu'elle prend.

    Perd : first, steps, eps
    Entraîne : constant, arguments
    """
    return _step(params, grads, state, alpha, beta, lambda s, m: np.sqrt(s) - m + eps)


def wrong_paired_by_position(params, grads, state, alpha, beta, eps):
    """Un gradient va au paramètre de même rang, et non de même nom.

    Perd : steps, pour « leurs gradients, sous les **mêmes** noms »
    """
    ranked = dict(zip(params, grads.values(), strict=True))
    return _step(params, ranked, state, alpha, beta, lambda s, m: _deviation(s, m) + eps)


def wrong_root_forgotten(params, grads, state, alpha, beta, eps):
    """La racine manque.

    Perd : first, steps, eps
    Entraîne : constant, arguments
    """
    return _step(params, grads, state, alpha, beta, lambda s, m: np.maximum(s - m**2, 0) + eps)


def wrong_mean_in_the_numerator(params, grads, state, alpha, beta, eps):
    """La moyenne remplace le gradient au numérateur, comme dans Adam.

    Perd : first, steps, eps
    Entraîne : constant, arguments
    """
    return _step(params, grads, state, alpha, beta, lambda s, m: _deviation(s, m) + eps, numerator=lambda g, m: m)


def wrong_uphill(params, grads, state, alpha, beta, eps):
    """Le pas monte.

    Perd : first, steps, eps
    Entraîne : constant, arguments
    """
    return _step(params, grads, state, -alpha, beta, lambda s, m: _deviation(s, m) + eps)


def wrong_first_array_only(params, grads, state, alpha, beta, eps):
    """Seul le premier tableau avance.

    Perd : first, pour « Pour chaque tableau de paramètres »
    Entraîne : steps, eps
    """
    moved, kept = _step(params, grads, state, alpha, beta, lambda s, m: _deviation(s, m) + eps)
    name = next(iter(params))
    return {**params, name: moved[name]}, kept


def wrong_state_lost(params, grads, state, alpha, beta, eps):
    """Les états repartent de zéro à chaque pas.

    Perd : steps, pour « ce que vous gardez d'un pas à l'autre »
    """
    return _step(params, grads, {}, alpha, beta, lambda s, m: _deviation(s, m) + eps)[0], state.copy()


def wrong_betas_exchanged(params, grads, state, alpha, beta, eps):
    """beta pèse le gradient, et 1 - beta l'état : le premier pas n'en dit rien.

    Perd : steps
    """
    return _step(params, grads, state, alpha, 1 - beta, lambda s, m: _deviation(s, m) + eps)


def wrong_state_shared_by_equal_shapes(params, grads, state, alpha, beta, eps):
    """Deux tableaux de même forme ont le même état.

    Perd : steps, pour « Deux tableaux de même forme ont chacun le leur »
    """
    moved, kept = {}, dict(state)
    for name, g in grads.items():
        s, m = kept.get(str(g.shape), (0.0, 0.0))
        s, m = beta * s + (1 - beta) * g**2, beta * m + (1 - beta) * g
        kept[str(g.shape)] = (s, m)
        moved[name] = params[name] - alpha * g / (_deviation(s, m) + eps)
    return moved, kept


def wrong_one_state_for_all(params, grads, state, alpha, beta, eps):
    """Un seul état pour tous les tableaux : les formes se mêlent.

    Perd : first, steps, eps
    Entraîne : arguments
    """
    moved, s, m = {}, state.get("s", 0.0), state.get("m", 0.0)
    for name, g in grads.items():
        s, m = beta * s + (1 - beta) * g**2, beta * m + (1 - beta) * g
        moved[name] = params[name] - alpha * g / (_deviation(s, m) + eps)
    return moved, {"s": s, "m": m}


def wrong_eps_in_the_root(params, grads, state, alpha, beta, eps):
    """eps est sous la racine.

    Perd : eps, pour « hors de la racine »
    Entraîne : constant
    """
    return _step(params, grads, state, alpha, beta, lambda s, m: np.sqrt(np.maximum(s - m**2, 0) + eps))


def wrong_eps_forgotten(params, grads, state, alpha, beta, eps):
    """eps ne sert pas : 0/0 pour un gradient nul.

    Perd : eps
    Entraîne : constant
    """
    return _step(params, grads, state, alpha, beta, _deviation)


def wrong_negative_variance(params, grads, state, alpha, beta, eps):
    """Rien n'empêche s - m² d'être un peu négatif : la racine est alors NaN.

    Perd : constant, pour « Aucun NaN ne doit paraître »
    """
    return _step(params, grads, state, alpha, beta, lambda s, m: np.sqrt(s - m**2) + eps)


def wrong_params_in_place(params, grads, state, alpha, beta, eps):
    """params est modifié sur place.

    Perd : arguments, pour « deux nouveaux dictionnaires »
    """
    moved, kept = _step(params, grads, state, alpha, beta, lambda s, m: _deviation(s, m) + eps)
    for name, value in moved.items():
        params[name][...] = value
    return moved, kept


def wrong_state_in_place(params, grads, state, alpha, beta, eps):
    """Les états sont rangés dans le dictionnaire reçu.

    Perd : arguments
    """
    moved, kept = _step(params, grads, state, alpha, beta, lambda s, m: _deviation(s, m) + eps)
    state.update(kept)
    return moved, state


def wrong_state_in_an_object(params, grads, state, alpha, beta, eps):
    """L'état est un objet, que chaque pas change sur place.

    Perd : arguments
    """
    from types import SimpleNamespace

    known = state if isinstance(state, SimpleNamespace) else SimpleNamespace(kept=state)
    moved, known.kept = _step(params, grads, known.kept, alpha, beta, lambda s, m: _deviation(s, m) + eps)
    return moved, known


def right_formulas(params, grads, state, alpha, beta, eps):
    """Les formules de l'énoncé, la différence bornée par zéro, et un dictionnaire par état."""
    squares, means, moved = {}, {}, {}
    for name in params:
        g = grads[name]
        squares[name] = beta * state.get("s", {}).get(name, 0) + (1 - beta) * g * g
        means[name] = beta * state.get("m", {}).get(name, 0) + (1 - beta) * g
        spread = np.sqrt(np.clip(squares[name] - means[name] ** 2, 0, None))
        moved[name] = params[name] - alpha * g / (spread + eps)
    return moved, {"s": squares, "m": means}


def right_stacked(params, grads, state, alpha, beta, eps):
    """Les deux moyennes sont empilées dans un seul tableau par nom."""
    kept = {n: beta * state.get(n, 0) + (1 - beta) * np.stack([g**2, g]) for n, g in grads.items()}
    spread = {n: np.sqrt(np.where(k[0] > k[1] ** 2, k[0] - k[1] ** 2, 0)) for n, k in kept.items()}
    return {n: params[n] - grads[n] * alpha / (spread[n] + eps) for n in params}, kept


def right_past_gradients(params, grads, state, alpha, beta, eps):
    """Tous les gradients sont gardés, et la variance se lit sur eux et sur les zéros du départ."""
    kept = {name: np.concatenate([state.get(name, np.zeros((0, *g.shape))), g[None]]) for name, g in grads.items()}
    moved = {}
    for name, past in kept.items():
        weights = (1 - beta) * beta ** np.arange(len(past))[::-1]
        mean = np.tensordot(weights, past, 1)
        variance = np.tensordot(weights, (past - mean) ** 2, 1) + (1 - weights.sum()) * mean**2
        moved[name] = params[name] - alpha * past[-1] / (np.sqrt(np.abs(variance)) + eps)
    return moved, kept
