"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_labels_taken_for_0_and_1(z, s):
    """La formule du livre, où s tient la place de y.

    Perd : value, far
    Lit : la formule du livre attend y
    """
    return np.logaddexp(0, z) - s * z


def wrong_sign_in_the_exponential(z, s):
    """Le signe est perdu : c'est la perte de la réponse contraire.

    Perd : value, far
    Lit : c'est la perte de la réponse contraire
    """
    return np.logaddexp(0, s * z)


def wrong_exponential_that_overflows(z, s):
    """Juste sur le papier, infinie en machine.

    Perd : far
    Lit : un exp déborde-t-il
    """
    return np.log(1 + np.exp(-s * z))


def wrong_clipped_probability(z, s):
    """La probabilité est bornée : la perte a un plafond.

    Perd : far
    """
    a = np.clip(1 / (1 + np.exp(-s * z)), 1e-12, 1)
    return -np.log(a)


def right_by_the_book(z, s):
    """Par y, puis la formule du livre."""
    y = (s + 1) / 2
    return np.logaddexp(0, z) - y * z


def right_by_hand(z, s):
    """Le plus grand des deux exposants mis à part."""
    u = -s * z
    return np.maximum(u, 0) + np.log1p(np.exp(-np.abs(u)))
