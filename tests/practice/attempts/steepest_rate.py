"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def _product(gradient, theta, u):
    h = 1e-5 / np.linalg.norm(u)
    return (gradient(theta + h * u) - gradient(theta - h * u)) / (2 * h)


def wrong_curvature_for_the_rate(gradient, theta):
    """La courbure, non son inverse.

    Perd : value, lowest
    Lit : le taux est son inverse
    """
    g = gradient(theta)
    return g @ _product(gradient, theta, g) / (g @ g)


def wrong_norm_forgotten(gradient, theta):
    """La direction n'est pas ramenée à la norme 1.

    Perd : value, lowest
    Lit : divisez par g'g
    """
    g = gradient(theta)
    return 1 / (g @ _product(gradient, theta, g))


def wrong_half_step(gradient, theta):
    """Divisé par h : la moitié du taux.

    Perd : value, lowest
    Lit : se divise par 2h
    """
    g = gradient(theta)
    return g @ g / (2 * g @ _product(gradient, theta, g))


def wrong_edge_of_the_descent(gradient, theta):
    """Le taux au-delà duquel le coût remonte.

    Perd : value, lowest
    Lit : le coût est revenu où il était
    """
    g = gradient(theta)
    return 2 * g @ g / (g @ _product(gradient, theta, g))


def right_secant(gradient, theta):
    """Par l'équilibre du gradient le long de la direction, mesuré en deux points."""
    g = gradient(theta)
    slope = g @ g
    t = 1e-3 / np.linalg.norm(g)
    return t * slope / (slope - g @ gradient(theta - t * g))
