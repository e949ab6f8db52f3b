"""La vitesse de la descente de gradient et du momentum sur une quadratique.

Question : combien d'itérations le momentum fait-il gagner, et quels mouvements produit-il selon (alpha, beta) ?
Source : Goh (2017), « Why Momentum Really Works », https://doi.org/10.23915/distill.00006, d'après Polyak (1964). Il
donne les facteurs de convergence optimaux, (kappa - 1) / (kappa + 1) et (sqrt(kappa) - 1) / (sqrt(kappa) + 1), et les
régimes d'un mode, où il écrit 2 sqrt(beta) pour le facteur sqrt(beta) d'un mode qui ondule.
Montage : f(theta) = somme lambda_i theta_i^2 / 2, de courbures 1 et kappa = 100, départ (1, 1), jusqu'à une norme de
1e-6 ; la règle est `polyak`, dont beta = 0 fait la descente de gradient.
Ce qui diffère : les régimes et les facteurs sont mesurés sur des itérations, non lus sur les valeurs propres ; les
nombres d'itérations sont les nôtres. Aucun hasard ici, sauf la direction du départ, que l'on fait varier.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mlcourse.rules import polyak

KAPPA, TOLERANCE = 100.0, 1e-6
START = np.array([1.0, 1.0])
KAPPAS = np.logspace(1, 4, 13)
#: Exposants attendus : le nombre d'itérations croît comme kappa, ou comme sa racine avec momentum.
POWERS = {"sgd": 1, "polyak": 0.5}
ALPHAS, BETAS = np.logspace(-3, 1, 120), np.linspace(0, 0.99, 100)


def best_settings(kappa):
    """Rend les meilleurs (alpha, beta) de la descente de gradient et du momentum, pour les courbures 1 et `kappa`.

    >>> alpha, beta = best_settings(100)["polyak"]
    >>> round(float(alpha), 4), round(float(beta), 4)
    (0.0331, 0.6694)
    """
    root = np.sqrt(kappa)
    return {
        "sgd": (2 / (1 + kappa), 0 * root),
        "polyak": ((2 / (1 + root)) ** 2, ((root - 1) / (root + 1)) ** 2),
    }


def published_rates(kappa):
    """Rend les facteurs de Goh : ce par quoi une itération multiplie la distance au minimum, dans le meilleur cas.

    >>> {name: round(float(rate), 3) for name, rate in published_rates(100).items()}
    {'sgd': 0.98, 'polyak': 0.818}
    """
    return {"sgd": (kappa - 1) / (kappa + 1), "polyak": (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)}


def descend(curvature, theta, alpha, beta):
    """Donne sans fin les theta successifs, départ compris ; le gradient est `curvature` * theta.

    Tout est élément par élément : un tableau d'alpha et de beta fait avancer autant de descentes à la fois.
    """
    v = np.zeros_like(theta)
    while True:
        yield theta
        theta, v = polyak(theta, curvature * theta, v, alpha=alpha, beta=beta)


@dataclass(frozen=True)
class Descent:
    """Une descente : règle, conditionnement, (alpha, beta), distances au minimum, départ compris (T + 1,)."""

    name: str
    kappa: float
    alpha: float
    beta: float
    norms: np.ndarray

    @property
    def iterations(self):
        """Nombre d'itérations jusqu'à la tolérance, où la descente s'est arrêtée."""
        return len(self.norms) - 1

    @property
    def rate(self):
        """Facteur mesuré : la racine d'ordre k du rapport des distances, sur la seconde moitié des itérations."""
        half = self.iterations // 2
        return float((self.norms[-1] / self.norms[half]) ** (1 / (self.iterations - half)))

    @property
    def published_rate(self):
        """Facteur publié par Goh, pour ce conditionnement et les meilleurs réglages."""
        return published_rates(self.kappa)[self.name]


def best_descents(kappa=KAPPA, start=START):
    """Descend avec les meilleurs réglages, sans puis avec momentum, et rend deux `Descent`.

    >>> [descent.iterations for descent in best_descents()]
    [709, 95]
    """
    return [_until_tolerance(name, kappa, start, *setting) for name, setting in best_settings(kappa).items()]


def _until_tolerance(name, kappa, start, alpha, beta):
    norms = []
    for theta in descend(np.array([1.0, kappa]), np.asarray(start, float), alpha, beta):
        norms.append(float(np.linalg.norm(theta)))
        if norms[-1] <= TOLERANCE:
            break
    return Descent(name, kappa, alpha, beta, np.array(norms))


def iterations_from_random_starts(kappa=KAPPA, seeds=range(20)):
    """Compte les itérations depuis des départs de même norme et de direction tirée au hasard : {nom: (graines,)}."""
    counts: dict[str, list[int]] = {}
    for seed in seeds:
        direction = np.random.default_rng(seed).normal(size=2)
        start = direction * np.linalg.norm(START) / np.linalg.norm(direction)
        for descent in best_descents(kappa, start):
            counts.setdefault(descent.name, []).append(descent.iterations)
    return {name: np.array(values) for name, values in counts.items()}


@dataclass(frozen=True)
class Conditioning:
    """Les itérations nécessaires pour chaque conditionnement `kappa` (K,), sans (`sgd`) et avec momentum (`polyak`)."""

    kappa: np.ndarray
    sgd: np.ndarray
    polyak: np.ndarray

    def theory(self, name):
        """Itérations que prévoit la théorie pour la règle `name`, à partir de la dernière mesure (K,)."""
        return getattr(self, name)[-1] * (self.kappa / self.kappa[-1]) ** POWERS[name]


def iterations_by_conditioning(kappas=KAPPAS):
    """Compte les itérations des meilleurs réglages, tous conditionnements à la fois, depuis (1, 1).

    >>> iterations_by_conditioning(np.array([100.0])).polyak
    array([95])
    """
    kappas = np.asarray(kappas, float)
    curvature, start = np.array([np.ones_like(kappas), kappas]), np.ones((2, kappas.size))
    counts = {}
    for name, setting in best_settings(kappas).items():
        count = np.full(kappas.size, -1)
        for k, theta in enumerate(descend(curvature, start, *setting)):
            count[(count < 0) & (np.linalg.norm(theta, axis=0) <= TOLERANCE)] = k
            if (count >= 0).all():
                break
        counts[name] = count
    return Conditioning(kappas, **counts)


@dataclass(frozen=True)
class RegimeMap:
    """Ce que fait un mode de courbure 1 pour chaque (`alpha`, `beta`), tableaux (B, A) mesurés sur des itérations.

    `rate` est le facteur de convergence, `sign_changes` la part des itérations où theta change de signe : 0, il descend
    sans dépasser ; 1, il saute d'un bord à l'autre à chaque pas ; entre les deux, il ondule.
    """

    alpha: np.ndarray
    beta: np.ndarray
    rate: np.ndarray
    sign_changes: np.ndarray

    @property
    def boundaries(self):
        """Les trois frontières théoriques : l'alpha de chacune pour chaque beta, de haut en bas de la grille (B,)."""
        return regime_boundaries(self.beta[:, 0])


def measure_regimes(alpha=ALPHAS, beta=BETAS, steps=600):
    """Mesure le facteur et les changements de signe d'un mode, sur toute la grille (alpha, beta) à la fois.

    L'itération est linéaire : (theta, v) est ramené à une norme de 1 à chaque pas, sans quoi il déborderait.

    >>> regimes = measure_regimes(np.array([0.01, 1.0, 3.5]), np.array([0.7]))
    >>> regimes.sign_changes.round(1).tolist(), regimes.rate.round(2).tolist()
    ([[0.0, 0.4, 1.0]], [[0.96, 0.84, 1.23]])
    """
    alpha, beta = np.meshgrid(alpha, beta)
    theta, v = np.ones_like(alpha), np.zeros_like(alpha)
    log_norm, changes = np.zeros_like(alpha), np.zeros_like(alpha)
    for k in range(steps):
        after, v = polyak(theta, theta, v, alpha=alpha, beta=beta)
        norm = np.maximum(np.hypot(after, alpha * v), np.finfo(float).tiny)
        if k >= steps // 2:
            log_norm += np.log(norm)
            changes += after * theta < 0
        theta, v = after / norm, v / norm
    half = steps - steps // 2
    return RegimeMap(alpha, beta, np.exp(log_norm / half), changes / half)


def regime_boundaries(beta):
    """Rend les alpha où un mode de courbure 1 change de régime : (1 - sqrt(beta))^2, (1 + sqrt(beta))^2, 2 (1 + beta).

    >>> [round(float(alpha), 3) for alpha in regime_boundaries(0.25)]
    [0.25, 2.25, 2.5]
    """
    root = np.sqrt(beta)
    return (1 - root) ** 2, (1 + root) ** 2, 2 * (1 + beta)


#: Un (alpha, beta) par régime, pour une courbure de 1.
REGIMES = {"monotone": (0.02, 0.5), "ripples": (0.1, 0.9), "alternating": (2.1, 0.1)}


def regime_paths(steps=60):
    """Rend theta (steps + 1,) pour un mode de courbure 1 parti de 1, dans chacun des trois régimes de `REGIMES`."""
    paths = {}
    for name, setting in REGIMES.items():
        path = descend(np.ones(1), np.ones(1), *setting)
        paths[name] = np.array([next(path)[0] for _ in range(steps + 1)])
    return paths


class Mode(NamedTuple):
    """Un mode de courbure 1 à un réglage : `theta` (T + 1,), et le facteur `rate` de la théorie, qui donne son régime.

    `steps` compte les itérations qui divisent la distance par mille, si elle diminue. `betas` (B,) et `boundaries`
    (3, B) dessinent les frontières des régimes.
    """

    alpha: float
    beta: float
    theta: np.ndarray
    rate: float
    steps: int | None
    regime: str
    betas: np.ndarray
    boundaries: tuple


def follow_mode(alpha=0.02, beta=0.5, *, length=40):
    """Suit un mode de courbure 1 parti de 1, et dit son facteur et son régime.

    >>> follow_mode(0.1, 0.9).regime, follow_mode(0.1, 0.9).steps, follow_mode(4.0, 0.5).regime
    ('ripples', 132, 'diverging')
    """
    first, second, last = regime_boundaries(beta)
    rate = float(np.abs(np.roots([1, alpha - 1 - beta, beta])).max())
    regime = "monotone" if alpha <= first else "ripples" if alpha < second else "alternating"
    if alpha >= last:
        regime = "endless" if alpha == last else "diverging"
    steps = int(np.ceil(np.log(1e-3) / np.log(rate or TOLERANCE))) if alpha < last else None
    path, betas = descend(np.ones(1), np.ones(1), alpha, beta), np.linspace(0, 1, 41)
    theta = np.array([next(path)[0] for _ in range(length + 1)])
    return Mode(alpha, beta, theta, rate, steps, regime, betas, regime_boundaries(betas))


class TwoWeights(NamedTuple):
    """Une descente sur (u v - 1)^2 / 2 : `path` (2, T + 1), et `curvature` (T + 1,), la plus grande en chaque point.

    `limit` est 2 / alpha, la plus grande courbure où un pas de `alpha` ne rebondit pas de plus en plus loin. `valleys`
    (2, 2, K) porte les deux branches des minimums, u v = 1. Une descente qui diverge finit en NaN.
    """

    alpha: float
    path: np.ndarray
    curvature: np.ndarray
    limit: float
    valleys: np.ndarray


def two_weights(alpha=0.1, start=(3.0, 0.5), *, steps=60):
    """Descend un coût dont la courbure change d'un point à l'autre : deux poids à la suite, qui doivent donner 1.

    >>> [round(two_weights(alpha).curvature[-1], 1) for alpha in (0.1, 0.35)]
    [np.float64(9.0), np.float64(2.2)]
    """
    path = np.full((2, steps + 1), np.nan)
    theta = np.array(start, float)
    for k in range(steps + 1):
        if np.abs(theta).max() > 100:
            break
        path[:, k] = theta
        theta = theta - alpha * (theta.prod() - 1) * theta[::-1]
    u, v = path
    middle, off = (u**2 + v**2) / 2, 2 * u * v - 1
    curvature = middle + np.sqrt(((u**2 - v**2) / 2) ** 2 + off**2)
    valley = np.array([np.geomspace(0.2, 5, 49), np.geomspace(5, 0.2, 49)])
    return TwoWeights(alpha, path, curvature, 2 / alpha, np.array([valley, -valley]))
