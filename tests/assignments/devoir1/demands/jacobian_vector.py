"""D'autres solutions fautives (`wrong_`), qui manquent à une seule des demandes de l'énoncé."""

import numpy as np


def wrong_computed_in_float32(params, X, V):
    """Le calcul se fait en float32, « assez précis » pour un réseau.

    Perd : derivative, pour « calculent en `float64` »
    Entraîne : arguments, vectorization
    """
    W1, b1, W2, X, V = (np.float32(array) for array in (params["W1"], params["b1"], params["W2"], X, V))
    return W2 @ ((1 - np.tanh(W1 @ X + b1) ** 2) * (W1 @ V))
