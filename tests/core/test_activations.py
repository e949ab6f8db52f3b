"""Les activations et leurs dérivées : chaque ligne de ACTIVATIONS passe toutes ces épreuves."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlcourse.activations import (
    ACTIVATIONS,
    elu,
    elu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    prelu,
    prelu_derivative,
    prelu_slope_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_derivative,
    tanh,
    tanh_derivative,
)

every_activation = pytest.mark.parametrize("name", ACTIVATIONS)
elementwise_only = pytest.mark.parametrize("name", [n for n, row in ACTIVATIONS.items() if row.elementwise])
SLOPE = 0.3
matrices = hnp.arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=st.floats(-50, 50))


def pair(name):
    """La fonction et la dérivée d'une ligne, sa pente fixée si elle s'apprend."""
    row = ACTIVATIONS[name] if ACTIVATIONS[name].slope is None else ACTIVATIONS[name].with_slope(SLOPE)
    return row.function, row.derivative


def smooth_points(shape=(4, 5)):
    """Des points loin de zéro, où ReLU n'a pas de dérivée."""
    rng = np.random.default_rng(7)
    return rng.choice([-1, 1], shape) * rng.uniform(0.05, 3, shape)


def exact(formula, z):
    """La valeur d'une formule à 60 chiffres, arrondie à la fin seulement."""
    with localcontext() as context:
        context.prec = 60
        return np.array([float(formula(Decimal(float(value)))) for value in np.ravel(z)]).reshape(np.shape(z))


@elementwise_only
def test_derivative_is_the_slope_of_the_function(name):
    function, derivative = pair(name)
    Z, h = smooth_points(), 1e-5
    np.testing.assert_allclose(derivative(Z), (function(Z + h) - function(Z - h)) / (2 * h), rtol=1e-8, atol=1e-10)


def test_softmax_jacobian_agrees_with_finite_differences():
    Z, h = smooth_points((4, 3)), 1e-5
    numeric = np.empty((4, 4, 3))
    for j in range(4):
        step = np.zeros_like(Z)
        step[j] = h
        numeric[:, j] = (softmax(Z + step) - softmax(Z - step)) / (2 * h)
    np.testing.assert_allclose(softmax_derivative(Z), numeric, atol=1e-10)


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (sigmoid, lambda z: 1 / (1 + (-z).exp())),
        (sigmoid_derivative, lambda z: (-z).exp() / (1 + (-z).exp()) ** 2),
        (tanh, lambda z: 1 - 2 / ((2 * z).exp() + 1)),
        (elu, lambda z: z if z > 0 else z.exp() - 1),
        (elu_derivative, lambda z: 1 if z > 0 else z.exp()),
    ],
)
def test_closed_form_holds_to_the_last_digits_even_in_the_tails(function, formula):
    Z = np.array([[-700.0, -40.0, -19.0, -1.0, -1e-6, -1e-12], [0.0, 1e-12, 1e-6, 0.5, 37.0, 700.0]])
    np.testing.assert_allclose(function(Z), exact(formula, Z), rtol=5e-16 * 4, atol=0)


def test_tanh_derivative_has_its_closed_form():
    Z = np.linspace(-10, 10, 41)
    np.testing.assert_allclose(tanh_derivative(Z), exact(lambda z: 4 / (z.exp() + (-z).exp()) ** 2, Z), atol=3e-16)


def test_relu_is_zero_below_zero_and_the_identity_above():
    Z = np.array([-3.5, -0.0, 0.0, 1e-300, 2.0])
    np.testing.assert_array_equal(relu(Z), [0, 0, 0, 1e-300, 2])
    np.testing.assert_array_equal(relu_derivative(Z), [0, 0, 0, 1, 1])


@pytest.mark.parametrize("a", [0, 0.01, 0.5, 1])
def test_leaky_relu_multiplies_what_is_negative_and_nothing_else(a):
    Z = np.array([-3.5, -0.5, 0.0, 1e-300, 2.0])
    np.testing.assert_array_equal(leaky_relu(Z, a), [-3.5 * a, -0.5 * a, 0, 1e-300, 2])
    np.testing.assert_array_equal(leaky_relu_derivative(Z, a), [a, a, a, 1, 1])


@pytest.mark.parametrize("a", [-0.1, 1.5, np.nan, "0.1", None])
def test_leaky_relu_refuses_a_slope_that_its_maximum_would_not_follow(a):
    for function in (leaky_relu, leaky_relu_derivative):
        with pytest.raises(ValueError, match="a : un nombre de 0 à 1 est attendu, reçu"):
            function(np.ones(3), a)


def test_each_unit_of_a_prelu_layer_has_its_own_slope():
    Z, a = np.array([[-2.0, 4.0, 0.0], [-2.0, 4.0, -1.0]]), np.array([[0.5], [-3.0]])
    np.testing.assert_array_equal(prelu(Z, a), [[-1, 4, 0], [6, 4, 3]])
    np.testing.assert_array_equal(prelu_derivative(Z, a), [[0.5, 1, 0.5], [-3, 1, -3]])
    np.testing.assert_array_equal(prelu_slope_derivative(Z), [[-2, 0, 0], [-2, 0, -1]])


def test_slope_derivative_agrees_with_finite_differences():
    Z, h = smooth_points(), 1e-5
    for row in ACTIVATIONS.values():
        if row.slope is not None:
            above, below = (row.with_slope(row.slope + step).function(Z) for step in (h, -h))
            np.testing.assert_allclose(row.slope_derivative(Z), (above - below) / (2 * h), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("a", [0.25, np.float64(0.25), np.full((4, 1), 0.25)])
def test_a_double_precision_slope_leaves_single_precision_logits_alone(a):
    Z = smooth_points().astype(np.float32)
    assert prelu(Z, a).dtype == prelu_derivative(Z, a).dtype == np.float32


@pytest.mark.parametrize("shape", [(5,), (1, 5), (5, 1), (4, 5), (4,)])
def test_slopes_that_would_broadcast_otherwise_than_by_rows_are_refused(shape):
    for function in (prelu, prelu_derivative):
        with pytest.raises(ValueError, match=r"une pente \(n, 1\) par ligne de Z \(4, 5\), est attendu, reçu"):
            function(np.ones((4, 5)), np.ones(shape))


@every_activation
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floating_type_is_preserved(name, dtype):
    Z = smooth_points().astype(dtype)
    assert [function(Z).dtype for function in pair(name)] == [dtype, dtype]


@every_activation
@pytest.mark.parametrize("dtype", [int, np.int8, np.uint8, bool])
def test_integer_input_never_gives_an_integer_derivative(name, dtype):
    Z = np.array([[1, 0, 1], [0, 1, 1]], dtype=dtype)
    for function in pair(name):
        assert function(Z).dtype == np.float64
        np.testing.assert_array_equal(function(Z), function(Z.astype(float)))


@every_activation
@pytest.mark.parametrize("dtype", [np.float32, np.float64, int])
def test_extreme_inputs_neither_overflow_nor_give_nan(name, dtype):
    Z = np.array([[-1000, 1000, 0, 1000], [1000, 1000, 0, -1000]], dtype=dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for function in pair(name):
            assert np.isfinite(function(Z)).all()


@pytest.mark.parametrize(
    ("function", "left", "right"),
    [
        *[(sigmoid, 0, 1), (sigmoid_derivative, 0, 0), (tanh, -1, 1), (tanh_derivative, 0, 0), (relu, 0, 1000)],
        *[(leaky_relu, -10, 1000), (leaky_relu_derivative, 0.01, 1), (elu, -1, 1000), (elu_derivative, 0, 1)],
    ],
)
def test_limits_are_exact_at_plus_and_minus_one_thousand(function, left, right):
    np.testing.assert_array_equal(function(np.array([-1000.0, 1000.0])), [left, right])


@every_activation
def test_input_is_neither_changed_nor_shared_with_the_output(name):
    Z = smooth_points()
    before = Z.copy()
    for function in pair(name):
        assert not np.shares_memory(function(Z), Z)
    np.testing.assert_array_equal(Z, before)


@every_activation
@given(Z=matrices)
def test_shapes_are_those_announced(name, Z):
    function, derivative = pair(name)
    assert function(Z).shape == Z.shape
    assert derivative(Z).shape == (Z.shape if ACTIVATIONS[name].elementwise else (len(Z), *Z.shape))


@elementwise_only
def test_elementwise_activation_treats_each_number_alone(name):
    function, derivative = pair(name)
    Z = smooth_points()
    for f in (function, derivative):
        np.testing.assert_array_equal(f(Z), [[f(np.array([z]))[0] for z in row] for row in Z])


@given(Z=matrices, shift=st.floats(-100, 100))
def test_softmax_columns_are_distributions_that_a_shift_leaves_alone(Z, shift):
    A = softmax(Z)
    assert (A >= 0).all()
    np.testing.assert_allclose(A.sum(axis=0), 1, rtol=1e-14)
    np.testing.assert_allclose(softmax(Z + shift), A, rtol=1e-11, atol=1e-300)


def test_softmax_of_two_classes_is_the_sigmoid_of_their_difference():
    Z = smooth_points((2, 6))
    np.testing.assert_allclose(softmax(Z)[0], exact(lambda d: 1 / (1 + (-d).exp()), Z[0] - Z[1]), rtol=1e-14)


@given(Z=matrices)
def test_softmax_jacobian_sums_to_zero_over_the_outputs(Z):
    np.testing.assert_allclose(softmax_derivative(Z).sum(axis=0), 0, atol=1e-15)
