"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def _start(X):
    return np.zeros((1, X.shape[0])), np.zeros((1, 1))


def _delta(w, b, X, Y):
    return 1 / (1 + np.exp(-(w @ X + b))) - Y


def wrong_gradient_added(X, Y, alpha, steps):
    """La pente est montée.

    Perd : first, many
    Lit : le signe est opposé
    """
    w, b = _start(X)
    for _ in range(steps):
        delta = _delta(w, b, X, Y)
        w = w + alpha * delta @ X.T / Y.size
        b = b + alpha * np.mean(delta, axis=1, keepdims=True)
    return w, b


def wrong_sum_for_a_mean(X, Y, alpha, steps):
    """1/m manque.

    Perd : first, many
    Lit : le facteur 1/m manque
    """
    w, b = _start(X)
    for _ in range(steps):
        delta = _delta(w, b, X, Y)
        w = w - alpha * delta @ X.T
        b = b - alpha * np.sum(delta, axis=1, keepdims=True)
    return w, b


def wrong_bias_after_the_weights(X, Y, alpha, steps):
    """Le gradient de b se prend après que w a bougé.

    Perd : first, many
    """
    w, b = _start(X)
    for _ in range(steps):
        w = w - alpha * _delta(w, b, X, Y) @ X.T / Y.size
        b = b - alpha * np.mean(_delta(w, b, X, Y), axis=1, keepdims=True)
    return w, b


def wrong_one_step_only(X, Y, alpha, steps):  # noqa: RET503
    """return est dans la boucle.

    Perd : many
    Lit : un seul pas a été fait
    """
    w, b = _start(X)
    for _ in range(steps):
        delta = _delta(w, b, X, Y)
        return w - alpha * delta @ X.T / Y.size, b - alpha * np.mean(delta, axis=1, keepdims=True)


def wrong_bias_left_out(X, Y, alpha, steps):
    """Le biais n'apprend pas.

    Perd : first, many
    Lit : b n'a pas bougé
    """
    w, b = _start(X)
    for _ in range(steps):
        w = w - alpha * _delta(w, b, X, Y) @ X.T / Y.size
    return w, b


def right_bias_as_a_weight(X, Y, alpha, steps):
    """Le biais est le poids d'une entrée qui vaut toujours 1."""
    X = np.vstack([X, np.ones((1, X.shape[1]))])
    theta = np.zeros((1, X.shape[0]))
    for _ in range(steps):
        A = (1 + np.tanh(theta @ X / 2)) / 2
        theta = theta - alpha * np.einsum("ij,kj->ik", A - Y, X) / Y.size
    return theta[:, :-1], theta[:, -1:]
