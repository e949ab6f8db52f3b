"""Les partages de données : celui de référence, normalisé ou non, et ses cibles."""

import numpy as np

from mlcourse.datasets import load_digits, load_wine, stratified_split
from mlcourse.experiments.splits import normalized_digits, split_digits, split_one_hot


def test_targets_are_the_labels_of_the_stratified_split():
    wine = load_wine()
    X_train, Y_train, X_test, Y_test = split_one_hot(wine.X, wine.labels, 0.25, np.random.default_rng(3))
    expected = stratified_split(wine.X, wine.labels, 0.25, np.random.default_rng(3))
    for found, wanted in zip((X_train, Y_train.argmax(axis=0), X_test, Y_test.argmax(axis=0)), expected, strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert Y_train.shape[0] == Y_test.shape[0] == 3
    assert (Y_train.sum(axis=0) == 1).all()


def test_digits_are_split_as_everywhere_in_the_book():
    digits = load_digits(np.float32)
    X_train, _, X_test, _ = stratified_split(digits.X, digits.labels, 0.2)
    found = split_digits(np.float32)
    np.testing.assert_array_equal(found[0], X_train)
    np.testing.assert_array_equal(found[2], X_test)
    assert found[0].dtype == np.float32


def test_digits_are_normalised_on_the_training_part_alone():
    X_train, Y_train, X_test, Y_test = normalized_digits()
    assert np.isin(X_train.std(axis=1).round(9), [0, 1]).all()
    assert not np.allclose(X_test.mean(axis=1), 0, atol=1e-3)
    assert Y_train.shape[0] == Y_test.shape[0] == 10
