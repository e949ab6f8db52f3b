"""Centrer, réduire, blanchir : ce que chaque préparation fait au nuage des entrées.

Question : que reste-t-il de l'allongement du coût une fois les mesures centrées et réduites, et qui l'ôte ?
Source : LeCun, Bottou, Orr et Müller (1998), section 4.3 et figure 3, https://doi.org/10.1007/978-3-642-35289-8_3.
Montage : les 13 mesures de wine, et deux d'entre elles, très corrélées. Blanchir, c'est projeter sur les vecteurs
propres de la covariance, puis diviser par la racine des valeurs propres.
Ce qui diffère : l'article dessine un nuage imaginé ; celui-ci est mesuré.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets import load_wine
from mlcourse.experiments.normalization import condition_number
from mlcourse.normalization import Standardizer

PREPARATIONS = ("raw", "standardized", "whitened")
FEATURES = ("total_phenols", "flavanoids")


def whitening_matrix(X):
    """Rend la matrice B (n, n) telle que B (X - mu) soit de covariance identité : B = Lambda^(-1/2) U^T.

    >>> X = np.random.default_rng(0).normal(size=(2, 50)) * [[1.0], [100.0]]
    >>> np.cov(whitening_matrix(X) @ X, bias=True).round(12) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    eigenvalues, U = np.linalg.eigh(np.cov(X, bias=True))
    return U.T / np.sqrt(eigenvalues)[:, None]


def prepare(X, name):
    """Rend X brut, centré et réduit, ou blanchi.

    >>> X = np.array([[1.0, 3.0, 2.0], [0.0, 1.0, 5.0]])
    >>> round(condition_number(prepare(X, "whitened")), 9)
    1.0
    """
    if name == "raw":
        return X
    return Standardizer(X).transform(X) if name == "standardized" else whitening_matrix(X) @ (X - X.mean(1)[:, None])


def wine_conditioning():
    """Rend {préparation: conditionnement, biais compris} pour les 13 mesures de wine."""
    return {name: condition_number(prepare(load_wine().X, name)) for name in PREPARATIONS}


@dataclass(frozen=True)
class Cloud:
    """Deux mesures de wine, préparées : `points` (2, m), `labels` (m,), et le conditionnement de leur covariance."""

    preparation: str
    points: np.ndarray
    labels: np.ndarray
    condition: float


def wine_cloud(preparation, features=FEATURES):
    """Prépare deux mesures de wine et rend un `Cloud`.

    >>> round(wine_cloud("whitened").condition, 9)
    1.0
    """
    wine = load_wine()
    points = prepare(wine.X[[list(wine.features).index(name) for name in features]], preparation)
    return Cloud(preparation, points, wine.labels, float(np.linalg.cond(np.cov(points, bias=True))))
