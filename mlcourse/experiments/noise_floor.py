"""Le plancher de bruit : ce que vaut, à la longue, un paramètre que l'on descend avec des gradients bruités.

Question : à taux constant, à quelle distance du minimum le bruit d'un lot arrête-t-il la descente, et qu'est-ce qui
abaisse ce plancher ?
Source : un calcul d'une ligne, refait par la section 3.1 ; pour le remède, Robbins et Monro (1951),
https://doi.org/10.1214/aoms/1177729586, et Polyak et Juditsky (1992), https://doi.org/10.1137/0330046 ; pour des lots
sans remise, Ying, Yuan, Vlaski et Sayed (2018), https://doi.org/10.48550/arXiv.1803.07964.
Montage : d'abord un mode de courbure 1, un bruit normal d'écart type 1 ajouté à chaque gradient, un départ à 3 ; 2 000
descentes par graine, trois graines. Quatre façons de finir, au même départ : un taux constant, un taux dix fois plus
petit, un taux constant puis en 1/t, un taux constant dont on moyenne les positions. Puis un neurone linéaire, sur 176
vins normalisés, par lots de 22 : tirés à nouveau à chaque pas, ou coupés dans un mélange à chaque époque.
Ce qui diffère : le bruit du premier montage est normal et partout le même ; celui du second vient de vrais lots, et
dépend de theta. Les articles démontrent des bornes pour tout coût fortement convexe ; nous mesurons deux quadratiques.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets import load_wine
from mlcourse.normalization import Standardizer
from mlcourse.rules import sgd

ALPHAS = (0.01, 0.1, 0.5)
SEEDS = (0, 1, 2)
START = 3.0
#: Le pas où le calendrier commence à décroître, et la moyenne à se prendre.
SWITCH = 100
#: Ce que l'on garde de wine : huit lots en font exactement une époque.
EXAMPLES, BATCH = 176, 22
LOTS = EXAMPLES // BATCH
RATES = (0.02, 0.05, 0.1, 0.2, 0.3)


def floor(alpha, curvature=1.0, s=1.0):
    """Rend le plancher de theta^2 : alpha s^2 / (lambda (2 - alpha lambda)).

    >>> round(floor(0.1), 4), round(floor(0.5), 4)
    (0.0526, 0.3333)
    """
    return alpha * s**2 / (curvature * (2 - alpha * curvature))


def expected_square(alpha, steps):
    """Rend l'espérance de theta^2 à chaque pas, départ compris (steps + 1,), pour une courbure et un bruit de 1.

    >>> [round(float(value), 2) for value in expected_square(0.5, 2)]
    [9.0, 2.5, 0.88]
    """
    kept = (1 - alpha) ** (2 * np.arange(steps + 1))
    return kept * START**2 + (1 - kept) * floor(alpha)


@dataclass(frozen=True)
class NoisyDescents:
    """Le carré moyen de theta au cours de descentes bruitées : `measured` (S, A, T + 1), une ligne par réglage.

    `theory` (A, T + 1) en est l'espérance ; `names` nomme les A réglages.
    """

    names: tuple
    measured: np.ndarray
    theory: np.ndarray


def constant_rates(seeds=SEEDS, alphas=ALPHAS, *, steps=400, walkers=2000):
    """Descend à chaque taux constant et mesure le carré moyen de theta.

    >>> result = constant_rates([0], [0.5], steps=50)
    >>> bool(abs(result.measured[0, 0, -10:].mean() / result.theory[0, -1] - 1) < 0.05)
    True
    """
    runs = [[np.mean(_walk(seed, np.full(steps, alpha), walkers) ** 2, axis=1) for alpha in alphas] for seed in seeds]
    return NoisyDescents(tuple(alphas), np.array(runs), np.array([expected_square(a, steps) for a in alphas]))


def endings(seeds=SEEDS, *, alpha=0.5, steps=1000, walkers=2000):
    """Rend le carré moyen à la fin de quatre descentes de même départ : {nom: (S,)}.

    >>> sorted(endings([0], steps=200, walkers=200))
    ['average', 'constant', 'inverse_time', 'small']
    """
    after = np.maximum(np.arange(steps) - SWITCH, 0)
    rates = {
        "constant": np.full(steps, alpha),
        "small": np.full(steps, alpha / 10),
        "inverse_time": alpha / (1 + after * alpha),
    }
    found: dict[str, list[float]] = {}
    for seed in seeds:
        for name, rate in rates.items():
            found.setdefault(name, []).append(float(np.mean(_walk(seed, rate, walkers)[-1] ** 2)))
        average = _walk(seed, rates["constant"], walkers)[SWITCH:].mean(axis=0)
        found.setdefault("average", []).append(float(np.mean(average**2)))
    return {name: np.array(values) for name, values in found.items()}


def _walk(seed, rates, walkers):
    """Rend les positions, de forme `(T + 1, walkers)` ; le gradient est theta plus un bruit normal."""
    rng, path = np.random.default_rng(seed), [np.full(walkers, START)]
    for alpha in rates:
        path.append(sgd(path[-1], path[-1] + rng.normal(size=walkers), alpha=alpha))
    return np.array(path)


# --- De vrais lots ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Neuron:
    """Un neurone linéaire, un biais compris : `X` (n, N), `y` (N,), et la cuvette de son erreur quadratique.

    Dans les axes propres, colonnes de `axes` (n, n), les courbures sont `curvature` (n,), le minimum est `best` (n,),
    et `noise` (n,) est la variance du gradient d'un lot, prise au minimum.
    """

    X: np.ndarray
    y: np.ndarray
    axes: np.ndarray
    curvature: np.ndarray
    best: np.ndarray
    noise: np.ndarray

    def expected_excess(self, alpha, steps):
        """Rend l'espérance de J - J* à chaque pas, de départ nul (steps + 1,), pour des lots indépendants."""
        kept = (1 - alpha * self.curvature) ** (2 * np.arange(steps + 1)[:, None])
        squares = kept * self.best**2 + (1 - kept) * floor(alpha, self.curvature, np.sqrt(self.noise))
        return squares @ self.curvature / 2

    def floors(self, alpha):
        """Rend les deux planchers prédits de J - J*, en fin d'époque : lots tirés à nouveau, lots d'un mélange."""
        squares = floor(alpha, self.curvature, np.sqrt(self.noise))
        fewer = (alpha * self.curvature) ** 2 * LOTS * (LOTS + 1) / 12
        return float(squares @ self.curvature / 2), float((fewer * squares) @ self.curvature / 2)


def wine_neuron():
    """Prépare le neurone qui reconnaît le premier cultivar de wine.

    >>> neuron = wine_neuron()
    >>> neuron.X.shape, [round(float(c), 1) for c in neuron.curvature[[0, -1]]]
    ((14, 176), [0.1, 4.7])
    """
    wine = load_wine()
    X = np.vstack([Standardizer(wine.X).transform(wine.X), np.ones(wine.X.shape[1])])[:, :EXAMPLES]
    y = (wine.labels == 0)[:EXAMPLES].astype(float)
    curvature, axes = np.linalg.eigh(X @ X.T / EXAMPLES)
    best = axes.T @ (X @ y) / EXAMPLES / curvature
    gradients = (axes.T @ X) * ((axes @ best) @ X - y)
    noise = gradients.var(axis=1) / BATCH * (EXAMPLES - BATCH) / (EXAMPLES - 1)
    return Neuron(X, y, axes, curvature, best, noise)


def wine_descents(seeds=SEEDS, alphas=(0.01, 0.05, 0.2), *, steps=400, walkers=40):
    """Descend de zéro, des lots tirés à nouveau à chaque pas, et mesure J - J*, moyenné sur `walkers` descentes.

    >>> wine_descents([0], [0.1], steps=16, walkers=2).measured.shape
    (1, 1, 17)
    """
    neuron = wine_neuron()
    measured = [
        [list(_excess(neuron, seed, alpha, steps, walkers, shuffled=False, start=0)) for alpha in alphas]
        for seed in seeds
    ]
    return NoisyDescents(
        tuple(alphas), np.array(measured), np.array([neuron.expected_excess(a, steps) for a in alphas])
    )


def wine_floors(seeds=SEEDS, alphas=RATES, *, memories=4, walkers=10):
    """Rend le plancher mesuré de J - J* en fin d'époque, {"redrawn": (S, A), "shuffled": (S, A)}.

    Chaque descente part du minimum, dure `memories` fois le temps que le mode le plus plat met à oublier, et se mesure
    dans sa seconde moitié.

    >>> floors = wine_floors([0], [0.3])
    >>> sorted(floors), floors["shuffled"].shape
    (['redrawn', 'shuffled'], (1, 1))
    """
    neuron = wine_neuron()
    found = {}
    for name in ("redrawn", "shuffled"):
        rows = []
        for seed in seeds:
            for alpha in alphas:
                steps = LOTS * int(np.ceil(memories / (alpha * neuron.curvature[0]) / LOTS))
                excess = list(_excess(neuron, seed, alpha, steps, walkers, shuffled=name == "shuffled", start=1))
                rows.append(np.mean(excess[LOTS::LOTS][steps // LOTS // 2 :]))
        found[name] = np.reshape(rows, (len(seeds), -1))
    return found


def _excess(neuron, seed, alpha, steps, walkers, *, shuffled, start):
    """Donne J - J* avant chaque pas et après le dernier ; les descentes partent de `start` fois le minimum."""
    rng, H = np.random.default_rng(seed), neuron.X @ neuron.X.T / EXAMPLES
    best = (neuron.axes @ neuron.best)[:, None]
    theta = np.tile(start * best, (1, walkers))
    for step in range(steps + 1):
        yield np.sum((theta - best) * (H @ (theta - best))) / walkers / 2
        if not shuffled or step % LOTS == 0:
            order = rng.permuted(np.tile(np.arange(EXAMPLES), (walkers, 1)), axis=1)
        first = step % LOTS * BATCH if shuffled else 0
        lots = order[:, first : first + BATCH]
        errors = np.einsum("nwm,nw->wm", neuron.X[:, lots], theta) - neuron.y[lots]
        theta = sgd(theta, np.einsum("nwm,wm->nw", neuron.X[:, lots], errors) / BATCH, alpha=alpha)
