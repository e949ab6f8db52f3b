"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_covariance(X):
    """La covariance, qui retire la moyenne.

    Perd : off_center, edge
    Lit : la covariance retire la moyenne
    """
    return 2 / np.linalg.eigvalsh(np.cov(X, bias=True)).max()


def wrong_half(X):
    """1/λ.

    Perd : off_center, edge
    Lit : la limite de stabilité est 2/λ
    """
    return 1 / np.linalg.eigvalsh(X @ X.T / X.shape[1]).max()


def wrong_sum_for_a_mean(X):
    """Sans 1/m.

    Perd : off_center, edge
    Lit : 1/m manque
    """
    return 2 / np.linalg.eigvalsh(X @ X.T).max()


def wrong_smallest(X):
    """La plus petite courbure.

    Perd : off_center, edge
    Lit : c'est la plus petite courbure
    """
    return 2 / np.linalg.eigvalsh(X @ X.T / X.shape[1]).min()


def right_singular_values(X):
    """Par les valeurs singulières."""
    return 2 * X.shape[1] / np.linalg.norm(X, 2) ** 2
