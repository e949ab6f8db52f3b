"""Les fonctions d'activation et leurs dérivées.

Une activation prend Z et rend A ; sa dérivée prend Z elle aussi, jamais A. Toutes acceptent un tableau de forme
quelconque (softmax : une matrice), gardent float32 et float64, convertissent les entiers en float64 et restent exactes
à ±1 000. La famille de ReLU est dans `rectifiers` et `prelu`, l'identité et softmax dans `outputs`.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from mlcourse._validation import as_float
from mlcourse.outputs import identity, identity_derivative, softmax, softmax_derivative
from mlcourse.prelu import prelu, prelu_derivative, prelu_slope_derivative
from mlcourse.rectifiers import elu, elu_derivative, leaky_relu, leaky_relu_derivative, relu, relu_derivative


def sigmoid(Z):
    """Sigmoïde : sigma(z) = 1 / (1 + exp(-z)).

    L'exponentielle ne reçoit que des nombres négatifs ou nuls : elle ne déborde donc jamais, et le résultat garde toute
    sa précision relative des deux côtés.

    Parameters
    ----------
    Z : array_like
        Logits, de forme quelconque.

    Returns
    -------
    ndarray
        A, de la forme de Z.

    Raises
    ------
    ValueError
        Si Z ne contient pas des nombres réels.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])

    References
    ----------
    Section 1.3 du livre ; section 2.1 pour sa saturation.
    """
    Z = as_float(Z)
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def sigmoid_derivative(Z):
    """Dérivée de la sigmoïde : sigma'(z) = sigma(z) sigma(-z) = sigma(z) (1 - sigma(z)).

    La première écriture évite de soustraire à 1 un nombre qui en est proche.

    Parameters
    ----------
    Z : array_like
        Comme pour `sigmoid`.

    Returns
    -------
    ndarray
        sigma'(Z), de la forme de Z.

    Examples
    --------
    >>> sigmoid_derivative(np.array([0, 1000]))
    array([0.25, 0.  ])

    References
    ----------
    Section 1.3 du livre.
    """
    return sigmoid(Z) * sigmoid(-as_float(Z))


def tanh(Z):
    """Tangente hyperbolique : tanh(z) = (exp(z) - exp(-z)) / (exp(z) + exp(-z)).

    Parameters
    ----------
    Z : array_like
        Logits, de forme quelconque.

    Returns
    -------
    ndarray
        A, de la forme de Z.

    Raises
    ------
    ValueError
        Si Z ne contient pas des nombres réels.

    Examples
    --------
    >>> tanh([0, 1000])
    array([0., 1.])

    References
    ----------
    Section 2.1 du livre.
    """
    return np.tanh(as_float(Z))


def tanh_derivative(Z):
    """Dérivée de la tangente hyperbolique : tanh'(z) = 1 - tanh(z)^2.

    Parameters
    ----------
    Z : array_like
        Comme pour `tanh`.

    Returns
    -------
    ndarray
        tanh'(Z), de la forme de Z.

    Examples
    --------
    >>> tanh_derivative([0, 1000])
    array([1., 0.])

    References
    ----------
    Section 2.1 du livre.
    """
    return 1 - tanh(Z) ** 2


class Activation(NamedTuple):
    """Une ligne de `ACTIVATIONS`.

    Parameters
    ----------
    function, derivative : callable
        L'activation et sa dérivée : elles prennent Z, et la pente `a` si elle s'apprend.
    elementwise : bool
        Vrai si elles agissent élément par élément.
    slope : float, optional
        Valeur initiale de la pente, si elle s'apprend.
    slope_derivative : callable, optional
        Dérivée de l'activation par rapport à sa pente ; elle prend Z.

    Examples
    --------
    >>> ACTIVATIONS["relu"].function([-2, 3])
    array([0., 3.])

    References
    ----------
    Section 2.1 du livre.
    """

    function: Callable
    derivative: Callable
    elementwise: bool = True
    slope: float | None = None
    slope_derivative: Callable | None = None

    def with_slope(self, a):
        """La même ligne, une fois la pente donnée : `function` et `derivative` n'attendent plus que Z.

        Parameters
        ----------
        a : array_like
            Pentes de la couche, de forme (n, 1).

        Returns
        -------
        Activation
            La nouvelle ligne ; celle de `ACTIVATIONS` ne change pas.

        Examples
        --------
        >>> ACTIVATIONS["prelu"].with_slope(0.5).function([-2, 3])
        array([-1.,  3.])
        """
        return self._replace(function=partial(self.function, a=a), derivative=partial(self.derivative, a=a))


ACTIVATIONS = {
    "sigmoid": Activation(sigmoid, sigmoid_derivative),
    "tanh": Activation(tanh, tanh_derivative),
    "relu": Activation(relu, relu_derivative),
    "leaky_relu": Activation(leaky_relu, leaky_relu_derivative),
    "prelu": Activation(prelu, prelu_derivative, slope=0.25, slope_derivative=prelu_slope_derivative),
    "elu": Activation(elu, elu_derivative),
    "identity": Activation(identity, identity_derivative),
    "softmax": Activation(softmax, softmax_derivative, elementwise=False),
}
