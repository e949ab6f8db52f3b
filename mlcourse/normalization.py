"""La normalisation : une moyenne nulle et un écart type de 1, aux entrées une fois pour toutes, aux couches par lot."""

import numpy as np

from mlcourse._validation import as_float, cast, check_columns, check_finite, check_matrix, check_number


class Standardizer:
    """Normalisation z-score : x_norm = (x - mu) / sigma, mu et sigma mesurés sur les seuls exemples d'entraînement.

    Les données de test passent par les mêmes mu et sigma : en mesurer d'autres sur elles serait une fuite. Une
    caractéristique constante (sigma = 0) n'apprend rien au réseau : `transform` en fait 0, quelle que soit la valeur
    reçue, et `inverse` rend la constante.

    Parameters
    ----------
    X_train : array_like
        Exemples d'entraînement (n, m), un par colonne.

    Attributes
    ----------
    mean, std : ndarray
        mu et sigma, de forme (n, 1), au type de X_train ; sigma divise par m, non par m - 1.

    Raises
    ------
    ValueError
        Si X_train n'est pas une matrice non vide de nombres finis, ou si son écart type dépasse les flottants.

    Examples
    --------
    >>> standardizer = Standardizer([[1.0, 3.0], [7.0, 7.0]])
    >>> standardizer.transform([[1.0, 5.0], [7.0, 8.0]])
    array([[-1.,  3.],
           [ 0.,  0.]])
    >>> standardizer.inverse([[3.0], [0.0]])
    array([[5.],
           [7.]])

    References
    ----------
    Section 2.3 du livre.
    """

    def __init__(self, X_train):
        X = check_finite(check_columns(X_train, "X_train"), "X_train")
        X_long = X.astype(np.float64)
        # Arrondie, la moyenne de m fois 0,1 donnerait un écart type infime
        # au lieu de 0 ; les extrêmes sont exacts.
        lowest = X_long.min(axis=1, keepdims=True)
        constant = lowest == X_long.max(axis=1, keepdims=True)
        with np.errstate(over="ignore", invalid="ignore"):
            mean = X_long.mean(axis=1, keepdims=True)
            mean = np.where(constant, lowest, mean)
            std = np.where(constant, 0, X_long.std(axis=1, keepdims=True))
        self.mean = check_finite(cast(mean, X.dtype), "moyenne de X_train")
        self.std = check_finite(cast(std, X.dtype), "écart type de X_train")

    def transform(self, X):
        """Normalise : (x - mu) / sigma, et 0 là où sigma est nul.

        Parameters
        ----------
        X : array_like
            Exemples (n, m), de l'entraînement ou non.

        Returns
        -------
        ndarray
            Les exemples normalisés (n, m), au type flottant de X.

        Raises
        ------
        ValueError
            Si X n'a pas n lignes ou contient autre chose que des nombres finis.

        References
        ----------
        Section 2.3 du livre.
        """
        X, mean, std = self._same_type(X)
        return np.divide(X - mean, std, out=np.zeros_like(X), where=std > 0)

    def inverse(self, X_norm):
        """Revient aux unités de départ : mu + sigma x_norm.

        Parameters
        ----------
        X_norm : array_like
            Exemples normalisés (n, m).

        Returns
        -------
        ndarray
            Les exemples (n, m), au type flottant de X_norm.

        Raises
        ------
        ValueError
            Si X_norm n'a pas n lignes ou contient autre chose que des nombres finis.

        References
        ----------
        Section 2.3 du livre.
        """
        X_norm, mean, std = self._same_type(X_norm)
        return mean + std * X_norm

    def _same_type(self, X):
        """Rend X contrôlé, mu et sigma au type de X : des exemples float32 restent float32."""
        dtype = as_float(X, "X").dtype
        return check_matrix(X, "X", len(self.mean), dtype), cast(self.mean, dtype), cast(self.std, dtype)


def batch_norm(Z, gamma, b, eps=1e-5):
    """Normalise chaque ligne d'un lot, puis la remet à l'échelle : gamma z_norm + b, z_norm = (z - mu) / s.

    Ici mu et v sont la moyenne et la variance de la ligne sur le lot, et s = sqrt(v + eps) : chaque exemple dépend donc
    de tous les autres.

    Parameters
    ----------
    Z : array_like
        Logits (n, m), un exemple par colonne.
    gamma, b : array_like
        Échelle et biais, appris, de forme (n, 1).
    eps : float
        Ce qui empêche de diviser par zéro, positif.

    Returns
    -------
    ndarray
        Logits normalisés (n, m), au type de Z.

    Raises
    ------
    ValueError
        Si Z n'est pas une matrice non vide de nombres finis, si gamma ou b n'est pas de forme (n, 1), si eps est
        négatif.

    Examples
    --------
    >>> batch_norm([[0, 0, 2, 2]], gamma=[[3]], b=[[1]], eps=0)
    array([[-2., -2.,  4.,  4.]])

    References
    ----------
    Section 2.4 du livre. Ioffe et Szegedy (2015), algorithme 1.
    """
    z_norm, _ = _batch_normalized(Z, eps)
    return _column(gamma, "gamma", z_norm) * z_norm + _column(b, "b", z_norm)


def batch_norm_backward(delta, Z, gamma, eps=1e-5):
    """Rétropropage l'erreur à travers `batch_norm` : dZ = gamma / s (delta - moy(delta) - z_norm moy(delta z_norm)).

    Les deux moyennes, sur le lot, sont ce que la dérivée doit à mu et à s, qui dépendent eux aussi de Z.

    Parameters
    ----------
    delta : array_like
        Dérivée, par rapport à la sortie de `batch_norm`, de la somme des pertes du lot (n, m).
    Z, gamma : array_like
        Ceux que `batch_norm` a reçus : (n, m) et (n, 1).
    eps : float
        Le même que celui de `batch_norm`.

    Returns
    -------
    dZ, dgamma, db : ndarray
        Dérivées de la même somme : dZ de forme (n, m), les deux autres de forme (n, 1).

    Raises
    ------
    ValueError
        Comme `batch_norm`, et si delta n'a pas la forme de Z.

    Examples
    --------
    >>> dZ, dgamma, db = batch_norm_backward([[4, 0, 0, 0]], [[0, 0, 2, 2]], gamma=[[1]], eps=0)
    >>> dZ, dgamma, db
    (array([[ 2., -2.,  0.,  0.]]), array([[-4.]]), array([[4.]]))

    References
    ----------
    Section 2.4 du livre. Ioffe et Szegedy (2015), section 3.
    """
    z_norm, s = _batch_normalized(Z, eps)
    n, m = z_norm.shape
    delta = check_matrix(delta, "delta", n, z_norm.dtype, n_columns=m)
    mean_delta = delta.mean(axis=1, keepdims=True)
    mean_product = (delta * z_norm).mean(axis=1, keepdims=True)
    centred = delta - mean_delta - z_norm * mean_product
    dZ = _column(gamma, "gamma", z_norm) / s * centred
    return dZ, m * mean_product, m * mean_delta


def _batch_normalized(Z, eps):
    """Rend z_norm (n, m) et s (n, 1)."""
    Z = check_finite(check_columns(Z, "Z"), "Z")
    centred = Z - Z.mean(axis=1, keepdims=True)
    variance = np.mean(centred**2, axis=1, keepdims=True)
    s = np.sqrt(variance + check_number(eps, "eps"))
    return np.divide(centred, s, out=np.zeros_like(Z), where=s > 0), s


def _column(values, name, Z):
    """Rend une colonne (n, 1) de nombres finis, au type de Z."""
    return check_matrix(values, name, len(Z), Z.dtype, n_columns=1)
