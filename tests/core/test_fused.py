"""Fondues avec leurs voisines, les activations donnent les bits des équations, et seulement là où elles le peuvent."""

import math
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mlcourse import _compiled
from mlcourse._fused import Bias, Slope, fuse, programs
from mlcourse.activations import ACTIVATIONS
from mlcourse.model import MultiLayerPerceptron
from mlcourse.training import TrainingDiverged, train

both_types = pytest.mark.parametrize("dtype", [np.float32, np.float64])
FORWARD = [name for name, row in ACTIVATIONS.items() if row.slope is None and programs(*row[:2])[0].loop]
BACKWARD = [name for name, row in ACTIVATIONS.items() if row.slope is None and programs(*row[:2])[1].loop]


@pytest.fixture(scope="module")
def cache_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def at_once(monkeypatch, cache_folder):
    """Tout ce qui se compile l'est dès la première époque, dans un cache à soi."""
    pytest.importorskip("numba")
    monkeypatch.setattr(_compiled, "user_cache", lambda: cache_folder)
    monkeypatch.setattr(_compiled, "WORTH_IT", 0)
    monkeypatch.setattr(_compiled, "_done", Counter())
    return monkeypatch


def by_python(program):
    """La boucle d'un programme, lue par Python élément par élément."""
    namespace = {"np": np}
    exec(program.loop, namespace)
    return namespace["loop"]


def constants_of(program, dtype):
    constants = np.empty(program.n_constants, dtype)
    program.run([], [constants[i, ...] for i in range(constants.size)], None)
    return constants


def same_bits(found, expected):
    """Les mêmes octets, tableau par tableau."""
    return [array.tobytes() for array in found] == [array.tobytes() for array in expected]


def without_nan(*results):
    """Un seul « non-nombre », et un seul zéro : de deux zéros, `np.maximum` prend celui que le processeur préfère."""
    return [np.where(np.isnan(array), array.dtype.type(np.nan), array) + 0 for array in results]


def test_what_only_chooses_and_multiplies_is_fused_and_the_rest_is_left_to_numpy():
    assert {"relu", "leaky_relu"} == set(FORWARD)
    assert {"relu"} == set(BACKWARD)
    assert not any(programs(*ACTIVATIONS[name][:2])[0].loop for name in ("sigmoid", "tanh", "elu", "softmax"))


@both_types
@settings(max_examples=40, deadline=None)
@given(values=arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 40)), elements=st.floats(width=32)))
@pytest.mark.parametrize("name", FORWARD)
@pytest.mark.parametrize("way", ["python", "numba"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_fused_bias_gives_the_bits_of_the_equation_whatever_the_values(cache_folder, way, name, dtype, values):
    row, Z = ACTIVATIONS[name], values.astype(dtype)
    program = programs(*row[:2])[0]
    b, A, found = Z[:, :1] / 3, np.empty_like(Z), Z.copy()
    loop_of(program, Z.dtype, way, cache_folder)(found, b, A, constants_of(program, Z.dtype))
    expected = Z + b
    assert same_bits(without_nan(found, A), without_nan(expected, row.function(expected)))


@both_types
@settings(max_examples=40, deadline=None)
@given(values=arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 40)), elements=st.floats(width=32)))
@pytest.mark.parametrize("name", BACKWARD)
@pytest.mark.parametrize("way", ["python", "numba"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_fused_derivative_gives_the_bits_of_the_equation_whatever_the_values(cache_folder, way, name, dtype, values):
    row, Z = ACTIVATIONS[name], values.astype(dtype)
    program = programs(*row[:2])[1]
    dA = np.ascontiguousarray(Z[::-1])
    expected = dA * row.derivative(Z)
    loop_of(program, Z.dtype, way, cache_folder)(dA, Z, constants_of(program, Z.dtype))
    assert same_bits(without_nan(dA), without_nan(expected))


def loop_of(program, dtype, way, folder):
    if way == "python":
        return by_python(program)
    pytest.importorskip("numba")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_compiled, "user_cache", lambda: folder)
        return _compiled.compile_loop(program.loop, dtype)


def trained(dtype=np.float64, network=MultiLayerPerceptron, *, scale=1.0, **options):
    """Un réseau entraîné deux époques, son historique, et ce qui s'y est passé s'il a divergé."""
    rng = np.random.default_rng(0)
    X = scale * rng.normal(size=(5, 70))
    model = network([5, 9, 6, 1], rng=rng, dtype=dtype, **options)
    try:
        history = train(model, X, X[:1] > 0, rng=rng, epochs=2, batch_size=16, validation=(X, X[:1] > 0))
    except TrainingDiverged as error:
        return model.theta.tobytes(), str(error), error.history.cost
    return model.theta.tobytes(), model.accuracy(X, X[:1] > 0) if model.loss != "mse" else None, history.cost


SETTINGS = {
    "relu": {"hidden": "relu"},
    "leaky_relu": {"hidden": "leaky_relu"},
    "mélangées": {"hidden": ["relu", "prelu"]},
    "sans boucle": {"hidden": ["tanh", "elu"]},
    "sortie fondue": {"hidden": "relu", "output": "relu", "loss": "mse"},
    "pénalité": {"hidden": ["sigmoid", "relu"], "l2": 0.1},
    "divergence": {"hidden": "relu", "scale": 1e37},
}


@both_types
@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
def test_a_training_has_the_same_bits_compiled_or_not(at_once, name, dtype):
    options = SETTINGS[name]
    if name == "divergence" and dtype == np.float64:
        options = options | {"scale": 1e307}
    compiled = trained(dtype, **options)
    at_once.setattr(_compiled, "WORTH_IT", math.inf)
    assert compiled == trained(dtype, **options)
    assert ("diverge" in str(compiled[1])) == (name == "divergence")


def test_the_lent_network_has_the_arrays_of_the_other_which_keeps_its_own_equations(at_once):
    model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    fused = fuse(model, 10, 1)
    assert isinstance(fused.params["b1"], Bias)
    assert isinstance(fused.activation(1).derivative(np.ones((3, 4))), Slope)
    assert fused.params["b2"] is model.params["b2"]
    assert fused.params["W1"] is model.params["W1"]
    assert fused.theta is model.theta
    assert fused.grads is model.grads
    assert isinstance(model.params["b1"], np.ndarray)
    assert model.activation(1) is ACTIVATIONS["relu"]


class Doubled(MultiLayerPerceptron):
    """Des équations à soi, que des biais fondus ne sauraient pas suivre."""

    def forward(self, X):
        cache = super().forward(X)[1]
        assert all(isinstance(b, np.ndarray) for b in self.params.values())
        return cache[f"A{self.num_layers}"], cache


def test_a_subclass_runs_its_own_equations_on_its_own_arrays(at_once):
    assert trained(network=Doubled) == trained()


def test_activations_are_compiled_when_their_epochs_have_cost_enough(at_once):
    asked = []
    at_once.setattr(_compiled, "compile_loop", lambda source, dtype: asked.append(source))
    at_once.setattr(_compiled, "WORTH_IT", 2 * (3 * 10 + _compiled.CALLS))
    model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    fuse(model, 10, 1)
    fuse(model, 10, 1)
    assert asked == []
    fuse(model, 10, 1)
    assert asked == [program.loop for program in programs(*ACTIVATIONS["relu"][:2])]


def test_without_numba_a_long_training_is_that_of_numpy(at_once):
    expected = trained()
    at_once.setattr(_compiled, "compile_loop", lambda *_: None)
    assert trained() == expected


def test_a_short_training_loads_no_numba():
    script = "import sys, numpy as np; from mlcourse.model import MultiLayerPerceptron as M\n"
    script += "from mlcourse.training import train; rng = np.random.default_rng(0); X = rng.normal(size=(2, 9))\n"
    script += "train(M([2, 3, 1], rng=rng), X, X[:1] > 0, rng=rng); print('numba' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
