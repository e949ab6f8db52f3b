"""Le bord de la stabilité : où va la plus grande courbure d'un réseau que l'on entraîne au lot entier.

Question : la descente reste-t-elle là où alpha < 2 / lambda_max, comme on l'apprend sur une cuvette ?
Source : Cohen, Kaur, Li, Kolter et Talwalkar (2021), « Gradient Descent on Neural Networks Typically Occurs at the Edge
of Stability », https://doi.org/10.48550/arXiv.2103.00065 : la plus grande valeur propre de la hessienne monte, puis se
tient juste au-dessus de 2 / alpha, et le coût descend sans être monotone.
Montage : 64-32-32-10, tanh, sortie identité, erreur quadratique, 200 images de digits normalisées, lot entier,
3 000 pas, trois taux, trois graines ; les mêmes avec softmax et entropie croisée, avec le momentum de Polyak ou de
Nesterov, et avec un taux qui monte en ligne droite pendant les premiers pas. La courbure est celle de la puissance
itérée, sur des produits hessienne-vecteur par différences centrées du gradient.
Ce qui diffère : l'article prend 5 000 images de CIFAR-10 et des réseaux plus larges.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.runs import padded
from mlcourse.experiments.splits import normalized_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.rules import nesterov, polyak

ALPHAS = (0.1, 0.2, 0.4)
SEEDS = (0, 1, 2)
LAYERS, EXAMPLES, STEPS, EVERY = [64, 32, 32, 10], 200, 3000, 100
OUTPUTS = {"mse": "identity", "cross_entropy": "softmax"}
RULES = {"polyak": polyak, "nesterov": nesterov}
#: Le coût au-delà duquel une descente ne reviendra pas.
LOST = 1e6


def stability_limit(rule, beta=0.0):
    """Rend le plus grand alpha lambda que supporte un mode : 2 sans élan, ce que l'élan en fait sinon.

    >>> stability_limit("polyak"), stability_limit("polyak", 0.9), round(stability_limit("nesterov", 0.9), 2)
    (2.0, 3.8, 1.36)
    """
    return 2 * (1 + beta) / (1 + 2 * beta if rule == "nesterov" else 1)


@dataclass(frozen=True)
class EdgeRuns:
    """Des descentes au lot entier : `alpha` (A,) et, par taux et par graine, ce qui s'y est mesuré.

    `limit` est le plus grand alpha lambda stable de leur règle. `sharpness` (A, S, K) est la plus grande courbure tous
    les `EVERY` pas, aux pas `step` (K,) ; `cost` (A, S, T), le coût avant chaque pas. Après une divergence, la courbure
    est NaN et le coût infini.
    """

    alpha: np.ndarray
    limit: float
    step: np.ndarray
    sharpness: np.ndarray
    cost: np.ndarray

    @property
    def rises(self):
        """Le nombre de pas qui ont fait monter le coût (A, S)."""
        return np.sum(self.cost[..., 1:] > self.cost[..., :-1], axis=-1)

    @property
    def final(self):
        """La courbure de la fin, en moyenne sur les dix dernières mesures, multipliée par alpha (A, S)."""
        return self.sharpness[..., -10:].mean(axis=-1) * self.alpha[:, None]

    @property
    def survived(self):
        """Vrai des descentes qui sont allées à leur terme (A, S)."""
        return np.isfinite(self.cost[..., -1])


def edge_runs(loss="mse", alphas=ALPHAS, seeds=SEEDS, *, steps=STEPS, rule="polyak", beta=0.0, warmup=0):
    """Descend à chaque taux et mesure la courbure en chemin ; le taux monte pendant les `warmup` premiers pas.

    >>> runs = edge_runs(alphas=(0.2,), seeds=(0,), steps=200)
    >>> runs.sharpness.shape, runs.cost.shape
    ((1, 1, 2), (1, 1, 200))
    """
    X, Y = (data[:, :EXAMPLES] for data in normalized_digits()[:2])
    ramp = np.minimum(1, np.arange(1, steps + 1) / max(warmup, 1))
    options = {"rule": RULES[rule], "beta": beta}
    found = [[_descend(_Cost(loss, seed, X, Y), alpha * ramp, **options) for seed in seeds] for alpha in alphas]
    sharpness, cost = (np.array([[run[k] for run in row] for row in found]) for k in (0, 1))
    return EdgeRuns(np.array(alphas), stability_limit(rule, beta), np.arange(0, steps, EVERY), sharpness, cost)


class _Cost:
    """Le coût d'un réseau en fonction de theta seul, son gradient, et sa courbure le long d'une direction."""

    def __init__(self, loss, seed, X, Y):
        rng = np.random.default_rng(seed)
        options = {"hidden": "tanh", "output": OUTPUTS[loss], "loss": loss, "initializer": "glorot_uniform"}
        self.model, self.X, self.Y = MultiLayerPerceptron(LAYERS, rng=rng, **options), X, Y
        self.direction = rng.normal(size=self.model.theta.size)

    def gradient(self, theta):
        """Rend le gradient en theta."""
        self.model.theta[:] = theta
        self.model.gradients(self.Y, self.model.forward_propagation(self.X)[1])
        return self.model.g.copy()

    def curvature(self, theta, iterations=8, h=1e-4):
        """Rend la plus grande courbure : la puissance itérée part de la direction trouvée la fois d'avant."""
        for _ in range(iterations):
            u = self.direction / np.linalg.norm(self.direction)
            self.direction = (self.gradient(theta + h * u) - self.gradient(theta - h * u)) / (2 * h)
        return float(u @ self.direction)


def _descend(cost, rates, *, rule, beta):
    theta, sharpness, costs = cost.model.theta.copy(), [], []
    v, steps = np.zeros_like(theta), len(rates)
    cost.curvature(theta, iterations=30)
    for step, alpha in enumerate(rates):
        if step % EVERY == 0:
            sharpness.append(cost.curvature(theta))
        g = cost.gradient(theta)
        costs.append(cost.model.compute_cost(cost.X, cost.Y))
        if costs[-1] > LOST:
            costs[-1] = np.inf
            break
        theta, v = rule(theta, g, v, alpha=alpha, beta=beta)
    return padded(sharpness, -(-steps // EVERY), np.nan), padded(costs, steps)
