"""Ce que la correction du biais change à Adam.

Question : que perd Adam si l'on ne divise pas ses moyennes par 1 - beta^t ? Selon beta2, et selon le taux ?
Source : Kingma et Ba (2015), https://doi.org/10.48550/arXiv.1412.6980, section 6.4 et figure 4 : la perte d'un
auto-encodeur variationnel après 10 et 100 époques, pour beta1 dans {0 ; 0,9}, beta2 dans {0,99 ; 0,999 ; 0,9999} et
alpha de 1e-5 à 1e-1, avec et sans correction.
Montage : la même grille, sur un auto-encodeur 64-32-8-32-64 (ReLU, sortie sigmoïde) des 1 438 images d'entraînement de
digits, lots de 64, entropie croisée en nats par image, trois graines.
Ce qui diffère : l'auto-encodeur n'est pas variationnel ; l'article montre des courbes sans en donner les nombres, une
seule exécution par réglage.
"""

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from mlcourse.batches import MiniBatches
from mlcourse.experiments.runs import attempt, padded
from mlcourse.experiments.splits import split_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer

BETA1, BETA2, ALPHA = (0.0, 0.9), (0.99, 0.999, 0.9999), (1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
EPOCHS, SEEDS = (10, 100), (0, 1, 2)
LAYERS, BATCH_SIZE = (64, 32, 8, 32, 64), 64
#: Des auto-encodeurs de plus en plus larges : le premier pas sans correction y fait de plus en plus de dégâts.
WIDER = (LAYERS, (64, 64, 16, 64, 64), (64, 128, 32, 128, 64), (64, 256, 64, 256, 64))


def biased_adam(theta, g, m, v, *, t, alpha=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam sans correction du biais : theta <- theta - alpha m / (sqrt(v) + eps).

    Les arguments sont ceux d'`adam` ; `t` ne sert plus, et c'est toute la différence.

    >>> theta, m, v = biased_adam(np.array([1.0]), np.array([4.0]), 0.0, 0.0, t=1)
    >>> theta.round(6)
    array([0.996838])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return theta - alpha * m / (np.sqrt(v) + eps), m, v


def step_factor(t, beta1=0.9, beta2=0.999):
    """Par quoi l'absence de correction multiplie le pas t : (1 - beta1^t) / sqrt(1 - beta2^t).

    Les moyennes m et v sont les mêmes dans les deux règles : le rapport des pas est ce nombre, quels que soient les
    gradients.

    >>> step_factor(np.array([1, 12, 10_000])).round(2)
    array([3.16, 6.57, 1.  ])
    """
    t = np.asarray(t, float)
    return (1 - beta1**t) / np.sqrt(1 - beta2**t)


@dataclass(frozen=True)
class StepFactors:
    """Le facteur de chaque pas `t` (T,) pour chaque `beta2` (C,) : `factor` (C, T)."""

    t: np.ndarray
    beta2: np.ndarray
    factor: np.ndarray


def step_factors(beta2=BETA2, beta1=0.9):
    """Rend le facteur du pas, du premier au cent millième, pour chaque `beta2`.

    >>> step_factors([0.99]).factor.max().round(1)
    np.float64(2.1)
    """
    t = np.unique(np.geomspace(1, 1e5, 400).astype(int))
    return StepFactors(t, np.array(beta2), np.array([step_factor(t, beta1, value) for value in beta2]))


class StepCourse(NamedTuple):
    """Le facteur de chaque pas, `factor` (T,) aux pas `t` (T,) ; le pire pas de tous, `worst`, et son numéro.

    `too_large` dit s'il est trop grand : faux, tous les pas sont trop petits.
    """

    beta1: float
    beta2: float
    t: np.ndarray
    factor: np.ndarray
    worst: float
    worst_t: int
    too_large: bool


def step_course(beta1=0.9, beta2=0.999):
    """Rend ce que l'absence de correction fait de chaque pas, du premier au cent millième.

    >>> step_course().worst_t, step_course(0.9, 0.8).too_large
    (12, False)
    """
    every = np.arange(1, 100_001)
    factor = step_factor(every, beta1, beta2)
    t = np.unique(np.geomspace(1, every[-1], 80).astype(int))
    worst = float(factor.max())
    return StepCourse(beta1, beta2, t, factor[t - 1], worst, int(every[factor.argmax()]), worst > 1 + 1e-12)


def make_optimizer(corrected, **hyperparameters):
    """Rend Adam, ou Adam sans correction : le même optimiseur, dont seule la règle change."""
    return Optimizer("adam" if corrected else biased_adam, **hyperparameters)


def train_autoencoder(corrected, seed, *, epochs, layers=LAYERS, **hyperparameters):
    """Entraîne l'auto-encodeur ; rend le coût de chaque lot de la première époque, puis celui de chaque époque.

    `layers` donne les tailles des couches. Une divergence laisse des coûts infinis.

    >>> first, costs = train_autoencoder(True, 0, epochs=2, alpha=1e-3)
    >>> first.shape, costs.shape, bool(costs[1] < costs[0])
    ((23,), (2,), True)
    """
    (X, *_), rng = split_digits(), np.random.default_rng(seed)
    model = MultiLayerPerceptron(list(layers), rng=rng)
    optimizer = make_optimizer(corrected, **hyperparameters)
    batches = list(MiniBatches(X, X, BATCH_SIZE, rng))
    first, costs = np.full(len(batches), np.inf), np.full(epochs, np.inf)
    # Un lot entier pour toutes données : une époque de `train` est alors un seul pas, dont on garde le coût.
    for i, (batch, _) in enumerate(batches):
        history, finished = attempt(model, batch, batch, optimizer=optimizer, epochs=1, batch_size=None, rng=rng)
        if not finished:
            return first, costs
        first[i] = history.cost[0]
    costs[0] = np.average(first, weights=[batch.shape[1] for batch, _ in batches])
    if epochs > 1:
        options = {"epochs": epochs - 1, "batch_size": BATCH_SIZE}
        history, _ = attempt(model, X, X, optimizer=optimizer, rng=rng, **options)
        costs[1:] = padded(history.cost, epochs - 1)
    return first, costs


@dataclass(frozen=True)
class FirstSteps:
    """Le coût de chaque lot de la première époque, `cost` (2, S, T) : sans correction puis avec, pour S graines."""

    cost: np.ndarray
    batch_size: int = BATCH_SIZE


def first_steps(seeds=SEEDS, **settings):
    """Entraîne une époque, sans correction puis avec ; `settings` complète les arguments de `train_autoencoder`.

    >>> first_steps([0], layers=(64, 8, 64), alpha=0.1).cost.shape
    (2, 1, 23)
    """
    costs = [[train_autoencoder(rule, seed, epochs=1, **settings)[0] for seed in seeds] for rule in (False, True)]
    return FirstSteps(np.array(costs))


def peaks_by_width(layers=WIDER, seeds=SEEDS, *, alpha=0.1, beta2=0.9999):
    """Rend le plus grand coût d'un lot de la première époque, sans correction puis avec, tableau (K, 2, S).

    Sans correction, le premier pas déplace chaque poids d'environ 10 alpha : plus les couches sont larges, plus ces
    déplacements s'ajoutent.

    >>> peaks = peaks_by_width([(64, 8, 64)], [0])
    >>> peaks.shape, bool(peaks[0, 0, 0] > peaks[0, 1, 0])
    ((1, 2, 1), True)
    """
    runs = (first_steps(seeds, layers=sizes, alpha=alpha, beta2=beta2) for sizes in layers)
    return np.array([run.cost.max(axis=-1) for run in runs])


@dataclass(frozen=True)
class BiasGrid:
    """La grille de la figure 4 : axes `beta1` (B,), `beta2` (C,), `alpha` (A,), `epochs` (E,).

    `cost` (2, B, C, A, S, E) est le coût moyen de l'époque, sans correction puis avec, pour S graines ; `peak`
    (2, B, C, A, S), le plus grand coût d'un lot de la première époque.
    """

    beta1: np.ndarray
    beta2: np.ndarray
    alpha: np.ndarray
    epochs: np.ndarray
    cost: np.ndarray
    peak: np.ndarray

    def median_cost(self, beta1, beta2, epochs):
        """Coût médian des graines selon alpha : sans correction puis avec, forme (2, A)."""
        b, c, e = (list(axis).index(value) for axis, value in zip(self.axes, (beta1, beta2, epochs), strict=True))
        return np.median(self.cost[:, b, c, :, :, e], axis=-1)

    @property
    def axes(self):
        """Les axes que l'on fixe pour lire une courbe : `beta1`, `beta2`, `epochs`."""
        return self.beta1, self.beta2, self.epochs


def bias_grid(beta1=BETA1, beta2=BETA2, alpha=ALPHA, epochs=EPOCHS, seeds=SEEDS):
    """Calcule la grille ; la version complète prend une dizaine de minutes, `make experiences` la relance.

    >>> grid = bias_grid([0.9], [0.999], [1e-3], [1], [0])
    >>> grid.cost.shape, grid.peak.shape
    ((2, 1, 1, 1, 1, 1), (2, 1, 1, 1, 1))
    """
    shape = (2, len(beta1), len(beta2), len(alpha), len(seeds))
    cost, peak = np.empty((*shape, len(epochs))), np.empty(shape)
    settings = product((False, True), beta1, beta2, alpha, seeds)
    for index, (corrected, b1, b2, a, seed) in zip(np.ndindex(shape), settings, strict=True):
        first, costs = train_autoencoder(corrected, seed, epochs=max(epochs), alpha=a, beta1=b1, beta2=b2)
        cost[index], peak[index] = costs[np.array(epochs) - 1], first.max()
    return BiasGrid(np.array(beta1), np.array(beta2), np.array(alpha), np.array(epochs), cost, peak)
