"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_mean_of_means(gradient, X, size):
    """La moyenne des moyennes.

    Perd : unequal
    Lit : or le dernier est plus court
    """
    return np.mean([gradient(X[:, k : k + size]) for k in range(0, X.shape[1], size)], axis=0)


def wrong_sum_of_means(gradient, X, size):
    """La somme des moyennes.

    Perd : equal, unequal
    Lit : les moyennes sont ajoutées
    """
    return sum(gradient(X[:, k : k + size]) for k in range(0, X.shape[1], size))


def wrong_last_piece_left_out(gradient, X, size):
    """Le dernier morceau, incomplet, est laissé de côté.

    Perd : unequal
    Lit : le dernier morceau, plus court
    """
    pieces = [X[:, k * size : (k + 1) * size] for k in range(X.shape[1] // size)]
    return np.mean([gradient(piece) for piece in pieces], axis=0)


def wrong_whole_batch_at_once(gradient, X, size):
    """Le lot entier, d'un seul coup.

    Perd : equal, unequal
    """
    return gradient(X)


def wrong_division_forgotten(gradient, X, size):
    """La division par m manque.

    Perd : equal, unequal
    Lit : n'a pas été divisée par m
    """
    pieces = [X[:, k : k + size] for k in range(0, X.shape[1], size)]
    return sum(piece.shape[1] * gradient(piece) for piece in pieces)


def right_average(gradient, X, size):
    """Par np.average."""
    pieces = [X[:, k : k + size] for k in range(0, X.shape[1], size)]
    return np.average([gradient(piece) for piece in pieces], axis=0, weights=[piece.shape[1] for piece in pieces])
