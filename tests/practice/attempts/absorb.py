"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""


def wrong_old_weights_on_the_mean(W, b, mean, std):
    """La moyenne passe par les anciens poids.

    Perd : bias, same
    Lit : les nouveaux poids la multiplient
    """
    return W / std.T, b - W @ mean


def wrong_multiplied(W, b, mean, std):
    """L'échelle est dans l'autre sens.

    Perd : weights, bias, same
    Lit : chaque colonne se divise par l'écart type
    """
    return W * std.T, b - (W * std.T) @ mean


def wrong_sign(W, b, mean, std):
    """La moyenne s'ajoute.

    Perd : bias, same
    Lit : la moyenne se retranche
    """
    return W / std.T, b + (W / std.T) @ mean


def wrong_bias_left_alone(W, b, mean, std):
    """Le biais ne change pas.

    Perd : bias, same
    Lit : le biais ne bouge pas
    """
    return W / std.T, b


def right_by_three_readings(W, b, mean, std):
    """En lisant ce que répond la couche à zéro, puis à chaque entrée."""
    import numpy as np

    new_b = W @ (-mean / std) + b
    new_W = W @ ((np.eye(len(std)) - mean) / std) + b - new_b
    return new_W, new_b
