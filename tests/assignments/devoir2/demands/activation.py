"""D'autres solutions fautives (`wrong_`) : la dérivée de ce qui est à l'intérieur s'y perd."""

import numpy as np


def _activation(name, Z):
    Z = np.asarray(Z, dtype=np.float64)
    softplus, sigma = np.logaddexp(0, Z), np.exp(-np.logaddexp(0, -Z))
    if name == "softplus":
        return softplus, sigma
    if name == "squareplus":
        root = np.hypot(Z, 2)
        return (Z + root) / 2, (1 + Z / root) / 2
    if name == "mish":
        T = np.tanh(softplus)
        return Z * T, T + Z * (1 - T**2) * sigma
    k = np.sqrt(2 / np.pi)
    T = np.tanh(k * (Z + 0.044715 * Z**3))
    return Z * (1 + T) / 2, (1 + T) / 2 + Z / 2 * (1 - T**2) * k * (1 + 3 * 0.044715 * Z**2)


def wrong_slope_under_the_root_forgotten(name, Z):
    """La dérivée de squareplus oublie celle de ce qui est sous la racine.

    Perd : derivatives
    Entraîne : large_logits
    """
    A, dA = _activation(name, Z)
    return A, (1 + 1 / (2 * np.hypot(Z, 2))) / 2 if name == "squareplus" else dA


def wrong_slope_of_softplus_forgotten(name, Z):
    """La dérivée de mish oublie celle de softplus, que tanh reçoit.

    Perd : derivatives
    Entraîne : large_logits
    """
    A, dA = _activation(name, Z)
    T = np.tanh(np.logaddexp(0, Z))
    return A, T + Z * (1 - T**2) if name == "mish" else dA


def wrong_slope_of_the_cube(name, Z):
    """La dérivée de z³ est écrite z² : le facteur 3 manque.

    Perd : derivatives
    """
    A, dA = _activation(name, Z)
    k, Z = np.sqrt(2 / np.pi), np.asarray(Z, dtype=np.float64)
    T = np.tanh(k * (Z + 0.044715 * Z**3))
    return A, (1 + T) / 2 + Z / 2 * (1 - T**2) * k * (1 + 0.044715 * Z**2) if name == "gelu_tanh" else dA
