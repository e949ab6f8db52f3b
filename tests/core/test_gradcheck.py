"""La vérification de gradient : elle accepte ce qui est juste, dénonce ce qui est faux, ne touche à rien."""

import numpy as np
import pytest

from mlcourse.gradcheck import gradient_check, numerical_gradient, relative_error
from mlcourse.model import MultiLayerPerceptron

SHAPES = [(), (3,), (2, 3), (2, 1, 2)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("scheme", "tolerance"), [("centered", 1e-8), ("forward", 1e-4)])
def test_numerical_gradient_has_the_shape_and_value_of_the_gradient(shape, scheme, tolerance):
    x = np.random.default_rng(0).normal(size=shape)
    gradient = numerical_gradient(lambda x: np.sum(np.sin(x)), x, scheme=scheme)
    assert gradient.shape == shape
    np.testing.assert_allclose(gradient, np.cos(x), atol=tolerance)


def test_centered_scheme_is_exact_on_a_parabola_where_the_forward_one_is_off_by_h():
    x, h = np.array([1.0, -2.0]), 1e-3
    centered = numerical_gradient(lambda x: np.sum(x**2), x, h)
    forward = numerical_gradient(lambda x: np.sum(x**2), x, h, scheme="forward")
    np.testing.assert_allclose(centered, 2 * x, atol=1e-11)
    np.testing.assert_allclose(forward, 2 * x + h, atol=1e-11)


@pytest.mark.parametrize("x", [np.array([1, 2, 3]), np.array([1.0, 2.0, 3.0]), [1, 2, 3]])
def test_numerical_gradient_leaves_its_argument_untouched_whatever_its_type(x):
    before = np.array(x)
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**3), x), 3 * before**2.0, rtol=1e-7)
    np.testing.assert_array_equal(x, before)


def test_numerical_gradient_copes_with_a_non_contiguous_array():
    x = np.arange(12.0).reshape(3, 4).T[::2]
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), x), 2 * x, atol=1e-8)


def test_numerical_gradient_of_a_float32_array_is_float32():
    x = np.array([0.5, 1.5], dtype=np.float32)
    gradient = numerical_gradient(lambda x: float(np.sum(x.astype(float) ** 2)), x, h=1e-2)
    assert gradient.dtype == np.float32
    np.testing.assert_allclose(gradient, [1, 3], rtol=1e-4)


@pytest.mark.parametrize(
    ("a", "n", "expected"),
    [
        ([3.0, 4.0], [3.0, 4.0], 0),
        ([3.0], [-3.0], 1),
        ([0.0, 0.0], [0.0, 0.0], 0),
        ([1.0], [0.0], 1),
        ([3.0], [1.0], 0.5),
    ],
)
def test_relative_error_follows_its_definition(a, n, expected):
    assert relative_error(np.array(a), np.array(n)) == expected


def test_relative_error_is_symmetric_and_ignores_a_common_scale():
    rng = np.random.default_rng(0)
    a, n = rng.normal(size=(2, 3, 4))
    assert relative_error(a, n) == relative_error(n, a)
    assert relative_error(1e-150 * a, 1e-150 * n) == pytest.approx(relative_error(a, n))


@pytest.mark.parametrize("hidden", ["tanh", "relu", "sigmoid"])
def test_right_gradient_passes_for_every_parameter(make_problem, hidden):
    errors = gradient_check(*make_problem([4, 5, 3, 2], hidden=hidden))
    assert list(errors) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert max(errors.values()) < 1e-7


def test_check_reports_zero_where_both_gradients_vanish():
    model = MultiLayerPerceptron([2, 3, 1], hidden="relu", rng=np.random.default_rng(0))
    model.params["b1"] = np.full((3, 1), -100.0)
    errors = gradient_check(model, np.ones((2, 4)), np.ones((1, 4)))
    assert errors["W1"] == errors["b1"] == errors["W2"] == 0
    assert errors["b2"] < 1e-7


def test_check_leaves_the_model_untouched_bit_for_bit(make_problem):
    model, X, Y = make_problem([3, 4, 2])
    theta, g, x, y = model.theta.copy(), model.g.copy(), X.copy(), Y.copy()
    gradient_check(model, X, Y)
    for now, before in ((model.theta, theta), (model.g, g), (X, x), (Y, y)):
        assert now.tobytes() == before.tobytes()


class Transposed(MultiLayerPerceptron):
    """Rétropropage par W au lieu de sa transposée : les formes ne le voient pas si W est carrée."""

    def backward(self, Y, cache):
        delta = super().backward(Y, cache)
        delta[1] = (self.params["W2"] @ delta[2]) * (1 - cache["A1"] ** 2)
        self.grads["dW1"] = delta[1] @ cache["A0"].T / Y.shape[1]
        return delta


class AveragedTwice(MultiLayerPerceptron):
    """Compte 1/m deux fois."""

    def backward(self, Y, cache):
        delta = super().backward(Y, cache)
        self.g[:] /= Y.shape[1]
        return delta


class DerivativeTakenOnA(MultiLayerPerceptron):
    """Applique la dérivée de l'activation à A au lieu de Z."""

    def backward(self, Y, cache):
        return super().backward(Y, cache | {"Z1": cache["A1"]})


class DerivativeAlwaysOne(MultiLayerPerceptron):
    """Dérive ReLU par « A >= 0 », toujours vrai : la faute d'un tutoriel connu."""

    def backward(self, Y, cache):
        return super().backward(Y, cache | {"Z1": np.ones_like(cache["Z1"])})


class WrongSign(MultiLayerPerceptron):
    """Se trompe de signe sur un seul biais."""

    def backward(self, Y, cache):
        delta = super().backward(Y, cache)
        self.grads["db1"] = -self.grads["db1"]
        return delta


class BiasNotSummed(MultiLayerPerceptron):
    """Oublie un exemple dans le gradient du dernier biais."""

    def backward(self, Y, cache):
        delta = super().backward(Y, cache)
        self.grads["db2"] = delta[2][:, 1:].mean(axis=1, keepdims=True)
        return delta


@pytest.mark.parametrize(
    ("faulty", "hidden", "wrong"),
    [
        (Transposed, "tanh", {"W1"}),
        (AveragedTwice, "tanh", {"W1", "b1", "W2", "b2"}),
        (DerivativeTakenOnA, "tanh", {"W1", "b1"}),
        (DerivativeAlwaysOne, "relu", {"W1", "b1"}),
        (WrongSign, "tanh", {"b1"}),
        (BiasNotSummed, "tanh", {"b2"}),
    ],
)
def test_planted_fault_is_found_in_the_parameters_that_it_touches(make_problem, faulty, hidden, wrong):
    right, X, Y = make_problem([3, 3, 3], m=4, hidden=hidden)
    model = faulty([3, 3, 3], hidden=hidden, rng=np.random.default_rng(0))
    model.theta[:] = right.theta
    errors = gradient_check(model, X, Y)
    assert {name for name, error in errors.items() if error > 1e-2} == wrong
    assert all(errors[name] < 1e-7 for name in errors.keys() - wrong)


def test_a_tiny_or_a_huge_gradient_is_compared_like_another():
    for scale in (1e-320, 1e-170, 1.0, 1e170, 1e307):
        a = scale * np.array([3.0, -4.0])
        assert relative_error(a, -a) == 1
        assert relative_error(a, a) == 0
        assert relative_error(a, 2 * a) == pytest.approx(1 / 3, rel=1e-3)
    assert relative_error(np.array([1e-170]), np.array([1e170])) == 1
    assert relative_error(np.array([]), np.array([])) == 0


@pytest.mark.parametrize("value", [None, "1", 1j, [1.0, 2.0], [[1], [2, 3]]])
def test_a_function_that_gives_no_number_is_told_so(value):
    with pytest.raises(ValueError, match=r"^f : .* attendu.*, reçu"):
        numerical_gradient(lambda x: value, np.ones(2))


@pytest.mark.parametrize("h", ["1e-5", np.inf, -1.0, 0, None])
def test_a_step_that_is_no_positive_number_is_refused(h):
    with pytest.raises(ValueError, match="h : un nombre strictement positif et fini est attendu, reçu"):
        numerical_gradient(np.sum, np.ones(2), h=h)
