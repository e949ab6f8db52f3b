"""La normalisation des entrées : chaque caractéristique ramenée à une moyenne nulle et un écart type de 1."""

import numpy as np

from mlcourse._validation import as_float, cast, check_columns, check_finite, check_matrix


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
        # Arrondie, la moyenne de m fois 0,1 donnerait un écart type infime au lieu de 0 ; les extrêmes sont exacts.
        constant = X_long.min(axis=1, keepdims=True) == X_long.max(axis=1, keepdims=True)
        with np.errstate(over="ignore", invalid="ignore"):
            mean = np.where(constant, X_long[:, :1], X_long.mean(axis=1, keepdims=True))
            std = np.where(constant, 0, X_long.std(axis=1, keepdims=True))
        self.mean, self.std = (check_finite(cast(values, X.dtype), "écart type de X_train") for values in (mean, std))

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
