"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_divided_by_m(delta, A_prev, c):
    """Les poids multiplient, et la division est restée celle d'avant.

    Perd : weights, equal
    Lit : la somme est divisée par m
    """
    weighted = delta * c / delta.shape[1]
    return weighted @ A_prev.T, weighted.sum(axis=1, keepdims=True)


def wrong_not_divided(delta, A_prev, c):
    """Rien ne divise.

    Perd : weights, equal
    Lit : la division par la somme des poids manque
    """
    weighted = delta * c
    return weighted @ A_prev.T, weighted.sum(axis=1, keepdims=True)


def wrong_weights_on_both_factors(delta, A_prev, c):
    """Les poids multiplient l'erreur et l'activation.

    Perd : weights, equal
    """
    share = c / c.sum()
    return (delta * share) @ (A_prev * share).T, (delta * share).sum(axis=1, keepdims=True)


def wrong_weights_forgotten_in_db(delta, A_prev, c):
    """dW est pondéré, db ne l'est pas.

    Perd : weights
    Lit : les poids n'y entrent pas
    """
    return (delta * c / c.sum()) @ A_prev.T, delta.mean(axis=1, keepdims=True)


def wrong_flat_bias(delta, A_prev, c):
    """keepdims manque.

    Perd : weights, equal
    Lit : keepdims=True garde les deux dimensions
    """
    weighted = delta * c / c.sum()
    return weighted @ A_prev.T, weighted.sum(axis=1)


def right_diagonal(delta, A_prev, c):
    """Par une matrice diagonale, et une moyenne pondérée."""
    dW = delta @ np.diag(c / c.sum()) @ A_prev.T
    return dW, np.average(delta, axis=1, weights=c)[:, None]


def right_einsum(delta, A_prev, c):
    """Par einsum."""
    p = c / c.sum()
    return np.einsum("ni,pi,i->np", delta, A_prev, p), np.einsum("ni,i->n", delta, p).reshape(-1, 1)
