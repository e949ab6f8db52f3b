"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_slope_in_the_response(A):
    """La formule en z, appliquée à a.

    Perd : positive, negative
    Lit : la pente est prise en A
    """
    return 1 / (1 + np.abs(A)) ** 2


def wrong_square_forgotten(A):
    """1 - |a|, sans le carré.

    Perd : positive, negative
    Lit : il reste à l'élever au carré
    """
    return 1 - np.abs(A)


def wrong_tanh(A):
    """La pente de tanh, lue dans sa réponse.

    Perd : positive, negative
    Lit : c'est la pente de tanh
    """
    return 1 - A**2


def wrong_absolute_value_forgotten(A):
    """Juste à droite de zéro seulement.

    Perd : negative
    Lit : il manque une valeur absolue
    """
    return (1 - A) ** 2


def wrong_absolute_value_everywhere(A):
    """Juste à gauche de zéro seulement.

    Perd : positive
    """
    return (1 + A) ** 2


def right_back_to_the_logit(A):
    """En retrouvant z."""
    Z = A / (1 - np.abs(A))
    return 1 / (1 + np.abs(Z)) ** 2
