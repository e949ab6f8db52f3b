"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_divided_by_one_step(gradient, theta, u, turns):
    """Divisé par h au lieu de 2h.

    Perd : value, curved
    Lit : se divise par 2h
    """
    for _ in range(turns):
        u = u / np.linalg.norm(u)
        Hu = (gradient(theta + 1e-5 * u) - gradient(theta - 1e-5 * u)) / 1e-5
        curvature, u = u @ Hu, Hu
    return curvature


def wrong_no_iteration(gradient, theta, u, turns):
    """La direction ne tourne pas.

    Perd : value, curved
    Lit : la direction n'a pas tourné
    """
    u = u / np.linalg.norm(u)
    return u @ (gradient(theta + 1e-5 * u) - gradient(theta - 1e-5 * u)) / 2e-5


def wrong_norm_left_to_grow(gradient, theta, u, turns):
    """La direction est normée pour finir seulement : le pas a grandi à chaque tour.

    Perd : curved
    Lit : la direction est-elle de norme 1
    """
    for _ in range(turns):
        Hu = (gradient(theta + 1e-5 * u) - gradient(theta - 1e-5 * u)) / 2e-5
        curvature, u = u @ Hu / (u @ u), Hu
    return curvature


def wrong_step_too_long(gradient, theta, u, turns):
    """Un pas de 1 : juste sur une cuvette, loin du compte ailleurs.

    Perd : curved
    Lit : la direction est-elle de norme 1
    """
    for _ in range(turns):
        u = u / np.linalg.norm(u)
        Hu = (gradient(theta + u) - gradient(theta - u)) / 2
        curvature, u = u @ Hu, Hu
    return curvature


def right_norm_of_the_product(gradient, theta, u, turns):
    """La norme de Hu, qui tend vers la même courbure, et un côté seulement."""
    base = gradient(theta)
    for _ in range(turns):
        u = u / np.linalg.norm(u)
        u = (gradient(theta + 1e-6 * u) - base) / 1e-6
    return np.linalg.norm(u)
