"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_one_over_m_in_delta(Z, Y):
    """1/m est compté dès le terme d'erreur.

    Perd : delta
    Lit : 1/m est dans delta
    """
    A = np.exp(Z)
    return np.mean(A - Y * Z), (A - Y) / Z.size


def wrong_sum_for_a_mean(Z, Y):
    """Le coût est une somme.

    Perd : cost
    Lit : c'est la somme des pertes
    """
    A = np.exp(Z)
    return np.sum(A - Y * Z), A - Y


def wrong_logit_for_the_answer(Z, Y):
    """z - y, comme pour une sortie identité.

    Perd : delta
    Lit : la réponse est exp(z)
    """
    return np.mean(np.exp(Z) - Y * Z), Z - Y


def wrong_sigmoid_out_of_habit(Z, Y):
    """Le terme d'erreur de l'entropie croisée.

    Perd : delta
    Lit : c'est le terme d'erreur d'une sigmoïde
    """
    return np.mean(np.exp(Z) - Y * Z), 1 / (1 + np.exp(-Z)) - Y


def wrong_product_of_the_slope(Z, Y):
    """La formule générale, avec une pente de trop.

    Perd : delta
    """
    A = np.exp(Z)
    return np.mean(A - Y * Z), (A - Y) * A


def right_one_at_a_time(Z, Y):
    """Exemple par exemple."""
    losses = [np.exp(z) - y * z for z, y in zip(Z[0], Y[0])]  # noqa: B905
    deltas = [np.exp(z) - y for z, y in zip(Z[0], Y[0])]  # noqa: B905
    return sum(losses) / len(losses), np.array([deltas])
