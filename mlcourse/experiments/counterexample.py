"""Un problème d'une dimension où Adam va au pire point.

Question : Adam converge-t-il toujours, sur un coût convexe et un domaine borné ? Quelle mémoire l'en sauverait ?
Source : Reddi, Kale et Kumar (2018), « On the Convergence of Adam and Beyond », https://doi.org/10.48550/arXiv.1904.09237.
Section 3 : f_t(x) = C x un pas sur trois, -x les deux autres, x dans [-1, 1], beta1 = 0, beta2 = 1 / (1 + C^2) ; pour
C > 2, le minimum de la somme est en -1, et Adam va en +1. Section 5 et figure 1 : 1010 x un pas sur 101, ou au hasard
avec la probabilité 0,01, -10 x sinon, beta1 = 0,9, beta2 = 0,99.
Montage : ces trois problèmes, alpha_t = alpha / sqrt(t), départ en 0, retour dans le domaine après chaque pas. Adam, et
AMSGrad, le remède de l'article, qui garde le plus grand v ; la descente en plus, sur le premier. Trois graines pour le
tirage.
Ce qui diffère : l'article ne donne pour la figure ni alpha ni la durée ; ce sont les nôtres.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mlcourse.rules import adam, sgd

ALPHA, STEPS = 0.1, 3000
SEEDS = (0, 1, 2)


class Problem(NamedTuple):
    """Un coût `large` x un pas sur `period`, et -`small` x les autres."""

    large: float
    small: float
    period: int


PROOF = Problem(4, 1, 3)
FIGURE = Problem(1010, 10, 101)
#: La probabilité du grand gradient, dans la version au hasard de la figure 1.
CHANCE = 0.01
#: Les réglages de la figure 1, et les deux qu'elle ne donne pas, alpha et la durée.
SETTINGS = {"alpha": 0.5, "beta1": 0.9, "beta2": 0.99, "steps": 20_000}


def gradient(t, problem=PROOF):
    """Rend le gradient du pas t, compté à partir de 1.

    >>> [gradient(t) for t in (1, 2, 3, 4)]
    [4, -1, -1, 4]
    """
    return problem.large if t % problem.period == 1 else -problem.small


def amsgrad(theta, g, m, v, largest, *, t, alpha, beta1, beta2, eps=1e-8):
    """AMSGrad : Adam sans correction, dont le diviseur ne peut que grandir ; `t` n'y sert pas."""
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    largest = np.maximum(largest, v)
    return theta - alpha * m / (np.sqrt(largest) + eps), m, v, largest


def descent(theta, g, *, t, alpha, beta1, beta2):
    """La descente, sous la même signature : ni le pas ni les mémoires n'y servent."""
    return (sgd(theta, g, alpha=alpha),)


#: Chaque règle, et combien d'états elle garde.
RULES: dict[str, tuple[Callable, int]] = {"sgd": (descent, 0), "adam": (adam, 2), "amsgrad": (amsgrad, 3)}


def paths(problem=PROOF, *, alpha=ALPHA, steps=STEPS, beta1=0.0, beta2=None, rules=tuple(RULES)):
    """Rend le chemin de chaque règle : {nom: (steps + 1,)} ; sans `beta2`, celui de la section 3 de l'article.

    >>> ends = {name: round(float(path[-1]), 2) for name, path in paths().items()}
    >>> ends["sgd"] < -0.9, ends["adam"] > 0.9, ends["amsgrad"] < -0.9
    (True, True, True)
    """
    beta2 = 1 / (1 + problem.large**2) if beta2 is None else beta2
    gradients = np.array([[gradient(t, problem)] for t in range(1, steps + 1)], dtype=float)
    found = _follow(rules, gradients, alpha, {"beta1": beta1, "beta2": beta2})
    return {name: path[:, 0] for name, path in found.items()}


def random_paths(seeds=SEEDS, *, alpha, beta1, beta2, steps, problem=FIGURE, rules=("adam", "amsgrad")):
    """Rend les mêmes chemins quand le grand gradient est tiré au hasard : {nom: (steps + 1, S)}.

    >>> random_paths([0], **{**SETTINGS, "steps": 10})["adam"].shape
    (11, 1)
    """
    drawn = np.stack([np.random.default_rng(seed).random(steps) < CHANCE for seed in seeds], axis=1)
    gradients = np.where(drawn, problem.large, -problem.small).astype(float)
    return _follow(rules, gradients, alpha, {"beta1": beta1, "beta2": beta2})


def drift(beta2, problem=FIGURE, *, beta1=0.0):
    """Rend de combien Adam avance en une période, compté en taux, une fois ses moyennes établies.

    >>> float(drift(0.99)) > 0 > float(drift(0.9999))
    True
    """
    n, c, k = problem.period, problem.large / problem.small, np.arange(problem.period)
    v = ((1 - beta2) * c**2 + beta2 * (1 - beta2 ** (n - 1))) / (1 - beta2**n)
    m = ((1 - beta1) * c - beta1 * (1 - beta1 ** (n - 1))) / (1 - beta1**n)
    return -np.sum((beta1**k * (m + 1) - 1) / np.sqrt(beta2**k * (v - 1) + 1))


def fastest_forgetting(problem=FIGURE, *, beta1=0.0):
    """Rend le plus grand 1 - beta2 qui mène Adam du bon côté, à quatre chiffres près.

    >>> 3.9e-4 < fastest_forgetting() < 4.1e-4
    True
    """
    low, high = 1e-9, 1.0
    while high / low > 1.0001:
        middle = np.sqrt(low * high)
        low, high = (low, middle) if drift(1 - middle, problem, beta1=beta1) > 0 else (middle, high)
    return float(low)


def predicted_forgetting(problem=FIGURE):
    """Rend la même limite par le calcul de la page : 4 (C - n + 1) / (n (n - 1)).

    >>> round(predicted_forgetting(), 6)
    0.000396
    """
    n = problem.period
    return 4 * (problem.large / problem.small - n + 1) / (n * (n - 1))


def _follow(rules, gradients, alpha, betas):
    """Rend, pour chaque règle, ses positions (T + 1, K) sous les gradients (T, K), ramenées dans [-1, 1]."""
    found = {}
    for name in rules:
        rule, n_states = RULES[name]
        path = [np.zeros(gradients.shape[1])]
        states = [np.zeros(gradients.shape[1])] * n_states
        for t, g in enumerate(gradients, 1):
            theta, *states = rule(path[-1], g, *states, t=t, alpha=alpha / np.sqrt(t), **betas)
            path.append(np.clip(theta, -1, 1))
        found[name] = np.array(path)
    return found
