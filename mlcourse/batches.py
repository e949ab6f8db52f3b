"""Les mini-batches : à chaque époque, les exemples dans un nouvel ordre, par paquets."""

import numpy as np

from mlcourse._validation import check_generator, check_positive_integer


class MiniBatches:
    """Parcourt (X, Y) par mini-batches ; chaque parcours est une époque, mélangée par `rng`.

    X (n, m) et Y (k, m) donnent des lots (n, batch_size) et (k, batch_size) ; le dernier est plus petit quand
    batch_size ne divise pas m. Chaque exemple sert une fois et une seule par époque.

    >>> batches = MiniBatches(np.arange(5.0)[None], np.arange(5)[None], 2, np.random.default_rng(0))
    >>> [X.shape for X, Y in batches]
    [(1, 2), (1, 2), (1, 1)]
    """

    def __init__(self, X, Y, batch_size, rng):
        X, Y = np.asarray(X), np.asarray(Y)
        if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1] or X.shape[1] == 0:
            raise ValueError(f"X et Y : les formes (n, m) et (k, m) sont attendues, reçu {X.shape} et {Y.shape}.")
        # Un exemple par ligne : le tirage lit alors la mémoire d'un seul tenant, bien plus vite que par colonnes.
        self._X_rows, self._Y_rows = np.ascontiguousarray(X.T), np.ascontiguousarray(Y.T)
        self.batch_size = check_positive_integer(batch_size, "batch_size")
        self.rng = check_generator(rng)

    def __len__(self):
        return -(-len(self._X_rows) // self.batch_size)

    def __iter__(self):
        order = self.rng.permutation(len(self._X_rows))
        for start in range(0, len(order), self.batch_size):
            batch = order[start : start + self.batch_size]
            yield self._X_rows[batch].T, self._Y_rows[batch].T
