"""Les partages de données que plusieurs expériences reprennent, une ligne de Y par classe."""

import numpy as np

from mlcourse.datasets import load_digits, stratified_split
from mlcourse.losses import one_hot
from mlcourse.normalization import Standardizer


def split_one_hot(X, labels, test_size, rng=None):
    """Sépare comme `stratified_split` et rend X_train, Y_train, X_test, Y_test ; Y a une ligne par classe.

    >>> X_train, Y_train, X_test, Y_test = split_one_hot(np.eye(4), [0, 0, 1, 1], 2)
    >>> X_train.shape, Y_train.sum(axis=1).tolist(), Y_test.sum(axis=1).tolist()
    ((4, 2), [1.0, 1.0], [1.0, 1.0])
    """
    X_train, train_labels, X_test, test_labels = stratified_split(X, labels, test_size, rng)
    n_classes = int(np.max(labels)) + 1
    return X_train, one_hot(train_labels, n_classes), X_test, one_hot(test_labels, n_classes)


def split_digits(dtype=np.float64):
    """Rend X_train, Y_train, X_test, Y_test de digits : le partage de référence, un cinquième gardé pour le test.

    >>> X_train, Y_train, X_test, Y_test = split_digits()
    >>> X_train.shape, Y_train.shape, X_test.shape
    ((64, 1438), (10, 1438), (64, 359))
    """
    dataset = load_digits(dtype)
    return split_one_hot(dataset.X, dataset.labels, 0.2)


def normalized_digits():
    """Rend le même partage, les pixels centrés et réduits sur l'apprentissage.

    >>> bool(abs(normalized_digits()[0].mean()) < 1e-12)
    True
    """
    X_train, Y_train, X_test, Y_test = split_digits()
    standardizer = Standardizer(X_train)
    return standardizer.transform(X_train), Y_train, standardizer.transform(X_test), Y_test
