"""Ce que l'on regarde avant d'incriminer l'optimiseur, et dix courbes à reconnaître.

Question : quelles mesures, prises en une minute, séparent un taux mal réglé d'un réseau mal écrit ?
Source : Karpathy et al., notes de CS231n, https://cs231n.github.io/neural-networks-3/ : le coût de départ, vingt
exemples à apprendre par cœur, un rapport d'environ 1e-3 entre la mise à jour et les poids.
Montage : 64-32-10, ReLU, softmax, digits. Le coût de départ, sur trois graines, avec les poids de He, puis une dernière
couche cent fois plus petite ; vingt images apprises par cœur, leurs étiquettes justes ou mélangées ; le rapport des
normes à chaque taux, en moyenne sur la deuxième époque ; dix entraînements, dont deux sont sains, et trois de leurs
sosies, qu'un mauvais taux suffit à faire.
Ce qui diffère : la source donne des règles d'usage ; nous les mesurons.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.race import three_parts
from mlcourse.experiments.runs import attempt, padded
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.schedules import Schedule

SEEDS = (0, 1, 2)
ALPHAS = (0.0001, 0.001, 0.01, 0.1, 1.0)
LAYERS, EPOCHS, BATCH_SIZE = (64, 32, 10), 30, 32
STEPS = -(-1150 // BATCH_SIZE)


def _network(rng):
    return MultiLayerPerceptron(list(LAYERS), output="softmax", loss="cross_entropy", rng=rng)


def starting_costs(seeds=SEEDS):
    """Rend le coût avant le premier pas : {« he » ou « small »: (S,)}.

    >>> bool(abs(starting_costs([0])["small"][0] - np.log(10)) < 0.01)
    True
    """
    (X, Y), *_ = three_parts()
    costs: dict[str, list[float]] = {"he": [], "small": []}
    for seed in seeds:
        model = _network(np.random.default_rng(seed))
        costs["he"].append(model.compute_cost(X, Y))
        model.params["W2"] = model.params["W2"] / 100
        costs["small"].append(model.compute_cost(X, Y))
    return {name: np.array(values) for name, values in costs.items()}


def twenty_by_heart(seeds=SEEDS, *, steps=500):
    """Apprend vingt images par cœur et rend le coût final : {« true » ou « shuffled »: (S,)}.

    >>> bool(twenty_by_heart([0], steps=300)["true"][0] < 0.01)
    True
    """
    (X, Y), *_ = three_parts()
    found: dict[str, list[float]] = {"true": [], "shuffled": []}
    for seed in seeds:
        for name, order in (("true", np.arange(20)), ("shuffled", np.random.default_rng(seed).permutation(20))):
            rng, lot = np.random.default_rng(seed), (X[:, :20], Y[:, order])
            model = _network(rng)
            attempt(model, *lot, optimizer=Optimizer("adam", alpha=0.01), epochs=steps, batch_size=None, rng=rng)
            found[name].append(model.compute_cost(*lot))
    return {name: np.array(values) for name, values in found.items()}


@dataclass(frozen=True)
class UpdateRatios:
    """Par taux `alpha` (A,) et par graine : `ratio` (A, S, 2), norme du pas sur norme des poids, et `cost` (A, S)."""

    alpha: np.ndarray
    ratio: np.ndarray
    cost: np.ndarray


def update_ratios(seeds=SEEDS, alphas=ALPHAS, *, epochs=10):
    """Mesure le rapport de la mise à jour aux poids, couche par couche, et le coût final.

    >>> update_ratios([0], [0.1], epochs=2).ratio.shape
    (1, 1, 2)
    """
    (X, Y), *_ = three_parts()
    ratios, costs = [], []
    for alpha in alphas:
        runs = [_measured_run(alpha, seed, X, Y, epochs) for seed in seeds]
        ratios.append([run[0] for run in runs])
        costs.append([run[1] for run in runs])
    return UpdateRatios(np.array(alphas), np.array(ratios), np.array(costs))


def _measured_run(alpha, seed, X, Y, epochs):
    rng, found = np.random.default_rng(seed), []
    model = _network(rng)

    def measure(epoch, model, _):
        if epoch == 2:
            lots = np.random.default_rng(seed).permutation(X.shape[1])[: 10 * BATCH_SIZE].reshape(10, -1)
            for lot in lots:
                model.gradients(Y[:, lot], model.forward_propagation(X[:, lot])[1])
                pairs = [(model.grads[f"dW{k}"], model.params[f"W{k}"]) for k in (1, 2)]
                found.append([alpha * np.linalg.norm(dW) / np.linalg.norm(W) for dW, W in pairs])

    options = {"optimizer": Optimizer("sgd", alpha=alpha), "epochs": epochs, "batch_size": BATCH_SIZE, "rng": rng}
    _, finished = attempt(model, X, Y, callback=measure, **options)
    return np.mean(found, axis=0), model.compute_cost(X, Y) if finished else np.inf


#: Ce que chaque courbe change à un réseau sain, au taux 0,1. `mixed` est la part des étiquettes que l'on échange.
CURVES: dict[str, dict] = {
    "A": {},
    "B": {"alpha": 0.001},
    "C": {"alpha": 1.6},
    "D": {"mixed": 1.0},
    "E": {"weights": 0.0},
    "F": {"alpha": Schedule("step", alpha=0.8, every=20 * STEPS, factor=0.05)},
    "G": {"pixels": 16.0},
    "H": {"images": 150, "mixed": 0.3, "rule": "adam", "alpha": 0.03},
    "I": {"layers": (64, 32, 32, 10), "hidden": "tanh", "weights": 0.1},
    "J": {"alpha": Schedule("cosine", alpha=0.1, total=100)},
}
#: Le taux d'un réseau, sain à cela près, dont la courbe passe pour celle de la lettre.
TWINS = {"D": 0.0005, "E": 1e-6, "G": 1.37}


@dataclass(frozen=True)
class Curve:
    """Un entraînement : `cost` et `validation` (epochs,), et ce qu'un médecin y mesurerait.

    `start` est le coût avant le premier pas ; `ratio` (2,), le rapport du pas aux poids de la première couche, au
    premier pas et au dernier, nul si les poids le sont ; `dead`, la part de ses unités qu'aucune image n'allume, à la
    fin.
    """

    cost: np.ndarray
    validation: np.ndarray
    start: float
    ratio: np.ndarray
    dead: float


def training_curves(letters="ABCDEFGHIJ", seed=0, *, epochs=EPOCHS):
    """Entraîne le réseau de chaque lettre : `{lettre: Curve}`.

    >>> list(training_curves("AB", epochs=1))
    ['A', 'B']
    """
    return {letter: _curve(seed, epochs, **CURVES[letter]) for letter in letters}


def twin_curves(seed=0, *, epochs=EPOCHS):
    """Entraîne le sosie de chaque lettre qui en a un : `{lettre: Curve}`.

    >>> list(twin_curves(epochs=1))
    ['D', 'E', 'G']
    """
    return {letter: _curve(seed, epochs, alpha=alpha) for letter, alpha in TWINS.items()}


def _curve(seed, epochs, *, rule="sgd", alpha=0.1, layers=LAYERS, hidden="relu", weights=1.0, **spoiled):
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron(list(layers), hidden=hidden, output="softmax", loss="cross_entropy", rng=rng)
    model.theta[:] *= weights
    (X, Y), validation = _data(rng, **spoiled)
    rate = alpha if callable(alpha) else Schedule("constant", alpha=alpha)
    start, first = model.compute_cost(X, Y), _ratio(model, X, Y, rate(1))
    options = {"epochs": epochs, "batch_size": BATCH_SIZE, "rng": rng, "validation": validation}
    history, _ = attempt(model, X, Y, optimizer=Optimizer(rule, alpha=rate), **options)
    last = _ratio(model, X, Y, rate(epochs * STEPS))
    dead = np.mean((model.forward_propagation(X)[1]["A1"] == 0).all(axis=1))
    cost, validated = (padded(values, epochs) for values in (history.cost, history.validation_cost))
    return Curve(cost, validated, start, np.array([first, last]), float(dead))


def _data(rng, *, images=None, mixed=0.0, pixels=1.0):
    """Rend les images d'entraînement, telles que la courbe les gâte, et la validation intacte."""
    (X, Y), (X_valid, Y_valid), _ = three_parts()
    X, Y = pixels * X[:, :images], Y[:, :images].copy()
    if mixed:
        chosen = rng.permutation(Y.shape[1])[: round(mixed * Y.shape[1])]
        Y[:, np.sort(chosen)] = Y[:, chosen]
    return (X, Y), (pixels * X_valid, Y_valid)


def _ratio(model, X, Y, alpha):
    """Rend le rapport d'un pas de descente aux poids de la première couche."""
    model.gradients(Y, model.forward_propagation(X)[1])
    size = np.linalg.norm(model.params["W1"])
    return alpha * float(np.linalg.norm(model.grads["dW1"])) / size if size else 0.0
