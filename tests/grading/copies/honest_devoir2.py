"""Du travail juste sur le devoir 2, écrit de toutes les façons : tables, classes, motifs, types, autres conventions."""

from .honest import otherwise, with_cells, works_of

DEVOIR2, work = works_of("devoir2")
filled = DEVOIR2.filled
LOGISTIC = """
def log_one_plus_exp(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def logistic(z):
    return np.exp(z - log_one_plus_exp(z))
"""


@work("deuxième devoir", quick=True)
def activates_from_a_table_filled_by_decorators():
    """Une cellule ajoutée range chaque activation dans un dictionnaire, par un décorateur à argument."""
    table = """
TABLE = {}


def named(name):
    def keep(function):
        TABLE[name] = function
        return function
    return keep


@named("softplus")
def _softplus(z):
    return log_one_plus_exp(z), logistic(z)


@named("squareplus")
def _squareplus(z):
    r = np.hypot(z, 2)
    return (z + r) / 2, (1 + z / r) / 2


@named("mish")
def _mish(z):
    t = np.tanh(log_one_plus_exp(z))
    return z * t, t + z * (1 - t * t) * logistic(z)


@named("gelu_tanh")
def _gelu(z):
    k, c = np.sqrt(2 / np.pi), 0.044715
    t = np.tanh(k * z * (1 + c * z * z))
    return z * (1 + t) / 2, (1 + t) / 2 + z * (1 - t * t) * k * (1 + 3 * c * z * z) / 2
"""
    answer = "def activation(name, Z):\n    return TABLE[name](np.asarray(Z, dtype=float))"
    return with_cells(LOGISTIC, table, notebook=filled(activation=answer))


@work("deuxième devoir")
def matches_the_name_of_the_activation():
    """Choisit l'activation par match, rend la main tôt, et lève une erreur pour un nom inconnu."""
    return filled(
        activation=f"""{LOGISTIC}

def activation(name: str, Z):
    Z = np.array(Z, dtype="float64")
    match name:
        case "softplus":
            return log_one_plus_exp(Z), logistic(Z)
        case "squareplus":
            root = (Z**2 + 4) ** 0.5
            return 0.5 * (Z + root), 0.5 * (1 + Z / root)
        case "mish":
            inner = np.tanh(log_one_plus_exp(Z))
            return Z * inner, inner + Z * logistic(Z) * (1 - inner**2)
        case "gelu_tanh":
            u = np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3)
            du = np.sqrt(2 / np.pi) * (1 + 0.134145 * Z**2)
            return Z / 2 * (1 + np.tanh(u)), (1 + np.tanh(u)) / 2 + Z / 2 * (1 - np.tanh(u) ** 2) * du
    raise ValueError(f"activation inconnue : {{name!r}}")"""
    )


@work("deuxième devoir")
def applies_a_scalar_function_to_each_entry():
    """Écrit ses activations pour un nombre, avec le module math, puis les étend par np.vectorize."""
    return filled(
        activation="""
import math


def one(name, z):
    soft = z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
    sigma = math.exp(z - soft)
    if name == "softplus":
        return soft, sigma
    if name == "squareplus":
        root = math.hypot(z, 2)
        return (z + root) / 2, (1 + z / root) / 2
    if name == "mish":
        t = math.tanh(soft)
        return z * t, t + z * (1 - t * t) * sigma
    k = math.sqrt(2 / math.pi)
    t = math.tanh(k * (z + 0.044715 * z**3))
    return z * (1 + t) / 2, (1 + t) / 2 + z / 2 * (1 - t * t) * k * (1 + 0.134145 * z * z)


def activation(name, Z):
    return np.vectorize(lambda z: one(name, float(z)), otypes=[float, float])(Z)"""
    )


@work("deuxième devoir", quick=True)
def adds_statistics_that_are_dataclasses():
    """Réunit deux dataclasses gelées par leur opérateur +, et rend leurs champs."""
    return filled(
        merge_statistics="""
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Statistics:
    m: int
    mean: np.ndarray
    variance: np.ndarray

    def __add__(self, other):
        m = self.m + other.m
        gap = other.mean - self.mean
        mean = self.mean + gap * other.m / m
        spread = self.m * self.variance + other.m * other.variance + gap**2 * self.m * other.m / m
        return Statistics(m, mean, spread / m)


def merge_statistics(first, second):
    return astuple(Statistics(*first) + Statistics(*second))"""
    )


@work("deuxième devoir")
def returns_named_results():
    """Rend des NamedTuple pour les couples et les triplets, et reçoit ses arguments sous d'autres noms."""
    return filled(
        merge_statistics="""
from typing import NamedTuple


class Batch(NamedTuple):
    m: int
    mean: np.ndarray
    variance: np.ndarray


def merge_statistics(left, right):
    a, b = Batch(*left), Batch(*right)
    share, gap = b.m / (a.m + b.m), b.mean - a.mean
    return Batch(a.m + b.m, a.mean + share * gap, (1 - share) * a.variance + share * b.variance
                 + share * (1 - share) * gap**2)""",
        unit_census="""
from collections import namedtuple

Census = namedtuple("Census", ["dead", "linear"])


def unit_census(network, inputs):
    depth = max(int(key[1:]) for key in network)
    parts = Census([], [])
    for l in range(1, depth):
        active = (Z := network[f"W{l}"] @ inputs + network[f"b{l}"]) > 0
        parts.dead.append(1 - active.any(axis=-1).mean())
        parts.linear.append(active.all(axis=-1).mean())
        inputs = Z * active
    return Census(*map(np.array, parts))""",
    )


@work("deuxième devoir")
def works_with_one_example_per_row():
    """Transpose tout à l'entrée, calcule avec un exemple par ligne, et retranspose à la sortie."""
    return filled(
        lsuv="""
def lsuv(params, X, tol):
    rows, found = X.T, {}
    for l in range(1, len(params) // 2 + 1):
        W, b = params[f"W{l}"].T.copy(), params[f"b{l}"].T
        Z = rows @ W + b
        while not abs(Z.var() - 1) <= tol:
            W /= Z.std()
            Z = rows @ W + b
        found[f"W{l}"], found[f"b{l}"] = W.T, b.T
        rows = np.tanh(Z)
    return found""",
        unit_census="""
def unit_census(params, X):
    rows, dead, linear = np.ascontiguousarray(X.T), [], []
    for l in range(1, len(params) // 2):
        rows = rows @ params["W%d" % l].T + params["b%d" % l].T
        dead.append(np.mean(rows.max(0) <= 0))
        linear.append(np.mean(rows.min(0) > 0))
        rows[rows < 0] = 0
    return np.asarray(dead), np.asarray(linear)""",
    )


@work("deuxième devoir")
def works_in_place_on_its_own_copies():
    """Copie ce qu'elle reçoit par copy.deepcopy, puis calcule partout sur place."""
    return filled(
        lsuv="""
import copy


def lsuv(params, X, tol):
    params, A = copy.deepcopy(params), X.copy()
    for l in range(1, len(params) // 2 + 1):
        W, b = params[f"W{l}"], params[f"b{l}"]
        while True:
            Z = np.matmul(W, A)
            Z += b
            if abs(np.var(Z) - 1) <= tol:
                break
            np.divide(W, np.std(Z), out=W)
        A = np.tanh(Z, out=Z)
    return params""",
        merge_statistics="""
def merge_statistics(first, second):
    (m, mean, variance), (k, other, spread) = [(m, np.array(a), np.array(v)) for m, a, v in (first, second)]
    total = m + k
    other -= mean
    variance *= m / total
    spread *= k / total
    variance += spread
    variance += other**2 * (m * k / total**2)
    other *= k / total
    mean += other
    return total, mean, variance""",
    )


@work("deuxième devoir")
def builds_layers_that_are_objects():
    """Une classe de couche, une classe abstraite et un réseau qui s'itère servent deux exercices."""
    layers = """
from abc import ABC, abstractmethod


class Layer(ABC):
    def __init__(self, W, b):
        self.W, self.b = W, b

    def logits(self, A):
        return self.W @ A + self.b

    @abstractmethod
    def __call__(self, A): ...


class Tanh(Layer):
    def __call__(self, A):
        return np.tanh(self.logits(A))


class ReLU(Layer):
    def __call__(self, A):
        return np.maximum(self.logits(A), 0)


class Network:
    def __init__(self, params, kind):
        self._layers = [kind(params[f"W{l}"], params[f"b{l}"]) for l in range(1, len(params) // 2 + 1)]

    def __iter__(self):
        return iter(self._layers)

    def __len__(self):
        return len(self._layers)
"""
    return with_cells(
        layers,
        notebook=filled(
            lsuv="""
def lsuv(params, X, tol):
    network = Network(params, Tanh)
    for layer in network:
        while abs(layer.logits(X).var() - 1) > tol:
            layer.W = layer.W / layer.logits(X).std()
        X = layer(X)
    return {f"{name}{l}": getattr(layer, name) for l, layer in enumerate(network, 1) for name in "Wb"}""",
            unit_census="""
def unit_census(params, X):
    found = []
    for layer in [*Network(params, ReLU)][:-1]:
        active = layer.logits(X) > 0
        found.append([1 - active.any(1).mean(), active.all(1).mean()])
        X = layer(X)
    return tuple(np.array(found).T)""",
        ),
    )


@work("deuxième devoir", quick=True)
def writes_every_answer_by_the_first_other_way():
    """Chaque exercice est résolu par un autre calcul que celui de la référence."""
    return otherwise(DEVOIR2, 0)


@work("deuxième devoir")
def writes_every_answer_by_the_second_other_way():
    """Chaque exercice est résolu par un deuxième autre calcul."""
    return otherwise(DEVOIR2, 1)


@work("deuxième devoir")
def writes_every_answer_by_the_third_other_way():
    """Chaque exercice est résolu par un troisième autre calcul."""
    return otherwise(DEVOIR2, 2)
