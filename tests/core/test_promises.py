"""Toute fonction publique qui promet une ValueError la tient : un argument d'une autre sorte est refusé en français."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import numpy as np
import pytest

import mlcourse
from mlcourse.activations import ACTIVATIONS
from mlcourse.model import MultiLayerPerceptron
from mlcourse.normalization import Standardizer
from mlcourse.optimizers import Optimizer
from mlcourse.parameters import FlatParameters

X, Y = np.ones((3, 5)), np.ones((2, 5))
SHAPES = {"W1": (2, 3), "b1": (2, 1)}


def rng():
    return np.random.default_rng(0)


def model():
    return MultiLayerPerceptron([3, 2], rng=rng())


def cache():
    return model().forward_propagation(X)[1]


def gradients():
    return dict(model().backward_propagation(Y, cache()))


# Un appel juste de chaque entrée : la fonction ou la méthode liée, et ses arguments par leur nom.
TOYS = {"m": 10, "rng": rng(), "noise": 0.1}
DRAW = {"n_out": 2, "n_in": 3, "rng": rng()}
VALID = {
    **{f"activations.{name}": lambda: {"Z": X} for name in ACTIVATIONS},
    "activations.leaky_relu": lambda: {"Z": X, "a": 0.1},
    "activations.prelu": lambda: {"Z": X, "a": 0.1},
    "batches.MiniBatches": lambda: {"X": X, "Y": Y, "batch_size": 2, "rng": rng()},
    **{f"datasets.load_{name}": lambda: {"dtype": np.float32} for name in ("digits", "mnist5k", "wine")},
    "datasets.stratified_split": lambda: {"X": X[:, :4], "labels": [0, 0, 1, 1], "test_size": 2, "rng": rng()},
    "gradcheck.numerical_gradient": lambda: {"f": np.sum, "x": X, "h": 1e-5, "scheme": "centered"},
    "gradcheck.relative_error": lambda: {"a": X, "n": X},
    "gradcheck.gradient_check": lambda: {"model": model(), "X": X, "Y": Y, "h": 1e-5, "scheme": "centered"},
    "initialization.constant": lambda: {**DRAW, "value": 0.1},
    "initialization.variance_scaling": lambda: {**DRAW, "scale": 1, "fan": "fan_in", "distribution": "normal"},
    "initialization.initialize_parameters_deep": lambda: {
        "layer_dims": [3, 2],
        "rng": rng(),
        "initializer": "he_normal",
        "activations": ["relu"],
    },
    "losses.binary_cross_entropy": lambda: {"Z": Y, "Y": Y},
    "losses.cross_entropy": lambda: {"Z": Y[:1], "Y": Y[:1]},
    "losses.mean_squared_error": lambda: {"A": Y, "Y": Y},
    "losses.one_hot": lambda: {"labels": [0, 1], "n_classes": 2},
    "model.MultiLayerPerceptron": lambda: {
        "layer_dims": [3, 2, 1],
        "hidden": "relu",
        "output": "sigmoid",
        "loss": "binary_cross_entropy",
        "initializer": "he_normal",
        "l2": 0.1,
        "rng": rng(),
        "dtype": np.float32,
    },
    "model.MultiLayerPerceptron.forward_propagation": lambda: {"self": model(), "X": X},
    "model.MultiLayerPerceptron.backward_propagation": lambda: {"self": model(), "Y": Y, "cache": cache()},
    "model.MultiLayerPerceptron.update_parameters": lambda: {
        "self": model(),
        "grads": gradients(),
        "learning_rate": 0.1,
    },
    "model.MultiLayerPerceptron.compute_cost": lambda: {"self": model(), "X": X, "Y": Y},
    "model.MultiLayerPerceptron.cost_from_cache": lambda: {"self": model(), "Y": Y, "cache": cache()},
    "model.MultiLayerPerceptron.predict": lambda: {"self": model(), "X": X},
    "model.MultiLayerPerceptron.accuracy": lambda: {"self": model(), "X": X, "Y": Y},
    "normalization.Standardizer": lambda: {"X_train": X},
    "normalization.Standardizer.transform": lambda: {"self": Standardizer(X), "X": X},
    "normalization.Standardizer.inverse": lambda: {"self": Standardizer(X), "X_norm": X},
    "optimizers.Optimizer": lambda: {"rule": "sgd", "alpha": 0.1},
    "optimizers.Optimizer.prepare": lambda: {
        "self": Optimizer("adamw"),
        "theta": np.ones(3),
        "g": np.ones(3),
        "decay_mask": np.ones(3, bool),
    },
    "normalization.batch_norm": lambda: {"Z": X, "gamma": X[:, :1], "b": X[:, :1], "eps": 1e-5},
    "normalization.batch_norm_backward": lambda: {"delta": X, "Z": X, "gamma": X[:, :1], "eps": 1e-5},
    "optimizers.Optimizer.step": lambda: {
        "self": Optimizer("adamw"),
        "theta": np.ones(3),
        "g": np.ones(3),
        "decay_mask": np.ones(3, bool),
    },
    "parameters.FlatParameters": lambda: {"shapes": SHAPES, "flat": np.zeros(8), "dtype": np.float64},
    "parameters.FlatParameters.check_shapes": lambda: {
        "self": FlatParameters(SHAPES),
        "arrays": {"W1": X[:2, :3], "b1": X[:2, :1]},
    },
    "saving.save": lambda: {"path": "reseau.npz", "model": model(), "optimizer": Optimizer("adam"), "rng": rng()},
    "saving.load": lambda: {"path": "lu.npz"},
    "schedules.cosine": lambda: {"t": 3, "alpha": 0.1, "total": 9, "warmup": 2, "floor": 0.01},
    "schedules.Schedule": lambda: {"name": "step", "alpha": 0.1, "every": 2, "factor": 0.5},
    "source.show_source": lambda: {"objects": rng, "docstring": True},
    "toys.moons": lambda: TOYS,
    "toys.circles": lambda: {**TOYS, "factor": 0.5},
    "toys.spirals": lambda: {**TOYS, "turns": 1.5},
    "toys.ravine": lambda: {**TOYS, "kappa": 10, "angle": 0.3},
    "training.clip_by_norm": lambda: {"g": X, "max_norm": 1.0},
    "training.train": lambda: {
        "model": model(),
        "X": X,
        "Y": Y,
        "optimizer": "adam",
        "epochs": 1,
        "batch_size": 2,
        "clip_norm": 1.0,
        "rng": rng(),
        "validation": (X, Y),
        "callback": lambda *_: None,
        "progress": iter,
    },
}

# Une valeur de chaque sorte, et les sortes qu'admet chaque type qu'écrit une docstring.
VALUES = {
    "rien": None,
    "un booléen": True,
    "un entier": 3,
    "un décimal": 2.5,
    "un complexe": 1j,
    "du texte": "texte",
    "des octets": b"octets",
    "une liste irrégulière": [[1], [2, 3]],
    "un dictionnaire": {"clé": 1},
    "un objet": object(),
    "une fonction": len,
    "un tableau de textes": np.array([["a"]]),
    "un tableau complexe": np.array([[1j]]),
}
NUMBERS = {"un booléen", "un entier", "un décimal"}
ADMITS = {
    "array_like": NUMBERS,
    "array_like of int": set(),
    "ndarray": set(),
    "ndarray of bool": set(),
    "float": {"un entier", "un décimal"},
    "int": {"un entier"},
    "int or None": {"un entier", "rien"},
    "int or float": {"un entier"},
    "bool": {"un booléen"},
    "str": {"du texte"},
    "str or list of str": {"du texte"},
    "str or Path": {"du texte"},
    "str or callable": {"du texte"},
    "str or Optimizer": {"du texte"},
    "float, Schedule or callable": {"un entier", "un décimal", "une fonction"},
    "list of int": set(),
    "sequence of str": set(),
    "dict": {"un dictionnaire"},
    "dict of str to tuple": set(),
    "dict of str to ndarray": set(),
    "tuple": set(),
    "callable": {"une fonction"},
    "dtype": set(),
    "numpy.random.Generator": set(),
    "MultiLayerPerceptron": set(),
    "function, class ou method": set(),
    "Optimizer": set(),
}


def public_entries():
    """Les fonctions, classes et méthodes publiques du cœur, par leur nom, lues dans son code."""
    for path in sorted(Path(mlcourse.__file__).parent.glob("[!_]*.py")):
        module = importlib.import_module(f"mlcourse.{path.stem}")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                value = getattr(module, node.name)
                yield f"{path.stem}.{node.name}", value
                for method in node.body if isinstance(node, ast.ClassDef) else ():
                    if isinstance(method, ast.FunctionDef) and method.name[0] != "_":
                        yield f"{path.stem}.{node.name}.{method.name}", getattr(value, method.name)


def section(value, title):
    """Les lignes non indentées d'une section de la docstring : « nom : type », ou le nom d'une exception."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w+\n-+$|\Z)", inspect.getdoc(value) or "", re.MULTILINE | re.DOTALL)
    return re.findall(r"^\S.*$", found[1], re.MULTILINE) if found else []


def promises(value):
    """Vrai si la docstring promet une ValueError."""
    return "ValueError" in section(value, "Raises")


def call(name, arguments):
    """Appelle une entrée ; ses arguments sans nom, s'il y en a, passent les premiers."""
    objects = [arguments.pop("objects")] if "objects" in arguments else []
    return PROMISING[name](*objects, **arguments)


PROMISING = {name: value for name, value in public_entries() if promises(value)}


def declared(value):
    """Le type écrit de chaque argument : celui de la docstring, « optional » admettant None."""
    for line in section(value, "Parameters"):
        names, _, kind = line.partition(" : ")
        for name in names.split(", "):
            yield name.lstrip("*"), kind


def wrong_calls():
    for name, value in PROMISING.items():
        for argument, kind in declared(value):
            admitted = ADMITS[kind.removesuffix(", optional")] | ({"rien"} if kind.endswith("optional") else set())
            for sort in VALUES.keys() - admitted:
                yield pytest.param(name, argument, sort, id=f"{name}-{argument}-{sort}")


def test_every_promise_has_a_valid_call_in_this_file():
    missing = PROMISING.keys() - VALID.keys()
    assert not missing, f"ajoutez à VALID un appel juste de {', '.join(sorted(missing))}"
    assert VALID.keys() <= PROMISING.keys()


@pytest.mark.parametrize("name", VALID)
def test_the_valid_call_is_accepted(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mlcourse.saving.save("lu.npz", model())
    call(name, VALID[name]())


@pytest.mark.parametrize(("name", "argument", "sort"), sorted(wrong_calls(), key=lambda case: case.id))
def test_an_argument_of_another_kind_is_refused_in_french(name, argument, sort, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = VALID[name]()
    # Les hyperparamètres d'un optimiseur ou d'un calendrier se donnent par leur nom.
    arguments["alpha" if argument == "hyperparameters" else argument] = VALUES[sort]
    with pytest.raises(ValueError, match="attendu") as caught:
        call(name, arguments)
    assert re.search(r"\breçu\b", str(caught.value)), caught.value
