"""Le momentum comme un ressort amorti : où en sont sa position et sa vitesse.

Question : quel frottement ramène un mode le plus vite à son minimum, sans le laisser osciller ?
Source : Goh (2017), « Why Momentum Really Works », https://doi.org/10.23915/distill.00006, qui compare un mode à un
poids au bout d'un ressort et donne l'amortissement critique, beta = (1 - sqrt(alpha lambda))^2.
Montage : un mode de courbure 1, alpha = 0,04, parti de 1 sans vitesse ; trois beta, au-dessous, au niveau et au-dessus
de l'amortissement critique, 0,64. La règle est `polyak`. Aucun hasard.
Ce qui diffère : l'article dessine des trajectoires continues, à régler soi-même ; les nôtres sont les pas de la règle.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.rules import polyak

ALPHA = 0.04
BETAS = (0.2, 0.64, 0.95)


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
