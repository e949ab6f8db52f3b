"""Section 2.4 : normaliser les neurones d'un exemple, au lieu des exemples d'un neurone."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(Z, eps=1e-5):
    """Normalisation par couches, sans échelle ni décalage.

    Z : (n, m), un exemple par colonne ; rend un tableau de même forme.
    """
    mean = np.mean(Z, axis=1, keepdims=True)  # la normalisation par lots
    variance = np.var(Z, axis=1, keepdims=True)
    return (Z - mean) / np.sqrt(variance + eps)


def solution(Z, eps=1e-5):
    """Un axe change, et tout change : la réponse à un exemple ne dépend plus de ceux qui passent avec lui, un lot d'un
    seul exemple n'est plus un cas à part, et il n'y a plus rien à mesurer pour l'usage. En échange, un neurone n'est
    plus comparé à lui-même, mais à ses voisins.
    """
    mean = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    return (Z - mean) / np.sqrt(variance + eps)


def _right(Z, eps, axis=0):
    mean, variance = Z.mean(axis=axis, keepdims=True), Z.var(axis=axis, keepdims=True)
    return (Z - mean) / np.sqrt(variance + eps)


def _value(check):
    rng = check.generator()
    Z, eps = 3 * rng.normal(size=(5, 7)) + rng.normal(size=(5, 1)), 0.1
    mean, variance = Z.mean(axis=0, keepdims=True), Z.var(axis=0, keepdims=True)
    mistakes = {
        "c'est la normalisation par lots : la moyenne porte sur les exemples": _right(Z, eps, axis=1),
        "la moyenne porte sur tout le tableau": _right(Z, eps, axis=None),
        "epsilon s'ajoute à la variance, sous la racine": (Z - mean) / (np.sqrt(variance) + eps),
        "la racine manque : c'est la variance qui divise": (Z - mean) / (variance + eps),
        "np.var divise par n, et non par n - 1": (Z - mean) / np.sqrt(5 / 4 * variance + eps),
    }
    check.close("le résultat", check.call(Z, eps), _right(Z, eps), tolerance=1e-9, mistakes=mistakes)


def _alone(check):
    Z = check.generator().normal(size=(6, 5))
    whole = check.array("le résultat", check.call(Z, 1e-5), (6, 5))
    alone = check.array("le résultat", check.call(Z[:, :1], 1e-5), (6, 1))
    check.computes(alone, _right(Z[:, :1], 1e-5))
    hint = "un exemple se normalise par ses propres neurones"
    check.require(np.allclose(whole[:, :1], alone), "la même réponse, seul ou dans un lot", "une autre réponse", hint)


EXERCISE = Exercise(
    stub,
    solution,
    section="2.4",
    hint="Les neurones d'un exemple sont dans une colonne. Sur quel axe la moyenne porte-t-elle ?",
    properties={
        "chaque colonne est centrée et réduite, epsilon compris": _value,
        "un exemple reçoit la même réponse, seul ou dans un lot": _alone,
    },
)
