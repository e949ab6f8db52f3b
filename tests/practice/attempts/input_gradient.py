"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def _forward(W1, b1, W2, b2, X):
    A1 = np.tanh(W1 @ X + b1)
    return A1, 1 / (1 + np.exp(-(W2 @ A1 + b2)))


def wrong_slope_forgotten(W1, b1, W2, b2, X, Y):
    """L'activation n'est pas franchie.

    Perd : value, apart
    Lit : la pente de tanh manque
    """
    _, A2 = _forward(W1, b1, W2, b2, X)
    return W1.T @ (W2.T @ (A2 - Y))


def wrong_slope_in_the_response(W1, b1, W2, b2, X, Y):
    """La pente est prise en A1.

    Perd : value, apart
    Lit : la pente est prise en A1
    """
    A1, A2 = _forward(W1, b1, W2, b2, X)
    return W1.T @ ((W2.T @ (A2 - Y)) * (1 - np.tanh(A1) ** 2))


def wrong_averaged(W1, b1, W2, b2, X, Y):
    """Le facteur 1/m des paramètres est mis là aussi.

    Perd : value, apart
    Lit : chaque image a ses propres pixels
    """
    A1, A2 = _forward(W1, b1, W2, b2, X)
    return W1.T @ ((W2.T @ (A2 - Y)) * (1 - A1**2)) / Y.size


def wrong_gradient_of_the_weights(W1, b1, W2, b2, X, Y):
    """dW1, et non le gradient de l'entrée.

    Perd : value, apart
    """
    A1, A2 = _forward(W1, b1, W2, b2, X)
    return ((W2.T @ (A2 - Y)) * (1 - A1**2)) @ X.T


def right_one_image_at_a_time(W1, b1, W2, b2, X, Y):
    """Une colonne après l'autre, par la jacobienne."""
    columns = []
    for x, y in zip(X.T, Y[0]):  # noqa: B905
        A1, A2 = _forward(W1, b1, W2, b2, x[:, None])
        jacobian = W2 @ np.diag(1 - A1[:, 0] ** 2) @ W1
        columns.append((A2 - y) * jacobian.T)
    return np.hstack(columns)
