"""Les mini-batches : à chaque époque, les exemples dans un nouvel ordre, par paquets."""

import numpy as np

from mlcourse._validation import as_array, check_generator, check_positive_integer


class MiniBatches:
    """Parcourt (X, Y) par mini-batches ; chaque parcours est une époque, mélangée par `rng`.

    Le tirage est sans remise : chaque exemple sert une fois et une seule par époque, toujours avec sa cible. Le dernier
    lot est plus petit quand `batch_size` ne divise pas m.

    Parameters
    ----------
    X, Y : array_like
        Exemples (n, m) et cibles (k, m), un exemple par colonne.
    batch_size : int or None
        Nombre d'exemples par lot : 1 pour un exemple à la fois (SGD), None pour le lot entier, rendu alors dans l'ordre
        des données et sans tirage, puisque le gradient ne dépend pas de l'ordre.
    rng : numpy.random.Generator
        Générateur qui mélange les exemples.

    Raises
    ------
    ValueError
        Si les formes ne s'accordent pas, si `batch_size` n'est pas un entier strictement positif ou None, si `rng`
        n'est pas un générateur.

    Examples
    --------
    >>> batches = MiniBatches(np.arange(5.0)[None], np.arange(5)[None], 2, np.random.default_rng(0))
    >>> len(batches), [X.shape for X, Y in batches]
    (3, [(1, 2), (1, 2), (1, 1)])

    References
    ----------
    Section 3.1 du livre. Bottou, Curtis et Nocedal (2018), section 4.
    """

    def __init__(self, X, Y, batch_size, rng):
        X, Y = as_array(X, "X"), as_array(Y, "Y")
        if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1] or X.shape[1] == 0:
            raise ValueError(f"X et Y : les formes (n, m) et (k, m) sont attendues, reçu {X.shape} et {Y.shape}.")
        # Un exemple par ligne : le tirage lit alors la mémoire d'un seul tenant, bien plus vite que par colonnes.
        self._X_rows, self._Y_rows = np.ascontiguousarray(X.T), np.ascontiguousarray(Y.T)
        self._shuffled = batch_size is not None
        self.batch_size = check_positive_integer(batch_size, "batch_size") if self._shuffled else X.shape[1]
        self.rng = check_generator(rng)

    def __len__(self):
        return -(-len(self._X_rows) // self.batch_size)

    def __iter__(self):
        m = len(self._X_rows)
        order = self.rng.permutation(m) if self._shuffled else np.arange(m)
        for start in range(0, m, self.batch_size):
            batch = order[start : start + self.batch_size]
            yield self._X_rows.take(batch, axis=0).T, self._Y_rows.take(batch, axis=0).T
