"""Le perceptron : propagation avant, prédictions, types, mise à jour."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.model import MultiLayerPerceptron


def by_hand(model, x):
    """Propage un exemple nombre par nombre, par la définition : z_i = somme_j w_ij a_j + b_i."""
    functions = {
        "relu": lambda z: max(z, 0.0),
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "identity": lambda z: z,
        "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
        "prelu": lambda z: z if z > 0 else 0.25 * z,
        "elu": lambda z: z if z > 0 else np.exp(z) - 1,
    }
    a = list(x)
    for l, name in enumerate(model.layer_activations, start=1):
        W, b = model.params[f"W{l}"], model.params[f"b{l}"]
        z = [sum(W[i, j] * a[j] for j in range(len(a))) + b[i, 0] for i in range(len(W))]
        a = [functions[name](value) for value in z]
    return a


@pytest.mark.parametrize("output", ["sigmoid", "identity"])
@pytest.mark.parametrize("hidden", [["relu", "tanh"], ["leaky_relu", "prelu"], ["elu", "identity"]])
def test_forward_propagation_is_the_definition_number_by_number(make_problem, hidden, output):
    loss = "binary_cross_entropy" if output == "sigmoid" else "mse"
    model, X, _ = make_problem([3, 4, 2, 2], m=6, hidden=hidden, output=output, loss=loss)
    for name in set(model.params) & {"a1", "a2"}:
        model.params[name][:] = 0.25
    A, _ = model.forward_propagation(X)
    np.testing.assert_allclose(A.T, [by_hand(model, x) for x in X.T], rtol=1e-13)


@given(layer_dims=st.lists(st.integers(1, 5), min_size=2, max_size=5), m=st.integers(1, 7))
def test_cache_holds_every_layer_in_its_shape(layer_dims, m):
    model = MultiLayerPerceptron(layer_dims, rng=np.random.default_rng(0))
    X = np.random.default_rng(1).normal(size=(layer_dims[0], m))
    A, cache = model.forward_propagation(X)
    L = len(layer_dims) - 1
    assert model.num_layers == L
    assert set(cache) == {f"A{l}" for l in range(L + 1)} | {f"Z{l}" for l in range(1, L + 1)}
    for l, n in enumerate(layer_dims):
        assert cache[f"A{l}"].shape == (n, m)
    np.testing.assert_array_equal(cache["A0"], X)
    np.testing.assert_array_equal(cache[f"A{L}"], A)


def test_each_example_is_propagated_alone(make_problem):
    model, X, _ = make_problem([3, 4, 2], m=6)
    together, _ = model.forward_propagation(X)
    for i in range(6):
        np.testing.assert_allclose(model.forward_propagation(X[:, [i]])[0], together[:, [i]], rtol=1e-13)


def test_propagation_changes_neither_the_network_nor_its_arguments(make_problem):
    model, X, Y = make_problem([3, 4, 2])
    before = [array.copy() for array in (model.theta, X, Y)]
    _, cache = model.forward_propagation(X)
    kept = {name: array.copy() for name, array in cache.items()}
    model.compute_cost(X, Y)
    model.backward_propagation(Y, cache)
    for array, copy in zip((model.theta, X, Y), before, strict=True):
        np.testing.assert_array_equal(array, copy)
    for name, array in cache.items():
        np.testing.assert_array_equal(array, kept[name])


@pytest.mark.parametrize(("output", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")])
def test_float32_network_stays_in_float32_and_agrees_with_float64(make_problem, output, loss):
    model, X, Y = make_problem([4, 5, 3], hidden="relu", output=output, loss=loss)
    single = MultiLayerPerceptron([4, 5, 3], output=output, loss=loss, rng=np.random.default_rng(0), dtype=np.float32)
    single.theta[:] = model.theta
    A, cache = single.forward_propagation(X.astype(np.float32))
    grads = single.backward_propagation(Y.astype(np.float32), cache)
    assert {array.dtype for array in (A, *cache.values(), *grads.values())} == {np.dtype(np.float32)}
    model.backward_propagation(Y, model.forward_propagation(X)[1])
    assert np.linalg.norm(single.g - model.g) < 1e-5 * np.linalg.norm(model.g)
    assert single.compute_cost(X, Y) == pytest.approx(model.compute_cost(X, Y), rel=1e-5)


def test_integer_images_are_accepted():
    model = MultiLayerPerceptron([3, 2, 1], rng=np.random.default_rng(0))
    X = np.array([[0, 255], [3, 7], [1, 0]], dtype=np.uint8)
    np.testing.assert_array_equal(model.forward_propagation(X)[0], model.forward_propagation(X.astype(float))[0])


def test_update_moves_each_parameter_against_its_gradient(make_problem):
    model, X, Y = make_problem([3, 4, 2])
    grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
    expected = {name: value - 0.3 * grads[f"d{name}"] for name, value in model.params.items()}
    model.update_parameters(grads, 0.3)
    for name, value in model.params.items():
        np.testing.assert_allclose(value, expected[name], rtol=1e-14)


@pytest.mark.parametrize("hidden", ["tanh", "relu", "sigmoid"])
def test_a_small_step_lowers_the_cost_by_alpha_times_the_squared_gradient(make_problem, hidden):
    model, X, Y = make_problem([3, 4, 2], hidden=hidden)
    before, alpha = model.compute_cost(X, Y), 1e-6
    grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
    model.update_parameters(grads, alpha)
    assert (before - model.compute_cost(X, Y)) / alpha == pytest.approx(np.sum(model.g**2), rel=1e-3)


def test_binary_predictions_are_the_sign_of_the_logit(make_problem):
    model, X, _ = make_problem([3, 4, 2], m=30)
    _, cache = model.forward_propagation(X)
    predictions = model.predict(X)
    assert predictions.shape == (2, 30)
    np.testing.assert_array_equal(predictions, cache["Z2"] > 0)


def test_softmax_predictions_are_the_index_of_the_largest_logit(make_problem):
    model, X, _ = make_problem([3, 4, 5], m=30, output="softmax", loss="cross_entropy")
    _, cache = model.forward_propagation(X)
    np.testing.assert_array_equal(model.predict(X), [cache["Z2"].argmax(axis=0)])


def test_regression_predictions_are_the_output_itself(make_problem):
    model, X, _ = make_problem([3, 4, 2], output="tanh", loss="mse")
    np.testing.assert_array_equal(model.predict(X), model.forward_propagation(X)[0])


def test_accuracy_counts_the_examples_that_are_wholly_right(make_problem):
    model, X, _ = make_problem([3, 4, 2], m=10)
    Y = model.predict(X)
    assert model.accuracy(X, Y) == 1
    Y[0, :3] = 1 - Y[0, :3]
    Y[1, 0] = 1 - Y[1, 0]
    assert model.accuracy(X, Y) == 0.7


def test_accuracy_of_a_softmax_network_takes_one_hot_targets(make_problem):
    model, X, Y = make_problem([3, 4, 5], m=40, output="softmax", loss="cross_entropy")
    assert model.accuracy(X, Y) == np.mean(model.predict(X)[0] == Y.argmax(axis=0))


NARROW = "\N{NARROW NO-BREAK SPACE}"


def test_a_printed_network_shows_its_layers_its_shapes_and_its_parameters_in_aligned_columns():
    model = MultiLayerPerceptron([784, 100, 10], output="softmax", loss="cross_entropy", rng=np.random.default_rng(0))
    assert str(model) == repr(model)
    assert str(model).splitlines() == [
        "MultiLayerPerceptron (perte : cross_entropy, type : float64, l2 : 0)",
        "couche  unités  activation           W         b  paramètres",
        "entrée     784",
        f"     1     100        relu  (100, 784)  (100, 1)      78{NARROW}500",
        f"     2      10     softmax   (10, 100)   (10, 1)       1{NARROW}010",
        f" total                                                79{NARROW}510",
    ]


def test_a_printed_network_shows_the_slopes_when_there_are_some():
    options = {"hidden": ["prelu", "tanh"], "l2": 1e-4, "dtype": np.float32}
    model = MultiLayerPerceptron([2, 3, 4, 1], rng=np.random.default_rng(0), **options)
    assert str(model).splitlines() == [
        "MultiLayerPerceptron (perte : binary_cross_entropy, type : float32, l2 : 0.0001)",
        "couche  unités  activation       W       b       a  paramètres",
        "entrée       2",
        "     1       3       prelu  (3, 2)  (3, 1)  (3, 1)          12",
        "     2       4        tanh  (4, 3)  (4, 1)                  16",
        "     3       1     sigmoid  (1, 4)  (1, 1)                   5",
        " total                                                      33",
    ]


@given(layer_dims=st.lists(st.integers(1, 300), min_size=2, max_size=5), hidden=st.sampled_from(["relu", "prelu"]))
def test_printed_counts_add_up_to_the_size_of_theta(layer_dims, hidden):
    model = MultiLayerPerceptron(layer_dims, hidden=hidden, initializer="zeros", rng=np.random.default_rng(0))
    counts = [int(line.split("  ")[-1].replace(NARROW, "")) for line in str(model).splitlines()[3:]]
    assert counts[-1] == sum(counts[:-1]) == model.theta.size
    assert len({len(line) for line in str(model).splitlines()[3:]}) == 1


def test_same_seed_draws_the_same_network():
    first, second = (MultiLayerPerceptron([5, 4, 1], rng=np.random.default_rng(8)) for _ in range(2))
    assert first.theta.tobytes() == second.theta.tobytes()
    assert np.count_nonzero(first.theta) == 24
