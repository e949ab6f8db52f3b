"""Le momentum comme un ressort amorti : où en sont sa position et sa vitesse.

Question : quel frottement ramène un mode le plus vite à son minimum, sans le laisser osciller ?
Source : Goh (2017), « Why Momentum Really Works », https://doi.org/10.23915/distill.00006, qui compare un mode à un
poids au bout d'un ressort et donne l'amortissement critique, beta = (1 - sqrt(alpha lambda))^2.
Montage : un mode de courbure 1, alpha = 0,04, parti de 1 sans vitesse ; trois beta, au-dessous, au niveau et au-dessus
de l'amortissement critique, 0,64. Puis trois alpha et tous les beta, de 0,2 à 0,98, pour compter les pas jusqu'à une
distance donnée. La règle est `polyak`. Aucun hasard.
Ce qui diffère : l'article dessine des trajectoires continues, à régler soi-même ; les nôtres sont les pas de la règle.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.rules import polyak

ALPHA = 0.04
BETAS = (0.2, 0.64, 0.95)
#: La grille où chercher le plus rapide.
GRID = np.linspace(0.2, 0.98, 781)


def critical_beta(alpha, curvature=1.0):
    """Rend le beta où les deux racines d'un mode se confondent : (1 - sqrt(alpha lambda))^2.

    >>> round(critical_beta(0.04), 2)
    0.64
    """
    return float((1 - np.sqrt(alpha * curvature)) ** 2)


@dataclass(frozen=True)
class Spring:
    """Un mode et son élan : `theta` et `move` (T + 1,), la position et le déplacement qu'elle vient de faire."""

    beta: float
    theta: np.ndarray
    move: np.ndarray

    def steps_to(self, distance):
        """Le pas à partir duquel le mode reste à moins de `distance` de son minimum."""
        return int(np.flatnonzero(np.abs(self.theta) >= distance)[-1]) + 1


def springs(betas=BETAS, alpha=ALPHA, *, steps=400):
    """Fait osciller un mode de courbure 1 sous chaque momentum.

    >>> [spring.steps_to(0.001) for spring in springs()]
    [134, 41, 268]
    """
    found = []
    for beta in betas:
        theta, v = np.array([1.0]), np.array([0.0])
        path = [(1.0, 0.0)]
        for _ in range(steps):
            theta, v = polyak(theta, theta, v, alpha=alpha, beta=beta)
            path.append((theta.item(), -alpha * v.item()))
        found.append(Spring(beta, *np.array(path).T))
    return found


def overshoot(beta, alpha, curvature=1.0):
    """Rend de combien un mode qui ondule passe de l'autre côté de son minimum, parti de 1 sans vitesse.

    C'est `beta ** (pi / (2 * omega))`, où `omega` est l'angle dont le mode tourne à chaque pas.

    >>> round(float(overshoot(0.9, 0.04)), 3)
    0.435
    """
    omega = np.arccos((1 + beta - alpha * curvature) / (2 * np.sqrt(beta)))
    return beta ** (np.pi / (2 * omega))


def tolerated_beta(distance, alpha=ALPHA):
    """Rend le plus grand beta dont le dépassement reste sous `distance`.

    >>> round(tolerated_beta(0.01), 3)
    0.697
    """
    low, high = critical_beta(alpha), 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if overshoot(middle, alpha) < distance else (low, middle)
    return low


@dataclass(frozen=True)
class Settling:
    """Ce que dure le retour d'un mode : le pas `steps` (B,) où il est arrivé pour de bon, selon `beta` (B,)."""

    alpha: float
    beta: np.ndarray
    steps: np.ndarray

    def best(self):
        """Rend le beta le plus rapide et son nombre de pas."""
        k = int(self.steps.argmin())
        return float(self.beta[k]), int(self.steps[k])


def settle(alpha=ALPHA, distance=1e-3, betas=GRID, *, steps=2000):
    """Compte, pour chaque momentum, les pas jusqu'à rester à moins de `distance` du minimum.

    >>> settle(0.04, 0.01, [0.64, 0.695, 0.75]).best()
    (0.695, 19)
    """
    beta = np.asarray(betas)
    theta, v, last = np.ones(beta.size), np.zeros(beta.size), np.zeros(beta.size, dtype=int)
    for step in range(1, steps + 1):
        theta, v = polyak(theta, theta, v, alpha=alpha, beta=beta)
        last[np.abs(theta) >= distance] = step
    return Settling(alpha, beta, last + 1)
