"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def wrong_weight_missing(theta, g, v, alpha, beta, nu):
    """La vitesse est une somme : le poids 1 - beta du gradient manque.

    Perd : velocity, position
    Entraîne : arguments
    """
    v = beta * v + g
    return theta - alpha * ((1 - nu) * g + nu * v), v


def wrong_beta_on_the_gradient(theta, g, v, alpha, beta, nu):
    """beta pèse le gradient, et 1 - beta la vitesse.

    Perd : velocity, position
    Entraîne : arguments
    """
    v = (1 - beta) * v + beta * g
    return theta - alpha * ((1 - nu) * g + nu * v), v


def wrong_alpha_in_the_velocity(theta, g, v, alpha, beta, nu):
    """Le taux entre dans la vitesse.

    Perd : velocity, position
    Entraîne : arguments
    """
    v = beta * v + (1 - beta) * alpha * g
    return theta - ((1 - nu) * alpha * g + nu * v), v


def wrong_nu_on_the_gradient(theta, g, v, alpha, beta, nu):
    r"""nu pèse le gradient, et 1 - nu la vitesse.

    Perd : position, pour « dans une proportion $\nu$ »
    """
    v = beta * v + (1 - beta) * g
    return theta - alpha * (nu * g + (1 - nu) * v), v


def wrong_old_velocity(theta, g, v, alpha, beta, nu):
    """Le pas emploie la vitesse d'avant.

    Perd : position, pour « elle sert au pas **après** avoir reçu $g_t$ »
    """
    return theta - alpha * ((1 - nu) * g + nu * v), beta * v + (1 - beta) * g


def wrong_momentum(theta, g, v, alpha, beta, nu):
    """C'est le momentum : nu ne sert pas.

    Perd : position, pour « suit un mélange des deux »
    """
    v = beta * v + (1 - beta) * g
    return theta - alpha * v, v


def wrong_gradient_missing(theta, g, v, alpha, beta, nu):
    """Le terme du gradient manque.

    Perd : position
    """
    v = beta * v + (1 - beta) * g
    return theta - alpha * nu * v, v


def wrong_sum_not_mixed(theta, g, v, alpha, beta, nu):
    """Le gradient s'ajoute tout entier.

    Perd : position
    """
    v = beta * v + (1 - beta) * g
    return theta - alpha * (g + nu * v), v


def wrong_uphill(theta, g, v, alpha, beta, nu):
    """Le pas monte.

    Perd : position
    """
    v = beta * v + (1 - beta) * g
    return theta + alpha * ((1 - nu) * g + nu * v), v


def wrong_mixture_kept(theta, g, v, alpha, beta, nu):
    """Le mélange est rendu à la place de la vitesse.

    Perd : velocity, pour « La vitesse est la moyenne mobile du livre »
    """
    v = beta * v + (1 - beta) * g
    mixed = (1 - nu) * g + nu * v
    return theta - alpha * mixed, mixed


def wrong_velocity_not_updated(theta, g, v, alpha, beta, nu):
    """La vitesse rendue est celle que l'on a reçue.

    Perd : velocity
    """
    return theta - alpha * ((1 - nu) * g + nu * (beta * v + (1 - beta) * g)), v.copy()


def wrong_results_exchanged(theta, g, v, alpha, beta, nu):
    """Les deux résultats sont échangés.

    Perd : velocity, position, pour « rend le couple `(theta, v)` »
    Entraîne : arguments
    """
    v = beta * v + (1 - beta) * g
    return v, theta - alpha * ((1 - nu) * g + nu * v)


def wrong_in_place(theta, g, v, alpha, beta, nu):
    """v et theta changent sur place.

    Perd : arguments, pour « dans de nouveaux tableaux »
    """
    v *= beta
    v += (1 - beta) * g
    theta -= alpha * ((1 - nu) * g + nu * v)
    return theta, v


def right_formula(theta, g, v, alpha, beta, nu):
    """Les deux lignes de l'énoncé."""
    new = beta * v + (1 - beta) * g
    return theta - alpha * ((1 - nu) * g + nu * new), new


def right_three_terms(theta, g, v, alpha, beta, nu):
    """Le pas est développé : une part de gradient, une part de vitesse d'avant."""
    moved = theta - alpha * (1 - nu * beta) * g - alpha * nu * beta * v
    return moved, np.add(beta * v, g) - beta * g


def right_stacked(theta, g, v, alpha, beta, nu):
    """Un produit de matrices sur les trois tableaux empilés."""
    rule = np.array([[1, -alpha * (1 - nu * beta), -alpha * nu * beta], [0, 1 - beta, beta]])
    moved, velocity = np.tensordot(rule, np.stack([theta, g, v]), axes=1)
    return moved, velocity
