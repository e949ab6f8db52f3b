"""Un taux par paramètre sait-il traverser un ravin de biais ?

Question : RMSProp règle un taux par paramètre. Qu'en reste-t-il quand le ravin n'est pas aligné sur les axes ?
Source : Kingma et Ba (2015), https://doi.org/10.48550/arXiv.1412.6980, dont le résumé annonce une méthode insensible à
un changement d'échelle diagonal du gradient ; Duchi, Hazan et Singer (2011), dont l'Adagrad à matrice entière,
insensible à toute rotation, coûte trop cher pour un réseau.
Montage : le ravin du cours (`ravine`), de conditionnement 100, tourné de 0 à 90 degrés ; 48 départs à distance
sqrt(2) du minimum, dans les mêmes directions par rapport au ravin ; gradient exact. On compte les itérations jusqu'à un
coût mille fois plus petit, et l'on garde pour chaque règle et chaque angle le meilleur de 41 taux.
Ce qui diffère : aucun de ces articles ne tourne un ravin ; le montage est le nôtre.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mlcourse.rules import adagrad, adam, polyak, rmsprop, sgd
from mlcourse.toys import ravine

#: Chaque règle, et le nombre de ses états.
RULES: dict[str, tuple[Callable, int]] = {
    "sgd": (sgd, 0),
    "polyak": (polyak, 1),
    "adagrad": (adagrad, 1),
    "rmsprop": (rmsprop, 1),
    "adam": (adam, 2),
}
DEGREES = (0, 5, 15, 30, 45, 60, 75, 85, 90)
ALPHAS = np.logspace(-3, 1, 41)
STARTS, MAX_STEPS, TARGET = 48, 400, 1e-3


@dataclass(frozen=True)
class Ravine:
    """Un ravin quadratique : sa hessienne (2, 2) et sa rotation (2, 2), qui porte l'axe raide puis l'axe plat."""

    hessian: np.ndarray
    rotation: np.ndarray

    def cost(self, theta):
        """Coût en theta (2, ...), nul au minimum, qui est en zéro."""
        return (theta * self.gradient(theta)).sum(axis=0) / 2

    def gradient(self, theta):
        """Gradient en theta (2, ...)."""
        return np.tensordot(self.hessian, theta, 1)


def make_ravine(degrees, kappa=100.0):
    """Rend le ravin du cours, son axe raide à `degrees` degrés du premier axe.

    >>> make_ravine(45).hessian.round(3)
    array([[0.505, 0.495],
           [0.495, 0.505]])
    """
    angle, m = np.deg2rad(degrees), 50
    X, _ = ravine(m, np.random.default_rng(0), kappa=kappa, angle=angle)
    c, s = np.cos(angle), np.sin(angle)
    rotation = np.array([[c, -s], [s, c]])
    return Ravine(X @ X.T / m, rotation)


def descend(rule, ravine, theta, alpha):
    """Donne sans fin les theta successifs, départ compris ; un tableau `alpha` mène autant de descentes à la fois."""
    function, n_states = RULES[rule]
    states, t = [np.zeros_like(theta)] * n_states, 0
    while True:
        yield theta
        t += 1
        count = {"t": t} if function is adam else {}
        g = ravine.gradient(theta)
        updated = function(theta, g, *states, alpha=alpha, **count)
        theta, *states = updated if isinstance(updated, tuple) else (updated,)


def starting_points(ravine, seed=0, n=STARTS):
    """Rend `n` départs (2, n) sur le cercle de rayon sqrt(2), dont les directions tournent avec le ravin."""
    angle = np.random.default_rng(seed).uniform(0, 2 * np.pi, n)
    return np.sqrt(2) * ravine.rotation @ np.array([np.cos(angle), np.sin(angle)])


@dataclass(frozen=True)
class RavineCounts:
    """Pour une règle : `degrees` (D,), le meilleur taux `alpha` (D,), les itérations `steps` (D, n) de chaque départ.

    Un départ qui n'arrive pas en `MAX_STEPS` itérations compte `MAX_STEPS` + 1.
    """

    rule: str
    degrees: np.ndarray
    alpha: np.ndarray
    steps: np.ndarray


def count_steps(rules=tuple(RULES), degrees=DEGREES, *, seed=0, kappa=100.0):
    """Compte les itérations de chaque règle sur chaque ravin, à son meilleur taux : un `RavineCounts` par règle.

    Le meilleur taux est celui de la plus petite médiane des départs, chaque règle ayant les mêmes 41 essais.

    >>> sgd, rmsprop = count_steps(["sgd", "rmsprop"], [0, 45])
    >>> medians = np.median(rmsprop.steps, axis=1)
    >>> bool(np.ptp(np.median(sgd.steps, axis=1)) <= 1), bool(medians[1] > 5 * medians[0])
    (True, True)
    """
    return [_count(rule, np.asarray(degrees), seed, kappa) for rule in rules]


def _count(rule, degrees, seed, kappa):
    best = []
    for angle in degrees:
        ravine = make_ravine(angle, kappa)
        steps = _steps(rule, ravine, starting_points(ravine, seed))
        i = np.median(steps, axis=1).argmin()
        best.append((ALPHAS[i], steps[i]))
    alpha, steps = zip(*best, strict=True)
    return RavineCounts(rule, degrees, np.array(alpha), np.array(steps))


@np.errstate(over="ignore", invalid="ignore")  # un taux trop grand déborde : ce départ n'arrive pas, et c'est tout
def _steps(rule, ravine, starts):
    """Itérations de chaque départ, pour chaque taux de `ALPHAS`, forme (41, n)."""
    theta = np.repeat(starts[:, None], ALPHAS.size, axis=1)
    goal, steps = TARGET * ravine.cost(theta), np.full(theta.shape[1:], MAX_STEPS + 1)
    for k, point in enumerate(descend(rule, ravine, theta, ALPHAS[:, None])):
        if k > MAX_STEPS:
            return steps
        arrived = ravine.cost(point) <= goal
        steps[arrived & (steps > MAX_STEPS)] = k
    return steps


def follow(rule, degrees, alpha, n_steps=60, start=(1.0, 1.0)):
    """Rend la trajectoire (2, n_steps + 1) d'une règle, depuis le point `start` des axes du ravin (raide, plat)."""
    ravine = make_ravine(degrees)
    path = descend(rule, ravine, ravine.rotation @ np.array(start), alpha)
    return np.array([next(path) for _ in range(n_steps + 1)]).T


class BestDescent(NamedTuple):
    """Une règle à son meilleur taux dans le ravin tourné : `path` (2, T + 1), et `steps`, médiane des départs.

    `contour` (2, K) est une ligne de niveau, celle du coût 1/2 ; les autres lui sont semblables.
    """

    rule: str
    degrees: int
    alpha: float
    steps: float
    path: np.ndarray
    contour: np.ndarray


def best_descent(degrees=0, rule="rmsprop", *, kappa=100.0):
    """Cherche le meilleur taux d'une règle dans un ravin, puis la suit ; le départ tourne avec le ravin.

    >>> best_descent(0).steps, best_descent(45).steps
    (3.0, 43.5)
    """
    (best,) = count_steps([rule], [degrees], kappa=kappa)
    alpha, angle = best.alpha[0], np.linspace(0, 2 * np.pi, 49)
    contour = make_ravine(degrees, kappa).rotation @ np.array([np.cos(angle), np.sqrt(kappa) * np.sin(angle)])
    return BestDescent(rule, degrees, alpha, float(np.median(best.steps)), follow(rule, degrees, alpha, 40), contour)
