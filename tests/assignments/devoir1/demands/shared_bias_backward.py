"""D'autres solutions fautives (`wrong_`), qui manquent à une seule des demandes de l'énoncé."""

import numpy as np


def wrong_squeezed_single_example(dZ, cache):
    """np.squeeze ôte de dX l'axe des exemples quand il n'y en a qu'un.

    Perd : input_gradient, pour « des lots d'un seul exemple »
    """
    m = dZ.shape[1]
    return np.squeeze(cache["W"].T @ dZ), dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m


def wrong_number_of_inputs_as_m(dZ, cache):
    """m est lu sur l'axe 0 de X, qui compte les entrées.

    Perd : weight_gradient, bias_gradient
    """
    m = cache["X"].shape[0]
    return cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m
