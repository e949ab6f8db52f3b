"""Tous les paramètres d'un réseau dans un seul vecteur, comme dans les articles : theta dans R^P."""

import math
from collections.abc import Mapping

import numpy as np

from mlcourse._validation import (
    as_array,
    as_rectangle,
    cast,
    check_dtype,
    check_finite,
    check_instance,
    check_positive_integer,
    check_sequence,
)


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
        Si une forme ou le vecteur donné ne va pas ; à l'écriture d'un nom inconnu, d'une autre forme, ou d'autre chose
        que des nombres finis.

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
        self.shapes, dtype = _check_shapes(shapes), check_dtype(dtype)
        size = sum(map(math.prod, self.shapes.values()))
        self.flat = np.zeros(size, dtype) if flat is None else _check_flat(flat, size)
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
        arrays = check_instance(arrays, Mapping, "grads")
        shapes = {name: as_rectangle(array, name).shape for name, array in arrays.items()}
        if shapes != self.shapes:
            raise ValueError(f"grads : les formes {self.shapes} sont attendues, reçu {shapes}.")

    def __iter__(self):
        return iter(self.shapes)

    def __len__(self):
        return len(self.shapes)

    def _unknown(self, name):
        return f"un nom parmi {', '.join(self.shapes)} est attendu, reçu {name!r}."


def _check_shapes(shapes):
    shapes = dict(check_instance(shapes, Mapping, "shapes"))
    for name, shape in shapes.items():
        for n in check_sequence(shape, f"forme de {name}"):
            check_positive_integer(n, f"forme de {name}")
    return shapes


def _check_flat(flat, size):
    shape, dtype = getattr(flat, "shape", None), getattr(flat, "dtype", None)
    if not isinstance(flat, np.ndarray) or shape != (size,) or dtype not in (np.float64, np.float32):
        received = type(flat).__name__ if shape is None else f"{dtype} de forme {shape}"
        raise ValueError(f"flat : un vecteur flottant de forme ({size},) est attendu, reçu {received}.")
    return flat
