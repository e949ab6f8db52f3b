"""Tous les paramètres d'un réseau dans un seul vecteur, comme dans les articles : theta dans R^P."""

import math
from collections.abc import Mapping

import numpy as np

from mlcourse._validation import as_array, cast, check_finite


class FlatParameters(Mapping):
    """Des tableaux nommés qui sont des vues d'un vecteur plat.

    Lire `p['W1']` rend une vue : la modifier modifie `flat`. Écrire `p['W1'] = X` recopie X dans la vue après contrôle
    de sa forme, et ne la détache jamais.

    Parameters
    ----------
    shapes : dict of str to tuple
        La forme de chaque tableau, dans l'ordre du vecteur : W1, b1, puis a1 si la couche apprend sa pente, W2...
    flat : ndarray, optional
        Le vecteur (P,) ; nul s'il n'est pas donné.
    dtype : dtype
        Type du vecteur, s'il n'est pas donné.

    Attributes
    ----------
    shapes : dict
        Les formes données.
    flat : ndarray
        Le vecteur (P,) dont tout le reste est une vue.

    Raises
    ------
    KeyError
        À la lecture d'un nom inconnu.
    ValueError
        À l'écriture d'un nom inconnu, d'une autre forme, ou d'autre chose que des nombres finis.

    Examples
    --------
    >>> p = FlatParameters({"W1": (1, 2), "b1": (1, 1)})
    >>> p["W1"] = [[3, 4]]
    >>> p["b1"] += 5
    >>> p.flat
    array([3., 4., 5.])

    References
    ----------
    Section 1.5 du livre.
    """

    def __init__(self, shapes, flat=None, dtype=np.float64):
        self.shapes = dict(shapes)
        self.flat = np.zeros(sum(map(math.prod, self.shapes.values())), dtype) if flat is None else flat
        self._views, end = {}, 0
        for name, shape in self.shapes.items():
            start, end = end, end + math.prod(shape)
            self._views[name] = self.flat[start:end].reshape(shape)

    def __reduce__(self):
        # Copiée telle quelle (copy, pickle), une vue serait détachée du vecteur : la copie refait les siennes.
        return FlatParameters, (self.shapes, self.flat)

    def __getitem__(self, name):
        try:
            return self._views[name]
        except KeyError:
            raise KeyError(self._unknown(name)) from None

    def __setitem__(self, name, value):
        if name not in self.shapes:
            raise ValueError(self._unknown(name))
        value = as_array(value, name)
        if value.shape != self.shapes[name]:
            raise ValueError(f"{name} : la forme {self.shapes[name]} est attendue, reçu {value.shape}.")
        self[name][...] = check_finite(cast(value, self.flat.dtype), name)

    def check_shapes(self, arrays):
        """Exige de `arrays` les mêmes noms et les mêmes formes : une diffusion passerait inaperçue.

        Parameters
        ----------
        arrays : dict of str to ndarray
            Les tableaux à contrôler.

        Raises
        ------
        ValueError
            Si un nom ou une forme diffère.
        """
        shapes = {name: np.shape(array) for name, array in arrays.items()}
        if shapes != self.shapes:
            raise ValueError(f"grads : les formes {self.shapes} sont attendues, reçu {shapes}.")

    def __iter__(self):
        return iter(self.shapes)

    def __len__(self):
        return len(self.shapes)

    def _unknown(self, name):
        return f"un nom parmi {', '.join(self.shapes)} est attendu, reçu {name!r}."
