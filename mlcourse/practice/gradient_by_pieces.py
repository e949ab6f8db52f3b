"""Section 3.5 : le gradient d'un lot qui ne tient pas en mémoire."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(gradient, X, size):
    """Gradient moyen du lot X, lu par morceaux de size colonnes au plus.

    gradient(X) : le gradient moyen des exemples de X ; X : (n, m).
    """
    pieces = [X[:, k : k + size] for k in range(0, X.shape[1], size)]
    return np.mean([gradient(piece) for piece in pieces], axis=0)


def solution(gradient, X, size):
    """Le dernier morceau est souvent plus court, et compte pour moins : chaque moyenne se multiplie par le nombre
    d'exemples qu'elle réunit, et le total se divise par $m$. La moyenne des moyennes n'est la moyenne que si les
    morceaux sont égaux.
    """
    total = 0.0
    for k in range(0, X.shape[1], size):
        piece = X[:, k : k + size]
        total = total + piece.shape[1] * gradient(piece)
    return total / X.shape[1]


def _gradient(widths):
    def gradient(X):
        widths.append(X.shape[1])
        return np.mean(X**3, axis=1, keepdims=True)

    return gradient


def _compare(check, m, size):
    X = check.generator().normal(size=(3, m))
    widths: list[int] = []
    value = check.call(_gradient(widths), X, size)
    pieces = [X[:, k : k + size] for k in range(0, m, size)]
    whole = [piece for piece in pieces if piece.shape[1] == size]
    right = np.mean(X**3, axis=1, keepdims=True)
    sums = sum(np.mean(piece**3, axis=1, keepdims=True) for piece in pieces)
    mistakes = {
        "les morceaux comptent autant l'un que l'autre, or le dernier est plus court": sums / len(pieces),
        "les moyennes sont ajoutées, non moyennées": sums,
        "le dernier morceau, plus court, a été laissé de côté": np.mean(np.hstack(whole) ** 3, axis=1, keepdims=True),
        "la somme des gradients n'a pas été divisée par m": m * right,
    }
    check.close("le gradient", value, right, tolerance=1e-9, mistakes=mistakes)
    check.require(max(widths) <= size, f"des morceaux de {size} colonnes au plus", f"un de {max(widths)}")


def _unequal(check):
    _compare(check, 11, 4)


def _equal(check):
    _compare(check, 12, 4)


EXERCISE = Exercise(
    stub,
    solution,
    section="3.5",
    hint=(
        "`gradient(piece)` est une moyenne ; multipliée par `piece.shape[1]`, c'est une somme, et des sommes "
        "s'ajoutent."
    ),
    properties={
        "des morceaux égaux, de la taille permise, redonnent le gradient du lot entier": _equal,
        "un dernier morceau plus court le redonne aussi": _unequal,
    },
)
