"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

from itertools import product

import numpy as np


def wrong_symmetric_ones_counted(weights):
    """Les motifs symétriques sont comptés aussi.

    Perd : binary, any
    Lit : les motifs symétriques comptent aussi
    """
    mirrored = [*weights, *(-w for w in reversed(weights))]
    return sum(np.dot(mirrored, pattern) == 0 for pattern in product((0, 1), repeat=len(mirrored)))


def wrong_sum_not_looked_at(weights):
    """Tous les motifs dissymétriques.

    Perd : binary, any
    Lit : même de somme non nulle
    """
    return sum(pattern != pattern[::-1] for pattern in product((0, 1), repeat=2 * len(weights)))


def wrong_weights_not_opposed(weights):
    """Les poids en miroir sont égaux, au lieu d'être opposés.

    Perd : binary, any
    """
    mirrored = [*weights, *reversed(weights)]
    return sum(np.dot(mirrored, pattern) == 0 for pattern in product((0, 1), repeat=len(mirrored)))


def wrong_differences_counted_once(weights):
    """Les différences des paires, où 0 ne compte que pour un motif.

    Perd : any
    """
    differences = product((-1, 0, 1), repeat=len(weights))
    return sum(any(d) and np.dot(weights, d) == 0 for d in differences)


def wrong_six_points_only(weights):
    """Le nombre de points est écrit en dur.

    Perd : any
    Lit : votre fonction s'arrête
    """
    mirrored = [*weights, *(-w for w in reversed(weights))]
    patterns = [pattern for pattern in product((0, 1), repeat=6) if pattern != pattern[::-1]]
    return sum(np.dot(mirrored, pattern) == 0 for pattern in patterns)


def right_by_differences(weights):
    """Par les différences des paires : 0 y vient de deux façons."""
    differences = product((-1, 0, 1), repeat=len(weights))
    return sum(2 ** d.count(0) for d in differences if any(d) and sum(w * x for w, x in zip(weights, d)) == 0)  # noqa: B905
