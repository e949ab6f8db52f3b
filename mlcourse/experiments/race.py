"""Une course de tous les optimiseurs, chacun réglé avec le même budget.

Question : lequel entraîne le mieux un petit réseau, quand aucun n'est favorisé par le réglage ?
Source : Kingma et Ba (2015), https://doi.org/10.48550/arXiv.1412.6980, figure 2 (Adam devant, sur MNIST) ; Wilson et
al. (2017), https://doi.org/10.48550/arXiv.1705.08292 (les règles adaptatives généraliseraient moins bien) ; Schmidt,
Schneider et Hennig (2021), https://doi.org/10.48550/arXiv.2007.01547 (à budget de réglage égal, aucune ne domine).
Montage : réseau 64-32-10 sur digits, lots de 32, 20 époques. Chaque règle d'`OPTIMIZERS` essaie les mêmes 11 taux, de
1e-4 à 10 ; le taux retenu a le plus petit coût médian de validation sur trois graines. Trois autres graines, avec ce
taux, courent la course ; le test ne sert qu'à ce moment. Les autres hyperparamètres gardent leur valeur par défaut.
Ce qui diffère : un petit réseau et de petites données ; un seul hyperparamètre réglé.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.runs import attempt
from mlcourse.experiments.splits import split_digits, split_one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import OPTIMIZERS, Optimizer

ALPHAS = np.logspace(-4, 1, 11)
TUNING_SEEDS, RACE_SEEDS = (0, 1, 2), (3, 4, 5)
SEEDS = TUNING_SEEDS + RACE_SEEDS
EPOCHS, BATCH_SIZE = 20, 32


@dataclass(frozen=True)
class Race:
    """La course : les règles `rules` (R,), les taux `alphas` (A,), et ce qu'elles ont donné.

    `tuning` (R, A, S) est le coût de validation de chaque essai, infini s'il a divergé. Au taux retenu, `best` (R,), la
    course donne le coût d'entraînement `cost` (R, S, E), puis le coût et l'exactitude de test, `test_cost` et
    `test_accuracy` (R, S).
    """

    rules: np.ndarray
    alphas: np.ndarray
    tuning: np.ndarray
    best: np.ndarray
    cost: np.ndarray
    test_cost: np.ndarray
    test_accuracy: np.ndarray

    def tolerance(self, factor=2.0):
        """Bornes (R, 2) des taux dont le coût médian de validation est à moins de `factor` fois le meilleur."""
        medians = np.median(self.tuning, axis=-1)
        good = medians <= factor * medians.min(axis=1, keepdims=True)
        return np.array([(self.alphas[row].min(), self.alphas[row].max()) for row in good])


def three_parts():
    """Partage digits en entraînement, validation et test ; rend trois couples (X, Y).

    >>> [X.shape[1] for X, Y in three_parts()]
    [1150, 288, 359]
    """
    X, Y, X_test, Y_test = split_digits()
    X, Y, X_valid, Y_valid = split_one_hot(X, Y.argmax(axis=0), 0.2)
    return [(X, Y), (X_valid, Y_valid), (X_test, Y_test)]


def run(rule, alpha, seed, training, held_out, *, epochs=EPOCHS):
    """Entraîne un réseau ; rend les coûts des époques (E,), puis le coût et l'exactitude sur `held_out`.

    Un entraînement qui diverge a des coûts infinis et une exactitude nulle.

    >>> training, validation, _ = three_parts()
    >>> costs, cost, accuracy = run("adam", 0.01, 0, training, validation, epochs=2)
    >>> costs.shape, accuracy > 0.8
    ((2,), True)
    """
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
    options = {"epochs": epochs, "batch_size": BATCH_SIZE, "rng": rng}
    history, finished = attempt(model, *training, optimizer=Optimizer(rule, alpha=alpha), **options)
    if not finished:
        return np.full(epochs, np.inf), np.inf, 0.0
    return np.array(history.cost), model.compute_cost(*held_out), model.accuracy(*held_out)


def race(rules=tuple(OPTIMIZERS), alphas=ALPHAS, *, epochs=EPOCHS):
    """Règle chaque optimiseur, puis le fait courir ; rend un `Race`. La version complète prend quelques minutes.

    >>> result = race(["sgd", "adam"], [1e-4, 0.1], epochs=1)
    >>> result.tuning.shape, result.test_accuracy.shape, result.best.tolist()
    ((2, 2, 3), (2, 3), [0.1, 0.1])
    """
    training, validation, test = three_parts()
    trials = ((rule, alpha, seed) for rule in rules for alpha in alphas for seed in TUNING_SEEDS)
    costs = [run(*trial, training, validation, epochs=epochs)[1] for trial in trials]
    tuning = np.reshape(costs, (len(rules), len(alphas), len(TUNING_SEEDS)))
    best = np.asarray(alphas)[np.median(tuning, axis=-1).argmin(axis=-1)]
    finals = [
        run(rule, alpha, seed, training, test, epochs=epochs)
        for rule, alpha in zip(rules, best, strict=True)
        for seed in RACE_SEEDS
    ]
    cost, test_cost, accuracy = (
        np.reshape(values, (len(rules), len(RACE_SEEDS), -1)) for values in zip(*finals, strict=True)
    )
    return Race(np.array(rules), np.asarray(alphas), tuning, best, cost, test_cost[..., 0], accuracy[..., 0])
