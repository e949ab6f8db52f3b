"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_lecun(X):
    """1/√n, quelles que soient les entrées.

    Perd : dense, one_hot
    Lit : il suppose des entrées de carré moyen 1
    """
    return 1 / np.sqrt(X.shape[0])


def wrong_variance_for_a_deviation(X):
    """La variance des poids : juste quand elle vaut 1.

    Perd : dense
    Lit : l'écart type en est la racine
    """
    return 1 / np.mean(np.sum(X**2, axis=0))


def wrong_number_of_inputs_forgotten(X):
    """Le carré moyen, sans n.

    Perd : dense, one_hot
    Lit : le nombre d'entrées manque
    """
    return 1 / np.sqrt(np.mean(X**2))


def wrong_variance_of_the_inputs(X):
    """La variance au lieu du carré moyen.

    Perd : dense, one_hot
    Lit : c'est la variance des entrées
    """
    return 1 / np.sqrt(X.shape[0] * X.var())


def wrong_mean_norm(X):
    """La moyenne des normes.

    Perd : dense
    Lit : la moyenne des normes
    """
    return 1 / np.mean(np.linalg.norm(X, axis=0))


def right_frobenius(X):
    """Par la norme du tableau."""
    return np.sqrt(X.shape[1]) / np.linalg.norm(X)
