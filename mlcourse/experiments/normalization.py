"""Ce que la normalisation des entrées change à la surface du coût.

Question : pourquoi la descente de gradient peine-t-elle sur des mesures prises dans leurs unités d'origine ?
Source : LeCun, Bottou, Orr et Müller (1998), « Efficient BackProp », sections 4.3 et 5.2 (figures 9 à 11),
https://doi.org/10.1007/978-3-642-35289-8_3, après LeCun, Kanter et Solla (1991),
https://doi.org/10.1103/PhysRevLett.66.2396. Deux nuages de 100 points, un neurone linéaire : valeurs propres 0,84 et
0,036, taux limite annoncé 2 / 0,84 = 2,38, descentes montrées pour 1,5 et 2,5.
Montage : les 13 mesures de wine, brutes, centrées, réduites, puis les deux ; la hessienne des moindres carrés,
(1/m) X X^T, où X porte une ligne de 1 pour le biais.
Ce qui diffère : des données réelles et une classification en trois classes, outre leurs deux nuages, que
`two_clouds` et `cloud_curves` refont.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets import load_wine
from mlcourse.experiments.runs import attempt
from mlcourse.experiments.splits import split_one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.normalization import Standardizer
from mlcourse.optimizers import Optimizer
from mlcourse.rules import sgd
from mlcourse.training import train

PREPARATIONS = ("raw", "centered", "scaled", "standardized")
PUBLISHED_EIGENVALUES = (0.036, 0.84)
PUBLISHED_LIMIT = 2.38
FACTORS = tuple(2**k for k in range(8))  # taux essayés, de 1 à 128 fois 1 / lambda_max


def prepare(X, name, standardizer=None):
    """Rend X (n, m) brut, centré, réduit, ou les deux, avec la moyenne et l'écart type de `standardizer`.

    >>> prepare(np.array([[1.0, 3.0]]), "centered").tolist()
    [[-1.0, 1.0]]
    """
    standardizer = standardizer or Standardizer(X)
    shift, scale = name in ("centered", "standardized"), name in ("scaled", "standardized")
    return (X - shift * standardizer.mean) / (standardizer.std if scale else 1)


def least_squares_hessian(X, bias=True):
    """Rend la hessienne des moindres carrés, (1/m) X X^T ; avec `bias`, X reçoit une ligne de 1.

    >>> least_squares_hessian(np.array([[-1.0, 1.0]])).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    X = np.vstack([X, np.ones(X.shape[1])]) if bias else X
    return X @ X.T / X.shape[1]


def condition_number(X, bias=True):
    """Rend le rapport de la plus grande à la plus petite valeur propre de la hessienne des moindres carrés."""
    eigenvalues = np.linalg.eigvalsh(least_squares_hessian(X, bias))
    return float(eigenvalues[-1] / eigenvalues[0])


def wine_conditioning():
    """Rend {préparation: (conditionnement avec le biais, sans le biais)} pour les 178 vins.

    >>> [round(value, 1) for value in wine_conditioning()["standardized"]]
    [45.5, 45.5]
    """
    X = load_wine().X
    return {name: tuple(condition_number(prepare(X, name), bias) for bias in (True, False)) for name in PREPARATIONS}


@dataclass(frozen=True)
class Landscape:
    """Le coût des moindres carrés autour de son minimum, et des descentes qui y mènent.

    `hessian` (2, 2) est exact : le coût en w vaut J* + (w - w*)^T H (w - w*) / 2. `paths` (S, T + 1, 2) porte les
    écarts w - w* de chaque descente ; `alpha` est le meilleur taux, 2 / (lambda_min + lambda_max).
    """

    preparation: str
    features: tuple
    hessian: np.ndarray
    alpha: float
    paths: np.ndarray

    @property
    def condition(self):
        """Rapport de la plus grande à la plus petite valeur propre."""
        return float(np.linalg.cond(self.hessian))

    @property
    def steps(self):
        """Nombre de pas de chaque descente pour diviser par cent la distance au minimum (S,)."""
        distance = np.linalg.norm(self.paths, axis=2)
        return (distance > distance[:, :1] / 100).sum(axis=1)


def wine_landscape(preparation, features=("alcohol", "color_intensity"), seeds=(0, 1, 2), max_steps=200):
    """Descend vers le minimum d'un neurone linéaire à deux entrées, sans biais, depuis un point tiré par graine.

    Les points de départ sont sur le cercle de rayon 1 autour du minimum.

    >>> bool(wine_landscape("raw").condition > 10 * wine_landscape("standardized").condition)
    True
    """
    wine = load_wine()
    X = prepare(wine.X, preparation)[[list(wine.features).index(name) for name in features]]
    H = least_squares_hessian(X, bias=False)
    alpha = float(2 / np.linalg.eigvalsh(H).sum())
    angles = [np.random.default_rng(seed).uniform(0, 2 * np.pi) for seed in seeds]
    path = [np.array([np.cos(angles), np.sin(angles)])]  # un départ par colonne
    for _ in range(max_steps):
        path.append(sgd(path[-1], H @ path[-1], alpha=alpha))
    names = tuple(wine.features[name] for name in features)
    return Landscape(preparation, names, H, alpha, np.array(path).transpose(2, 0, 1))


@dataclass(frozen=True)
class WineCurve:
    """Une préparation : le taux retenu, le coût d'apprentissage (S, E) et l'exactitude de test finale (S,).

    `chance` est le coût de trois réponses également probables.
    """

    preparation: str
    alpha: float
    cost: np.ndarray
    accuracy: np.ndarray

    chance = np.log(3)


def wine_curves(seeds=(0, 1, 2), epochs=150, factors=FACTORS):
    """Entraîne la régression softmax 13-3 sur chaque préparation, au taux de plus faible coût moyen.

    Chaque préparation essaie les mêmes `factors`, multiples de 1 / lambda_max, par descente de gradient sur le lot
    entier. Le coût est convexe : les poids partent de zéro, et la graine ne tire que le partage. Moyenne et écart type
    viennent du seul apprentissage. Le coût qui choisit est moyen sur les époques, et médian sur les graines : celui de
    la fin garderait un taux qui rebondit longtemps, ou le plus grand de tous quand un plan sépare les classes.
    """
    X, curves = load_wine().X, []
    for name in PREPARATIONS:
        lambda_max = np.linalg.eigvalsh(least_squares_hessian(prepare(X, name)))[-1]
        trained = [_train_on_wine(name, float(factor / lambda_max), seeds, epochs) for factor in factors]
        curves.append(min(trained, key=lambda curve: np.median(curve.cost.mean(axis=1))))
    return curves


def _train_on_wine(name, alpha, seeds, epochs):
    cost, accuracy = np.full((len(seeds), epochs), np.inf), np.zeros(len(seeds))
    for i, seed in enumerate(seeds):
        rng = np.random.default_rng(seed)
        X_train, Y_train, X_test, Y_test = _split_wine(name, rng)
        model = MultiLayerPerceptron([13, 3], output="softmax", loss="cross_entropy", initializer="zeros", rng=rng)
        descent = Optimizer("sgd", alpha=alpha)
        options = {"optimizer": descent, "epochs": epochs, "batch_size": None, "rng": rng}
        history, finished = attempt(model, X_train, Y_train, **options)
        if finished:  # sinon, le coût reste infini : ce taux ne sera pas retenu
            cost[i], accuracy[i] = history.cost, model.accuracy(X_test, Y_test)
    return WineCurve(name, alpha, cost, accuracy)


def _split_wine(name, rng):
    wine = load_wine()
    X_train, Y_train, X_test, Y_test = split_one_hot(wine.X, wine.labels, 0.25, rng)
    standardizer = Standardizer(X_train)
    return prepare(X_train, name, standardizer), Y_train, prepare(X_test, name, standardizer), Y_test


def two_clouds(seed, m=100):
    """Tire les deux nuages de la section 5.2 : X (2, m), autour de ±(0,4, 0,8), et Y (1, m), qui vaut ±1.

    L'article donne les centres et les valeurs propres ; la variance 0,036 de chaque nuage s'en déduit.
    """
    rng = np.random.default_rng(seed)
    Y = np.repeat([[-1.0, 1.0]], m // 2, axis=1)
    return np.array([[0.4], [0.8]]) * Y + rng.normal(0, np.sqrt(0.036), (2, m)), Y


def cloud_curves(rates=(1.5, 2.2, 2.5), seeds=(0, 1, 2), epochs=25):
    """Descend sur les deux nuages par lot entier et rend {taux: coût (S, E)} d'un neurone linéaire à biais."""
    curves = {}
    for alpha in rates:
        curves[alpha] = np.array([_descend_on_clouds(seed, alpha, epochs) for seed in seeds])
    return curves


def _descend_on_clouds(seed, alpha, epochs):
    X, Y = two_clouds(seed)
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([2, 1], output="identity", loss="mse", rng=rng)
    model.theta[:] = rng.normal(size=model.theta.size)
    descent = Optimizer("sgd", alpha=alpha)
    return train(model, X, Y, optimizer=descent, epochs=epochs, batch_size=None, rng=rng).cost
