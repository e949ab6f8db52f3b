"""Blanchir : la covariance devient l'identité, et le conditionnement 1."""

import numpy as np
import pytest

from mlcourse.datasets import load_wine
from mlcourse.experiments.whitening import PREPARATIONS, prepare, whitening_matrix, wine_cloud, wine_conditioning


def test_whitened_wines_have_the_identity_for_covariance():
    X = prepare(load_wine().X, "whitened")
    np.testing.assert_allclose(np.cov(X, bias=True), np.eye(13), atol=1e-9)
    np.testing.assert_allclose(X.mean(axis=1), 0, atol=1e-9)


def test_each_preparation_rounds_the_cost_a_little_more():
    kappa = wine_conditioning()
    assert list(kappa) == list(PREPARATIONS)
    assert kappa["raw"] == pytest.approx(4.6e8, rel=0.01)
    assert kappa["standardized"] == pytest.approx(45.5, abs=0.1)
    assert kappa["whitened"] == pytest.approx(1, abs=1e-6)


def test_standardizing_hardly_helps_two_correlated_measures():
    raw, standardized, whitened = (wine_cloud(name).condition for name in PREPARATIONS)
    assert raw > standardized > 10
    assert whitened == pytest.approx(1)
    points = wine_cloud("standardized").points
    assert np.corrcoef(points)[0, 1] > 0.8


def test_a_direction_of_pure_noise_comes_out_as_large_as_the_others():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2, 500)) * [[1.0], [1e-4]]
    np.testing.assert_allclose((whitening_matrix(X) @ X).std(axis=1), 1, rtol=1e-9)
