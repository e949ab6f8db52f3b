"""La normalisation par lots : son gradient, ce qu'elle ignore, ce qu'elle fait apprendre."""

import numpy as np
import pytest

from mlcourse.experiments import archive
from mlcourse.experiments.batch_norm import (
    NETWORKS,
    RATES,
    NormalizedPerceptron,
    NormalizedRuns,
    partial_gradients,
    train_normalized,
)
from mlcourse.gradcheck import gradient_check
from mlcourse.losses import one_hot


@pytest.fixture(scope="module")
def runs():
    return archive.load("batch-norm", NormalizedRuns)


@pytest.fixture
def network():
    """Un réseau normalisé et un lot."""
    rng = np.random.default_rng(0)
    model = NormalizedPerceptron([4, 5, 3, 2], hidden="tanh", output="softmax", loss="cross_entropy", rng=rng)
    return model, rng.normal(size=(4, 9)), one_hot(rng.integers(0, 2, 9), 2)


def gradients(model, X, Y):
    return {k: v.copy() for k, v in model.backward_propagation(Y, model.forward_propagation(X)[1]).items()}


def test_the_whole_formula_is_right_and_each_omission_is_not():
    errors = partial_gradients()
    assert errors["complete"].max() < 1e-9
    assert errors["no_scale"].min() > 0.05
    assert np.all(errors["constants"] > errors["no_scale"])


def test_a_normalized_network_has_the_right_gradient(network):
    assert max(gradient_check(*network).values()) < 1e-7


def test_the_scale_of_the_weights_does_not_count(network):
    model, X, Y = network
    before, gradient = model.forward_propagation(X)[0], gradients(model, X, Y)["dW2"]
    W = model.params["W2"].copy()
    model.params["W2"] = 10 * W
    np.testing.assert_allclose(model.forward_propagation(X)[0], before, atol=1e-4)
    np.testing.assert_allclose(gradients(model, X, Y)["dW2"], gradient / 10, rtol=1e-3, atol=1e-6)
    assert abs(np.sum(W * gradient)) < 1e-3 * np.linalg.norm(W) * np.linalg.norm(gradient)


def test_once_frozen_an_answer_no_longer_depends_on_its_neighbours(network):
    model, X, _ = network
    together = model.forward_propagation(X)[0][:, :3]
    assert not np.allclose(model.forward_propagation(X[:, :3])[0], together)
    model.freeze(X)
    frozen = model.forward_propagation(X)[0]
    np.testing.assert_allclose(model.forward_propagation(X[:, :3])[0], frozen[:, :3])
    np.testing.assert_allclose(frozen, model.forward_propagation(X)[0])


def test_normalization_teaches_the_networks_that_their_start_condemned(runs):
    for name in ("sigmoid", "small"):
        plain, normalized = (runs.best(name, k) for k in (False, True))
        assert plain[1][:, -1].min() > 0.98 * runs.chance
        assert normalized[1][:, -1].max() < 0.6
        assert normalized[2].min() > 0.75 > 0.2 > plain[2].max()


def test_where_the_start_was_good_it_saves_some_epochs_only(runs):
    first = [np.median(np.argmax(runs.best("relu", k)[1] < 0.3, axis=1) + 1) for k in (0, 1)]
    assert first[0] / first[1] == pytest.approx(1.7, abs=0.1)
    assert [runs.best("relu", k)[0] for k in (0, 1)] == [0.1, 0.3]


def test_the_archive_is_what_the_code_computes(runs):
    assert list(runs.networks) == list(NETWORKS)
    again = train_normalized(["relu"], (1,), (0.1,), epochs=10)
    np.testing.assert_allclose(again.cost[0, :, 0, 0, :3], runs.cost[1, :, RATES.index(0.1), 1, :3], rtol=1e-3)
