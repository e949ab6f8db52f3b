"""L'exemple fil rouge du chapitre 1 : séparer des chiffres manuscrits en deux camps.

Question : un petit perceptron apprend-il à dire si un chiffre est impair, ou à distinguer deux chiffres ?
Source : le détecteur de chats du texte du cours, remplacé par des données que le paquet contient.
Montage : digits, un cinquième gardé pour le test, en proportion de chaque chiffre ; réseau 64-32-1, ReLU puis sigmoïde,
entropie croisée binaire, descente de gradient (alpha = 0,3) par lots de 32, 30 époques, trois graines.
Ce qui diffère : les images ont 8 x 8 pixels en niveaux de gris.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets import load_digits, stratified_split
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import History, train

ODD = (1, 3, 5, 7, 9)


@dataclass(frozen=True)
class BinaryTask:
    """Une tâche à deux camps : Y vaut 1 pour les chiffres de `positive`, 0 pour les autres.

    X_train (64, m), Y_train (1, m), X_test (64, t), Y_test (1, t) ; `test_labels` (t,) garde le chiffre lui-même.
    """

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    test_labels: np.ndarray


def digits_task(positive=ODD, among=tuple(range(10))):
    """Prépare la tâche : les chiffres de `positive` contre les autres chiffres de `among`.

    >>> task = digits_task(positive=[3], among=[3, 8])
    >>> task.X_train.shape, task.Y_test.shape
    ((64, 286), (1, 71))
    """
    if not set(positive) < set(among) <= set(range(10)) or not positive:
        raise ValueError(
            "positive et among : des chiffres de 0 à 9 sont attendus, une partie de `among` étant dans `positive`, "
            f"reçu {list(positive)} et {list(among)}."
        )
    dataset = load_digits()
    kept = np.isin(dataset.labels, list(among))
    X_train, train_labels, X_test, test_labels = stratified_split(dataset.X[:, kept], dataset.labels[kept], 0.2)
    Y_train, Y_test = (np.isin(labels, list(positive))[None].astype(float) for labels in (train_labels, test_labels))
    return BinaryTask(X_train, Y_train, X_test, Y_test, test_labels)


@dataclass(frozen=True)
class Run:
    """Un entraînement : la graine, le réseau entraîné et son historique."""

    seed: int
    model: MultiLayerPerceptron
    history: History


def train_on_digits(
    task,
    seeds=(0, 1, 2),
    *,
    hidden=(32,),
    optimizer="sgd",
    alpha=0.3,
    epochs=30,
    batch_size=32,
):
    """Entraîne un réseau par graine sur `task` et rend la liste des `Run`.

    >>> task = digits_task(positive=[3], among=[3, 8])
    >>> run, = train_on_digits(task, seeds=[0], epochs=10)
    >>> run.model.accuracy(task.X_test, task.Y_test) > 0.95
    True
    """
    runs = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        model = MultiLayerPerceptron([len(task.X_train), *hidden, 1], rng=rng)
        history = train(
            model,
            task.X_train,
            task.Y_train,
            optimizer=Optimizer(optimizer, alpha=alpha),
            epochs=epochs,
            batch_size=batch_size,
            rng=rng,
            validation=(task.X_test, task.Y_test),
        )
        runs.append(Run(seed, model, history))
    return runs
