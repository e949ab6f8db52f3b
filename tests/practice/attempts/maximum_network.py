"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_second_number_forgotten():
    """r(x1 - x2), seul.

    Perd : positive, any
    Lit : il reste à y ajouter x2
    """
    W1 = np.array([[1.0, -1.0], [0.0, 0.0], [0.0, 0.0]])
    return W1, np.zeros((3, 1)), np.array([[1.0, 0.0, 0.0]]), np.zeros((1, 1))


def wrong_negative_numbers_stopped():
    """x2 n'est recopié que s'il est positif.

    Perd : any
    Lit : un neurone ReLU arrête le reste
    """
    W1 = np.array([[1.0, -1.0], [0.0, 1.0], [0.0, 0.0]])
    return W1, np.zeros((3, 1)), np.array([[1.0, 1.0, 0.0]]), np.zeros((1, 1))


def wrong_minimum():
    """Le plus petit.

    Perd : positive, any
    Lit : c'est le plus petit des deux
    """
    W1 = np.array([[-1.0, 1.0], [0.0, 1.0], [0.0, -1.0]])
    return W1, np.zeros((3, 1)), np.array([[-1.0, 1.0, -1.0]]), np.zeros((1, 1))


def wrong_absolute_difference():
    """|x1 - x2|.

    Perd : positive, any
    Lit : c'est la valeur absolue
    """
    W1 = np.array([[1.0, -1.0], [-1.0, 1.0], [0.0, 0.0]])
    return W1, np.zeros((3, 1)), np.array([[1.0, 1.0, 0.0]]), np.zeros((1, 1))


def wrong_integers():
    """Des entiers.

    Perd : positive, any
    Lit : tronque
    """
    W1 = np.array([[1, -1], [0, 1], [0, -1]])
    return W1, np.zeros((3, 1)), np.array([[1, 1, -1]]), np.zeros((1, 1))


def right_from_the_other_number():
    """max = x1 + r(x2 - x1), et d'autres échelles."""
    W1 = np.array([[-2.0, 2.0], [3.0, 0.0], [-0.5, 0.0]])
    return W1, np.zeros((3, 1)), np.array([[0.5, 1 / 3, -2.0]]), np.zeros((1, 1))
