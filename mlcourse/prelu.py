"""PReLU : une ReLU dont la pente du côté négatif s'apprend, comme les poids."""

import numpy as np

from mlcourse._validation import as_array, as_float, cast


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
    return np.maximum(0, Z) + _slope(a, Z) * np.minimum(0, Z)


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
    return np.where(Z > 0, Z.dtype.type(1), _slope(a, Z))


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


def _slope(a, Z):
    """Rend la pente au type de Z : une pente float64 ferait passer tout un réseau float32 à float64."""
    a = cast(as_array(a, "a"), Z.dtype)
    if a.ndim and (Z.ndim != 2 or a.shape != (len(Z), 1)):
        raise ValueError(f"a : un nombre, ou une pente (n, 1) par ligne de Z {Z.shape}, est attendu, reçu {a.shape}.")
    return a
