"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _settings(rule, alpha, beta, **changes):
    found = {
        "sgd": (alpha, 0.0, 0.0),
        "momentum": (alpha, beta, 1.0),
        "polyak": (alpha / (1 - beta), beta, 1.0),
        "nesterov": (alpha / (1 - beta), beta, beta),
        "nesterov_mean": (alpha, beta, beta),
    }
    return (found | changes)[rule]


def wrong_same_rate_for_polyak(rule, alpha, beta):
    """Le taux de la somme sert tel quel à la moyenne.

    Perd : polyak, pour « il passe **exactement** par les mêmes positions »
    """
    return _settings(rule, alpha, beta, polyak=(alpha, beta, 1.0))


def wrong_rate_converted_backwards(rule, alpha, beta):
    """alpha est multiplié par 1 - beta, au lieu d'en être divisé.

    Perd : polyak, nesterov
    """
    rate = alpha * (1 - beta)
    return _settings(rule, alpha, beta, polyak=(rate, beta, 1.0), nesterov=(rate, beta, beta))


def wrong_nesterov_without_anticipation(rule, alpha, beta):
    r"""Nesterov, en somme, est pris pour Polyak.

    Perd : nesterov, pour « $\theta \leftarrow \theta - \alpha\, (g + \beta v)$ »
    """
    return _settings(rule, alpha, beta, nesterov=(alpha / (1 - beta), beta, 1.0))


def wrong_same_rate_for_nesterov(rule, alpha, beta):
    """Le taux de Nesterov, en somme, n'est pas converti.

    Perd : nesterov
    """
    return _settings(rule, alpha, beta, nesterov=(alpha, beta, beta))


def wrong_mean_converted_too(rule, alpha, beta):
    r"""Le taux de Nesterov en moyenne est converti comme l'autre.

    Perd : nesterov_mean, pour « $\theta \leftarrow \theta - \alpha\, \bigl((1 - \beta)\, g + \beta v\bigr)$ »
    """
    return _settings(rule, alpha, beta, nesterov_mean=(alpha / (1 - beta), beta, beta))


def wrong_nu_is_one_minus_beta(rule, alpha, beta):
    """nu est pris pour la part du gradient.

    Perd : nesterov, nesterov_mean
    """
    nesterov = (alpha / (1 - beta), beta, 1 - beta)
    return _settings(rule, alpha, beta, nesterov=nesterov, nesterov_mean=(alpha, beta, 1 - beta))


def wrong_descent_with_momentum(rule, alpha, beta):
    """La descente garde une vitesse.

    Perd : plain, pour « quels que soient les gradients »
    """
    return _settings(rule, alpha, beta, sgd=(alpha, beta, 1.0))


def wrong_momentum_taken_for_nesterov(rule, alpha, beta):
    """Le momentum reçoit nu = beta.

    Perd : plain
    """
    return _settings(rule, alpha, beta, momentum=(alpha, beta, beta))


def wrong_order(rule, alpha, beta):
    """nu et beta sont échangés.

    Perd : plain, polyak, nesterov_mean, pour « qui rend le triplet `(alpha, beta, nu)` »
    Entraîne : nesterov
    """
    alpha, beta, nu = _settings(rule, alpha, 0.5 * beta)
    return alpha, nu, beta


def wrong_integers(rule, alpha, beta):
    """nu vaut 1, un entier, là où il est entier.

    Perd : plain, polyak, pour « trois nombres flottants »
    """
    alpha, beta, nu = _settings(rule, alpha, beta)
    return alpha, beta, int(nu) if nu in (0.0, 1.0) else nu


def wrong_first_step_only(rule, alpha, beta):
    """Seul le premier pas est le même : le taux y est ajusté, nu reste à 1.

    Perd : nesterov, nesterov_mean
    """
    nesterov = (alpha * (1 + beta) / (1 - beta), beta, 1.0)
    return _settings(rule, alpha, beta, nesterov=nesterov, nesterov_mean=(alpha * (1 + beta), beta, 1.0))


def wrong_limit_only(rule, alpha, beta):
    """La somme des poids est juste, non chacun d'eux : la descente au taux effectif.

    Perd : plain, polyak, nesterov, nesterov_mean
    """
    rate = alpha / (1 - beta) if rule in ("polyak", "nesterov") else alpha
    return rate, beta, 0.0


def right_formulas(rule, alpha, beta):
    """Chaque réglage, écrit en toutes lettres."""
    if rule == "sgd":
        return alpha, beta, 0.0
    rate = alpha if rule in ("momentum", "nesterov_mean") else alpha / (1.0 - beta)
    return rate, beta, beta if rule.startswith("nesterov") else 1.0


def right_from_two_weights(rule, alpha, beta):
    """Les poids des deux derniers gradients suffisent : on résout les deux équations qu'ils donnent."""
    first, second = {
        "sgd": (1.0, 0.0),
        "momentum": (1 - beta, (1 - beta) * beta),
        "polyak": (1.0, beta),
        "nesterov": (1 + beta, beta**2),
        "nesterov_mean": ((1 - beta) * (1 + beta), (1 - beta) * beta**2),
    }[rule]
    past = second / beta / (1 - beta)  # alpha' nu' / alpha
    rate = first + past * beta
    return alpha * rate, beta, past / rate


def right_measured(rule, alpha, beta):
    """La règle est essayée sur une impulsion, et les deux premiers pas donnent le réglage."""
    v, moves = 0.0, []
    for g in (1.0, 0.0):
        mean = rule in ("momentum", "nesterov_mean")
        v = beta * v + (1 - beta if mean else 1.0) * g
        ahead = (1 - beta if mean else 1.0) * g + beta * v
        moves.append(alpha * (g if rule == "sgd" else ahead if rule.startswith("nesterov") else v))
    past = moves[1] / (beta * (1 - beta))
    return float(np.add(moves[0], past * beta)), beta, float(past / (moves[0] + past * beta))
