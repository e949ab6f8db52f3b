"""Les fonctions d'activation et leurs dérivées.

Une activation prend Z et rend A ; sa dérivée prend Z elle aussi, jamais A. Toutes acceptent un tableau de forme
quelconque (softmax : une matrice), gardent float32 et float64, convertissent les entiers en float64 et restent exactes
à ±1 000.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mlcourse._validation import as_float, check_columns


def sigmoid(Z):
    """Sigmoïde : sigma(z) = 1 / (1 + exp(-z)).

    L'exponentielle ne reçoit que -|z| : elle ne déborde donc jamais, et le résultat garde toute sa précision relative
    des deux côtés. Source : section 1.3 du livre.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    Z = as_float(Z)
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def sigmoid_derivative(Z):
    """Dérivée de la sigmoïde : sigma'(z) = sigma(z) sigma(-z) = sigma(z) (1 - sigma(z)).

    La première écriture évite de soustraire à 1 un nombre qui en est proche. Source : section 1.3 du livre.

    >>> sigmoid_derivative(np.array([0, 1000]))
    array([0.25, 0.  ])
    """
    return sigmoid(Z) * sigmoid(-as_float(Z))


def tanh(Z):
    """Tangente hyperbolique : tanh(z) = (exp(z) - exp(-z)) / (exp(z) + exp(-z)).

    >>> tanh([0, 1000])
    array([0., 1.])
    """
    return np.tanh(as_float(Z))


def tanh_derivative(Z):
    """Dérivée de la tangente hyperbolique : tanh'(z) = 1 - tanh(z)^2.

    >>> tanh_derivative([0, 1000])
    array([1., 0.])
    """
    return 1 - tanh(Z) ** 2


def relu(Z):
    """Unité de rectification linéaire : ReLU(z) = max(0, z).

    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    return np.maximum(0, as_float(Z))


def relu_derivative(Z):
    """Dérivée de ReLU : 1 si z > 0, 0 sinon ; en z = 0, où elle n'existe pas, la convention du cours est 0.

    >>> relu_derivative([-2, 0, 3])
    array([0., 0., 1.])
    """
    Z = as_float(Z)
    return (Z > 0).astype(Z.dtype)


def identity(Z):
    """Identité : A = Z, dans un nouveau tableau. C'est la sortie d'une régression.

    >>> identity([-2, 3])
    array([-2.,  3.])
    """
    return as_float(Z).copy()


def identity_derivative(Z):
    """Dérivée de l'identité : 1 partout.

    >>> identity_derivative([-2, 3])
    array([1., 1.])
    """
    return np.ones_like(as_float(Z))


def softmax(Z):
    """Softmax de chaque colonne : a_i = exp(z_i) / somme_j exp(z_j), pour Z de forme (n, m).

    Retrancher le maximum de la colonne ne change pas le résultat et empêche tout débordement.

    >>> softmax([[0, 1000], [0, 0]])
    array([[0.5, 1. ],
           [0.5, 0. ]])
    """
    Z = check_columns(Z, "Z")
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def softmax_derivative(Z):
    """Jacobienne de softmax : D[i, j, k] = da_i/dz_j = a_i (1{i = j} - a_j) pour l'exemple k.

    Z a la forme (n, m) et le résultat la forme (n, n, m) : chaque sortie dépend de toutes les entrées de sa colonne,
    si bien qu'un produit élément par élément ne suffit plus.

    >>> softmax_derivative([[0.0], [0.0]])[:, :, 0]
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    A = softmax(Z)
    I = np.eye(len(A), dtype=A.dtype)[:, :, None]
    return A[:, None] * (I - A[None, :])


class Activation(NamedTuple):
    """Une ligne de `ACTIVATIONS` : la fonction, sa dérivée, et si elles agissent élément par élément."""

    function: Callable
    derivative: Callable
    elementwise: bool = True


ACTIVATIONS = {
    "sigmoid": Activation(sigmoid, sigmoid_derivative),
    "tanh": Activation(tanh, tanh_derivative),
    "relu": Activation(relu, relu_derivative),
    "identity": Activation(identity, identity_derivative),
    "softmax": Activation(softmax, softmax_derivative, elementwise=False),
}
