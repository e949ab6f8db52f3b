"""La normalisation des entrées : les statistiques de l'entraînement, et elles seules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlcourse.datasets import load_digits
from mlcourse.normalization import Standardizer

matrices = hnp.arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 8)), elements=st.floats(-1e6, 1e6))


def example(dtype=np.float64):
    """Trois caractéristiques : une ordinaire, une constante, une très étendue."""
    rng = np.random.default_rng(0)
    return np.array([rng.normal(5, 2, 50), np.full(50, 0.1), rng.normal(-300, 1e4, 50)], dtype)


def test_statistics_are_those_of_the_training_examples_by_definition():
    X = example()
    standardizer = Standardizer(X)
    for i, row in enumerate(X.tolist()):
        mu = sum(row) / 50
        sigma = (sum((x - mu) ** 2 for x in row) / 50) ** 0.5
        assert standardizer.mean[i, 0] == pytest.approx(mu)
        assert standardizer.std[i, 0] == pytest.approx(sigma, abs=1e-15)
    assert standardizer.mean.shape == standardizer.std.shape == (3, 1)


def test_training_examples_get_mean_zero_and_standard_deviation_one():
    X_norm = Standardizer(example()).transform(example())
    np.testing.assert_allclose(X_norm.mean(axis=1), 0, atol=1e-14)
    np.testing.assert_allclose(X_norm.std(axis=1), [1, 0, 1], rtol=1e-14)


def test_other_examples_are_measured_with_the_training_statistics():
    standardizer = Standardizer([[1.0, 3.0], [0.0, 20.0]])
    np.testing.assert_array_equal(standardizer.transform([[4.0], [10.0]]), [[2.0], [0.0]])


@pytest.mark.parametrize("constant", [0.1, 1 / 3, -1e8, 0, 1e-300])
@pytest.mark.parametrize("m", [1, 3, 1000])
def test_a_constant_feature_is_recognized_whatever_its_mean_rounds_to(constant, m):
    standardizer = Standardizer(np.full((1, m), constant))
    assert standardizer.std == 0
    np.testing.assert_array_equal(standardizer.transform(np.full((1, m), constant)), np.zeros((1, m)))
    np.testing.assert_array_equal(standardizer.inverse(np.zeros((1, m))), np.full((1, m), constant))


def test_a_feature_constant_in_training_gives_zero_even_where_the_test_value_differs():
    standardizer = Standardizer([[7.0, 7.0]])
    np.testing.assert_array_equal(standardizer.transform([[7.0, 9.0, -1e300]]), [[0, 0, 0]])
    np.testing.assert_array_equal(standardizer.inverse([[0.0, 3.0]]), [[7, 7]])


@given(X=matrices)
def test_inverse_undoes_transform(X):
    standardizer = Standardizer(X)
    scale = np.abs(X).max(axis=1, keepdims=True)
    back = standardizer.inverse(standardizer.transform(X))
    assert (np.abs(back - X) <= 1e-9 * scale + 1e-12 * (standardizer.std == 0)).all()


@given(X=matrices, a=st.floats(0.5, 100), b=st.floats(-100, 100))
def test_units_and_origin_of_a_feature_do_not_matter(X, a, b):
    X = np.round(X)
    np.testing.assert_allclose(
        Standardizer(a * X + b).transform(a * X + b), Standardizer(X).transform(X), rtol=1e-4, atol=1e-4
    )


@pytest.mark.parametrize("fitted", [np.float32, np.float64])
@pytest.mark.parametrize("given_as", [np.float32, np.float64])
def test_the_result_has_the_type_of_the_examples_whatever_the_training_type(fitted, given_as):
    standardizer = Standardizer(example(fitted))
    assert {standardizer.mean.dtype, standardizer.std.dtype} == {np.dtype(fitted)}
    for method in (standardizer.transform, standardizer.inverse):
        assert method(example(given_as)).dtype == given_as


def test_single_precision_statistics_do_not_accumulate_rounding():
    X = np.random.default_rng(0).normal(1000, 1, (1, 200_000)).astype(np.float32)
    standardizer = Standardizer(X)
    assert standardizer.mean[0, 0] == np.float32(X.astype(np.float64).mean())
    assert standardizer.std[0, 0] == np.float32(X.astype(np.float64).std())


def test_integer_pixels_are_accepted_and_left_untouched():
    X = np.array([[0, 255], [3, 3]], dtype=np.uint8)
    np.testing.assert_array_equal(Standardizer(X).transform(X), [[-1, 1], [0, 0]])
    np.testing.assert_array_equal(X, [[0, 255], [3, 3]])


def test_transform_returns_a_new_array():
    X = example()
    standardizer = Standardizer(X)
    copy = X.copy()
    assert not np.shares_memory(standardizer.transform(X), X)
    np.testing.assert_array_equal(X, copy)


def test_the_three_dead_pixels_of_digits_become_zero():
    X = load_digits().X
    standardizer = Standardizer(X)
    assert np.count_nonzero(standardizer.std == 0) == 3
    X_norm = standardizer.transform(X)
    assert np.isfinite(X_norm).all()
    assert not X_norm[standardizer.std[:, 0] == 0].any()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: Standardizer(np.ones(3)), r"X_train : une matrice \(n, m\) non vide est attendue, reçu .*\(3,\)"),
        (lambda: Standardizer(np.ones((3, 0))), r"non vide est attendue, reçu la forme \(3, 0\)"),
        (lambda: Standardizer([[1, np.nan]]), "X_train : des nombres finis sont attendus, reçu 1"),
        (lambda: Standardizer([["a"]]), "X_train : des nombres réels sont attendus, reçu"),
        (lambda: Standardizer([[1e308, -1e308]]), "écart type de X_train : des nombres finis sont attendus"),
        (lambda: Standardizer(example()).transform(example().T), r"\(3, m\) est attendue.*reçu \(50, 3\).*transposer"),
        (lambda: Standardizer(example()).inverse(np.ones(3)), r"\(3, m\) est attendue.*reçu \(3,\)"),
        (lambda: Standardizer(example()).transform([[np.inf]] * 3), "X : des nombres finis sont attendus, reçu 3"),
    ],
)
def test_what_cannot_be_normalized_is_refused(call, expected):
    with pytest.raises(ValueError, match=expected):
        call()
