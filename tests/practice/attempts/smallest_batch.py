"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_with_replacement(variance, N, target):
    """La formule du tirage avec remise.

    Perd : no_more
    Lit : c'est la taille d'un lot tiré avec remise
    """
    return min(N, int(np.ceil(variance / target)))


def wrong_rounded_down(variance, N, target):
    """Arrondi vers le bas : il manque un exemple.

    Perd : enough
    """
    return int(N * variance / (target * (N - 1) + variance))


def wrong_not_rounded(variance, N, target):
    """Le résultat n'est pas un entier.

    Perd : enough, no_more
    Lit : arrondit vers le haut
    """
    return N * variance / (target * (N - 1) + variance)


def wrong_whole_set(variance, N, target):
    """Tout l'ensemble : cela suffit, bien sûr.

    Perd : no_more
    """
    return N


def right_by_trial(variance, N, target):
    """En cherchant par moitiés."""
    low, high = 1, N
    while low < high:
        m = (low + high) // 2
        if variance / m * (N - m) / (N - 1) <= target:
            high = m
        else:
            low = m + 1
    return low
