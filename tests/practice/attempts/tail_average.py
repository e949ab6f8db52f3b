"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_last_position(gradient, theta, alpha, steps):
    """La dernière position.

    Perd : value, calmer
    Lit : c'est la dernière position
    """
    for _ in range(steps):
        theta = theta - alpha * gradient(theta)
    return theta


def wrong_every_position(gradient, theta, alpha, steps):
    """Toutes les positions, dès la première : sur deux mille pas, cela se voit peu.

    Perd : value
    Lit : la première moitié est comptée aussi
    """
    total = 0 * theta
    for _ in range(steps):
        theta = theta - alpha * gradient(theta)
        total = total + theta / steps
    return total


def wrong_counted_before_the_step(gradient, theta, alpha, steps):
    """La position est comptée avant son pas.

    Perd : value
    Lit : une position se compte après son pas
    """
    total = 0 * theta
    for step in range(steps):
        if step >= steps // 2:
            total = total + theta
        theta = theta - alpha * gradient(theta)
    return total / (steps // 2)


def wrong_divided_by_every_step(gradient, theta, alpha, steps):
    """La somme de la moitié est divisée par le nombre total.

    Perd : value
    Lit : la somme se divise par le nombre de positions
    """
    total = 0 * theta
    for step in range(steps):
        theta = theta - alpha * gradient(theta)
        if step >= steps // 2:
            total = total + theta
    return total / steps


def right_list(gradient, theta, alpha, steps):
    """En gardant la liste."""
    path = []
    for _ in range(steps):
        theta = theta - alpha * gradient(theta)
        path.append(theta)
    return np.mean(path[steps // 2 :], axis=0)
