"""ReLU, ReLU à fuite, ELU : l'identité du côté positif, et trois façons de traiter le côté négatif."""

import numpy as np

from mlcourse._validation import as_float, check_number


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
    Section 2.1 du livre.
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
    return np.maximum(_slope(a) * Z, Z)


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
    return np.where(Z > 0, 1, _slope(a)).astype(Z.dtype)


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


def _slope(a):
    return check_number(a, "a", upper=np.nextafter(1, 2), domain="de 0 à 1")
