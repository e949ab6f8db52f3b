"""Le fil et les objets à état : une classe que l'étudiant écrit, ses instances, ses générateurs."""

import copy

import numpy as np
import pytest

from .wires import split


class CenteredRMSProp:
    """L'optimiseur du devoir 3, qui garde les paramètres qu'on lui confie et les change sur place."""

    def __init__(self, params, alpha=0.1, beta=0.9, eps=1e-8):
        self.params, self.alpha, self.beta, self.eps = params, alpha, beta, eps
        self.mean = {key: np.zeros_like(value) for key, value in params.items()}
        self.square = {key: np.zeros_like(value) for key, value in params.items()}
        self.steps = 0

    def step(self, grads):
        self.steps += 1
        for key, g in grads.items():
            self.mean[key] = self.beta * self.mean[key] + (1 - self.beta) * g
            self.square[key] = self.beta * self.square[key] + (1 - self.beta) * g**2
            deviation = np.sqrt(self.square[key] - self.mean[key] ** 2)
            self.params[key] -= self.alpha * g / (deviation + self.eps)
        return self


class RunningNormalizer:
    """Le normaliseur du devoir 2 : des statistiques par lots, que deux moitiés réunissent."""

    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def update(self, X):
        other = RunningNormalizer()
        other.count, other.mean = X.shape[1], X.mean(axis=1, keepdims=True)
        other.squares = ((X - other.mean) ** 2).sum(axis=1, keepdims=True)
        return self.merge(other)

    def merge(self, other):
        total = self.count + other.count
        gap = other.mean - self.mean
        self.squares = self.squares + other.squares + gap**2 * self.count * other.count / total
        self.mean = self.mean + gap * other.count / total
        self.count = total
        return self

    def transform(self, X):
        return (X - self.mean) / np.sqrt(self.squares / self.count)


def batches(X, size, rng):
    """Un générateur paresseux, qui tire son ordre de rng et abîme X."""
    order = rng.permutation(X.shape[1])
    for start in range(0, X.shape[1], size):
        yield X[:, order[start : start + size]]
    X[...] = 0


def optimize(optimizer_class, rng):
    """Trois pas."""
    params = {"W": rng.normal(size=(3, 2)), "b": np.zeros((3, 1))}
    optimizer = optimizer_class(params, alpha=0.05)
    for _ in range(3):
        optimizer.step({key: rng.normal(size=value.shape) for key, value in params.items()})
    return params, optimizer


def test_stateful_optimizer_keeps_its_parameters_and_leaves_those_of_the_tests():
    expected, reference = optimize(CenteredRMSProp, np.random.default_rng(3))
    with split(Optimizer=CenteredRMSProp) as student:
        params, optimizer = optimize(student["Optimizer"], np.random.default_rng(3))
        assert all(np.array_equal(optimizer.params[key], expected[key]) for key in expected)
        assert np.array_equal(params["W"], np.random.default_rng(3).normal(size=(3, 2)))
        assert np.array_equal(optimizer.square["W"], reference.square["W"])
        assert (optimizer.steps, type(optimizer).__name__) == (3, "CenteredRMSProp")
        assert isinstance(optimizer, student["Optimizer"])


def test_two_halves_of_a_normalizer_merge_into_the_whole():
    X = np.random.default_rng(4).normal(3, 2, size=(4, 30))
    with split(Normalizer=RunningNormalizer) as student:
        make = student["Normalizer"]
        left, right = make().update(X[:, :11]), make()
        for start in range(11, 30, 7):
            right.update(X[:, start : start + 7])
        whole = left.merge(right)
        assert whole is left
        expected = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
        assert np.allclose(whole.transform(X), expected, rtol=0, atol=1e-12)


def test_object_can_be_copied_and_its_attributes_set():
    with split(Optimizer=CenteredRMSProp) as student:
        first = student["Optimizer"]({"W": np.ones(2)})
        second = copy.deepcopy(first)
        second.steps = 7
        assert (first.steps, second.steps) == (0, 7)
        assert first is not second


def test_lazy_generator_is_consumed_batch_by_batch():
    X = np.arange(20.0).reshape(2, 10)
    expected, given = list(batches(X.copy(), 4, np.random.default_rng(5))), X.copy()
    with split(batches=batches) as student:
        lots = student["batches"](given, 4, np.random.default_rng(5))
        assert np.array_equal(next(lots), expected[0])
        assert [lot.shape for lot in lots] == [(2, 4), (2, 2)]
        assert np.array_equal(given, X)
        with pytest.raises(StopIteration):
            next(lots)
