"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_new_moment_in_the_step(theta, g, m, alpha, beta1, beta2):
    """m est mis à jour avant le pas.

    Perd : position
    Lit : le pas se décide avec l'ancien m
    """
    m = beta2 * m + (1 - beta2) * g
    return theta - alpha * np.sign(beta1 * m + (1 - beta1) * g), m


def wrong_one_rate_for_both(theta, g, m, alpha, beta1, beta2):
    """beta2 décide aussi du pas, comme dans un momentum.

    Perd : position
    Lit : le pas se décide par beta1
    """
    m = beta2 * m + (1 - beta2) * g
    return theta - alpha * np.sign(m), m


def wrong_sign_forgotten(theta, g, m, alpha, beta1, beta2):
    """Un momentum ordinaire.

    Perd : position
    Lit : le signe manque
    """
    return theta - alpha * (beta1 * m + (1 - beta1) * g), beta2 * m + (1 - beta2) * g


def wrong_rates_exchanged(theta, g, m, alpha, beta1, beta2):
    """Les deux taux sont échangés.

    Perd : position, moment, untouched
    Lit : le pas se décide par beta1
    """
    return theta - alpha * np.sign(beta2 * m + (1 - beta2) * g), beta1 * m + (1 - beta1) * g


def wrong_in_place(theta, g, m, alpha, beta1, beta2):
    """Les tableaux reçus sont modifiés.

    Perd : untouched
    Lit : une opération sur place
    """
    theta -= alpha * np.sign(beta1 * m + (1 - beta1) * g)
    m *= beta2
    m += (1 - beta2) * g
    return theta, m


def right_where(theta, g, m, alpha, beta1, beta2):
    """Sans np.sign."""
    c = m + (1 - beta1) * (g - m)
    return np.where(c > 0, theta - alpha, np.where(c < 0, theta + alpha, theta)), m + (1 - beta2) * (g - m)
