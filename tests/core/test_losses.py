"""Les fonctions de perte, comparées à leur définition calculée à 60 chiffres et à des différences finies."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.activations import ACTIVATIONS, sigmoid, softmax
from mlcourse.losses import LOSSES, Loss, binary_cross_entropy, cross_entropy, mean_squared_error, one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.training import train

every_loss = pytest.mark.parametrize("name", LOSSES)


def example(name, n=3, m=4):
    """Des logits et des cibles que la perte admet."""
    rng = np.random.default_rng(11)
    Z = rng.normal(size=(n, m))
    targets = {
        "binary_cross_entropy": rng.random((n, m)),
        "cross_entropy": rng.dirichlet(np.ones(n), size=m).T,
    }
    return Z, targets.get(name, rng.normal(size=(n, m)))


def decimals(array):
    return [[Decimal(float(value)) for value in row] for row in array]


@every_loss
def test_gradient_row_is_the_slope_of_the_loss(name):
    loss, (Z, Y), h = LOSSES[name], example(name), 1e-6
    numeric = np.empty_like(Z)
    for index in np.ndindex(Z.shape):
        step = np.zeros_like(Z)
        step[index] = h
        numeric[index] = (loss.function(Z + step, Y) - loss.function(Z - step, Y)) / (2 * h)
    A = ACTIVATIONS[loss.output].function(Z) if loss.output else Z
    np.testing.assert_allclose(loss.gradient(A, Y) / Z.shape[1], numeric, atol=1e-9)


def test_binary_cross_entropy_from_logits_is_the_textbook_formula():
    Z, Y = example("binary_cross_entropy")
    with localcontext() as context:
        context.prec = 60
        total = Decimal(0)
        for z_row, y_row in zip(decimals(Z), decimals(Y), strict=True):
            for z, y in zip(z_row, y_row, strict=True):
                a = 1 / (1 + (-z).exp())
                total -= y * a.ln() + (1 - y) * (1 - a).ln()
    assert binary_cross_entropy(Z, Y) == pytest.approx(float(total / 4), rel=1e-14)


def test_cross_entropy_from_logits_is_the_textbook_formula():
    Z, Y = example("cross_entropy")
    with localcontext() as context:
        context.prec = 60
        total = Decimal(0)
        for z, y in zip(decimals(Z.T), decimals(Y.T), strict=True):
            normalizer = sum(value.exp() for value in z)
            total -= sum(b * (value.exp() / normalizer).ln() for value, b in zip(z, y, strict=True))
    assert cross_entropy(Z, Y) == pytest.approx(float(total / 4), rel=1e-14)


def test_mean_squared_error_halves_the_squared_distance_and_averages_over_examples():
    A, Y = np.array([[1.0, 2.0], [0.0, 4.0]]), np.array([[0.0, 2.0], [2.0, 1.0]])
    assert mean_squared_error(A, Y) == ((1 + 4) / 2 + (0 + 9) / 2) / 2


@pytest.mark.parametrize(("z", "y", "expected"), [(1000, 0, 1000), (-1000, 1, 1000), (1000, 1, 0), (-1000, 0, 0)])
def test_binary_cross_entropy_is_exact_where_the_sigmoid_saturates(z, y, expected):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert binary_cross_entropy(np.array([[float(z)]]), np.array([[y]])) == expected


def test_binary_cross_entropy_at_40_equals_40_where_the_naive_form_is_infinite():
    z = np.array([[40.0]])
    assert sigmoid(z) == 1
    assert binary_cross_entropy(z, np.array([[0]])) == 40


def test_cross_entropy_is_exact_at_plus_and_minus_one_thousand():
    Z = np.array([[1000.0, -1000.0], [-1000.0, 1000.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert cross_entropy(Z, one_hot([0, 1], 2)) == 0
        assert cross_entropy(Z, one_hot([1, 0], 2)) == 2000


def test_cross_entropy_of_two_classes_is_the_binary_one_on_the_difference():
    Z, _ = example("cross_entropy", n=2)
    labels = np.array([0, 1, 1, 0])
    binary = binary_cross_entropy(Z[:1] - Z[1:], 1.0 - labels[None])
    assert cross_entropy(Z, one_hot(labels, 2)) == pytest.approx(binary, rel=1e-14)


@every_loss
def test_loss_is_smallest_where_the_output_equals_the_target(name):
    loss, (Z, _) = LOSSES[name], example(name)
    Y = ACTIVATIONS[loss.output].function(Z) if loss.output else Z
    best, rng = loss.function(Z, Y), np.random.default_rng(3)
    assert all(loss.function(Z + 0.1 * rng.normal(size=Z.shape), Y) > best for _ in range(20))


@every_loss
def test_repeating_the_examples_leaves_the_cost_unchanged(name):
    Z, Y = example(name)
    doubled = LOSSES[name].function(np.tile(Z, 2), np.tile(Y, 2))
    assert doubled == pytest.approx(LOSSES[name].function(Z, Y), rel=1e-14)


@every_loss
def test_cost_of_a_batch_is_the_mean_of_the_costs_of_its_examples(name):
    Z, Y = example(name)
    alone = [LOSSES[name].function(Z[:, [i]], Y[:, [i]]) for i in range(Z.shape[1])]
    assert LOSSES[name].function(Z, Y) == pytest.approx(np.mean(alone), rel=1e-14)


@every_loss
@pytest.mark.parametrize("dtype", [np.float32, int])
def test_any_numeric_type_gives_one_finite_number(name, dtype):
    Z, Y = np.array([[-1000, 3], [1000, 2]], dtype=dtype), np.array([[1, 0], [0, 1]])
    cost = LOSSES[name].function(Z, Y)
    assert isinstance(cost, float)
    assert np.isfinite(cost)


@every_loss
def test_arguments_are_left_untouched(name):
    Z, Y = example(name)
    copies = Z.copy(), Y.copy()
    LOSSES[name].function(Z, Y)
    LOSSES[name].gradient(Z, Y)
    np.testing.assert_array_equal(Z, copies[0])
    np.testing.assert_array_equal(Y, copies[1])


@given(st.lists(st.integers(0, 6), min_size=1, max_size=20))
def test_one_hot_puts_a_single_one_at_the_label(labels):
    Y = one_hot(labels, 7)
    assert Y.shape == (7, len(labels))
    assert Y.dtype == np.float64
    np.testing.assert_array_equal(Y.sum(axis=0), 1)
    np.testing.assert_array_equal(Y.argmax(axis=0), labels)


def test_softmax_output_minus_target_sums_to_zero_for_each_example():
    Z, Y = example("cross_entropy")
    np.testing.assert_allclose(LOSSES["cross_entropy"].gradient(softmax(Z), Y).sum(axis=0), 0, atol=1e-15)


def absolute_error(A, Y):
    return float(np.abs(A - Y).sum() / A.shape[1])


@pytest.mark.parametrize("classifies", [True, False])
def test_a_new_loss_says_by_itself_how_it_predicts_and_whether_it_classifies(monkeypatch, classifies):
    row = Loss(
        function=absolute_error,
        equation=absolute_error,
        gradient=lambda A, Y: np.sign(A - Y),
        check_targets=lambda Y: None,
        predict=lambda A: (A > 10).astype(int),
        classifies=classifies,
    )
    monkeypatch.setitem(LOSSES, "absolute", row)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1, 8))
    Y = np.where(X > 0, 20.0, 0.0)
    model = MultiLayerPerceptron([1, 1], output="identity", loss="absolute", rng=rng)
    model.params["W1"], model.params["b1"] = [[0.0]], [[12.0]]
    np.testing.assert_array_equal(model.predict(X), np.ones((1, 8)))
    history = train(model, X, Y, optimizer="sgd", epochs=1, rng=rng, validation=(X, Y))
    if classifies:
        assert model.accuracy(X, Y) == np.mean(X > 0) == history.validation_accuracy[0]
    else:
        assert history.validation_accuracy == []
        with pytest.raises(ValueError, match="une perte de classification est attendue, reçu loss='absolute'"):
            model.accuracy(X, Y)


@every_loss
def test_every_loss_predicts_the_right_answer_from_the_targets_themselves(name):
    loss = LOSSES[name]
    Y = {"binary_cross_entropy": [[0, 1, 1]], "cross_entropy": one_hot([2, 0, 1], 3)}.get(name, [[0.5, -2, 3]])
    expected = {"cross_entropy": [[2, 0, 1]]}.get(name, Y)
    np.testing.assert_array_equal(loss.predict(np.asarray(Y, float)), expected)
