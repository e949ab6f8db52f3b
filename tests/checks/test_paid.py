"""Un réseau dont on n'a que le gradient : ce qu'il donne, ce qu'il compte, et ce qu'il ne laisse pas apprendre."""

import numpy as np
import pytest

from mlcourse.checks.paid import PaidNetwork
from mlcourse.gradcheck import numerical_gradient, relative_error


@pytest.fixture
def network():
    return PaidNetwork(np.random.default_rng(0))


def test_gradient_is_the_one_of_the_mean_cost(network):
    directions = np.random.default_rng(1).normal(size=(3, network.start.size)) / 50
    found = directions @ network.gradient(network.start, np.arange(network.examples))
    slopes = numerical_gradient(lambda steps: network.cost(network.start + steps @ directions), np.zeros(3))
    assert relative_error(found, slopes) < 1e-6


def test_every_example_is_paid_each_time_it_serves(network):
    for batch in (np.arange(10), np.zeros(7, dtype=int), [3]):
        network.gradient(network.start, batch)
    assert (network.paid, network.calls) == (18, 3)


def test_cost_and_accuracy_are_free(network):
    network.cost(network.start), network.accuracy(network.start)
    assert (network.paid, network.calls) == (0, 0)


def test_asking_changes_nothing_of_the_start(network):
    start = network.start.copy()
    network.gradient(start + 1, [0])
    assert np.array_equal(network.start, start)


def test_same_seed_gives_the_same_network_and_another_seed_another(network):
    same, other = PaidNetwork(np.random.default_rng(0)), PaidNetwork(np.random.default_rng(1))
    assert network.cost(same.start) == same.cost(same.start)
    assert network.cost(other.start) != other.cost(other.start)


def test_weights_learned_on_another_network_are_worth_nothing(network):
    other, theta = PaidNetwork(np.random.default_rng(1)), network.start
    for step in range(300):
        theta = theta - 0.5 * network.gradient(theta, np.arange(step * 64, (step + 1) * 64) % network.examples)
    assert network.accuracy(theta) > 0.9
    assert other.accuracy(theta) < 0.4


def test_a_pixel_is_a_mixture_of_all_the_pixels_and_no_distance_changes(network):
    def of_one_example(lent):
        hidden = np.concatenate([np.zeros((32, 64)), np.ones((32, 1)), np.eye(10, 32), np.zeros((10, 1))], axis=None)
        seen = np.array([lent.gradient(hidden, [i])[:640].reshape(10, 64) for i in range(lent.examples)])
        return seen[np.arange(lent.examples), np.abs(seen).sum(axis=2).argmax(axis=1)]  # à un facteur près, l'image

    X, others = of_one_example(network), of_one_example(PaidNetwork(np.random.default_rng(1)))
    lengths, other_lengths = (np.sort(np.linalg.norm(one, axis=1)) for one in (X, others))
    assert np.allclose(lengths, other_lengths)
    assert (np.abs(X).max(axis=0) > 0).all()  # des pixels de `digits`, trois sont toujours noirs


NOT_INDICES = {
    "une tranche": slice(0, 64),
    "tout": ...,
    "un masque": np.ones(1438, bool),
    "un nombre": 3,
    "deux dimensions": [[0, 1], [2, 3]],
    "des flottants": np.arange(3.0),
}


@pytest.mark.parametrize("batch", NOT_INDICES.values(), ids=NOT_INDICES)
def test_only_indices_are_paid_for(network, batch):
    with pytest.raises(TypeError, match="tableau d'indices"):
        network.gradient(network.start, batch)
    assert not network.paid
