"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_not_divided(A, p, rng):
    """Sans division.

    Perd : mean, values
    Lit : ce qui reste n'a pas été divisé par p
    """
    mask = rng.random(A.shape) < p
    return A * mask, mask


def wrong_probability_of_silence(A, p, rng):
    """p est pris pour la probabilité d'éteindre.

    Perd : mean, values
    Lit : p est la probabilité de garder
    """
    mask = (rng.random(A.shape) >= p) / p
    return A * mask, mask


def wrong_division_left_out_of_the_mask(A, p, rng):
    """La division est faite, mais le masque ne la porte pas.

    Perd : values
    Lit : mask porte la division par p
    """
    mask = rng.random(A.shape) < p
    return A * mask / p, mask


def wrong_same_mask_for_every_neuron(A, p, rng):
    """Les exemples éteints sont tirés, et tous leurs neurones avec eux.

    Perd : each
    Lit : tirez un tableau de la forme de A
    """
    kept = rng.permutation(np.arange(A.shape[1]) < p * A.shape[1])
    mask = np.tile(kept / p, (A.shape[0], 1))
    return A * mask, mask


def right_binomial(A, p, rng):
    """Par une loi binomiale."""
    mask = rng.binomial(1, p, size=A.shape) / p
    return mask * A, mask
