"""Des poids de départ trop petits ou trop grands : l'élan rattrape-t-il une mauvaise initialisation ?

Question : un bon momentum remplace-t-il de bons poids de départ, et l'inverse ?
Source : Sutskever, Martens, Dahl et Hinton (2013), table 3, https://proceedings.mlr.press/v28/sutskever13.html : sur
« Curves », l'erreur de Nesterov quand on multiplie les poids de départ par 0,25, 0,5, 1, 2 ou 4.
Montage : l'auto-encodeur de digits de l'expérience `autoencoder`, 60 époques, poids de Glorot multipliés par les mêmes
facteurs. Trois méthodes : la descente, Polyak à 0,9, Nesterov à 0,99 ; chacune prend, à chaque facteur, le meilleur de
neuf taux. Trois graines.
Ce qui diffère : six couches et 480 pas, au lieu de onze couches et 750 000 pas ; Glorot et tanh au lieu d'une
initialisation creuse et de sigmoïdes ; l'article ne donne que Nesterov à 0,999.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.autoencoder import PUBLISHED_SCALES, train_autoencoder

SCALES = tuple(PUBLISHED_SCALES)
METHODS = ((0.0, "polyak"), (0.9, "polyak"), (0.99, "nesterov"))
ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
SEEDS = (0, 1, 2)
EPOCHS = 60


@dataclass(frozen=True)
class ScaleTable:
    """Le coût final `cost` (C, K, A, S) : facteur des poids `scale` (C,), méthode, taux `alpha` (A,), graine.

    `mu` (K,) et `rule` (K,) nomment les méthodes.
    """

    scale: np.ndarray
    mu: np.ndarray
    rule: np.ndarray
    alpha: np.ndarray
    cost: np.ndarray

    @property
    def median(self):
        """Le coût médian de chaque essai (C, K, A)."""
        return np.median(self.cost, axis=-1)

    def best(self):
        """Rend le coût de chaque facteur et de chaque méthode à son meilleur taux (C, K, S)."""
        chosen = self.median.argmin(axis=-1)
        return np.take_along_axis(self.cost, chosen[..., None, None], axis=2)[:, :, 0]

    @property
    def best_alpha(self):
        """Les taux retenus (C, K)."""
        return self.alpha[self.median.argmin(axis=-1)]


def scale_table(scales=SCALES, methods=METHODS, alphas=ALPHAS, seeds=SEEDS, *, epochs=EPOCHS):
    """Entraîne l'auto-encodeur à chaque facteur ; la version complète prend quelques minutes (`make experiences`).

    >>> scale_table([1.0], [(0.9, "polyak")], [0.1], [0], epochs=2).cost.shape
    (1, 1, 1, 1)
    """
    cost = [
        [
            [[train_autoencoder(rule, mu, a, s, epochs=epochs, scale=scale)[0] for s in seeds] for a in alphas]
            for mu, rule in methods
        ]
        for scale in scales
    ]
    mu, rule = zip(*methods, strict=True)
    return ScaleTable(np.array(scales), np.array(mu), np.array(rule), np.array(alphas), np.array(cost))
