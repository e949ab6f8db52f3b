"""Ce que coûte une fuite du test dans la préparation des données : presque rien, ou tout.

Question : que change à l'erreur mesurée une moyenne et un écart type calculés avec les exemples de test ? Et une
sélection de mesures faite avec leurs étiquettes ?
Source : Hastie, Tibshirani et Friedman (2009), section 7.10.2, https://doi.org/10.1007/978-0-387-84858-7 : 50 exemples,
5 000 mesures sans rapport avec la classe, les 100 plus corrélées choisies sur tous les exemples, plus proche voisin,
validation croisée à cinq parts. Erreur annoncée : 3 %, quand la vraie est 50 %.
Montage : le même, vingt simulations par graine. Pour la moyenne et l'écart type : wine, m vins par cépage pour
apprendre, les autres pour le test, plus proche voisin ; deux cents partages par graine.
Ce qui diffère : les auteurs font cinquante simulations.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets import load_wine
from mlcourse.normalization import Standardizer

SEEDS = (0, 1, 2)
SIZES = (1, 2, 5, 20)
#: Erreur de validation croisée et vraie erreur publiées, en %.
PUBLISHED_ERRORS = (3, 50)
#: Qui donne la moyenne et l'écart type : l'apprentissage seul, tous les exemples, ou chaque ensemble pour soi.
PREPARATIONS = ("train", "all", "each")


def nearest_neighbour(X_train, labels, X):
    """Rend, pour chaque colonne de X, l'étiquette de la colonne de X_train la plus proche.

    >>> nearest_neighbour(np.array([[0.0, 10.0]]), np.array([3, 7]), np.array([[1.0, 8.0]])).tolist()
    [3, 7]
    """
    squares = np.sum(X_train**2, axis=0)[:, None] - 2 * X_train.T @ X  # à une constante près par colonne
    return labels[np.argmin(squares, axis=0)]


def prepare(X_train, X_test, preparation):
    """Centre et réduit les deux ensembles selon `preparation`.

    >>> prepare(np.array([[0.0, 2.0]]), np.array([[4.0, 6.0]]), "each")[1].tolist()
    [[-1.0, 1.0]]
    """
    sources = {"train": (X_train, X_train), "all": (np.hstack([X_train, X_test]),) * 2, "each": (X_train, X_test)}
    first, second = sources[preparation]
    return Standardizer(first).transform(X_train), Standardizer(second).transform(X_test)


@dataclass(frozen=True)
class LeakErrors:
    """L'erreur de test moyenne, (P, K, S) : préparation, nombre de vins par cépage, graine.

    `alone` (P, S) est celle d'un test qui ne contient qu'un cépage, pour le plus grand ensemble d'apprentissage.
    """

    sizes: tuple
    error: np.ndarray
    alone: np.ndarray


def statistics_leak(sizes=SIZES, seeds=SEEDS, *, draws=200):
    """Mesure l'erreur du plus proche voisin sur wine, pour chaque préparation, et rend un `LeakErrors`."""
    error = np.array([[[_mean_error(p, m, seed, draws) for seed in seeds] for m in sizes] for p in PREPARATIONS])
    alone = np.array(
        [[_mean_error(p, sizes[-1], seed, draws // 4, alone=True) for seed in seeds] for p in PREPARATIONS]
    )
    return LeakErrors(tuple(sizes), error, alone)


def _mean_error(preparation, m, seed, draws, alone=False):
    rng, wine, errors = np.random.default_rng(seed), load_wine(), []
    for _ in range(draws):
        order = rng.permutation(wine.labels.size)
        drawn = np.concatenate([order[wine.labels[order] == label][:m] for label in range(3)])
        rest = np.setdiff1d(order, drawn)
        tests = [rest[wine.labels[rest] == label] for label in range(3)] if alone else [rest]
        for test in tests:
            X_train, X_test = prepare(wine.X[:, drawn], wine.X[:, test], preparation)
            answers = nearest_neighbour(X_train, wine.labels[drawn], X_test)
            errors.append(np.mean(answers != wine.labels[test]))
    return np.mean(errors)


def selection_leak(seeds=SEEDS, *, simulations=20, m=50, n_features=5000, kept=100, folds=5):
    """Rend l'erreur de validation croisée, (2, S), selon que les mesures sont choisies avant le partage ou après.

    >>> before, after = selection_leak([0], simulations=2, m=20, n_features=500, kept=10)
    >>> bool(before[0] < after[0])
    True
    """
    errors: list[list[float]] = [[], []]
    for seed in seeds:
        rng = np.random.default_rng(seed)
        runs = [_cross_validate(rng, m, n_features, kept, folds) for _ in range(simulations)]
        for k, column in enumerate(zip(*runs, strict=True)):
            errors[k].append(np.mean(column))
    return np.array(errors)


def _cross_validate(rng, m, n_features, kept, folds):
    X, labels = rng.normal(size=(n_features, m)), rng.permutation(np.repeat([0, 1], m // 2))
    chosen_before = _most_correlated(X, labels, kept)
    wrong: list[list[bool]] = [[], []]
    for part in np.array_split(rng.permutation(m), folds):
        train = np.setdiff1d(np.arange(m), part)
        for k, rows in enumerate((chosen_before, _most_correlated(X[:, train], labels[train], kept))):
            answers = nearest_neighbour(X[np.ix_(rows, train)], labels[train], X[np.ix_(rows, part)])
            wrong[k].extend(answers != labels[part])
    return [np.mean(mistakes) for mistakes in wrong]


def _most_correlated(X, labels, kept):
    centred = X - X.mean(axis=1, keepdims=True)
    correlation = np.abs(centred @ (labels - labels.mean())) / np.linalg.norm(centred, axis=1)
    return np.argsort(correlation)[-kept:]
