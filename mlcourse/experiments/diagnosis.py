"""Ce que l'on regarde avant d'incriminer l'optimiseur, et six courbes d'un même réseau.

Question : quelles mesures, prises en une minute, séparent un taux mal réglé d'un réseau mal écrit ?
Source : Karpathy et al., notes de CS231n, https://cs231n.github.io/neural-networks-3/ : le coût de départ, vingt
exemples à apprendre par cœur, un rapport d'environ 1e-3 entre la mise à jour et les poids.
Montage : 64-32-10, ReLU, softmax, digits. Le coût de départ, sur trois graines, avec les poids de He, puis une dernière
couche cent fois plus petite ; vingt images apprises par cœur, leurs étiquettes justes ou mélangées ; le rapport des
normes à chaque taux, en moyenne sur la deuxième époque ; et six entraînements, dont deux sont sains.
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
EPOCHS, BATCH_SIZE = 30, 32


def _network(rng):
    return MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)


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


#: Les six courbes : ce qui y est fait, dans l'ordre de leurs lettres.
CURVES = ("healthy", "slow", "fast", "mismatched", "zero", "steps")


def six_curves(seed=0, *, epochs=EPOCHS):
    """Rend le coût d'entraînement par époque de six réseaux : {nom: (epochs,)}.

    >>> list(six_curves(epochs=1)) == list(CURVES)
    True
    """
    (X, Y), *_ = three_parts()
    steps = -(-X.shape[1] // BATCH_SIZE)
    rates = {
        "slow": 0.001,
        "fast": 1.6,
        "steps": Schedule("step", alpha=0.8, every=20 * steps, factor=0.05),
    }
    found = {}
    for name in CURVES:
        rng = np.random.default_rng(seed)
        model = _network(rng)
        if name == "zero":
            model.theta[:] = 0
        targets = Y[:, rng.permutation(Y.shape[1])] if name == "mismatched" else Y
        optimizer = Optimizer("sgd", alpha=rates.get(name, 0.1))
        history, _ = attempt(model, X, targets, optimizer=optimizer, epochs=epochs, batch_size=BATCH_SIZE, rng=rng)
        found[name] = padded(history.cost, epochs)
    return found
