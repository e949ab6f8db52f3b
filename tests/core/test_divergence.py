"""Un entraînement qui diverge s'arrête, dit où, et garde ce qu'il a mesuré ; ce n'est pas une donnée fautive."""

import pickle
import re
import warnings

import numpy as np
import pytest

from mlcourse.activations import ACTIVATIONS
from mlcourse.losses import LOSSES
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.schedules import Schedule
from mlcourse.training import History, TrainingDiverged, train

ARRAY = r"J|[ZA]\d|d?[Wba]\d|l'état \d de l'optimiseur"
MESSAGE = re.compile(
    rf"L'entraînement diverge à l'époque (\d+), au pas (\d+) : "
    rf"({ARRAY})( \((?:couche \d|calculé à la sortie)\))? n'est plus fini ; "
    r"essayez un alpha plus petit que (\S+), des poids initiaux plus petits \(he_normal\), "
    r"des entrées normalisées \(Standardizer\) ou (clip_norm=1|un clip_norm plus petit que \S+)\."
)


def problem(dtype=np.float64, m=40):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, m)).astype(dtype)
    return X, (X[:1] ** 2).astype(dtype)


def rng():
    return np.random.default_rng(0)


def network(layer_dims=(3, 8, 8, 1), **options):
    options = {"output": "identity", "loss": "mse", "rng": rng()} | options
    return MultiLayerPerceptron(list(layer_dims), **options)


def diverge(model, X, Y, **options):
    """Entraîne jusqu'à la divergence, tout avertissement étant une erreur, et rend l'exception."""
    options = {"optimizer": Optimizer("sgd", alpha=10), "epochs": 300, "batch_size": 10} | options
    with warnings.catch_warnings(action="error"), pytest.raises(TrainingDiverged) as caught:
        train(model, X, Y, rng=rng(), **options)
    assert MESSAGE.fullmatch(str(caught.value)), str(caught.value)
    return caught.value


def measured(history):
    return [*history.cost, *history.validation_cost, *history.validation_accuracy]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("hidden", [name for name, row in ACTIVATIONS.items() if row.elementwise])
def test_a_rate_too_large_is_told_without_a_warning_and_keeps_a_finite_history(hidden, dtype):
    X, Y = problem(dtype)
    model = network(hidden=hidden, dtype=dtype)
    error = diverge(model, X, Y, optimizer=Optimizer("sgd", alpha=1e4), validation=(X, Y))
    assert np.isfinite(measured(error.history)).all()
    assert isinstance(error, ArithmeticError)
    assert not isinstance(error, ValueError)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_rule_that_leaves_the_floats_is_told(name):
    X, Y = problem(np.float32)
    error = diverge(network(dtype=np.float32), X, Y, optimizer=Optimizer(name, alpha=1e38))
    assert "alpha plus petit que 1e+38" in str(error)


def test_a_second_moment_that_overflows_is_told_though_it_only_stops_the_parameters():
    X, Y = problem(np.float32)
    model = network([3, 1], output="sigmoid", loss="binary_cross_entropy", dtype=np.float32)
    error = diverge(model, 1e25 * X, Y < 1, optimizer="adam", epochs=1)
    assert MESSAGE.fullmatch(str(error))[3] == "l'état 2 de l'optimiseur"


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_told_when_its_weights_are_already_too_large(loss):
    X, _ = problem()
    model = network([3, 8, 2], output=LOSSES[loss].output or "identity", loss=loss)
    model.params["W1"] = np.full((8, 3), 1e200)
    model.params["W2"] = np.full((2, 8), 1e200)
    error = diverge(model, X, np.tile([[1.0], [0.0]], X.shape[1]))
    assert (*MESSAGE.fullmatch(str(error)).groups()[:4],) == ("1", "1", "Z2", " (couche 2)")
    assert error.history == History()


@pytest.mark.parametrize(
    ("plant", "culprit"),
    [
        ({"W1": 1e308, "W2": 0}, "Z1"),
        ({"W1": 1, "W2": 1e308}, "Z2"),
        ({"W1": 1e150, "W2": 1e10}, "J"),
    ],
)
def test_the_first_array_that_is_no_longer_finite_is_named(plant, culprit):
    X, Y = np.full((3, 4), 2.0), np.ones((1, 4))
    model = network(hidden="identity")
    for name in model.params:
        model.params[name] = np.full(model.params[name].shape, plant.get(name, 1 if name == "W3" else 0))
    assert MESSAGE.fullmatch(str(diverge(model, X, Y)))[3] == culprit


def test_epoch_and_step_are_counted_from_one_where_it_happens():
    X, Y = problem()
    seen = []
    error = diverge(network(), X, Y, callback=lambda epoch, model, history: seen.append(epoch))
    epoch, step = map(int, MESSAGE.fullmatch(str(error)).groups()[:2])
    assert len(error.history.cost) == len(seen) == epoch - 1
    assert 1 <= step <= 4


def test_what_was_measured_before_is_what_a_shorter_training_measures():
    X, Y = problem()
    slow = Schedule("exponential", alpha=0.02, every=4, factor=0.9999)
    calm = train(network(), X, Y, optimizer=Optimizer("sgd", alpha=slow), epochs=3, batch_size=10, rng=rng())

    def blow_up(epoch, model, history):
        if epoch == 3:
            model.theta[:] *= 1e150

    error = diverge(network(), X, Y, optimizer=Optimizer("sgd", alpha=slow), callback=blow_up)
    assert error.history == calm
    assert re.search("époque 4, au pas 1 .* plus petit que 0.0199", str(error))


def test_validation_alone_may_diverge_and_is_told_too():
    X, Y = problem()
    error = diverge(network(hidden="identity"), X, Y, optimizer="adam", validation=(1e300 * X, Y))
    assert len(error.history.cost) == 1
    assert error.history.validation_cost == []


def test_the_advice_on_clipping_knows_whether_there_is_one():
    X, Y = problem()
    model = network(hidden="identity")
    assert str(diverge(model, X, Y)).endswith("ou clip_norm=1.")
    model = network(hidden="identity")
    error = diverge(model, X, Y, optimizer=Optimizer("sgd", alpha=1e200), clip_norm=1e100)
    assert str(error).endswith("ou un clip_norm plus petit que 1e+100.")


def test_clipping_prevents_the_divergence_that_it_is_advised_for():
    X, Y = problem()
    diverge(network(hidden="elu"), X, Y, optimizer=Optimizer("sgd", alpha=1))
    history = train(network(hidden="elu"), X, Y, optimizer=Optimizer("sgd", alpha=1), epochs=50, clip_norm=1, rng=rng())
    assert np.isfinite(history.cost).all()


@pytest.mark.parametrize("clip_norm", [None, 1])
def test_a_gradient_that_overflows_is_named_and_never_clipped(clip_norm):
    X, Y = np.full((3, 4), 1e100), np.ones((1, 4))
    model = network([3, 1, 1], hidden="identity")
    model.params["W1"], model.params["W2"] = np.full((1, 3), 1e-150), [[1e200]]
    before = model.theta.copy()
    error = diverge(model, X, Y, clip_norm=clip_norm)
    assert MESSAGE.fullmatch(str(error))[3] == "dW1"
    assert clip_norm is None or model.theta.tobytes() == before.tobytes()


def test_the_warnings_of_a_callback_are_its_own_business():
    X, Y = problem()
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        train(network(), X, Y, epochs=1, rng=rng(), callback=lambda *_: np.log(np.zeros(1)) is None)


def test_a_floating_point_error_of_a_callback_is_not_taken_for_a_divergence():
    def fail(*_):
        with np.errstate(divide="raise"):
            np.log(np.zeros(1))

    with pytest.raises(FloatingPointError, match="divide by zero"):
        train(network(), *problem(), epochs=1, rng=rng(), callback=fail)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("where", ["X", "Y", "validation X", "validation Y"])
def test_a_number_that_is_not_finite_in_the_data_is_refused_before_the_first_step(where, bad):
    X, Y = problem(m=200)
    data = {"X": X.copy(), "Y": Y.copy(), "validation X": X.copy(), "validation Y": Y.copy()}
    data[where][0, -1] = bad
    model = network()
    before = model.theta.tobytes()
    with pytest.raises(ValueError, match=rf"{where[-1]} : des nombres finis sont attendus, reçu 1 valeur"):
        train(
            model,
            data["X"],
            data["Y"],
            validation=(data["validation X"], data["validation Y"]),
            rng=rng(),
            batch_size=8,
        )
    assert model.theta.tobytes() == before


def test_a_target_that_the_loss_refuses_is_refused_before_the_first_step_even_in_the_last_batch():
    X, Y = problem(m=200)
    Y = (Y > 1).astype(float)
    Y[0, -1] = 2
    model = network(output="sigmoid", loss="binary_cross_entropy")
    before = model.theta.tobytes()
    with pytest.raises(ValueError, match=r"cibles dans \[0, 1\]"):
        train(model, X, Y, rng=rng(), batch_size=8)
    assert model.theta.tobytes() == before


def test_the_exception_survives_a_trip_to_another_process():
    error = diverge(network(), *problem())
    twin = pickle.loads(pickle.dumps(error))
    assert (str(twin), twin.history) == (str(error), error.history)
