"""Combien de temps la vectorisation fait-elle gagner ?

Question : propager m exemples d'un coup, colonne par colonne ou nombre par nombre, que coûte chaque façon ?
Source : la section 1.1 du texte du cours, qui annonce « plusieurs ordres de grandeur ».
Montage : la propagation avant d'un réseau ReLU sur m exemples tirés dans [0, 1], écrite de trois façons qui rendent
les mêmes nombres ; les répétitions alternent les trois façons, et l'on garde la médiane.
Ce qui diffère : un processeur et non une carte graphique. Contre une boucle d'appels à NumPy, le gain dépend du
réseau : plus les couches sont larges, plus l'appel sur une colonne travaille déjà, et moins il reste à gagner.
"""

import math
from dataclasses import dataclass

import numpy as np

from mlcourse.activations import relu, sigmoid
from mlcourse.experiments.clock import duration
from mlcourse.initialization import initialize_parameters_deep


def vectorized(params, X):
    """Tous les exemples à la fois : un produit de matrices par couche."""
    A, L = X, len(params) // 2
    for l in range(1, L + 1):
        Z = params[f"W{l}"] @ A + params[f"b{l}"]
        A = relu(Z) if l < L else sigmoid(Z)
    return A


def column_loop(params, X):
    """Un exemple à la fois, chacun par les mêmes appels à NumPy."""
    columns = (X[:, i : i + 1] for i in range(X.shape[1]))
    return np.hstack([vectorized(params, x) for x in columns])


def pure_python(params, X):
    """Un nombre à la fois, sans NumPy : les paramètres et X sont des listes de listes."""
    outputs, L = [], len(params) // 2
    for x in zip(*X, strict=True):
        a = list(x)
        for l in range(1, L + 1):
            W, b = params[f"W{l}"], params[f"b{l}"]
            z = [_dot(row, a) + bias for row, (bias,) in zip(W, b, strict=True)]
            a = [max(0.0, s) if l < L else 1 / (1 + math.exp(-s)) for s in z]
        outputs.append(a)
    return [list(row) for row in zip(*outputs, strict=True)]


def _dot(u, v):
    total = 0.0
    for a, b in zip(u, v, strict=True):
        total += a * b
    return total


METHODS = {"vectorized": vectorized, "column_loop": column_loop, "pure_python": pure_python}


@dataclass(frozen=True)
class Timings:
    """Les durées mesurées : `sizes` (K,) porte m, `seconds[méthode]` (R, K) une ligne par répétition."""

    sizes: np.ndarray
    seconds: dict[str, np.ndarray]

    def median(self, method):
        """Durée médiane d'un appel, en secondes, forme (K,)."""
        return np.median(self.seconds[method], axis=0)

    def ratio(self, method):
        """Combien de fois `method` est plus lente que la forme vectorisée, forme (K,)."""
        return np.median(self.ratios(method), axis=0)

    def ratios(self, method):
        """Le même rapport, répétition par répétition, forme (R, K)."""
        return self.seconds[method] / self.seconds["vectorized"]


def measure_vectorization(layer_dims=(64, 32, 1), sizes=(1, 4, 16, 64, 256, 1024), repeats=5, seed=0):
    """Mesure les trois façons pour chaque nombre m d'exemples.

    >>> timings = measure_vectorization(sizes=(1, 8), repeats=3)
    >>> timings.median("pure_python").shape
    (2,)
    """
    rng = np.random.default_rng(seed)
    params = initialize_parameters_deep(layer_dims, rng)
    lists = {name: value.tolist() for name, value in params.items()}
    seconds = {name: np.empty((repeats, len(sizes))) for name in METHODS}
    for k, m in enumerate(sizes):
        X = rng.random((layer_dims[0], m))
        arguments = dict.fromkeys(METHODS, (params, X)) | {"pure_python": (lists, X.tolist())}
        for r in range(repeats):
            for name, method in METHODS.items():
                seconds[name][r, k] = duration(method, *arguments[name])
    return Timings(np.array(sizes), seconds)
