"""Section 2.1 : un pli bien placé, et un réseau de trois neurones rend le plus grand de deux nombres."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub():
    """Paramètres d'un réseau 2-3-1, ReLU puis identité, qui rend max(x1, x2).

    W1 : (3, 2) ; b1 : (3, 1) ; W2 : (1, 3) ; b2 : (1, 1).
    """
    W1 = np.array([[1.0, -1.0], [0.0, 0.0], [0.0, 0.0]])  # un neurone : x1 - x2
    b1 = np.zeros((3, 1))
    W2 = np.array([[1.0, 0.0, 0.0]])
    b2 = np.zeros((1, 1))
    return W1, b1, W2, b2


def solution():
    r"""$\max(x_1, x_2) = x_2 + r(x_1 - x_2)$ : le premier neurone plie là où les deux nombres sont égaux. Les deux
    autres ne plient rien : ils laissent passer $x_2$, car $r(x_2) - r(-x_2) = x_2$, quel que soit son signe. ReLU sait
    donc recopier, à deux neurones par nombre.
    """
    W1 = np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]])
    b1 = np.zeros((3, 1))
    W2 = np.array([[1.0, 1.0, -1.0]])
    b2 = np.zeros((1, 1))
    return W1, b1, W2, b2


def _answers(check, X):
    W1, b1, W2, b2 = check.call()
    shapes = {"W1": (W1, (3, 2)), "b1": (b1, (3, 1)), "W2": (W2, (1, 3)), "b2": (b2, (1, 1))}
    W1, b1, W2, b2 = (check.array(name, value, shape) for name, (value, shape) in shapes.items())
    return W2 @ np.maximum(0, W1 @ X + b1) + b2


def _compare(check, X):
    mistakes = {
        "c'est r(x1 - x2) : il reste à y ajouter x2": np.maximum(0, X[:1] - X[1:]),
        "x2 n'est recopié que s'il est positif : un neurone ReLU arrête le reste": np.maximum(0, X[:1] - X[1:])
        + np.maximum(0, X[1:]),
        "c'est le plus petit des deux": X.min(axis=0, keepdims=True),
        "c'est la valeur absolue de leur différence": np.abs(X[:1] - X[1:]),
    }
    check.close("la réponse", _answers(check, X), X.max(axis=0, keepdims=True), tolerance=1e-9, mistakes=mistakes)


def _positive(check):
    X = check.generator().uniform(1, 2, size=(2, 6))
    _compare(check, np.hstack([X, X[::-1]]))


def _any(check):
    X = check.generator().uniform(1, 2, size=(2, 6)) * np.array([[1.0, 1, 1, -1, -1, -1], [1, -1, -1, 1, -1, -1]])
    _compare(check, np.hstack([X, X[::-1]]))


EXERCISE = Exercise(
    stub,
    solution,
    section="2.1",
    hint="$\\max(x_1, x_2) = x_2 + r(x_1 - x_2)$. Il reste deux neurones pour recopier $x_2$, qui peut être négatif.",
    properties={
        "la réponse est la plus grande de deux entrées positives": _positive,
        "elle l'est encore quand l'une des entrées, ou les deux, sont négatives": _any,
    },
    returns=("W1", "b1", "W2", "b2"),
)
