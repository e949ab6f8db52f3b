"""Rétropropagation contre différences finies, quand le nombre P de paramètres grandit.

Question : combien de fois plus cher est un gradient par différences finies ?
Source : Baur et Strassen (1983), doi:10.1016/0304-3975(83)90110-X, et Griewank et Walther (2008),
doi:10.1137/1.9780898717761 : un gradient coûte au plus quelques évaluations de la fonction, quel que soit P. Baydin et
al. (2018), https://jmlr.org/papers/v18/17-468.html, en rappellent les nombres : moins de 6, le plus souvent 2 à 3.
Montage : un réseau w-w-1 et un lot fixe ; le coût seul, le gradient par rétropropagation, par différences centrées.
Ce qui diffère : le théorème compte des opérations, nous mesurons aussi des durées.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.clock import duration
from mlcourse.gradcheck import numerical_gradient
from mlcourse.model import MultiLayerPerceptron

WIDTHS = (2, 4, 8, 16, 32, 64)
#: Ce qu'un gradient coûte au plus, en évaluations de la fonction, selon Griewank et Walther.
PUBLISHED_BOUND = 6
SHORTEST = 5e-3  # secondes de calcul par mesure, au moins


@dataclass(frozen=True)
class GradientCosts:
    """Les mesures : `parameters` (K,), et des durées en secondes (R, K).

    `published_bound` est le nombre publié : ce qu'un gradient coûte au plus, en évaluations de la fonction.
    """

    parameters: np.ndarray
    cost: np.ndarray
    backpropagation: np.ndarray
    finite_differences: np.ndarray

    published_bound = PUBLISHED_BOUND

    @property
    def evaluations(self):
        """Évaluations du coût que demandent des différences centrées, deux par paramètre, forme (K,)."""
        return 2 * self.parameters

    def in_costs(self, name):
        """Durée de `name`, comptée en évaluations du coût de la même répétition, forme (R, K)."""
        return getattr(self, name) / self.cost


def count_evaluations(width, scheme="centered", m=4):
    """Nombre d'évaluations du coût que demande un gradient par différences finies, compté en le calculant.

    >>> count_evaluations(2)
    18
    """
    model, X, Y = _problem(width, m)
    calls = itertools.count()

    def cost(theta):
        next(calls)
        return _cost_at(model, theta, X, Y)

    numerical_gradient(cost, model.theta.copy(), scheme=scheme)
    return next(calls)


def measure_gradient_costs(widths=WIDTHS, repeats=3, m=32):
    """Mesure les trois calculs à chaque largeur, à tour de rôle.

    >>> measure_gradient_costs((2, 4), repeats=1).parameters
    array([ 9, 25])
    """
    problems = [_problem(width, m) for width in widths]
    seconds = np.array([[_durations(*problem) for problem in problems] for _ in range(repeats)])
    parameters = np.array([model.theta.size for model, _, _ in problems])
    return GradientCosts(parameters, *np.moveaxis(seconds, -1, 0))


def _problem(width, m):
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([width, width, 1], hidden="tanh", initializer="glorot_normal", rng=rng)
    return model, rng.normal(size=(width, m)), rng.integers(0, 2, (1, m))


def _cost_at(model, theta, X, Y):
    model.theta[:] = theta
    return model.compute_cost(X, Y)


def _durations(model, X, Y):
    """Durées du coût, du gradient par rétropropagation, du gradient par différences centrées."""
    theta = model.theta.copy()
    # Le coût sert d'unité : il se mesure avant et après, au cas où la machine changerait d'allure entre-temps.
    before = duration(model.compute_cost, X, Y, shortest=SHORTEST)
    gradient = duration(lambda: model.backward_propagation(Y, model.forward_propagation(X)[1]), shortest=SHORTEST)
    differences = duration(numerical_gradient, lambda t: _cost_at(model, t, X, Y), theta, shortest=SHORTEST)
    after = duration(model.compute_cost, X, Y, shortest=SHORTEST)
    return (before + after) / 2, gradient, differences
