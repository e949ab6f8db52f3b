"""Tous les paramètres d'un réseau dans un seul vecteur, comme dans les articles : theta dans R^P."""

import math
from collections.abc import Mapping

import numpy as np


class FlatParameters(Mapping):
    """Des tableaux nommés qui sont des vues d'un vecteur plat.

    `shapes` associe à chaque nom sa forme, dans l'ordre du vecteur ; `flat` est le vecteur (P,), nul s'il n'est pas
    donné. Lire `p['W1']` rend une vue : la modifier modifie `flat`. Écrire `p['W1'] = X` recopie X dans la vue après
    contrôle de sa forme, et ne la détache jamais.

    >>> p = FlatParameters({"W1": (1, 2), "b1": (1, 1)})
    >>> p["W1"] = [[3, 4]]
    >>> p["b1"] += 5
    >>> p.flat
    array([3., 4., 5.])
    """

    def __init__(self, shapes, flat=None, dtype=np.float64):
        self.shapes = dict(shapes)
        self._slices, end = {}, 0
        for name, shape in self.shapes.items():
            start, end = end, end + math.prod(shape)
            self._slices[name] = slice(start, end)
        self.flat = np.zeros(end, dtype) if flat is None else flat

    def __getitem__(self, name):
        # La vue est refaite à chaque lecture : une copie du réseau (copy, pickle) garde ainsi ses vues attachées.
        return self.flat[self._slices[name]].reshape(self.shapes[name])

    def __setitem__(self, name, value):
        if name not in self.shapes:
            raise ValueError(f"params : un nom parmi {', '.join(self.shapes)} est attendu, reçu {name!r}.")
        if np.shape(value) != self.shapes[name]:
            raise ValueError(f"{name} : la forme {self.shapes[name]} est attendue, reçu {np.shape(value)}.")
        self[name][...] = value

    def check_shapes(self, arrays):
        """Exige de `arrays` les mêmes noms et les mêmes formes : une diffusion passerait inaperçue."""
        shapes = {name: np.shape(array) for name, array in arrays.items()}
        if shapes != self.shapes:
            raise ValueError(f"grads : les formes {self.shapes} sont attendues, reçu {shapes}.")

    def __iter__(self):
        return iter(self.shapes)

    def __len__(self):
        return len(self.shapes)
