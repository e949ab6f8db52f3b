"""Ce que le cœur refuse : toujours une ValueError, dont la phrase dit ce qui était attendu et ce qui est arrivé."""

import numpy as np
import pytest

from mlcourse.activations import ACTIVATIONS, sigmoid, softmax, softmax_derivative
from mlcourse.batches import MiniBatches
from mlcourse.gradcheck import gradient_check, numerical_gradient, relative_error
from mlcourse.initialization import INITIALIZERS, initialize_parameters_deep, variance_scaling
from mlcourse.losses import LOSSES, binary_cross_entropy, cross_entropy, mean_squared_error, one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.training import train

X, Y = np.ones((3, 5)), np.ones((2, 5))
NAN, INF = np.where(np.eye(3, 5), np.nan, 1), np.where(np.eye(3, 5), np.inf, 1)


def rng():
    return np.random.default_rng(0)


def network(layer_dims=(3, 4, 2), **options):
    return MultiLayerPerceptron(layer_dims, rng=options.pop("rng", rng()), **options)


def softmax_network():
    return network(output="softmax", loss="cross_entropy")


def cache():
    return network().forward_propagation(X)[1]


def updated(learning_rate=0.1, **replaced):
    model = network()
    model.update_parameters(dict(model.backward_propagation(Y, cache())) | replaced, learning_rate)


def trained(x=X, y=Y, **options):
    return train(network(), x, y, **{"epochs": 1, "rng": rng()} | options)


def refuses(*cases):
    """Paramètre un test par (nom, appel, ce que le message attend, ce qu'il dit avoir reçu)."""
    return pytest.mark.parametrize(
        ("call", "expected", "received"), [pytest.param(*case[1:], id=case[0]) for case in cases]
    )


def check(call, expected, received):
    with pytest.raises(ValueError, match="attendu") as caught:
        call()
    message = str(caught.value)
    assert expected in message
    assert "reçu" in message
    assert received in message.rsplit("reçu", 1)[1]


@refuses(
    ("one-dimensional X", lambda: network().forward_propagation(np.ones(3)), "(3, m)", "(3,)"),
    ("transposed X", lambda: network().forward_propagation(X.T), "(3, m)", "(5, 3)"),
    ("three-dimensional X", lambda: network().forward_propagation(X[None]), "(3, m)", "(1, 3, 5)"),
    ("empty batch", lambda: network().forward_propagation(X[:, :0]), "m ≥ 1", "(3, 0)"),
    ("NaN in X", lambda: network().forward_propagation(NAN), "finis", "3"),
    ("infinity in X", lambda: network().predict(INF), "finis", "3"),
    ("text as X", lambda: network().forward_propagation(np.full((3, 5), "a")), "réels", "<U1"),
    ("complex X", lambda: network().forward_propagation(1j * X), "réels", "complex"),
    ("ragged X", lambda: network().forward_propagation([[1, 2], [3], [4, 5]]), "rectangulaire", "irrégulière"),
    ("no X", lambda: network().forward_propagation(None), "réels", "object"),
    ("one-dimensional Y", lambda: network().compute_cost(X, Y[0]), "(2, m)", "(5,)"),
    ("Y with one row missing", lambda: network().backward_propagation(Y[:1], cache()), "(2, m)", "(1, 5)"),
    ("Y with one example missing", lambda: network().compute_cost(X, Y[:, :4]), "5", "4"),
    ("NaN in Y", lambda: network().compute_cost(X, np.nan * Y), "finis", "10"),
    ("binary target above one", lambda: network().compute_cost(X, 2 * Y), "[0, 1]", "2"),
    ("binary target below zero", lambda: network().backward_propagation(-Y, cache()), "[0, 1]", "-1"),
    ("columns that do not sum to one", lambda: softmax_network().compute_cost(X, Y), "somme 1", "2"),
    ("negative probabilities", lambda: softmax_network().compute_cost(X, [[2] * 5, [-1] * 5]), "[0, 1]", "-1"),
    ("labels where one-hot is needed", lambda: softmax_network().compute_cost(X, Y[:1]), "(2, m)", "(1, 5)"),
    ("accuracy with one row missing", lambda: network().accuracy(X, Y[:1]), "(2, m)", "(1, 5)"),
    ("accuracy with one example missing", lambda: network().accuracy(X, Y[:, :4]), "5", "4"),
    ("accuracy of softmax on labels", lambda: softmax_network().accuracy(X, Y[:1]), "(2, m)", "(1, 5)"),
    ("accuracy of a regression", lambda: network(output="tanh", loss="mse").accuracy(X, Y), "classification", "mse"),
    ("X too large for float32", lambda: network(dtype=np.float32).predict(1e300 * X), "finis", "15"),
    ("an empty cache", lambda: network().backward_propagation(Y, {}), "forward_propagation", "un autre réseau"),
    ("another cache", lambda: network([3, 7, 5, 2]).backward_propagation(Y, cache()), "forward_propagation", "autre"),
)
def test_model_refuses_data_that_do_not_fit(call, expected, received):
    check(call, expected, received)


@refuses(
    ("one size", lambda: network([3]), "deux tailles", "1"),
    ("null size", lambda: network([3, 0, 1]), "strictement positif", "0"),
    ("fractional size", lambda: network([3, 2.5, 1]), "entier", "2.5"),
    ("unknown hidden activation", lambda: network(hidden="relux"), ", ".join(sorted(ACTIVATIONS)), "relux"),
    ("unknown output", lambda: network(output="sig"), ", ".join(sorted(ACTIVATIONS)), "sig"),
    ("unknown loss", lambda: network(loss="bce"), ", ".join(sorted(LOSSES)), "bce"),
    ("unknown initializer", lambda: network(initializer="he"), ", ".join(sorted(INITIALIZERS)), "he"),
    ("softmax in a hidden layer", lambda: network(hidden="softmax"), "élément par élément", "softmax"),
    ("too many hidden activations", lambda: network(hidden=["relu", "relu"]), "par couche cachée", "2"),
    ("binary loss on softmax", lambda: network(output="softmax"), "sigmoid", "softmax"),
    ("binary loss on identity", lambda: network(output="identity"), "sigmoid", "identity"),
    ("softmax loss on sigmoid", lambda: network(loss="cross_entropy"), "softmax", "sigmoid"),
    ("mse on softmax", lambda: network(output="softmax", loss="mse"), "élément par élément", "softmax"),
    ("a seed for a generator", lambda: network(rng=0), "default_rng", "int"),
    ("integer parameters", lambda: network(dtype=int), "float32", "int"),
    ("half precision", lambda: network(dtype=np.float16), "float32", "float16"),
    ("unknown type", lambda: network(dtype="abc"), "float32", "abc"),
    ("a number for the sizes", lambda: network(3), "liste", "3"),
    ("nothing for the activations", lambda: network(hidden=None), "liste", "None"),
    ("a list for a name", lambda: network(hidden=[["relu"]]), "relu, sigmoid", "['relu']"),
)
def test_model_refuses_an_architecture_that_has_no_meaning(call, expected, received):
    check(call, expected, received)


@refuses(
    ("transposed matrix", lambda: network().params.__setitem__("W1", np.ones((3, 4))), "(4, 3)", "(3, 4)"),
    ("a scalar", lambda: network().params.__setitem__("b1", 0), "(4, 1)", "()"),
    ("unknown name", lambda: network().params.__setitem__("W9", X), "W1, b1, W2, b2", "W9"),
    ("negative learning rate", lambda: updated(-0.1), "positif", "-0.1"),
    ("NaN learning rate", lambda: updated(float("nan")), "positif", "nan"),
    ("transposed gradient", lambda: updated(dW1=np.ones((3, 4))), "(4, 3)", "(3, 4)"),
    ("gradient that would broadcast", lambda: updated(db1=np.ones((1, 1))), "(4, 1)", "(1, 1)"),
    ("text learning rate", lambda: updated("0.1"), "nombre", "'0.1'"),
    ("no gradient", lambda: network().update_parameters({}, 0.1), "(4, 3)", "{}"),
)
def test_parameters_refuse_what_would_corrupt_theta(call, expected, received):
    check(call, expected, received)


@refuses(
    ("broadcast targets", lambda: binary_cross_entropy(Y, Y[:1]), "(2, 5)", "(1, 5)"),
    ("missing examples", lambda: cross_entropy(Y, Y[:, :4]), "(2, 5)", "(2, 4)"),
    ("broadcast mse", lambda: mean_squared_error(Y, Y[:1]), "(2, 5)", "(1, 5)"),
    ("one-dimensional logits", lambda: binary_cross_entropy(np.ones(3), np.ones(3)), "(n, m)", "(3,)"),
    ("no logit", lambda: cross_entropy(Y[:, :0], Y[:, :0]), "non vide", "(2, 0)"),
    ("NaN logits", lambda: binary_cross_entropy(np.nan * Y, Y), "finis", "10"),
    ("binary target above one", lambda: binary_cross_entropy(Y, 2 * Y), "[0, 1]", "2"),
    ("columns that do not sum to one", lambda: cross_entropy(Y, Y), "somme 1", "2"),
    ("a matrix of labels", lambda: one_hot([[1, 2], [0, 1]], 3), "(m,)", "(2, 2)"),
    ("no class", lambda: one_hot([0], 0), "strictement positif", "0"),
    ("fractional number of classes", lambda: one_hot([0], 2.5), "entier", "2.5"),
    ("text labels", lambda: one_hot(["a"], 2), "réels", "<U1"),
    ("label below zero", lambda: one_hot([0, -1], 3), "0 à 2", "-1"),
    ("label above the last class", lambda: one_hot([3], 3), "0 à 2", "3"),
    ("fractional label", lambda: one_hot([0.5], 3), "entiers", "0.5"),
    ("boolean labels", lambda: one_hot([True, False], 2), "entiers", "bool"),
    ("one-dimensional softmax", lambda: softmax([1.0, 2.0]), "(n, m)", "(2,)"),
    ("one-dimensional softmax Jacobian", lambda: softmax_derivative([1.0, 2.0]), "(n, m)", "(2,)"),
    ("text in an activation", lambda: sigmoid("abc"), "réels", "<U3"),
)
def test_functions_of_the_course_refuse_wrong_arguments(call, expected, received):
    check(call, expected, received)


@refuses(
    ("no output", lambda: INITIALIZERS["he_normal"](0, 3, rng()), "strictement positif", "0"),
    ("a seed for a generator", lambda: INITIALIZERS["he_normal"](2, 3, 0), "default_rng", "int"),
    ("unknown fan", lambda: variance_scaling(2, 3, rng(), scale=1, fan="x", distribution="normal"), "fan_in", "x"),
    ("unknown law", lambda: variance_scaling(2, 3, rng(), scale=1, fan="fan_in", distribution="x"), "normal", "x"),
    ("unknown initializer", lambda: initialize_parameters_deep([3, 2], rng(), "x"), "he_normal", "x"),
    ("one size", lambda: initialize_parameters_deep([3], rng()), "deux tailles", "[3]"),
    (
        "negative scale",
        lambda: variance_scaling(2, 3, rng(), scale=-1, fan="fan_in", distribution="normal"),
        "positif",
        "-1",
    ),
)
def test_initializers_refuse_wrong_arguments(call, expected, received):
    check(call, expected, received)


@refuses(
    ("unknown rule", lambda: Optimizer("adamm"), ", ".join(sorted(OPTIMIZERS)), "adamm"),
    ("unknown hyperparameter", lambda: Optimizer("sgd", lr=0.1), "alpha", "lr"),
    ("step count as a hyperparameter", lambda: Optimizer("adam", t=3), "alpha, beta1", "t"),
    ("negative alpha", lambda: Optimizer("sgd", alpha=-0.1), "positif", "-0.1"),
    ("NaN alpha", lambda: Optimizer("sgd", alpha=float("nan")), "fini", "nan"),
    ("text alpha", lambda: Optimizer("sgd", alpha="0.1"), "nombre", "'0.1'"),
    ("beta equal to one", lambda: Optimizer("adam", beta1=1.0), "[0, 1[", "1.0"),
    ("matrix for theta", lambda: Optimizer("sgd").step(X, X), "(P,)", "(3, 5)"),
    (
        "gradient of another size",
        lambda: Optimizer("sgd").step(np.ones(3), np.ones(4)),
        "la forme (P,) est attendue",
        "(4,)",
    ),
    ("integer theta", lambda: Optimizer("sgd").step(np.arange(3), np.ones(3)), "flottant", "int"),
    ("a list for theta", lambda: Optimizer("sgd").step([1.0], [1.0]), "NumPy", "list"),
    ("a list for a name", lambda: Optimizer(["adam"]), ", ".join(sorted(OPTIMIZERS)), "['adam']"),
    ("boolean alpha", lambda: Optimizer("sgd", alpha=True), "nombre", "True"),
)
def test_optimizer_refuses_wrong_arguments(call, expected, received):
    check(call, expected, received)


@refuses(
    ("null batch size", lambda: MiniBatches(X, Y, 0, rng()), "strictement positif", "0"),
    ("negative batch size", lambda: trained(batch_size=-3), "strictement positif", "-3"),
    ("fractional batch size", lambda: MiniBatches(X, Y, 2.5, rng()), "entier", "2.5"),
    ("unequal numbers of examples", lambda: MiniBatches(X, Y[:, :4], 2, rng()), "(k, m)", "(2, 4)"),
    ("one-dimensional targets", lambda: MiniBatches(X, Y[0], 2, rng()), "(k, m)", "(5,)"),
    ("no example", lambda: MiniBatches(X[:, :0], Y[:, :0], 2, rng()), "(k, m)", "(2, 0)"),
    ("no generator", lambda: MiniBatches(X, Y, 2, None), "default_rng", "NoneType"),
    ("no epoch", lambda: trained(epochs=0), "strictement positif", "0"),
    ("unknown optimizer", lambda: trained(optimizer="x"), "adam", "x"),
    ("NaN in the examples", lambda: trained(NAN), "finis", "3"),
    ("text in the examples", lambda: trained(np.full((3, 5), "a")), "réels", "<U1"),
    ("a number for an optimizer", lambda: trained(optimizer=3), "adam", "3"),
    ("targets out of range", lambda: trained(y=3 * Y), "[0, 1]", "3"),
    ("targets of another network", lambda: trained(y=Y[:1]), "(2, m)", "(1, 5)"),
    ("a validation that is not a pair", lambda: trained(validation=X), "couple (X, Y)", "ndarray"),
    ("transposed validation", lambda: trained(validation=(X.T, Y)), "(3, m)", "(5, 3)"),
)
def test_training_refuses_wrong_arguments(call, expected, received):
    check(call, expected, received)


@refuses(
    ("null step", lambda: numerical_gradient(np.sum, np.ones(2), h=0), "strictement positif", "0"),
    ("NaN step", lambda: gradient_check(network(), X, Y, h=float("nan")), "strictement positif", "nan"),
    ("unknown scheme", lambda: numerical_gradient(np.sum, np.ones(2), scheme="x"), "centered", "x"),
    ("a function that gives a vector", lambda: numerical_gradient(lambda x: x, np.ones(2)), "nombre", "(2,)"),
    ("NaN in the point", lambda: numerical_gradient(np.sum, np.array([np.nan])), "finis", "1"),
    ("gradients of two shapes", lambda: relative_error(np.ones(2), np.ones(3)), "même forme", "(3,)"),
    ("targets of another network", lambda: gradient_check(network(), X, Y[:1]), "(2, m)", "(1, 5)"),
)
def test_gradient_check_refuses_wrong_arguments(call, expected, received):
    check(call, expected, received)


def test_a_gradient_with_nan_never_passes_for_right():
    assert not relative_error(np.array([1.0, np.nan]), np.ones(2)) < 1
    assert not relative_error(np.ones(2), np.array([1.0, np.inf])) < 1


def test_refused_targets_leave_the_training_network_as_it_was():
    model = network()
    before = model.theta.tobytes()
    with pytest.raises(ValueError, match="attendu"):
        train(model, X, 3 * Y, rng=rng())
    assert model.theta.tobytes() == before
