"""Les sections 2.3 et 2.4 : chaque formule, chaque calcul à la main et ce qu'affirment leurs questions."""

from itertools import product

import numpy as np
import pytest

from mlcourse.datasets import load_digits
from mlcourse.gradcheck import numerical_gradient
from mlcourse.normalization import Standardizer, batch_norm, batch_norm_backward

EIGHT = np.array([[2.0, 4, 4, 4, 5, 5, 7, 9]])


# --- Centrer, réduire -------------------------------------------------------------------------------------------------


def test_the_eight_examples_worked_by_hand():
    gaps = EIGHT[0] - 5
    assert (EIGHT.sum(), EIGHT.mean(), np.sum(gaps**2), np.mean(gaps**2)) == (40, 5, 32, 4)
    standardizer = Standardizer(EIGHT)
    assert standardizer.transform(EIGHT)[0].tolist() == [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]
    assert standardizer.transform([[11.0]]).item() == 3


def test_an_input_in_another_unit_comes_out_thousands_of_deviations_away():
    standardizer = Standardizer([[1.5, 2.5]])
    assert (standardizer.mean.item(), standardizer.std.item()) == (2, 0.5)
    assert standardizer.transform([[2.0, 2000.0]]).tolist() == [[0, 3996]]


def test_three_pixels_of_digits_are_constant():
    assert np.sum(Standardizer(load_digits().X).std == 0) == 3


def descend(H, alpha, steps, start):
    w = np.array(start)
    for _ in range(steps):
        w = w - alpha * H @ w
    return w


def test_the_gradient_of_a_linear_neuron_is_the_matrix_of_its_inputs_times_the_distance_to_the_minimum():
    rng = np.random.default_rng(0)
    X, y, w = rng.normal(size=(3, 40)), rng.normal(size=(40, 1)), rng.normal(size=(3, 1))
    H, best = X @ X.T / 40, np.linalg.lstsq(X.T, y, rcond=None)[0]
    measured = numerical_gradient(lambda w: float(np.sum((X.T @ w - y) ** 2)) / 80, w)
    np.testing.assert_allclose(H @ (w - best), measured, atol=1e-8)


def test_a_mean_adds_one_steep_direction_to_the_matrix_of_the_inputs():
    X = np.random.default_rng(0).normal([[1], [-2], [5]], size=(3, 40))
    mean = X.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(X @ X.T / 40, mean @ mean.T + np.cov(X, bias=True))
    np.testing.assert_allclose(mean @ mean.T @ mean, np.sum(mean**2) * mean)


def test_each_eigenvector_contracts_by_one_minus_alpha_lambda():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, 40))
    H = X @ X.T / 40
    values, vectors = np.linalg.eigh(H)
    for value, vector in zip(values, vectors.T, strict=True):
        np.testing.assert_allclose(descend(H, 0.1, 1, vector), (1 - 0.1 * value) * vector)


def test_the_best_rate_contracts_both_ends_alike():
    low, high = 1.0, 9.0
    alpha, kappa = 2 / (low + high), high / low
    assert abs(1 - alpha * low) == pytest.approx(abs(1 - alpha * high)) == pytest.approx((kappa - 1) / (kappa + 1))
    for other in (0.9 * alpha, 1.1 * alpha):
        assert max(abs(1 - other * low), abs(1 - other * high)) > (kappa - 1) / (kappa + 1)


def test_two_features_a_thousand_apart():
    kappa = 1000**2
    assert 1 - (kappa - 1) / (kappa + 1) == pytest.approx(2e-6, rel=1e-5)
    np.testing.assert_allclose(descend(np.eye(2), 1.0, 1, [3.0, -2.0]), 0)  # kappa = 1 : un pas


def test_a_mean_adds_a_direction_and_the_bias_leaves_with_it():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, 50)) + np.array([[5.0], [-2.0], [1.0]])
    mu = X.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(X @ X.T / 50, (X - mu) @ (X - mu).T / 50 + mu @ mu.T)
    np.testing.assert_allclose((X - mu).mean(axis=1), 0, atol=1e-12)


def test_two_directions_of_a_valley_in_two_numbers():
    assert (pytest.approx(-0.5), pytest.approx(0.985)) == (1 - 0.015 * 100, 1 - 0.015 * 1)
    assert 1 - 0.01 * 100 == 0


def test_a_copied_feature_makes_the_cost_flat_in_a_direction():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2, 50))
    X = Standardizer(X).transform(X)
    values = np.linalg.eigvalsh(np.vstack([X, X[:1]]) @ np.vstack([X, X[:1]]).T / 50)
    assert values[0] == pytest.approx(0, abs=1e-12)
    near = np.vstack([X, X[:1] + 1e-3 * rng.normal(size=(1, 50))])
    assert np.linalg.cond(near @ near.T / 50) > 1e5


def test_standardized_and_raw_inputs_have_the_same_functions():
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(3, 5, size=(4, 20)), rng.normal(size=(2, 4)), rng.normal(size=(2, 1))
    standardizer = Standardizer(X)
    raw_W = W / standardizer.std.T
    raw_b = b - raw_W @ standardizer.mean
    np.testing.assert_allclose(W @ standardizer.transform(X) + b, raw_W @ X + raw_b)


# --- La normalisation par lots ----------------------------------------------------------------------------------------


def test_the_batch_of_four_worked_by_hand():
    Z = np.array([[0.0, 0, 2, 2]])
    assert batch_norm(Z, [[1]], [[0]], eps=0).tolist() == [[-1, -1, 1, 1]]
    assert batch_norm(Z, [[3]], [[1]], eps=0).tolist() == [[-2, -2, 4, 4]]
    dZ, dgamma, db = batch_norm_backward([[4.0, 0, 0, 0]], Z, [[1]], eps=0)
    assert (dZ.tolist(), dgamma.item(), db.item()) == ([[2, -2, 0, 0]], -4, 4)


def test_the_jacobian_of_a_normalized_row():
    rng = np.random.default_rng(0)
    z, one, eps = rng.normal(size=(1, 5)), np.ones((1, 1)), 1e-3

    def normalized(z, k):
        return float(batch_norm(z, one, 0 * one, eps)[0, k])

    z_hat, s = batch_norm(z, one, 0 * one, eps)[0], np.sqrt(z.var() + eps)
    formula = (np.eye(5) - 1 / 5 - np.outer(z_hat, z_hat) / 5) / s
    measured = np.array([numerical_gradient(lambda z, k=k: normalized(z, k), z)[0] for k in range(5)])
    np.testing.assert_allclose(formula, measured, atol=1e-8)
    np.testing.assert_allclose(formula, formula.T)


def test_a_bias_before_it_never_moves():
    rng = np.random.default_rng(0)
    Z, delta, gamma = rng.normal(size=(3, 8)), rng.normal(size=(3, 8)), rng.normal(size=(3, 1))
    np.testing.assert_allclose(batch_norm_backward(delta, Z, gamma)[0].sum(axis=1), 0, atol=1e-12)


def test_decay_takes_a_bias_before_it_to_zero_and_the_answer_does_not_see_it():
    rng = np.random.default_rng(0)
    WA, delta, c = rng.normal(size=(3, 8)), rng.normal(size=(3, 8)), np.full((3, 1), 2.0)
    gamma, b = np.ones((3, 1)), np.zeros((3, 1))
    answer = batch_norm(WA + c, gamma, b)
    for _ in range(200):
        dZ, *_ = batch_norm_backward(delta, WA + c, gamma)
        c = c - 0.1 * (dZ.sum(axis=1, keepdims=True) + 0.5 * c)
    np.testing.assert_allclose(c, 0, atol=1e-3)
    np.testing.assert_allclose(batch_norm(WA + c, gamma, b), answer, atol=1e-9)


def test_twice_the_weights_give_the_same_answer_and_half_the_gradient():
    rng = np.random.default_rng(0)
    Z, delta, gamma = rng.normal(size=(3, 8)), rng.normal(size=(3, 8)), rng.normal(size=(3, 1))
    np.testing.assert_allclose(batch_norm(2 * Z, gamma, 0 * gamma, eps=0), batch_norm(Z, gamma, 0 * gamma, eps=0))
    once, twice = (batch_norm_backward(delta, c * Z, gamma, eps=0)[0] for c in (1, 2))
    np.testing.assert_allclose(twice, once / 2)


# --- Le dropout -------------------------------------------------------------------------------------------------------


def draws(a, w, p):
    """Chaque logit possible, et sa probabilité."""
    masks = list(product((0, 1), repeat=len(a)))
    weights = [np.prod([p if bit else 1 - p for bit in mask]) for mask in masks]
    return np.array([np.dot(mask, np.array(a) * w) / p for mask in masks]), np.array(weights)


def test_the_dropout_worked_by_hand():
    z, weights = draws([1, 2], [3, -1], 0.5)
    assert sorted(z) == [-4, 0, 2, 6]
    assert weights @ z == 1
    assert weights @ (z - 1) ** 2 == 13


@pytest.mark.parametrize("p", [0.5, 0.8])
def test_dropout_keeps_the_mean_and_adds_its_variance_and_its_penalty(p):
    a, w, y = np.array([1.0, -2.0, 0.5]), np.array([0.3, 1.2, -2.0]), 0.7
    z, weights = draws(a, w, p)
    added = (1 - p) / p * np.sum(w**2 * a**2)
    assert weights @ z == pytest.approx(w @ a)
    assert weights @ (z - w @ a) ** 2 == pytest.approx(added)
    assert weights @ (0.5 * (z - y) ** 2) == pytest.approx(0.5 * (w @ a - y) ** 2 + added / 2)
    assert p * (a[0] / p) ** 2 == pytest.approx(a[0] ** 2 / p)


def test_without_the_division_the_next_layer_sees_a_quarter_more():
    assert 1 / 0.8 == 1.25


def test_weights_drawn_for_the_masked_signal_keep_it():
    rng, p, n = np.random.default_rng(0), 0.5, 400
    a = np.maximum(0, rng.normal(size=(n, 200))) * np.sqrt(2)
    for _ in range(5):
        masked = a * (rng.random(a.shape) < p) / p
        a = np.maximum(0, rng.normal(0, np.sqrt(2 * p / n), (n, n)) @ masked)
    assert np.mean(a**2) == pytest.approx(1, rel=0.4)
