"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_batch_norm(Z, eps=1e-5):
    """La normalisation par lots.

    Perd : value, alone
    Lit : c'est la normalisation par lots
    """
    return (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(Z.var(axis=1, keepdims=True) + eps)


def wrong_whole_array(Z, eps=1e-5):
    """Tout le tableau.

    Perd : value, alone
    Lit : la moyenne porte sur tout le tableau
    """
    return (Z - Z.mean()) / np.sqrt(Z.var() + eps)


def wrong_epsilon_outside(Z, eps=1e-5):
    """Epsilon hors de la racine.

    Perd : value, alone
    Lit : sous la racine
    """
    return (Z - Z.mean(axis=0)) / (Z.std(axis=0) + eps)


def wrong_root_forgotten(Z, eps=1e-5):
    """La variance divise.

    Perd : value, alone
    Lit : la racine manque
    """
    return (Z - Z.mean(axis=0)) / (Z.var(axis=0) + eps)


def wrong_unbiased_variance(Z, eps=1e-5):
    """n - 1.

    Perd : value, alone
    Lit : np.var divise par n
    """
    return (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0, ddof=1) + eps)


def right_transposed(Z, eps=1e-5):
    """Par la transposée, ligne à ligne."""
    return np.array([(z - z.mean()) / np.sqrt(np.mean((z - z.mean()) ** 2) + eps) for z in Z.T]).T
