"""Les dérivées et les nombres de la page des prérequis, chacun contre un calcul indépendant."""

import itertools

import numpy as np
import pytest

from mlcourse.activations import sigmoid, tanh_derivative
from mlcourse.gradcheck import numerical_gradient
from mlcourse.model import MultiLayerPerceptron


def numerical_jacobian(f, x):
    """La jacobienne mesurée : le gradient de chaque sortie, en ligne."""
    return np.array([numerical_gradient(lambda x, i=i: f(x)[i], x) for i in range(len(f(x)))])


def test_the_slope_of_the_sigmoid_is_a_times_one_minus_a_and_highest_at_zero():
    z = np.linspace(-6, 6, 241)
    slope = np.array([numerical_gradient(sigmoid, point) for point in z])
    np.testing.assert_allclose(slope, sigmoid(z) * (1 - sigmoid(z)), atol=1e-10)
    np.testing.assert_allclose(slope, np.exp(-z) / (1 + np.exp(-z)) ** 2, atol=1e-10)
    assert z[slope.argmax()] == pytest.approx(0, abs=1e-12)
    assert slope.max() == pytest.approx(1 / 4)


def test_the_derivative_of_the_weight_is_x_times_that_of_the_bias():
    x, y = 3, 1

    def error(p):
        return (p[0] * x + p[1] - y) ** 2

    np.testing.assert_allclose(numerical_gradient(error, np.array([0.5, -1.0])), [-3, -1], rtol=1e-8)
    for point in np.random.default_rng(0).normal(size=(5, 2)):
        dw, db = numerical_gradient(error, point)
        assert dw == pytest.approx(x * db, rel=1e-6)


def test_two_paths_add_up():
    x = 2.0
    p, q = x**2, x + 1
    paths = q * 2 * x, p * 1
    assert paths == (12, 4)
    assert np.prod(paths) == 48
    assert numerical_gradient(lambda x: x**2 * (x + 1), x) == pytest.approx(16, rel=1e-8)
    assert 3 * x**2 + 2 * x == 16


def bowl(theta):
    return theta[0] ** 2 + 5 * theta[1] ** 2


def test_the_gradient_of_the_bowl_does_not_point_away_from_its_minimum():
    gradient = numerical_gradient(bowl, np.array([1.0, 1.0]))
    np.testing.assert_allclose(gradient, [2, 10], rtol=1e-8)
    cosine = gradient.sum() / (np.linalg.norm(gradient) * np.sqrt(2))
    assert np.degrees(np.arccos(cosine)) == pytest.approx(34, abs=0.5)


@pytest.mark.parametrize(
    ("alpha", "announced", "arrival", "reached"), [(0.01, 4.96, (0.98, 0.9), 5.01), (0.25, -20, (0.5, -1.5), 11.5)]
)
def test_the_announcement_of_the_gradient_holds_for_a_small_step_only(alpha, announced, arrival, reached):
    start, gradient = np.array([1.0, 1.0]), np.array([2.0, 10.0])
    assert bowl(start) == 6
    assert gradient @ gradient == 104
    assert bowl(start) - alpha * gradient @ gradient == pytest.approx(announced)
    np.testing.assert_allclose(start - alpha * gradient, arrival)
    assert bowl(start - alpha * gradient) == pytest.approx(reached, abs=0.001)


def test_the_products_that_exist_have_the_shapes_quoted():
    rng = np.random.default_rng(0)
    W, X, v = rng.normal(size=(3, 2)), rng.normal(size=(2, 4)), rng.normal(size=(3, 1))
    assert (W @ X).shape == (3, 4)
    assert (W.T @ v).shape == (2, 1)
    assert (v.T @ W).shape == (1, 2)
    np.testing.assert_array_equal((v.T @ W).T, W.T @ v)
    np.testing.assert_allclose((W @ X).T, X.T @ W.T)
    for left, right in ((X, W), (W, v)):
        with pytest.raises(ValueError, match="mismatch"):
            left @ right


def test_the_jacobian_has_one_row_per_output():
    def f(x):
        return np.array([x[0] * x[1], x[0] + 3 * x[1], x[1] ** 2])

    np.testing.assert_allclose(numerical_jacobian(f, np.array([2.0, 1.0])), [[1, 2], [1, 3], [0, 2]], atol=1e-8)


def test_the_jacobians_of_a_layer_are_its_weights_then_a_diagonal_and_multiply_with_the_last_on_the_left():
    W, x, z = np.random.default_rng(0).normal(size=(3, 2)), np.array([0.3, -0.8]), np.array([0.0, 1.0])
    np.testing.assert_allclose(numerical_jacobian(lambda x: W @ x, x), W, atol=1e-9)
    diagonal = numerical_jacobian(np.tanh, z)
    np.testing.assert_allclose(diagonal, [[1, 0], [0, 0.42]], atol=0.001)
    composed = numerical_jacobian(lambda x: np.tanh(W @ x), x)
    np.testing.assert_allclose(composed, np.diag(tanh_derivative(W @ x)) @ W, atol=1e-9)


def test_the_tangent_of_the_exponential_errs_a_hundred_times_less_ten_times_closer():
    assert np.exp(0.1) == pytest.approx(1.10517, abs=5e-6)
    tangent, parabola = 1 + 0.1, 1 + 0.1 + 0.1**2 / 2
    assert (tangent, parabola) == (pytest.approx(1.1), pytest.approx(1.105))
    far, near = (np.exp(h) - 1 - h for h in (0.1, 0.01))
    assert far == pytest.approx(0.0052, abs=5e-5)
    assert near == pytest.approx(0.00005, abs=5e-6)
    assert far / near == pytest.approx(100, rel=0.05)


@pytest.mark.parametrize("h", [0.1, 0.01])
def test_the_two_differences_of_the_cube_are_the_polynomials_quoted(h):
    forward, centered = ((1 + h) ** 3 - 1) / h, ((1 + h) ** 3 - (1 - h) ** 3) / (2 * h)
    assert forward == pytest.approx(3 + 3 * h + h**2)
    assert centered == pytest.approx(3 + h**2)
    if h == 0.1:
        assert (forward, centered) == (pytest.approx(3.31), pytest.approx(3.01))


def test_the_mean_of_four_dice_is_half_as_scattered_as_one():
    faces = np.arange(1, 7)
    means = np.array([np.mean(throw) for throw in itertools.product(faces, repeat=4)])
    assert faces.var() == pytest.approx(35 / 12)
    assert means.mean() == pytest.approx(3.5)
    assert means.var() == pytest.approx(35 / 48)
    assert means.var() == pytest.approx(0.73, abs=0.005)
    assert (faces.std(), means.std()) == (pytest.approx(1.71, abs=0.005), pytest.approx(0.85, abs=0.005))


def test_the_variance_of_a_weighted_sum_adds_the_squares_of_its_inputs():
    x, deviation = np.array([1, 2, -2]), np.sqrt(0.1)
    # Des poids qui valent plus ou moins un écart type, également : leurs huit tirages donnent les moments exacts.
    sums = np.array([x @ signs for signs in itertools.product((-deviation, deviation), repeat=3)])
    assert sums.mean() == pytest.approx(0, abs=1e-15)
    assert sums.var() == pytest.approx(0.9)
    assert 0.1 * x.sum() == pytest.approx(0.1)


def test_numpy_stretches_the_shapes_as_the_answers_say():
    A, b, delta = np.ones((1, 4)), np.ones((3, 1)), np.ones((3, 5))
    assert (A - np.ones(4)).shape == (1, 4)
    assert (A - np.ones((4, 1))).shape == (4, 4)
    model = MultiLayerPerceptron([2, 1], rng=np.random.default_rng(0))
    for shape in ((4,), (4, 1)):
        with pytest.raises(ValueError, match=r"la forme \(1, m\) est attendue"):
            model.compute_cost(np.ones((2, 4)), np.ones(shape))
    wrong = b - 0.1 * delta.sum(axis=1)
    assert wrong.shape == (3, 3)
    with pytest.raises(ValueError, match="broadcast"):
        delta + wrong
    assert (b - 0.1 * delta.sum(axis=1, keepdims=True)).shape == b.shape
