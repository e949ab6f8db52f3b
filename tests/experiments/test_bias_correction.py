"""Sans correction, les pas d'Adam sont trop grands, et ce que cela change."""

import numpy as np
import pytest

from mlcourse.datasets import load_digits, stratified_split
from mlcourse.experiments import archive
from mlcourse.experiments.bias_correction import (
    ALPHA,
    BETA1,
    BETA2,
    EPOCHS,
    SEEDS,
    BiasGrid,
    bias_grid,
    biased_adam,
    make_optimizer,
    peaks_by_width,
    step_course,
    step_factor,
    train_autoencoder,
)
from mlcourse.rules import adam, rmsprop


@pytest.fixture(scope="module")
def grid():
    """La grille complète, enregistrée."""
    return archive.load("bias-correction", BiasGrid)


def test_steps_without_correction_are_too_large_by_the_published_factor():
    t = np.arange(1, 20_000)
    factor = step_factor(t)
    assert factor[0] == pytest.approx(3.16, abs=0.01)
    assert (t[factor.argmax()], factor.max()) == (12, pytest.approx(6.57, abs=0.01))
    assert (factor >= 1).all()
    assert factor[-1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("beta2", BETA2)
@pytest.mark.parametrize("beta1", BETA1)
def test_factor_is_the_ratio_of_the_two_rules_whatever_the_gradients(beta1, beta2):
    rng, hyperparameters = np.random.default_rng(0), {"beta1": beta1, "beta2": beta2, "eps": 0.0}
    states = np.zeros((2, 5))
    for t in range(1, 40):
        g, theta = rng.normal(size=(2, 5))
        corrected, m, v = adam(theta, g, *states, t=t, **hyperparameters)
        uncorrected, *same = biased_adam(theta, g, *states, t=t, **hyperparameters)
        np.testing.assert_array_equal(same, [m, v])
        np.testing.assert_allclose(uncorrected - theta, step_factor(t, beta1, beta2) * (corrected - theta), rtol=1e-9)
        states = m, v


def test_without_its_first_average_the_uncorrected_rule_is_rmsprop():
    theta, g, s = np.array([1.0, -2.0]), np.array([0.3, 4.0]), np.array([0.1, 2.0])
    expected, next_s = rmsprop(theta, g, s, beta=0.99)
    theta, _, v = biased_adam(theta, g, 0.0, s, t=1, beta1=0.0, beta2=0.99)
    np.testing.assert_allclose(theta, expected, rtol=1e-12)
    np.testing.assert_array_equal(v, next_s)
    first, _ = rmsprop(np.zeros(1), np.ones(1), np.zeros(1), alpha=1.0, beta=0.999)
    assert -first[0] == pytest.approx(31.6, abs=0.1)


def test_optimizer_without_correction_differs_from_adam_by_its_rule_only():
    with_rule, without = (make_optimizer(rule, alpha=0.02, beta2=0.99) for rule in (True, False))
    assert with_rule.hyperparameters == without.hyperparameters
    thetas = [np.ones(3), np.ones(3)]
    for optimizer, theta in zip((with_rule, without), thetas, strict=True):
        optimizer.step(theta, np.array([1.0, -2.0, 5.0]))
    np.testing.assert_allclose(thetas[1] - 1, step_factor(1, 0.9, 0.99) * (thetas[0] - 1), rtol=1e-6)


def test_cost_leaps_in_the_first_steps_without_correction_and_far_less_with():
    settings = {"epochs": 1, "alpha": 0.1, "beta2": 0.9999}
    first = [max(train_autoencoder(rule, seed, **settings)[0].max() for seed in SEEDS) for rule in (False, True)]
    assert first[0] > 1000 > 200 > first[1]


def test_leap_is_of_a_factor_two_to_more_than_a_hundred_according_to_the_seed():
    settings = {"epochs": 1, "alpha": 0.1, "beta2": 0.9999}
    leaps = sorted(first.max() / first[0] for first, _ in (train_autoencoder(False, s, **settings) for s in SEEDS))
    assert 2 < leaps[0] < 4
    assert leaps[-1] > 100


def test_wider_networks_leap_higher_up_to_ten_million_nats():
    peaks = np.median(peaks_by_width(), axis=-1)
    assert (np.diff(peaks[:, 0]) > 0).all()
    assert peaks[-1, 0] > 1e7
    assert peaks[-1, 0] > 2000 * peaks[-1, 1]


def test_recorded_grid_is_the_whole_grid_of_the_article_on_three_seeds(grid):
    axes = grid.beta1, grid.beta2, grid.alpha, grid.epochs
    for axis, expected in zip(axes, (BETA1, BETA2, ALPHA, EPOCHS), strict=True):
        np.testing.assert_array_equal(axis, expected)
    assert grid.cost.shape == (2, 2, 3, 5, 3, 2)
    assert archive.provenance("bias-correction")["seeds"] == list(SEEDS)


def test_a_reduced_run_gives_the_recorded_numbers(grid):
    reduced = bias_grid([0.9], [0.9999], [1e-4, 1e-3], [10], [1])
    recorded = grid.cost[:, 1:, 2:, 1:3, 1:2, :1]
    # L'arrondi des produits de matrices varie d'une machine à l'autre, et cent pas l'amplifient.
    np.testing.assert_allclose(reduced.cost, recorded, rtol=0.05)
    np.testing.assert_allclose(reduced.peak, grid.peak[:, 1:, 2:, 1:3, 1:2], rtol=0.05)


def test_grid_keeps_the_cost_of_the_epochs_that_it_names():
    _, costs = train_autoencoder(True, 0, epochs=3, alpha=1e-2)
    np.testing.assert_allclose(bias_grid([0.9], [0.999], [1e-2], [1, 3], [0]).cost[1].ravel(), costs[[0, 2]])


def test_at_small_rates_the_uncorrected_rule_is_faster(grid):
    for beta2 in (0.999, 0.9999):
        for epochs in EPOCHS:
            without, corrected = grid.median_cost(0.9, beta2, epochs)
            assert (without[:2] < corrected[:2] - 1).all()
    without, corrected = grid.median_cost(0.9, 0.9999, 100)
    assert without[0] < 30 < 40 < corrected[0]


def test_best_cost_of_the_grid_is_reached_with_the_correction(grid):
    without, corrected = np.median(grid.cost[..., EPOCHS.index(100)], axis=-1)
    assert corrected.min() < without.min() - 0.5
    assert [ALPHA[costs.min(axis=0).argmin()] for costs in corrected] == [1e-2, 1e-2]
    assert corrected[0].min() < corrected[1].min()


def test_correction_makes_the_choice_of_beta2_indifferent(grid):
    curves = np.array([grid.median_cost(0.9, beta2, 100) for beta2 in BETA2])[..., :4]
    without, corrected = np.ptp(curves, axis=0)
    assert (corrected < 1.5).all()
    assert without.max() > 10


def test_uncorrected_failure_is_the_cost_of_the_mean_image(grid):
    X, *_ = stratified_split(load_digits().X, load_digits().labels, 0.2)
    mean = X.mean(axis=1)[X.std(axis=1) > 0]
    constant = -np.sum(mean * np.log(mean) + (1 - mean) * np.log(1 - mean))
    assert grid.median_cost(0.9, 0.9999, 100)[0, 3:] == pytest.approx(constant, abs=0.3)
    assert grid.median_cost(0.9, 0.999, 100)[:, 4] == pytest.approx(constant, abs=0.3)


def test_the_factor_is_still_one_and_a_tenth_after_17_500_steps():
    t = np.arange(10_000, 30_000)
    assert t[step_factor(t, beta2=0.9999) > 1.1].max() == pytest.approx(17_500, rel=0.01)


@pytest.mark.parametrize("beta2", [0.9, 0.95, 0.99])
def test_steps_are_all_too_small_when_beta1_is_at_least_beta2_and_then_only(beta2):
    for beta1 in (0.5, 0.8, 0.9, 0.95, 0.99):
        assert (step_course(beta1, beta2).worst < 1 + 1e-12) == (beta1 >= beta2)


def test_the_less_momentum_the_worse_the_worst_step():
    worst = [step_course(beta1, 0.999).worst for beta1 in (0.0, 0.5, 0.8, 0.9, 0.95, 0.99)]
    assert worst == sorted(worst, reverse=True)
    assert worst[0] == pytest.approx(1000**0.5)
