"""Section 1.5 : l'aller, le retour et la mise à jour, assemblés pour un seul neurone."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(X, Y, alpha, steps):
    """Entraîne un neurone sigmoïde au lot entier, à partir de paramètres nuls.

    X : (n, m) ; Y : (1, m), 0 ou 1. Rend w, de forme (1, n), et b, de forme (1, 1).
    """
    w, b = np.zeros((1, X.shape[0])), np.zeros((1, 1))
    for _ in range(steps):
        ...  # l'aller, le terme d'erreur, les deux gradients, la mise à jour
    return w, b


def solution(X, Y, alpha, steps):
    """C'est l'algorithme de la page, où la récurrence n'a aucune couche à remonter. L'ordre compte : les deux gradients
    se calculent au même point, avant que l'un ou l'autre paramètre ne bouge.
    """
    w, b = np.zeros((1, X.shape[0])), np.zeros((1, 1))
    for _ in range(steps):
        A = 1 / (1 + np.exp(-(w @ X + b)))
        delta = A - Y
        w = w - alpha * delta @ X.T / Y.size
        b = b - alpha * np.mean(delta, axis=1, keepdims=True)
    return w, b


def _data(check):
    rng = check.generator()
    X = rng.normal(size=(3, 12)) + 0.5
    return X, (X[:1] + 0.3 * rng.normal(size=(1, 12)) > 0.2).astype(int)


def _reference(X, Y, alpha, steps):
    w, b = np.zeros((1, X.shape[0])), np.zeros((1, 1))
    for _ in range(steps):
        delta = 1 / (1 + np.exp(-(w @ X + b))) - Y
        w, b = w - alpha * delta @ X.T / Y.size, b - alpha * delta.mean(axis=1, keepdims=True)
    return w, b


def _first(check):
    X, Y = _data(check)
    w, b = check.call(X, Y, 0.5, 1)
    dw, db = (0.5 - Y) @ X.T / 12, np.mean(0.5 - Y, keepdims=True)
    check.close("w", w, -0.5 * dw, m=12, mistakes={"w n'a pas bougé": 0 * dw})
    check.close("b", b, -0.5 * db, m=12, mistakes={"b n'a pas bougé": 0 * db})


def _many(check):
    X, Y = _data(check)
    w, b = check.call(X, Y, 0.5, 40)
    right = _reference(X, Y, 0.5, 40)
    once = _reference(X, Y, 0.5, 1)
    hint = "un seul pas a été fait : la mise à jour est-elle dans la boucle ?"
    check.close("w", w, right[0], tolerance=1e-9, mistakes={hint: once[0]})
    check.close("b", b, right[1], tolerance=1e-9, mistakes={hint: once[1]})


EXERCISE = Exercise(
    stub,
    solution,
    section="1.5",
    hint=(
        "Quatre lignes : la réponse `A`, le terme d'erreur `A - Y`, puis {eq}`eq-arriere` pour la seule couche "
        "qu'il y ait, et {eq}`eq-descente`. Un nouveau `w` ne doit pas servir au gradient de `b`."
    ),
    properties={
        "après un pas, w et b ont retranché alpha fois leur gradient": _first,
        "après quarante pas, chaque pas a pris ses deux gradients au même point": _many,
    },
    returns=("w", "b"),
)
