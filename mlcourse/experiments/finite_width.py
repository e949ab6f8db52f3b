"""Ce que la largeur finie ajoute de hasard à un signal que l'on croyait tenu.

Question : avec He et ReLU, de combien le carré moyen q des activations s'écarte-t-il de sa moyenne, selon la profondeur
et la largeur ?
Source : Hanin (2018), https://doi.org/10.48550/arXiv.1801.03744 : dans un réseau de ReLU, ce qui gouverne les
fluctuations est la somme des inverses des largeurs, L / n.
Montage : couches de n ReLU, biais nuls, poids normaux de variance 2 / n, une seule entrée de carré moyen 1. Les
activations fixées, les n logits sont indépendants et normaux, de variance 2 q : on les tire donc sans tirer la matrice,
et la loi est la même. Des réseaux tirés en entier, trois graines, le confirment.
Ce qui diffère : l'article majore les fluctuations des gradients ; nous mesurons celles du signal.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.activations import relu

WIDTHS = (32, 128, 512)
SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Fluctuations:
    """La dispersion de log q, couche par couche, pour une largeur.

    `variance` (S, L) et `median` (S, L), la médiane de q, sur les tirages de chaque graine ; `theory` (L,) vaut
    cinq fois la profondeur sur la largeur.
    """

    width: int
    variance: np.ndarray
    median: np.ndarray
    theory: np.ndarray


def fluctuations(width, seeds=SEEDS, *, depth=20, draws=1000):
    """Tire `draws` réseaux par graine et suit log q à travers `depth` couches.

    >>> result = fluctuations(512, seeds=[0], draws=400)
    >>> bool(abs(result.variance[0, -1] / result.theory[-1] - 1) < 0.3)
    True
    """
    logs = np.array([_log_squares(np.random.default_rng(seed), width, depth, draws) for seed in seeds])
    theory = 5 * np.arange(1, depth + 1) / width
    return Fluctuations(width, logs.var(axis=2), np.median(np.exp(logs), axis=2), theory)


def _log_squares(rng, width, depth, draws):
    """Rend log q (L, draws) : chaque couche le multiplie par la moyenne de n termes 2 relu(z)^2, d'espérance 1."""
    factors = [np.mean(2 * relu(rng.normal(size=(draws, width))) ** 2, axis=1) for _ in range(depth)]
    return np.cumsum(np.log(factors), axis=0)


def drawn_in_full(width, seed, *, depth=20, draws=200):
    """Rend la variance de log q à la couche `depth`, sur des réseaux dont on tire toutes les matrices.

    >>> 0 < drawn_in_full(8, 0, depth=2, draws=50) < 5
    True
    """
    rng, logs = np.random.default_rng(seed), []
    for _ in range(draws):
        a = np.ones(width)
        for _ in range(depth):
            a = relu(rng.normal(0, np.sqrt(2 / width), (width, width)) @ a)
        logs.append(np.log(np.mean(a**2)))
    return float(np.var(logs))
