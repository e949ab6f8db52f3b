"""Le momentum suffit-il à entraîner un auto-encodeur profond ?

Question : jusqu'où descendent la descente de gradient, le momentum classique (CM) et celui de Nesterov (NAG) ?
Source : Sutskever, Martens, Dahl et Hinton (2013), table 1, lignes « Curves » et « Mnist », tables 2 et 3, et section 3
pour les réglages, https://proceedings.mlr.press/v28/sutskever13.html : 750 000 pas de lots de 200, momentum croissant
mu_t = min(1 - 2^(-1 - log2(floor(t / 250) + 1)), mu_max), ramené à 0,9 à la fin, meilleur taux d'une grille commune.
Montage : un auto-encodeur 64-32-16-8-16-32-64 (tanh, sortie sigmoïde, erreur quadratique) des 1 438 images
d'entraînement de digits, 1 600 pas de lots de 200, en float32, trois graines ; le momentum croît en proportion
de la durée.
Ce qui diffère : réseau et données bien plus petits ; initialisation de Glorot au lieu de leur initialisation creuse ;
tanh ; la grille des taux est prolongée vers le haut. NAG est mesuré au point d'anticipation.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from mlcourse.experiments.runs import attempt, padded
from mlcourse.experiments.splits import split_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer

LAYERS, BATCH_SIZE, EPOCHS, SEEDS = [64, 32, 16, 8, 16, 32, 64], 200, 200, (0, 1, 2)
EVERY = 3  # pas entre deux crans du momentum : 250 dans l'article, pour près de cinq cents fois plus de pas
FINAL_EPOCHS, FINAL_MU = 5, 0.9
CLASSICAL = ((0.0, "polyak"), *((mu, rule) for rule in ("polyak", "nesterov") for mu in (0.9, 0.99, 0.995, 0.999)))
#: Les taux communs à tous, puis ceux qui prolongent la grille : un momentum 0,99 multiplie déjà le sien par cent.
ALPHAS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
COMMON = 7
#: Table 1 de l'article, ligne « Curves » : erreur d'entraînement, {(mu_max, règle): erreur}.
PUBLISHED = {
    (0.0, "polyak"): 0.48,
    (0.9, "polyak"): 0.15,
    (0.99, "polyak"): 0.10,
    (0.995, "polyak"): 0.10,
    (0.999, "polyak"): 0.10,
    (0.9, "nesterov"): 0.16,
    (0.99, "nesterov"): 0.096,
    (0.995, "nesterov"): 0.091,
    (0.999, "nesterov"): 0.074,
}
#: La même table, ligne « Mnist », où l'erreur remonte quand mu_max approche 1.
PUBLISHED_MNIST = {
    (0.0, "polyak"): 2.1,
    (0.9, "polyak"): 1.0,
    (0.99, "polyak"): 0.77,
    (0.995, "polyak"): 0.84,
    (0.999, "polyak"): 0.90,
    (0.9, "nesterov"): 1.0,
    (0.99, "nesterov"): 0.73,
    (0.995, "nesterov"): 0.75,
    (0.999, "nesterov"): 0.80,
}
#: Sa colonne SGD_C : les descentes stochastiques de Chapelle et Erhan (2011).
PUBLISHED_SGD_C = {"curves": 0.16, "mnist": 0.9}
#: Table 2, « Curves » : NAG, mu_max = 0,999, sans le retour final à 0,9.
PUBLISHED_WITHOUT_RETURN = 0.096
#: Table 3, « Curves » : l'erreur de NAG à 0,999 selon l'échelle des poids de départ.
PUBLISHED_SCALES = {0.25: 16, 0.5: 16, 1: 0.074, 2: 0.083, 4: 0.35}


def momentum_at(t, mu_max, every=EVERY):
    """Rend le momentum du pas t, compté à partir de 0 : min(1 - 2^(-1 - log2(floor(t / every) + 1)), mu_max).

    >>> [momentum_at(t, 0.99, every=250) for t in (0, 250, 2500, 100_000)]
    [0.5, 0.75, 0.9545454545454546, 0.99]
    """
    return min(1 - 2 ** (-1 - float(np.log2(t // every + 1))), mu_max)


def train_autoencoder(rule, mu_max, alpha, seed, *, epochs=EPOCHS, scale=1.0):
    """Entraîne l'auto-encodeur ; rend le coût final sur les images d'entraînement et le coût de chaque époque.

    `mu_max` = 0 est la descente de gradient ; `scale` multiplie les poids de départ. Un entraînement qui diverge a un
    coût infini.

    >>> final, costs = train_autoencoder("polyak", 0.9, 0.1, 0, epochs=3)
    >>> costs.shape, bool(final < costs[0])
    ((3,), True)
    """
    (X, *_), rng = split_digits(np.float32), np.random.default_rng(seed)
    options = {"hidden": "tanh", "loss": "mse", "initializer": "glorot_uniform"}
    model = MultiLayerPerceptron(LAYERS, rng=rng, dtype=np.float32, **options)
    model.theta[model.decay_mask] *= scale
    steps_per_epoch = -(-X.shape[1] // BATCH_SIZE)

    def beta(t):
        epoch = (t - 1) // steps_per_epoch
        mu = mu_max if epoch < epochs - FINAL_EPOCHS else min(FINAL_MU, mu_max)
        return momentum_at(epoch * steps_per_epoch, mu)

    length = {"epochs": epochs, "batch_size": BATCH_SIZE}
    optimizer = Optimizer(rule, alpha=alpha, beta=beta)
    history, finished = attempt(model, X, X, optimizer=optimizer, rng=rng, **length)
    final = model.compute_cost(X, X) if finished else np.inf
    return final, padded(history.cost, epochs)


@dataclass(frozen=True)
class Sweep:
    """La table : `mu` (K,) et `rule` (K,) nomment les méthodes, `alpha` (A,) les taux.

    `cost` (K, A, S) est le coût final de chaque graine et `curves` (K, A, S, E), le coût une époque sur cinq.
    """

    mu: np.ndarray
    rule: np.ndarray
    alpha: np.ndarray
    cost: np.ndarray
    curves: np.ndarray

    @property
    def methods(self):
        """Les méthodes, dans l'ordre : des couples (mu_max, règle)."""
        return list(zip(self.mu.tolist(), self.rule.tolist(), strict=True))

    @property
    def published(self):
        """L'erreur que l'article donne à chaque méthode (K,), NaN s'il ne l'essaie pas."""
        return np.array([PUBLISHED.get(method, np.nan) for method in self.methods])

    def best(self, k, *, common=False):
        """Rend l'indice du taux de la méthode `k` au plus petit coût médian, dans la grille commune si `common`."""
        return int(np.median(self.cost[k, : COMMON if common else None], axis=-1).argmin())


def sweep(methods=CLASSICAL, alphas=ALPHAS, seeds=SEEDS, epochs=EPOCHS):
    """Entraîne chaque méthode à chaque taux ; la version complète prend une dizaine de minutes (`make experiences`).

    >>> table = sweep([(0.0, "polyak"), (0.9, "polyak")], [0.1], [0], epochs=5)
    >>> table.cost.shape, table.curves.shape, bool(table.cost[1] < table.cost[0])
    ((2, 1, 1), (2, 1, 1, 1), True)
    """
    shape = len(methods), len(alphas), len(seeds)
    cost, curves = np.empty(shape), np.empty((*shape, epochs // 5), np.float32)
    for index, ((mu, rule), alpha, seed) in zip(np.ndindex(shape), product(methods, alphas, seeds), strict=True):
        cost[index], costs = train_autoencoder(rule, mu, alpha, seed, epochs=epochs)
        curves[index] = costs[4::5]
    mu, rule = zip(*methods, strict=True)
    return Sweep(np.array(mu), np.array(rule), np.array(alphas), cost, curves)
