"""L'entropie croisée binaire, depuis la sortie ou depuis le logit.

Question : où la formule du cours, écrite avec a = sigma(z), cesse-t-elle d'être vraie en float64 ?
Source : la section 1.1 du texte du cours.
Montage : une grille de logits ; les deux formules, dans la même précision. Au-delà de z = 36,7 environ, sigma(z) vaut
exactement 1 : la formule naïve rend l'infini pour y = 0, au lieu de z.
Ce qui diffère : rien, si ce n'est que l'on y regarde.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.activations import sigmoid
from mlcourse.losses import binary_cross_entropy


@dataclass(frozen=True)
class LossCurves:
    """La perte en fonction du logit, pour une cible `y` : `z`, `naive` et `stable` ont la forme (K,)."""

    y: int
    z: np.ndarray
    naive: np.ndarray
    stable: np.ndarray


def naive_binary_cross_entropy(a, y):
    """La formule du cours prise à la lettre : -[y log a + (1 - y) log(1 - a)], infinie dès que a = 1 - y."""
    with np.errstate(divide="ignore"):
        return -np.log(a if y == 1 else 1 - a)


def loss_curves(start=-5.0, stop=45.0, n_points=501):
    """Calcule les deux formules pour y = 1 puis y = 0, sur `n_points` logits de `start` à `stop`.

    >>> _, negative = loss_curves(40, 40, 1)
    >>> negative.naive.item(), negative.stable.item()
    (inf, 40.0)
    """
    z = np.linspace(start, stop, n_points)
    return [_curves(y, z) for y in (1, 0)]


def _curves(y, z):
    stable = np.array([binary_cross_entropy(value[None, None], np.array([[y]])) for value in z])
    return LossCurves(y, z, naive_binary_cross_entropy(sigmoid(z), y), stable)
