"""Les delta[l] que le cœur ne garde pas sont ceux dont il fait ses gradients."""

import numpy as np
import pytest

from mlcourse.experiments.backward import layer_deltas
from mlcourse.model import MultiLayerPerceptron


@pytest.mark.parametrize("hidden", ["tanh", "relu", "prelu"])
def test_layer_deltas_are_those_of_backpropagation(hidden):
    rng = np.random.default_rng(1)
    model = MultiLayerPerceptron([4, 6, 5, 3], hidden=hidden, output="softmax", loss="cross_entropy", rng=rng)
    X, Y = rng.normal(size=(4, 7)), np.eye(3)[:, rng.integers(0, 3, 7)]
    _, cache = model.forward_propagation(X)
    grads = model.backward_propagation(Y, cache)
    for l, delta in layer_deltas(model, Y, cache).items():
        np.testing.assert_allclose(delta.mean(axis=1, keepdims=True), grads[f"db{l}"], atol=1e-12)
