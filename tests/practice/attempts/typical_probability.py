"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_arithmetic_mean(a, y):
    """Une moyenne ordinaire des probabilités.

    Perd : value, many
    Lit : c'est une moyenne arithmétique
    """
    return np.mean(np.where(y == 1, a, 1 - a))


def wrong_cost(a, y):
    """Le coût lui-même.

    Perd : value, many
    Lit : c'est le coût J
    """
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def wrong_sum_of_logarithms(a, y):
    """La somme au lieu de la moyenne : le produit de toutes.

    Perd : value, many
    Lit : la racine m-ième manque
    """
    return np.exp(np.sum(np.log(np.where(y == 1, a, 1 - a))))


def wrong_answer_ignored(a, y):
    """La probabilité de 1, quelle que soit l'étiquette.

    Perd : value, many
    Lit : la bonne réponse est 1 - a quand y = 0
    """
    return np.exp(np.mean(np.log(a)))


def right_from_the_cost(a, y):
    """Par le coût du livre."""
    return np.exp(np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)))
