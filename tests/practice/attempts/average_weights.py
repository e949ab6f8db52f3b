"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_newest_first(beta, t):
    """Le dernier gradient d'abord.

    Perd : value, run
    Lit : l'ordre est renversé : le dernier
    """
    return (1 - beta) * beta ** np.arange(t)


def wrong_factor_forgotten(beta, t):
    """Sans 1 - beta.

    Perd : value, run
    Lit : le facteur 1 - beta manque
    """
    return beta ** np.arange(t - 1, -1, -1.0)


def wrong_exponent_off_by_one(beta, t):
    """Un de trop dans l'exposant.

    Perd : value, run
    Lit : l'exposant est trop grand d'un
    """
    return (1 - beta) * beta ** np.arange(t, 0, -1.0)


def wrong_sum_brought_to_one(beta, t):
    """Ramenés à une somme de 1.

    Perd : value, run
    Lit : la somme des poids a été ramenée à 1
    """
    powers = beta ** np.arange(t - 1, -1, -1.0)
    return powers / powers.sum()


def right_by_running_the_rule(beta, t):
    """En donnant à la règle un gradient à la fois : les lignes de l'identité."""
    v = np.zeros(t)
    for row in np.eye(t):
        v = beta * v + (1 - beta) * row
    return v
