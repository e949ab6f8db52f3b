"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_silence_ignored(S, g, k, alpha, beta):
    """Comme si rien n'avait passé.

    Perd : value, long
    Lit : le silence n'a rien changé
    """
    return alpha * abs(g) / np.sqrt(beta * S + (1 - beta) * g**2)


def wrong_gradient_left_out_of_the_mean(S, g, k, alpha, beta):
    """g n'entre pas dans S.

    Perd : value, long
    Lit : g n'est pas entré dans S
    """
    return alpha * abs(g) / np.sqrt(beta**k * S)


def wrong_one_beta_forgotten(S, g, k, alpha, beta):
    """Le dernier pas ne fait pas décroître S.

    Perd : value
    Lit : multiplie S par beta, lui aussi
    """
    return alpha * abs(g) / np.sqrt(beta**k * S + (1 - beta) * g**2)


def wrong_factor_forgotten(S, g, k, alpha, beta):
    """Sans 1 - beta.

    Perd : value, long
    Lit : le facteur 1 - beta manque
    """
    return alpha * abs(g) / np.sqrt(beta ** (k + 1) * S + g**2)


def right_loop(S, g, k, alpha, beta):
    """Pas à pas."""
    for gradient in [0.0] * k + [g]:
        S = beta * S + (1 - beta) * gradient**2
    return abs(alpha * g / np.sqrt(S))
