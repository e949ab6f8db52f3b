"""Les activations du cours, leurs dérivées, et ce que chacune laisse passer d'une erreur.

Question : de quoi a l'air chaque activation, où sa pente s'éteint-elle, et que reste-t-il de l'erreur après dix
couches ?
Source : la section 2.1 du texte du cours ; Glorot et Bengio (2010), section 4.2.1, pour l'erreur couche par couche.
Montage : une grille de logits ; puis dix couches cachées de 128 neurones, non entraînées, poids de variance 1/n, sur
digits normalisé.
Ce qui diffère : le texte ne mesure rien ; l'article mesure sur cinq couches de 1 000 tanh.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mlcourse.activations import ACTIVATIONS
from mlcourse.experiments.splits import normalized_digits
from mlcourse.model import MultiLayerPerceptron

SQUASHING = ("sigmoid", "tanh")
RECTIFYING = ("relu", "leaky_relu", "elu")
#: Pente de la ReLU à fuite sur les figures : celle d'usage, 0,01, ne se verrait pas.
DRAWN_SLOPE = 0.1
#: Zéro, où une pente peut sauter, et deux nombres qui le suivent de trop près pour s'en distinguer sur une figure.
SEAM = np.array([0, 1e-9, 2e-9])


@dataclass(frozen=True)
class ActivationCurve:
    """Une activation et sa dérivée : `value` et `slope` sur la grille `z`, de formes (K,).

    Là où la pente saute, `slope` est NaN entre ses deux valeurs : un trait s'y interrompt.
    """

    name: str
    z: np.ndarray
    value: np.ndarray
    slope: np.ndarray


def activation_curves(names, start=-6.0, stop=6.0, n_points=481):
    """Évalue chaque activation et sa dérivée sur une grille de logits ; la fuite y est de `DRAWN_SLOPE`.

    Une grille qui traverse zéro y est cousue de `SEAM`.

    >>> sigmoid, tanh = activation_curves(SQUASHING, 0, 0, 1)
    >>> sigmoid.value.item(), sigmoid.slope.item(), tanh.slope.item()
    (0.5, 0.25, 1.0)
    """
    z, curves = np.linspace(start, stop, n_points), []
    if start < 0 < stop:
        z = np.union1d(z, SEAM)
    for name in names:
        options = {"a": DRAWN_SLOPE} if name == "leaky_relu" else {}
        row = ACTIVATIONS[name]
        left, _, right = row.derivative(SEAM, **options)
        jumps = (z == SEAM[1]) & (abs(right - left) > 1e-3)
        slope = np.where(jumps, np.nan, row.derivative(z, **options))
        curves.append(ActivationCurve(name, z, row.function(z, **options), slope))
    return curves


class SlopeAt(NamedTuple):
    """L'activation `hidden` au logit `z` : sa valeur, sa pente, et ce qui reste d'une erreur après `depth` pentes.

    `values` et `slopes` portent toutes les activations, {nom: (K,)}, sur la grille `logits`.
    """

    hidden: str
    z: float
    value: float
    slope: float
    depth: int
    left: float
    logits: np.ndarray
    values: dict
    slopes: dict


def slope_at(z=0.0, hidden="sigmoid", *, depth=10):
    """Évalue une activation et sa pente en un point, et la pente multipliée par elle-même, une fois par couche.

    >>> at = slope_at()
    >>> at.slope, round(1 / at.left)
    (0.25, 1048576)
    """
    (here,), curves = activation_curves([hidden], z, z, 1), activation_curves(SQUASHING + RECTIFYING, n_points=121)
    slope = here.slope.item()
    values, slopes = ({curve.name: getattr(curve, key) for curve in curves} for key in ("value", "slope"))
    return SlopeAt(hidden, z, here.value.item(), slope, depth, slope**depth, curves[0].z, values, slopes)


@dataclass(frozen=True)
class ErrorByDepth:
    """La grandeur de delta[l] avant tout apprentissage, rapportée à celle de la dernière couche cachée : (S, L)."""

    hidden: str
    relative: np.ndarray


def error_by_depth(hidden, seeds=(0, 1, 2), *, depth=10, width=128, m=300):
    """Rétropropage m images de digits à travers `depth` couches cachées non entraînées, un réseau par graine.

    >>> error_by_depth("tanh", seeds=[0], depth=3, width=16).relative.shape
    (1, 3)
    """
    X, Y = (part[:, :m] for part in normalized_digits()[:2])
    rows = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        options = {"output": "softmax", "loss": "cross_entropy", "initializer": "lecun_normal", "rng": rng}
        model = MultiLayerPerceptron([len(X), *[width] * depth, 10], hidden=hidden, **options)
        deltas = model.backward(Y, model.forward(X)[1])
        rows.append([np.sqrt(np.mean(deltas[l] ** 2)) for l in range(1, depth + 1)])
    rms = np.array(rows)
    return ErrorByDepth(hidden, rms / rms[:, -1:])
