"""Des poids nuls, égaux, trop petits ou trop grands.

Question : que devient un signal qui traverse vingt couches, et que peut apprendre un réseau dont les neurones partent
identiques ?
Source : He, Zhang, Ren et Sun (2015), section 2.2, https://doi.org/10.1109/ICCV.2015.123 : un signal mal calibré d'un
facteur beta par couche l'est de beta^L après L couches ; avec un écart type de 0,01, le gradient du modèle B de VGG
arrive en bas 1,7e4 fois trop petit. La loi des carrés moyens est celle de Poole et al. (2016), arXiv:1606.05340.
Montage : digits, normalisé ; couches de même largeur, biais nuls ; trois graines au moins. La théorie ne voit ni les
poids tirés ni les activations : la variance des poids, les tailles et le carré moyen de chaque exemple lui suffisent.
Ce qui diffère : des couches entièrement connectées au lieu de convolutions.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mlcourse.activations import ACTIVATIONS
from mlcourse.experiments.splits import normalized_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

#: Variance des poids de chaque initialisation, selon (n_in, n_out).
VARIANCES = {
    "small": lambda n_in, n_out: 0.01**2,
    "glorot_normal": lambda n_in, n_out: 2 / (n_in + n_out),
    "he_normal": lambda n_in, n_out: 2 / n_in,
    "large": lambda n_in, n_out: 1,
}
PUBLISHED_ATTENUATION = 1.7e4
#: Nombre de filtres 3 x 3 des couches 2 à 10 du modèle B de VGG.
VGG_B_FILTERS = (64, 128, 128, 256, 256, 512, 512, 512, 512)


@dataclass(frozen=True)
class Signal:
    """La grandeur des activations, couche par couche, entrée comprise.

    `rms` (S, L + 1) est la racine du carré moyen de A[l], une ligne par graine ; `theory` (L + 1,) celle que prévoit
    l'analyse.
    """

    hidden: str
    initializer: str
    rms: np.ndarray
    theory: np.ndarray


def signal_by_depth(hidden, initializers=tuple(VARIANCES), seeds=(0, 1, 2), *, depth=20, width=128, m=300):
    """Propage m images à travers `depth` couches cachées et mesure la grandeur du signal : un `Signal` par tirage.

    >>> signal, = signal_by_depth("relu", ["he_normal"], seeds=[0], depth=3)
    >>> signal.rms.shape, bool(0.7 < signal.rms[0, 3] < 1.4)
    ((1, 4), True)
    """
    X = normalized_digits()[0][:, :m]
    layer_dims = [len(X), *[width] * depth]
    signals = []
    for name in initializers:
        rms = np.array([_measured_rms(X, layer_dims, hidden, name, seed) for seed in seeds])
        signals.append(Signal(hidden, name, rms, _predicted_rms(X, layer_dims, hidden, VARIANCES[name])))
    return signals


def _measured_rms(X, layer_dims, hidden, initializer, seed):
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron(layer_dims, hidden=hidden, output=hidden, loss="mse", initializer=initializer, rng=rng)
    return _rms_by_layer(model, X)


def _rms_by_layer(model, X):
    _, cache = model.forward_propagation(X)
    return [np.sqrt(np.mean(cache[f"A{l}"] ** 2)) for l in range(model.num_layers + 1)]


def _predicted_rms(X, layer_dims, hidden, variance):
    """Applique, couche par couche, q <- E[g(z)^2] où z suit N(0, n_in Var(W) q) ; q est celui de chaque exemple."""
    # L'espérance est une somme sur une grille de z / écart type, pondérée par la densité normale.
    nodes = np.linspace(-8, 8, 1001)
    weights = np.exp(-(nodes**2) / 2)
    q = np.mean(X**2, axis=0)
    predicted = [np.sqrt(q.mean())]
    for n_in, n_out in pairwise(layer_dims):
        Z = np.sqrt(n_in * variance(n_in, n_out) * q) * nodes[:, None]
        q = weights @ ACTIVATIONS[hidden].function(Z) ** 2 / weights.sum()
        predicted.append(np.sqrt(q.mean()))
    return np.array(predicted)


class SignalOfScale(NamedTuple):
    """La grandeur des activations, couche par couche, quand chaque poids a la variance `scale / n_in`.

    `rms` (S, L + 1) et `theory` (L + 1,) sont comme dans `Signal`.
    """

    scale: float
    hidden: str
    rms: np.ndarray
    theory: np.ndarray


def signal_of_scale(scale=2.0, hidden="relu", seeds=(0, 1, 2), *, depth=20, width=128, m=60):
    """Propage m images à travers `depth` couches dont les poids ont la variance `scale / n_in`.

    Les tirages sont les mêmes quelle que soit l'échelle : seule leur grandeur change.

    >>> found = signal_of_scale(depth=3, seeds=[0])
    >>> found.rms.shape, bool(0.7 < found.rms[0, 3] < 1.4)
    ((1, 4), True)
    """
    X = normalized_digits()[0][:, :m]
    layer_dims = [len(X), *[width] * depth]
    rms = np.array([_scaled_rms(X, layer_dims, hidden, scale, seed) for seed in seeds])
    return SignalOfScale(scale, hidden, rms, _predicted_rms(X, layer_dims, hidden, lambda n_in, _: scale / n_in))


def _scaled_rms(X, layer_dims, hidden, scale, seed):
    options = {"output": hidden, "loss": "mse", "initializer": "large", "rng": np.random.default_rng(seed)}
    model = MultiLayerPerceptron(layer_dims, hidden=hidden, **options)
    for l, n_in in enumerate(layer_dims[:-1], start=1):
        model.params[f"W{l}"] = model.params[f"W{l}"] * np.sqrt(scale / n_in)
    return _rms_by_layer(model, X)


def vgg_b_attenuation(std=0.01):
    """Rend le facteur dont un écart type `std` réduit le gradient de VGG B, de la couche 10 à la couche 2.

    Chaque couche l'affaiblit de sqrt(2 / n) / std, où n vaut 9 fois le nombre de filtres.

    >>> f"{vgg_b_attenuation():.1e}"
    '1.7e+04'
    """
    return float(np.prod(np.sqrt(2 / (9 * np.array(VGG_B_FILTERS))) / std))


def weight_ranks(
    hidden, initializer, seeds=(0, 1, 2), *, steps=5, layer_dims=(64, 32, 32, 10), alpha=0.1, batch_size=32
):
    """Rend le rang de chaque W[l] avant le premier pas et après chacun, tableau (S, steps + 1, L).

    >>> weight_ranks("relu", "constant", seeds=[0], steps=1)[0].tolist()
    [[1, 1, 1], [1, 1, 1]]
    """
    X, Y, _, _ = normalized_digits()
    return np.array(
        [_ranks_of_one_run(X, Y, hidden, initializer, s, steps, layer_dims, alpha, batch_size) for s in seeds]
    )


def _ranks_of_one_run(X, Y, hidden, initializer, seed, steps, layer_dims, alpha, batch_size):
    rng = np.random.default_rng(seed)
    model = _classifier(layer_dims, hidden, initializer, rng)
    descent, ranks = Optimizer("sgd", alpha=alpha), [_ranks(model)]
    for _ in range(steps):
        batch = rng.choice(X.shape[1], batch_size, replace=False)
        _, cache = model.forward_propagation(X[:, batch])
        model.backward_propagation(Y[:, batch], cache)
        descent.step(model.theta, model.g)
        ranks.append(_ranks(model))
    return ranks


def _ranks(model):
    return [int(np.linalg.matrix_rank(model.params[f"W{l}"])) for l in range(1, model.num_layers + 1)]


def _classifier(layer_dims, hidden, initializer, rng):
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer}
    return MultiLayerPerceptron(list(layer_dims), hidden=hidden, rng=rng, **options)


@dataclass(frozen=True)
class Outcome:
    """Ce qu'apprend un réseau selon ses poids de départ.

    `cost` (S, E) par époque, `accuracy` (S,) sur le test, `rank` (S,) celui de W[2] à la fin.
    """

    initializer: str
    cost: np.ndarray
    accuracy: np.ndarray
    rank: np.ndarray


def train_from(initializer, seeds=(0, 1, 2), *, hidden="relu", layer_dims=(64, 32, 32, 10), epochs=12, alpha=0.1):
    """Entraîne le réseau par lots de 64 depuis les poids de `initializer`, une fois par graine."""
    X, Y, X_test, Y_test = normalized_digits()
    cost, accuracy, rank = [], [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        model = _classifier(layer_dims, hidden, initializer, rng)
        descent = Optimizer("sgd", alpha=alpha)
        history = train(model, X, Y, optimizer=descent, epochs=epochs, batch_size=64, rng=rng)
        cost.append(history.cost)
        accuracy.append(model.accuracy(X_test, Y_test))
        rank.append(_ranks(model)[1])
    return Outcome(initializer, np.array(cost), np.array(accuracy), np.array(rank))
