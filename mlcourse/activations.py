"""Les fonctions d'activation, chacune suivie de sa dérivée.

Une activation prend Z et rend A ; sa dérivée prend Z elle aussi, jamais A. Toutes acceptent un tableau de forme
quelconque (softmax : une matrice), gardent float32 et float64, convertissent les entiers en float64 et restent exactes
à ±1 000. L'identité et softmax ne servent d'ordinaire qu'à la sortie.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from mlcourse._validation import as_array, as_float, cast, check_columns, check_number


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


def relu(Z):
    """ReLU, unité de rectification linéaire : relu(z) = max(0, z).

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
    >>> relu([-2, 0, 3])
    array([0., 0., 3.])

    References
    ----------
    Section 2.1 du livre. Nair et Hinton (2010).
    """
    return np.maximum(0, as_float(Z))


def relu_derivative(Z):
    """Dérivée de ReLU : 1 si z > 0, 0 sinon ; en z = 0, où elle n'existe pas, la convention du cours est 0.

    Parameters
    ----------
    Z : array_like
        Comme pour `relu`.

    Returns
    -------
    ndarray
        relu'(Z), de la forme de Z.

    Examples
    --------
    >>> relu_derivative([-2, 0, 3])
    array([0., 0., 1.])

    References
    ----------
    Section 2.1 du livre. Bertoin et al. (2021) : en float32, cette convention change ce qu'un réseau apprend.
    """
    Z = as_float(Z)
    return (Z > 0).astype(Z.dtype)


def leaky_relu(Z, a=0.01):
    """ReLU à fuite : max(a z, z), où 0 <= a <= 1 ; au-delà de 1, le maximum prendrait la mauvaise branche.

    Parameters
    ----------
    Z : array_like
        Logits, de forme quelconque.
    a : float
        Pente du côté négatif, de 0 à 1.

    Returns
    -------
    ndarray
        A, de la forme de Z.

    Raises
    ------
    ValueError
        Si Z ne contient pas des nombres réels, ou si a sort de [0, 1].

    Examples
    --------
    >>> leaky_relu([-2, 0, 3])
    array([-0.02,  0.  ,  3.  ])

    References
    ----------
    Section 2.1 du livre. Maas, Hannun et Ng (2013).
    """
    Z = as_float(Z)
    return np.maximum(_fixed_slope(a) * Z, Z)


def leaky_relu_derivative(Z, a=0.01):
    """Dérivée de la ReLU à fuite : 1 si z > 0, a sinon.

    Parameters
    ----------
    Z, a : array_like or float
        Comme pour `leaky_relu`.

    Returns
    -------
    ndarray
        La dérivée en Z, de la forme de Z.

    Examples
    --------
    >>> leaky_relu_derivative([-2, 0, 3])
    array([0.01, 0.01, 1.  ])

    References
    ----------
    Section 2.1 du livre.
    """
    Z = as_float(Z)
    return np.where(Z > 0, 1, _fixed_slope(a)).astype(Z.dtype)


def _fixed_slope(a):
    """Rend la pente de la ReLU à fuite."""
    return check_number(a, "a", upper=np.nextafter(1, 2), domain="de 0 à 1")


def prelu(Z, a):
    """ReLU paramétrique : max(0, z) + a min(0, z), où la pente a s'apprend, une par unité.

    Parameters
    ----------
    Z : array_like
        Logits (n, m), ou de forme quelconque si a est un nombre.
    a : array_like
        Pentes, de forme (n, 1), ou une seule pour tous.

    Returns
    -------
    ndarray
        A, de la forme de Z.

    Raises
    ------
    ValueError
        Si Z ou a ne contiennent pas des nombres réels, ou si leurs formes ne vont pas ensemble.

    Examples
    --------
    >>> prelu([[-2, 3], [-2, 3]], a=[[0.25], [-1]])
    array([[-0.5,  3. ],
           [ 2. ,  3. ]])

    References
    ----------
    Section 2.1 du livre. He et al. (2015), équation 1.
    """
    Z = as_float(Z)
    return np.maximum(0, Z) + _learned_slope(a, Z) * np.minimum(0, Z)


def prelu_derivative(Z, a):
    """Dérivée de la ReLU paramétrique par rapport à z : 1 si z > 0, a sinon.

    Parameters
    ----------
    Z, a : array_like
        Comme pour `prelu`.

    Returns
    -------
    ndarray
        La dérivée en Z, de la forme de Z.

    Examples
    --------
    >>> prelu_derivative([[-2, 3], [-2, 3]], a=[[0.25], [-1]])
    array([[ 0.25,  1.  ],
           [-1.  ,  1.  ]])

    References
    ----------
    Section 2.1 du livre. He et al. (2015), équation 1.
    """
    Z = as_float(Z)
    return np.where(Z > 0, Z.dtype.type(1), _learned_slope(a, Z))


def prelu_slope_derivative(Z):
    """Dérivée de la ReLU paramétrique par rapport à sa pente : min(0, z).

    Parameters
    ----------
    Z : array_like
        Comme pour `prelu`.

    Returns
    -------
    ndarray
        La dérivée en Z, de la forme de Z ; elle ne dépend pas de la pente.

    Examples
    --------
    >>> prelu_slope_derivative([-2, 0, 3])
    array([-2.,  0.,  0.])

    References
    ----------
    Section 2.1 du livre. He et al. (2015), équation 3.
    """
    return np.minimum(0, as_float(Z))


def _learned_slope(a, Z):
    """Rend la pente au type de Z : une pente float64 ferait passer tout un réseau float32 à float64."""
    a = cast(as_array(a, "a"), Z.dtype)
    if a.ndim and (Z.ndim != 2 or a.shape != (len(Z), 1)):
        raise ValueError(f"a : un nombre, ou une pente (n, 1) par ligne de Z {Z.shape}, est attendu, reçu {a.shape}.")
    return a


def elu(Z):
    """ELU, unité linéaire exponentielle : z si z > 0, exp(z) - 1 sinon.

    L'exponentielle ne reçoit que min(0, z) et ne déborde jamais ; `expm1` garde tous les chiffres près de zéro.

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
    >>> elu([-1000, 0, 3])
    array([-1.,  0.,  3.])

    References
    ----------
    Section 2.1 du livre. Clevert, Unterthiner et Hochreiter (2016).
    """
    Z = as_float(Z)
    return np.where(Z > 0, Z, np.expm1(np.minimum(0, Z)))


def elu_derivative(Z):
    """Dérivée d'ELU : 1 si z > 0, exp(z) sinon.

    Parameters
    ----------
    Z : array_like
        Comme pour `elu`.

    Returns
    -------
    ndarray
        elu'(Z), de la forme de Z.

    Examples
    --------
    >>> elu_derivative([-1000, 0, 3])
    array([0., 1., 1.])

    References
    ----------
    Section 2.1 du livre.
    """
    return np.exp(np.minimum(0, as_float(Z)))


def identity(Z):
    """Identité : A = Z, dans un nouveau tableau. C'est la sortie d'une régression.

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
    >>> identity([-2, 3])
    array([-2.,  3.])

    References
    ----------
    Section 1.3 du livre.
    """
    return as_float(Z).copy()


def identity_derivative(Z):
    """Dérivée de l'identité : 1 partout.

    Parameters
    ----------
    Z : array_like
        Comme pour `identity`.

    Returns
    -------
    ndarray
        Des 1, de la forme de Z.

    Examples
    --------
    >>> identity_derivative([-2, 3])
    array([1., 1.])

    References
    ----------
    Section 1.3 du livre.
    """
    return np.ones_like(as_float(Z))


def softmax(Z):
    """Softmax de chaque colonne : a_i = exp(z_i) / somme_j exp(z_j).

    Retrancher le maximum de la colonne ne change pas le résultat et empêche tout débordement.

    Parameters
    ----------
    Z : array_like
        Logits (n, m), un exemple par colonne.

    Returns
    -------
    ndarray
        A (n, m) ; chaque colonne est une distribution de probabilité.

    Raises
    ------
    ValueError
        Si Z n'est pas une matrice non vide de nombres réels.

    Examples
    --------
    >>> softmax([[0, 1000], [0, 0]])
    array([[0.5, 1. ],
           [0.5, 0. ]])

    References
    ----------
    Section 1.3 du livre.
    """
    Z = check_columns(Z, "Z")
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def softmax_derivative(Z):
    """Jacobienne de softmax : D[i, j, k] = da_i/dz_j = a_i (1{i = j} - a_j) pour l'exemple k.

    Chaque sortie dépend de toutes les entrées de sa colonne : un produit élément par élément ne suffit plus.

    Parameters
    ----------
    Z : array_like
        Comme pour `softmax`, de forme (n, m).

    Returns
    -------
    ndarray
        D, de forme (n, n, m).

    Examples
    --------
    >>> softmax_derivative([[0.0], [0.0]])[:, :, 0]
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])

    References
    ----------
    Section 1.4 du livre.
    """
    A = softmax(Z)
    I = np.eye(len(A), dtype=A.dtype)[:, :, None]
    return A[:, None] * (I - A[None, :])


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
