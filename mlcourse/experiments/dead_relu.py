"""Combien d'unités ReLU sont mortes, et ce que ReLU fait à la variance.

Question : quelle part des unités ne répond à aucune image, selon la profondeur, les poids de départ et le taux
d'apprentissage ? Que devient la variance d'un signal normal derrière ReLU ?
Source : le carnet « Activation Functions » de l'université d'Amsterdam (Lippe, 2022),
https://uvadlc-notebooks.readthedocs.io ; un réseau non entraîné de cinq couches de 256 puis cinq de 128, sur
Fashion-MNIST, y a jusqu'à 56,25 % d'unités mortes. Pour E[x^2] : He et al. (2015), section 2.2,
https://doi.org/10.1109/ICCV.2015.123.
Montage : le même réseau et la même échelle de pixels, de -1 à 1, sur les 5 000 images de MNIST-5k ; puis cinq couches
de 64 entraînées par Adam sur digits normalisé.
Ce qui diffère : le jeu d'images ; et, outre leurs poids et biais, ceux de PyTorch, les mêmes poids à biais nuls et He.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mlcourse.activations import relu
from mlcourse.datasets import load_mnist5k
from mlcourse.experiments.runs import attempt
from mlcourse.experiments.splits import normalized_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer

SEEDS = (0, 1, 2)
HIDDEN = (256,) * 5 + (128,) * 5
#: Unités mortes de chaque couche, en %, publiées pour le réseau non entraîné.
PUBLISHED_DEAD = (0.0, 0.0, 2.73, 10.55, 34.77, 46.88, 45.31, 47.66, 56.25, 43.75)
#: Un départ : l'initialisation des poids, et si les biais sont tirés sur ±1/sqrt(n_in) comme dans PyTorch.
STARTS = {
    "pytorch": ("baseline_uniform", True),
    "zero_bias": ("baseline_uniform", False),
    "he": ("he_normal", False),
}
CLASSIFIER = {"output": "softmax", "loss": "cross_entropy", "dtype": np.float32}
RATES = (0.001, 0.01, 0.03, 0.1)


def relu_moments(seeds=SEEDS, size=200_000):
    """Rend les moments de ReLU(z), z suivant N(0, 1) : {nom: (valeur exacte, mesures (S,))}.

    E[ReLU(z)^2] vaut 1/2 et Var(ReLU(z)) vaut 1/2 - 1/(2 pi), soit 0,341.

    >>> exact, measured = relu_moments()["variance"]
    >>> round(exact, 3), bool(abs(measured - exact).max() < 0.01)
    (0.341, True)
    """
    draws = [relu(np.random.default_rng(seed).normal(size=size)) for seed in seeds]
    return {
        "mean": (float(1 / np.sqrt(2 * np.pi)), np.array([draw.mean() for draw in draws])),
        "square": (0.5, np.array([np.mean(draw**2) for draw in draws])),
        "variance": (float(1 / 2 - 1 / (2 * np.pi)), np.array([draw.var() for draw in draws])),
    }


def dead_units(model, X):
    """Rend, pour chaque couche cachée, les unités nulles sur toutes les images : une liste de masques (n_l,)."""
    _, cache = model.forward_propagation(X)
    return [~(cache[f"A{l}"] > 0).any(axis=1) for l in range(1, model.num_layers)]


def dead_at_start(start, seeds=SEEDS, *, hidden=HIDDEN, m=5000):
    """Rend la part d'unités mortes par couche d'un réseau non entraîné, tableau (S, L) ; `start` est dans `STARTS`.

    >>> dead_at_start("he", seeds=[0], hidden=(32, 32), m=50).shape
    (1, 2)
    """
    X = 2 * load_mnist5k(np.float32).X - 1
    initializer, draw_biases = STARTS[start]
    fractions = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        model = MultiLayerPerceptron([len(X), *hidden, 10], initializer=initializer, rng=rng, **CLASSIFIER)
        if draw_biases:
            _draw_biases(model, rng)
        images = X if m == X.shape[1] else X[:, rng.choice(X.shape[1], m, replace=False)]
        fractions.append([dead.mean() for dead in dead_units(model, images)])
    return np.array(fractions)


class DeadOfScale(NamedTuple):
    """La part d'unités mortes par couche, `dead` (S, L), et la grandeur des activations, `rms` (S, L).

    `dead_median` et `rms_median` (L,) en sont les médianes sur les graines.
    """

    scale: float
    bias: float
    dead: np.ndarray
    rms: np.ndarray
    dead_median: np.ndarray
    rms_median: np.ndarray


def dead_of_scale(scale=1 / 3, bias=1.0, seeds=SEEDS, *, hidden=HIDDEN, m=200):
    """Compte les unités mortes quand les poids ont la variance `scale / n_in`, les biais la loi U(±bias / sqrt(n_in)).

    Les tirages sont les mêmes à toutes les échelles ; les valeurs de départ sont les réglages de PyTorch.

    >>> small, large = (dead_of_scale(scale, 0.0, [0], hidden=(32, 32), m=50) for scale in (0.5, 2.0))
    >>> bool((small.dead == large.dead).all())
    True
    """
    X = 2 * load_mnist5k(np.float32).X - 1
    images, found = X[:, :: X.shape[1] // m], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        model = MultiLayerPerceptron([len(X), *hidden, 10], initializer="baseline_uniform", rng=rng, **CLASSIFIER)
        _draw_biases(model, rng, bias)
        for l in range(1, model.num_layers + 1):
            model.params[f"W{l}"] = model.params[f"W{l}"] * np.float32(np.sqrt(3 * scale))
        activations = [model.forward_propagation(images)[1][f"A{l}"] for l in range(1, model.num_layers)]
        found.append(
            [(~(A > 0).any(axis=1)).mean() for A in activations] + [np.sqrt(np.mean(A**2)) for A in activations]
        )
    dead, rms = np.split(np.array(found), 2, axis=1)
    return DeadOfScale(scale, bias, dead, rms, np.median(dead, axis=0), np.median(rms, axis=0))


def _draw_biases(model, rng, scale=1.0):
    for l in range(1, model.num_layers + 1):
        bound = scale / np.sqrt(model.layer_dims[l - 1])
        model.params[f"b{l}"] = rng.uniform(-bound, bound, (model.layer_dims[l], 1))


def count_revived(masks):
    """Compte, couche par couche, les unités mortes à un relevé et vivantes au suivant.

    `masks` est la suite des relevés de `dead_units`.

    >>> count_revived([[np.array([True, True])], [np.array([False, True])], [np.array([True, False])]])
    [2]
    """
    layers = zip(*masks, strict=True)
    return [sum(int((b & ~a).sum()) for b, a in pairwise(layer)) for layer in layers]


@dataclass(frozen=True)
class DeadWhileTraining:
    """Les unités mortes après apprentissage, selon le taux d'apprentissage.

    `dead` (R, S, L) est leur part à la fin, `revived` (R, S, L) le nombre de fois où une unité morte à la fin d'une
    époque ne l'était plus à la suivante, `accuracy` (R, S) l'exactitude de test ; NaN si l'apprentissage a divergé.
    """

    rates: np.ndarray
    dead: np.ndarray
    revived: np.ndarray
    accuracy: np.ndarray


def dead_while_training(rates=RATES, seeds=SEEDS, *, hidden=(64,) * 5, epochs=8):
    """Entraîne cinq couches de ReLU, départ de He, par Adam à chaque taux, et rend un `DeadWhileTraining`."""
    runs = [[_train_and_count(rate, seed, hidden, epochs) for seed in seeds] for rate in rates]
    dead, revived, accuracy = (np.array([[run[i] for run in row] for row in runs]) for i in range(3))
    return DeadWhileTraining(np.array(rates), dead, revived, accuracy)


def _train_and_count(rate, seed, hidden, epochs):
    X, Y, X_test, Y_test = normalized_digits()
    rng = np.random.default_rng(seed)
    options = {"output": "softmax", "loss": "cross_entropy", "rng": rng, "dtype": np.float32}
    model = MultiLayerPerceptron([len(X), *hidden, 10], **options)
    masks = [dead_units(model, X)]

    def count(epoch, model, history):
        masks.append(dead_units(model, X))

    descent = Optimizer("adam", alpha=rate)
    _, finished = attempt(model, X, Y, optimizer=descent, epochs=epochs, batch_size=64, rng=rng, callback=count)
    if not finished:
        return [np.nan] * len(hidden), [np.nan] * len(hidden), np.nan
    return [dead.mean() for dead in masks[-1]], count_revived(masks), model.accuracy(X_test, Y_test)
