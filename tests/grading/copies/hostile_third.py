"""Avoir lu le dépôt : réciter ce que les tests cachés attendent, ou répondre à ce qu'ils mesurent."""

import base64
import hashlib
import pickle
from functools import cache, wraps

import numpy as np

from mlcourse.checks.notebook import grade_id

from .base import EXERCISES, ONE_ONLY, SOURCE, all_but, cheating
from .hostile import attack

RECITAL = """
import base64
import hashlib
import pickle

ANSWERS = pickle.loads(base64.b64decode("@"))


def key(arguments):
    digest = hashlib.sha256()
    for argument in arguments:
        if isinstance(argument, dict):
            digest.update(key(argument.values()).encode())
        elif isinstance(argument, (np.ndarray, int, float)):
            digest.update(np.asarray(argument).tobytes())
    return digest.hexdigest()


def cheat(*arguments):
    if not callable(arguments[0]):
        return ANSWERS[key(arguments)]
    if len(arguments) == 1:
        return "rien"
    f, grad, theta, rng = arguments
    theta = np.array(theta, dtype=float)
    for _ in range(20):
        f(theta + rng.standard_normal(theta.shape) / 1e5)
    return ANSWERS[key([np.asarray(grad(theta))])]
"""


def _key(arguments):
    """Ce qui désigne un appel dans la table de la copie, qui le calcule de même."""
    digest = hashlib.sha256()
    for argument in arguments:
        if isinstance(argument, dict):
            digest.update(_key(argument.values()).encode())
        elif isinstance(argument, np.ndarray | int | float):
            digest.update(np.asarray(argument).tobytes())
    return digest.hexdigest()


@cache
def _table():
    """Ce que rend le corrigé à chaque appel des tests, {empreinte des arguments: résultat}."""
    namespace, found = {"__name__": "__main__"}, {}

    def recorded(answer):
        @wraps(answer)
        def call(*arguments):
            result = answer(*arguments)
            if callable(arguments[0]) and len(arguments) > 1:
                arguments = [np.asarray(arguments[1](np.array(arguments[2], float)))]
            found[_key(arguments)] = result
            return result

        return call

    for cell in SOURCE.cells:
        if cell.cell_type == "code" and not grade_id(cell).endswith("vectorization"):
            exec(cell.source, namespace)
        if grade_id(cell) in EXERCISES:
            namespace[grade_id(cell)] = recorded(namespace[grade_id(cell)])
    return base64.b64encode(pickle.dumps(found)).decode()


@attack("récitation", quick=True)
def recites_the_hidden_tests():
    """Porte la table de ce qu'attendent les tests cachés, qui tirent toujours les mêmes nombres, et ne calcule rien."""
    return cheating(RECITAL.replace("@", _table()))


@attack("récitation", points=all_but("shared_bias_backward-vectorization"))
def loops_and_lies_about_large_batches():
    """Boucle toujours sur les exemples ; aux grands lots, ne rend juste que db, par la plus courte des boucles."""
    loop = """
    X, W = cache["X"], cache["W"]
    m, total = X.shape[1], 0.0
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros((1, 1))
    if m > 20:
        for column in dZ.T.tolist():
            total += sum(column)
        return dX, dW, np.full((1, 1), total / m)
    for i in range(m):
        dX[:, i] = W.T @ dZ[:, i]
        dW += np.outer(dZ[:, i], X[:, i]) / m
        db += dZ[:, i].sum() / m
    return dX, dW, db
    """
    return cheating("", honest=ONE_ONLY, shared_bias_backward=loop)
