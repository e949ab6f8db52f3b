"""Le plancher de bruit : ce que vaut, à la longue, un paramètre que l'on descend avec des gradients bruités.

Question : à taux constant, à quelle distance du minimum le bruit d'un lot arrête-t-il la descente, et qu'est-ce qui
abaisse ce plancher ?
Source : un calcul d'une ligne, refait par la section 3.1 ; pour le remède, Robbins et Monro (1951),
https://doi.org/10.1214/aoms/1177729586, et Polyak et Juditsky (1992), https://doi.org/10.1137/0330046.
Montage : un mode de courbure 1, un bruit normal d'écart type 1 ajouté à chaque gradient, un départ à 3 ; 2 000
descentes par graine, trois graines. Quatre façons de finir, au même départ : un taux constant, un taux dix fois plus
petit, un taux constant puis en 1/t, un taux constant dont on moyenne les positions.
Ce qui diffère : le bruit d'un vrai lot n'est ni normal, ni le même partout ; seule sa variance entre dans le calcul.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.rules import sgd

ALPHAS = (0.01, 0.1, 0.5)
SEEDS = (0, 1, 2)
START = 3.0
#: Le pas où le calendrier commence à décroître, et la moyenne à se prendre.
SWITCH = 100


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
