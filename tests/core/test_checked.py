"""Un calcul contrôlé et le même sans contrôles : la boucle d'entraînement contrôle ses données une fois."""

import numpy as np
import pytest

from mlcourse import training
from mlcourse._checked import checked, unchecked
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer


@checked(lambda x, factor=2: (float(x), factor))
def times(x, factor=2):
    """x fois factor."""
    return x * factor


def test_the_check_receives_the_arguments_by_place_or_by_name_and_prepares_them():
    assert times("3") == times(x="3") == 6.0
    assert times("3", factor=5) == 15.0
    assert times.__name__ == "times"
    assert times.__doc__ == "x fois factor."


def test_unchecked_gives_the_computation_alone():
    assert unchecked(times)("3") == "33"
    assert unchecked(unchecked(times))("3") == "33"
    assert unchecked(len) is len


def test_unchecked_gives_a_method_of_the_same_object():
    model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    X = np.ones((2, 4))
    A, _ = unchecked(model.forward_propagation)(X)
    np.testing.assert_array_equal(A, model.forward_propagation(X)[0])
    with pytest.raises(ValueError, match="X : la forme"):
        model.forward_propagation(X.T)


def test_a_method_of_a_subclass_without_checks_is_the_one_that_trains():
    class Counted(MultiLayerPerceptron):
        calls = 0

        def forward_propagation(self, X):
            self.calls += 1
            return super().forward_propagation(X)

    model = Counted([2, 3, 1], rng=np.random.default_rng(0))
    training.train(model, np.ones((2, 6)), np.ones((1, 6)), epochs=2, batch_size=2, rng=np.random.default_rng(0))
    assert model.calls == 6


def test_an_optimizer_of_another_network_is_refused_before_the_first_step():
    optimizer, X = Optimizer("adam"), np.ones((2, 6))
    rng = np.random.default_rng(0)
    training.train(MultiLayerPerceptron([2, 3, 1], rng=rng), X, X[:1], optimizer=optimizer, epochs=1, rng=rng)
    model = MultiLayerPerceptron([2, 4, 1], rng=rng)
    before = model.theta.tobytes()
    with pytest.raises(ValueError, match=r"la forme \(13,\) est attendue"):
        training.train(model, X, X[:1], optimizer=optimizer, epochs=1, rng=rng)
    assert model.theta.tobytes() == before
    assert optimizer.t == 1
