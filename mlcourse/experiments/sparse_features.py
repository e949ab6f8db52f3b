"""Des caractéristiques rares : là où Adagrad gagne.

Question : un taux propre à chaque paramètre vaut-il mieux qu'un taux commun, quand certaines caractéristiques sont
trois cents fois plus rares que d'autres ? Et quand elles ne le sont pas ?
Source : Duchi, Hazan et Singer (2011), « Adaptive Subgradient Methods for Online Learning and Stochastic
Optimization », https://jmlr.org/papers/v12/duchi11a.html, dont c'est le motif : un mot rare, qui informe.
Montage : 300 mots ; le mot de rang j est dans un document avec la probabilité `1 / (2 j)`, ou bien tous avec la même,
de sorte que les documents aient la même longueur moyenne ; une régression logistique aux vrais poids normaux ; un
document à la fois, 4 000 documents, un seul passage. Quatre concurrents, les mêmes taux, trois graines : la descente
à taux constant, celle au taux alpha / sqrt(t), qui décroît comme celui d'Adagrad mais le même pour tous, Adagrad et
RMSProp. Puis une descente à qui l'on donne d'avance les fréquences.
Ce qui diffère : l'article classe de vrais textes et borne un regret ; nos documents sont tirés au hasard, et nous
mesurons la perte sur des documents neufs, au-dessus de celle des vrais poids.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mlcourse.activations import sigmoid
from mlcourse.rules import adagrad, rmsprop, sgd

#: Chaque concurrent : sa règle, et si son taux décroît comme l'inverse de la racine de t.
RULES = {"sgd": (sgd, False), "sgd_sqrt": (sgd, True), "adagrad": (adagrad, False), "rmsprop": (rmsprop, False)}
ALPHAS = np.logspace(-3.5, 1.5, 11)
SEEDS = (0, 1, 2)
WORDS, DOCUMENTS, FRESH = 300, 4000, 4000


def frequencies(kind, words=WORDS):
    """Rend la probabilité de chaque mot (n,), « rare » ou « even » ; leur somme est la même.

    >>> bool(np.isclose(frequencies("rare").sum(), frequencies("even").sum()))
    True
    """
    rare = 1 / (2 * np.arange(1, words + 1))
    return rare if kind == "rare" else np.full(words, rare.mean())


@dataclass(frozen=True)
class SparseRuns:
    """L'excès de perte (R, A, S) de chaque règle à chaque taux, et ce qu'Adagrad a vu : `counts` et `sums` (n,).

    `missed` (R, A, S, n) est l'écart de chaque poids au vrai.
    """

    alpha: np.ndarray
    excess: np.ndarray
    missed: np.ndarray
    counts: np.ndarray
    sums: np.ndarray

    @property
    def _chosen(self):
        """Les indices de chaque règle et de son taux au plus petit excès médian."""
        return np.arange(len(self.excess)), np.median(self.excess, axis=-1).argmin(axis=1)

    def best(self):
        """Rend l'excès de chaque règle, au taux du plus petit excès médian (R, S)."""
        return self.excess[self._chosen]

    def missed_by_rank(self, bounds=(0, 10, 100, WORDS)):
        """Rend, au même taux, l'écart quadratique moyen des poids de chaque tranche de rangs (R, S, G)."""
        square = self.missed[self._chosen] ** 2
        groups = [square[..., low:high].mean(axis=-1) for low, high in pairwise(bounds)]
        return np.sqrt(np.stack(groups, axis=-1))


def sparse_runs(kind="rare", seeds=SEEDS, alphas=ALPHAS, *, documents=DOCUMENTS):
    """Apprend les poids des mots, tous les taux à la fois.

    >>> runs = sparse_runs(seeds=[0], alphas=np.array([0.1, 1.0]), documents=50)
    >>> runs.excess.shape, runs.missed.shape
    ((4, 2, 1), (4, 2, 1, 300))
    """
    alphas, excess, missed = np.asarray(alphas), [], []
    for seed in seeds:
        X, y, fresh, truth = _corpus(kind, seed, documents)
        trained = {name: _learn(*rule, X, y, alphas) for name, rule in RULES.items()}
        floor = _loss(truth[None], *fresh)
        excess.append([_loss(theta, *fresh) - floor for theta, _ in trained.values()])
        missed.append([theta - truth for theta, _ in trained.values()])
    sums = trained["adagrad"][1][0][len(alphas) // 2]
    by_rule, by_word = (np.moveaxis(np.array(values), 0, 2) for values in (excess, missed))
    return SparseRuns(alphas, by_rule, by_word, X.sum(axis=0), sums)


def known_rates(power, seeds=SEEDS, alphas=ALPHAS, *, documents=DOCUMENTS):
    """Rend le meilleur excès (S,) d'une descente dont le taux du mot j, fixé d'avance, est alpha / p_j^power.

    >>> known_rates(0, seeds=[0], alphas=np.array([0.1]), documents=50).shape
    (1,)
    """
    scale, excess = frequencies("rare") ** -power, []
    for seed in seeds:
        X, y, fresh, truth = _corpus("rare", seed, documents)
        theta, _ = _learn(sgd, False, X, y, np.outer(alphas, scale))
        excess.append(_loss(theta, *fresh) - _loss(truth[None], *fresh))
    return np.array(excess)[:, np.median(excess, axis=0).argmin()]


def _corpus(kind, seed, documents):
    rng, p = np.random.default_rng(seed), frequencies(kind)
    truth = rng.normal(size=p.size)
    X = (rng.random((documents + FRESH, p.size)) < p).astype(float)
    y = (rng.random(len(X)) < sigmoid(X @ truth)).astype(float)
    return X[:documents], y[:documents], (X[documents:], y[documents:]), truth


def _learn(rule, falling, X, y, alphas):
    """Rend les poids (A, n) après un passage, et les états de la règle ; `alphas` est (A,), ou (A, n)."""
    alphas = np.reshape(alphas, (len(alphas), -1))
    theta = np.zeros((len(alphas), X.shape[1]))
    states: tuple[np.ndarray, ...] = () if rule is sgd else (np.zeros_like(theta),)
    for t, (x, target) in enumerate(zip(X, y, strict=True), 1):
        g = (sigmoid(theta @ x) - target)[:, None] * x
        alpha = alphas / (np.sqrt(t) if falling else 1)
        found = rule(theta, g, *states, alpha=alpha)
        theta, states = (found[0], found[1:]) if states else (found, ())
    return theta, states


def _loss(theta, X, y):
    """Rend l'entropie croisée moyenne de chaque ligne de poids (A,)."""
    z = theta @ X.T
    return np.mean(np.logaddexp(0, z) - y * z, axis=1)
