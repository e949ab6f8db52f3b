"""Les nombres : simple précision de bout en bout, aucun avertissement à ±1 000, et le générateur seul décide."""

import os
import subprocess
import sys
import warnings

import numpy as np
import pytest

from mlcourse.activations import ACTIVATIONS
from mlcourse.initialization import INITIALIZERS
from mlcourse.losses import LOSSES, one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.normalization import Standardizer
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.schedules import Schedule
from mlcourse.training import train

ELEMENTWISE = [name for name, row in ACTIVATIONS.items() if row.elementwise]
PAIRS = [(output, name) for name, row in LOSSES.items() for output in ([row.output] if row.output else ELEMENTWISE)]
every_network = pytest.mark.parametrize(
    ("hidden", "output", "loss"), [(h, *pair) for h in ELEMENTWISE for pair in PAIRS]
)


def problem(hidden, output, loss, dtype, scale=1.0, **options):
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([3, 5, 4, 2], hidden=hidden, output=output, loss=loss, rng=rng, dtype=dtype, **options)
    X = (scale * rng.uniform(-1, 1, (3, 6))).astype(dtype)
    Y = one_hot([0, 1, 1, 0, 1, 0], 2).astype(dtype)
    return model, X, Y


def arrays_of(value, name="", seen=None):
    """Parcourt un objet et rend (chemin, tableau) pour tout tableau qu'il contient, où qu'il soit."""
    if isinstance(value, np.ndarray | np.generic):
        yield name, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from arrays_of(item, f"{name}.{key}")
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            yield from arrays_of(item, f"{name}[{i}]")
    elif hasattr(value, "__dict__") and type(value).__module__.startswith("mlcourse"):
        yield from arrays_of(vars(value), name)


class Recorder(MultiLayerPerceptron):
    """Garde tous les termes d'erreur que la rétropropagation traverse."""

    def backward(self, Y, cache):
        self.delta = super().backward(Y, cache)
        return self.delta


@every_network
def test_single_precision_never_widens_anywhere(hidden, output, loss):
    model, X, Y = problem(hidden, output, loss, np.float32, l2=0.1)
    model.__class__ = Recorder
    A, cache = model.forward_propagation(X)
    grads = model.backward_propagation(Y, cache)
    found = dict(arrays_of([A, cache, dict(grads), dict(model.params), vars(model)]))
    for l, name in enumerate(model.layer_activations, start=1):
        row = model.activation(l)
        found |= {f"{name}({l})": row.function(cache[f"Z{l}"]), f"{name}'({l})": row.derivative(cache[f"Z{l}"])}
    wide = {name: array.dtype.name for name, array in found.items() if array.dtype not in (np.float32, bool)}
    assert not wide
    assert len(found) > 30
    assert isinstance(model.compute_cost(X, Y), float)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("alpha", [0.01, Schedule("cosine", alpha=0.01, total=20, warmup=2)])
def test_training_in_single_precision_keeps_every_state_there(name, alpha):
    model, X, Y = problem("prelu", "softmax", "cross_entropy", np.float32, l2=0.1)
    optimizer = Optimizer(name, alpha=alpha)
    history = train(
        model,
        X,
        Y,
        optimizer=optimizer,
        epochs=3,
        batch_size=4,
        clip_norm=0.1,
        rng=np.random.default_rng(0),
        validation=(X, Y),
    )
    found = dict(arrays_of([vars(model), vars(optimizer)]))
    assert {array.dtype for array in found.values()} <= {np.dtype(np.float32), np.dtype(bool)}
    assert len(optimizer.states) == len([path for path in found if "states" in path])
    assert {type(value) for value in [*history.cost, *history.validation_cost, *history.validation_accuracy]} == {float}


def test_double_precision_data_are_brought_to_the_precision_of_the_network():
    model, X, Y = problem("prelu", "prelu", "mse", np.float32)
    single, double = (
        train(model.copy(), data, Y, epochs=2, rng=np.random.default_rng(0)) for data in (X, X.astype(float))
    )
    assert single == double
    _, cache = model.forward_propagation(X.astype(float))
    assert {array.dtype for array in cache.values()} == {np.dtype(np.float32)}


@every_network
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_whole_step_on_inputs_of_a_thousand_neither_warns_nor_leaves_the_floats(hidden, output, loss, dtype):
    model, X, Y = problem(hidden, output, loss, dtype, scale=1000, l2=0.1)
    X[:, :2] = 1000, -1000
    with warnings.catch_warnings(action="error"), np.errstate(over="raise", invalid="raise", divide="raise"):
        A, cache = model.forward_propagation(X)
        grads = model.backward_propagation(Y, cache)
        values = [A, *cache.values(), *grads.values(), model.compute_cost(X, Y), model.predict(X)]
        Optimizer("adam").step(model.theta, model.g, decay_mask=model.decay_mask)
        Standardizer(X).transform(X)
    assert all(np.isfinite(value).all() for value in [*values, model.theta])


SCRIPT = """
import hashlib, sys
import numpy as np
from mlcourse.model import MultiLayerPerceptron
from mlcourse.training import train
np.random.seed(int(sys.argv[1]))
before = np.random.get_state()[1].tobytes()
for initializer in sys.argv[2].split(","):
    for optimizer in sys.argv[3].split(","):
        rng = np.random.default_rng(7)
        X = rng.normal(size=(20, 100))
        model = MultiLayerPerceptron([20, 30, 30, 1], hidden="prelu", initializer=initializer, rng=rng)
        history = train(model, X, X[:1] > 0, optimizer=optimizer, epochs=2, batch_size=16, rng=rng)
        print(optimizer, hashlib.sha256(model.theta.tobytes() + repr(history.cost).encode()).hexdigest())
assert np.random.get_state()[1].tobytes() == before
"""


def test_the_generator_alone_decides_bit_for_bit_in_another_process_whatever_the_global_seed():
    command = [sys.executable, "-c", SCRIPT]
    arguments = [",".join(INITIALIZERS), ",".join(OPTIMIZERS)]
    one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    runs = [
        subprocess.run(
            [*command, seed, *arguments],
            env=one_thread | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(set(runs[0].splitlines())) > len(INITIALIZERS)
