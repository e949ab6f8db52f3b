"""Les activations propres à la sortie : l'identité pour une régression, softmax pour un choix entre des classes."""

import numpy as np

from mlcourse._validation import as_float, check_columns


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
