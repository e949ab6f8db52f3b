"""La variance du gradient d'un lot suit la théorie des sondages, sans aucun ajustement."""

from itertools import combinations, product

import numpy as np
import pytest

from mlcourse.datasets import load_digits, stratified_split
from mlcourse.experiments.gradient_noise import (
    EPOCHS,
    measure_gradient_noise,
    per_example_gradients,
    predicted_variance,
)
from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train


@pytest.fixture(scope="module")
def noise():
    return measure_gradient_noise(sizes=(1, 30, 700, 1400))


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_predicted_variance_is_the_mean_over_every_possible_batch(m):
    g = np.random.default_rng(0).normal(size=(4, 3))
    batches = product(range(4), repeat=m), combinations(range(4), m)
    exact = [np.mean([np.sum((g[list(b)].mean(0) - g.mean(0)) ** 2) for b in group]) for group in batches]
    np.testing.assert_allclose(predicted_variance(g.var(axis=0).sum(), [m], 4)[0], exact, atol=1e-14)


def test_gradient_of_a_batch_is_the_mean_of_the_gradients_of_its_examples():
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([5, 4, 3], output="softmax", loss="cross_entropy", rng=rng)
    X, Y = rng.normal(size=(5, 7)), one_hot(rng.integers(3, size=7), 3)
    gradients = per_example_gradients(model, X, Y)
    _, cache = model.forward_propagation(X)
    model.backward_propagation(Y, cache)
    np.testing.assert_allclose(gradients.mean(axis=0), model.g, rtol=1e-10, atol=1e-14)


def test_measured_variance_is_the_predicted_one_at_every_size_and_moment(noise):
    for moment, seed in product(range(2), range(3)):
        predicted = predicted_variance(noise.per_example[moment, seed], noise.sizes, noise.total)
        # Une variance mesurée sur 80 lots : quelques pour cent, davantage pour des lots d'un seul exemple.
        np.testing.assert_allclose(noise.measured[moment, seed, 1:] / predicted[1:], 1, atol=0.2)
        np.testing.assert_allclose(noise.measured[moment, seed, 0] / predicted[0], 1, atol=0.6)


def test_without_replacement_the_noise_vanishes_near_the_whole_set_and_only_there(noise):
    ratio = noise.measured[..., 1] / noise.measured[..., 0]
    assert (ratio[:, :, -1] < 0.05).all()
    assert (ratio[:, :, 1] > 0.8).all()


def test_noise_outgrows_the_gradient_during_training(noise):
    start, end = noise.scale
    assert ((start > 20) & (start < 100)).all()
    assert (end > 10 * start).all()
    assert (end > 0.7 * noise.total).all()
    assert (noise.signal[1] < 0.2 * noise.signal[0]).all()


def test_one_image_in_twenty_carries_more_than_half_of_the_noise_after_training():
    X, labels, _, _ = stratified_split(load_digits().X, load_digits().labels, 0.2)
    Y, rng = one_hot(labels, 10), np.random.default_rng(0)
    model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
    shares = []
    for epochs in (0, EPOCHS):
        if epochs:
            train(model, X, Y, optimizer=Optimizer("adam"), epochs=epochs, rng=rng)
        G = per_example_gradients(model, X, Y)
        deviations = np.sort(np.sum((G - G.mean(axis=0)) ** 2, axis=1))
        shares.append(deviations[-len(G) // 20 :].sum() / deviations.sum())
    assert shares[0] < 0.1
    assert shares[1] > 0.5


def test_a_batch_of_32_hardly_feels_that_it_is_drawn_without_replacement():
    with_replacement, without = predicted_variance(1.0, [32], 1438)[0]
    assert without / with_replacement == pytest.approx(0.98, abs=0.005)
