"""La normalisation par lots : ses équations, son retour contre des différences finies, ses refus."""

import numpy as np
import pytest

from mlcourse.gradcheck import numerical_gradient, relative_error
from mlcourse.normalization import batch_norm, batch_norm_backward


@pytest.fixture
def batch():
    """Un lot, une échelle, un biais, et l'erreur qui arrive."""
    rng = np.random.default_rng(0)
    return rng.normal(2, 3, size=(4, 7)), rng.normal(size=(4, 1)), rng.normal(size=(4, 1)), rng.normal(size=(4, 7))


def test_every_row_comes_out_with_its_own_scale_and_bias(batch):
    Z, gamma, b, _ = batch
    out = batch_norm(Z, gamma, b, eps=0)
    np.testing.assert_allclose(out.mean(axis=1, keepdims=True), b)
    np.testing.assert_allclose(out.std(axis=1, keepdims=True), np.abs(gamma))


@pytest.mark.parametrize("eps", [0, 1e-5, 0.5])
def test_the_backward_pass_is_the_measured_gradient(batch, eps):
    Z, gamma, b, delta = batch

    def total(Z, gamma, b):
        return float(np.sum(delta * batch_norm(Z, gamma, b, eps)))

    dZ, dgamma, db = batch_norm_backward(delta, Z, gamma, eps)
    assert relative_error(dZ, numerical_gradient(lambda Z: total(Z, gamma, b), Z)) < 1e-8
    assert relative_error(dgamma, numerical_gradient(lambda gamma: total(Z, gamma, b), gamma)) < 1e-8
    assert relative_error(db, numerical_gradient(lambda b: total(Z, gamma, b), b)) < 1e-8


def test_what_comes_back_has_neither_mean_nor_part_along_the_logits(batch):
    Z, gamma, b, delta = batch
    dZ, _, _ = batch_norm_backward(delta, Z, gamma, eps=0)
    normalized = batch_norm(Z, np.ones_like(gamma), 0 * b, eps=0)
    np.testing.assert_allclose(dZ.sum(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose((dZ * normalized).sum(axis=1), 0, atol=1e-12)


def test_a_batch_of_two_says_nothing_and_a_batch_of_one_less():
    one = np.ones((1, 1))
    assert batch_norm([[3.0, 9.0]], one, 0 * one, eps=0).tolist() == [[-1, 1]]
    np.testing.assert_allclose(batch_norm_backward([[1.0, 5.0]], [[3.0, 9.0]], one, eps=0)[0], 0, atol=1e-15)
    for eps in (0, 1e-5):
        assert batch_norm([[3.0]], one, 7 * one, eps).tolist() == [[7]]
    assert batch_norm_backward([[1.0]], [[3.0]], one)[0].tolist() == [[0]]


def test_float32_stays_float32(batch):
    Z, gamma, b, delta = (array.astype(np.float32) for array in batch)
    assert batch_norm(Z, gamma, b).dtype == np.float32
    assert {array.dtype for array in batch_norm_backward(delta, Z, gamma)} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"Z": [1.0, 2.0]}, "matrice"),
        ({"Z": [[1.0, np.nan]]}, "finis"),
        ({"gamma": [1.0]}, "gamma"),
        ({"b": [[1.0, 2.0]]}, r"b :.*colonne"),
        ({"eps": -1}, "eps"),
    ],
)
def test_a_wrong_argument_is_refused_in_french(change, complaint):
    arguments = {"Z": [[1.0, 2.0]], "gamma": [[1.0]], "b": [[0.0]], **change}
    with pytest.raises(ValueError, match=complaint):
        batch_norm(**arguments)


def test_an_error_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="delta"):
        batch_norm_backward([[1.0]], [[1.0, 2.0]], [[1.0]])
