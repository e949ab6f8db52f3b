"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_weights_only(W1, b1, W2):
    """Les poids d'entrée seuls.

    Perd : alike, zeros
    Lit : mêmes poids d'entrée ne suffit pas
    """
    return len(np.unique(W1, axis=0))


def wrong_inputs_only(W1, b1, W2):
    """Les poids d'entrée et le biais.

    Perd : alike, zeros
    Lit : la sortie peut différer
    """
    return len(np.unique(np.hstack([W1, b1]), axis=0))


def wrong_no_twin_seen(W1, b1, W2):
    """Le nombre de neurones, sans plus.

    Perd : twins, alike
    Lit : aucun jumeau n'a été reconnu
    """
    return len(W1)


def wrong_bias_forgotten(W1, b1, W2):
    """Le biais est oublié.

    Perd : alike
    Lit : le biais compte aussi
    """
    return len(np.unique(np.hstack([W1, W2.T]), axis=0))


def right_set_of_tuples(W1, b1, W2):
    """Un ensemble de tuples."""
    return len({(*W1[j], *b1[j], *W2[:, j]) for j in range(len(W1))})
