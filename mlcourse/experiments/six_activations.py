"""Six activations entraînées de la même façon, puis celle qui échoue, tirée autrement.

Question : à réglages égaux, quelle activation apprend, laquelle n'apprend pas, et est-ce elle qui est en cause ?
Source : Lippe (2022), carnet 3 des cours d'Amsterdam, https://uvadlc-notebooks.readthedocs.io : sur Fashion-MNIST, un
perceptron de couches 512, 256, 256 et 128, poids de PyTorch, momentum de 0,9 au taux 0,01, arrêt après sept époques
sans progrès sur la validation ; une graine.
Montage : les mêmes réglages sur MNIST-5k, pixels entre -1 et 1, quarante époques, trois graines ; puis la sigmoïde avec
l'initialisation de Glorot, au même taux, et à un taux trois fois plus grand.
Ce qui diffère : MNIST-5k au lieu de Fashion-MNIST, des couches quatre fois plus étroites, des lots de 64, biais nuls.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from mlcourse.activations import ACTIVATIONS, Activation, leaky_relu, leaky_relu_derivative
from mlcourse.datasets import load_mnist5k
from mlcourse.experiments.gain import FUNCTIONS
from mlcourse.experiments.splits import split_one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

SEEDS = (0, 1, 2)
#: Exactitudes de test publiées, en %.
PUBLISHED = {"sigmoid": 10.0, "tanh": 87.59, "relu": 88.62, "leaky_relu": 88.92, "elu": 87.27, "silu": 88.73}
#: La fuite du carnet est de 0,1.
ROWS = {
    **{name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "elu")},
    "leaky_relu": Activation(partial(leaky_relu, a=0.1), partial(leaky_relu_derivative, a=0.1)),
    "silu": Activation(*FUNCTIONS["silu"]),
}
#: Chaque essai : activation, initialisation, taux. Les deux derniers ne sont pas dans le carnet.
TRIALS = {name: (name, "baseline_uniform", 0.01) for name in PUBLISHED} | {
    "sigmoid, Glorot": ("sigmoid", "glorot_uniform", 0.01),
    "sigmoid, Glorot, 0.03": ("sigmoid", "glorot_uniform", 0.03),
}
#: Le nombre d'époques sans progrès qui arrête le carnet.
PATIENCE = 7


class HiddenActivation(MultiLayerPerceptron):
    """Un perceptron dont les couches cachées prennent une ligne de `ROWS`, qui n'est pas toujours du cours.

    >>> model = HiddenActivation([2, 3, 1], name="silu", rng=np.random.default_rng(0))
    >>> round(model.activation(1).function(1.0).item(), 3)
    0.731
    """

    def __init__(self, layer_dims, *, name, **options):
        super().__init__(layer_dims, **options)
        self.row = ROWS[name]

    def activation(self, l):
        """L'activation de la couche l : la sienne à la sortie, celle de l'expérience dessous."""
        return self.row if l < self.num_layers else super().activation(l)


@dataclass(frozen=True)
class SixRuns:
    """Les exactitudes, en %, de chaque essai, par graine et par époque : `validation` et `test`, (T, S, E)."""

    trials: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    def stopped(self, trial, patience=None):
        """Rend (époque du meilleur score (S,), exactitude de test à cette époque (S,)).

        Avec `patience`, l'entraînement s'arrête comme dans le carnet ; sans elle, il va au bout.
        """
        t = list(self.trials).index(trial)
        best = np.array([best_epoch(scores, patience) for scores in self.validation[t]])
        return best + 1, self.test[t][np.arange(len(best)), best]


def best_epoch(scores, patience=None):
    """Rend l'indice du meilleur score vu avant que `patience` époques de suite n'apportent rien.

    >>> best_epoch([1, 3, 2, 2, 9], patience=2), best_epoch([1, 3, 2, 2, 9])
    (1, 4)
    """
    best = 0
    for epoch, score in enumerate(scores):
        if score > scores[best]:
            best = epoch
        elif patience and epoch - best >= patience:
            break
    return best


def six_activations(trials=tuple(TRIALS), seeds=SEEDS, *, hidden=(128, 64, 64, 32), epochs=40):
    """Entraîne chaque essai de `TRIALS` et rend un `SixRuns`.

    4 000 images servent à apprendre, dont 500 à la validation ; 1 000 au test.
    """
    runs = np.array([[_accuracies(*TRIALS[trial], seed, hidden, epochs) for seed in seeds] for trial in trials])
    return SixRuns(np.array(trials), runs[:, :, 0], runs[:, :, 1])


def _accuracies(name, initializer, rate, seed, hidden, epochs):
    rng = np.random.default_rng(seed)
    dataset = load_mnist5k(np.float32)
    X, Y, *test = split_one_hot(2 * dataset.X - 1, dataset.labels, 1000)
    X, Y, *validation = split_one_hot(X, Y.argmax(axis=0), 500, rng)
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer, "dtype": np.float32}
    model = HiddenActivation([len(X), *hidden, 10], name=name, rng=rng, **options)
    scores = []

    def measure(epoch, model, history):
        scores.append([100 * model.accuracy(*held_out) for held_out in (validation, test)])

    train(model, X, Y, optimizer=Optimizer("polyak", alpha=rate), epochs=epochs, rng=rng, callback=measure)
    return np.transpose(scores)
