"""Des caractéristiques rares : là où Adagrad gagne.

Question : un taux propre à chaque paramètre vaut-il mieux qu'un taux commun, quand certaines caractéristiques sont
trois cents fois plus rares que d'autres ? Et quand elles ne le sont pas ?
Source : Duchi, Hazan et Singer (2011), « Adaptive Subgradient Methods for Online Learning and Stochastic
Optimization », https://jmlr.org/papers/v12/duchi11a.html, dont c'est le motif : un mot rare, qui informe.
Montage : 300 mots ; le mot de rang j est dans un document avec la probabilité `1 / (2 j)`, ou bien tous avec la même,
de sorte que les documents aient la même longueur moyenne ; une régression logistique aux vrais poids normaux ; un
document à la fois, 4 000 documents, un seul passage. Quatre concurrents, les mêmes taux, trois graines : la descente
à taux constant, celle au taux alpha / sqrt(t), qui décroît comme celui d'Adagrad mais le même pour tous, Adagrad et
RMSProp.
Ce qui diffère : l'article classe de vrais textes et borne un regret ; nos documents sont tirés au hasard, et nous
mesurons la perte sur des documents neufs, au-dessus de celle des vrais poids.
"""

from dataclasses import dataclass

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
    """L'excès de perte (R, A, S) de chaque règle à chaque taux, et ce qu'Adagrad a vu : `counts` et `sums` (n,)."""

    alpha: np.ndarray
    excess: np.ndarray
    counts: np.ndarray
    sums: np.ndarray

    def best(self):
        """Rend l'excès de chaque règle, au taux du plus petit excès médian (R, S)."""
        chosen = np.median(self.excess, axis=-1).argmin(axis=1)
        return self.excess[np.arange(len(chosen)), chosen]


def sparse_runs(kind="rare", seeds=SEEDS, alphas=ALPHAS, *, documents=DOCUMENTS):
    """Apprend les poids des mots, tous les taux à la fois.

    >>> runs = sparse_runs(seeds=[0], alphas=np.array([0.1, 1.0]), documents=50)
    >>> runs.excess.shape
    (4, 2, 1)
    """
    alphas, excess = np.asarray(alphas), []
    for seed in seeds:
        X, y, fresh, truth = _corpus(kind, seed, documents)
        trained = {name: _learn(*rule, X, y, alphas) for name, rule in RULES.items()}
        floor = _loss(truth[None], *fresh)
        excess.append([_loss(theta, *fresh) - floor for theta, _ in trained.values()])
    sums = trained["adagrad"][1][0][len(alphas) // 2]
    return SparseRuns(alphas, np.moveaxis(np.array(excess), 0, -1), X.sum(axis=0), sums)


def _corpus(kind, seed, documents):
    rng, p = np.random.default_rng(seed), frequencies(kind)
    truth = rng.normal(size=p.size)
    X = (rng.random((documents + FRESH, p.size)) < p).astype(float)
    y = (rng.random(len(X)) < sigmoid(X @ truth)).astype(float)
    return X[:documents], y[:documents], (X[documents:], y[documents:]), truth


def _learn(rule, falling, X, y, alphas):
    """Rend les poids (A, n) après un passage, et les états de la règle."""
    theta = np.zeros((len(alphas), X.shape[1]))
    states: tuple[np.ndarray, ...] = () if rule is sgd else (np.zeros_like(theta),)
    for t, (x, target) in enumerate(zip(X, y, strict=True), 1):
        g = (sigmoid(theta @ x) - target)[:, None] * x
        alpha = alphas[:, None] / (np.sqrt(t) if falling else 1)
        found = rule(theta, g, *states, alpha=alpha)
        theta, states = (found[0], found[1:]) if states else (found, ())
    return theta, states


def _loss(theta, X, y):
    """Rend l'entropie croisée moyenne de chaque ligne de poids (A,)."""
    z = theta @ X.T
    return np.mean(np.logaddexp(0, z) - y * z, axis=1)
