"""Section 1.3 : un lien canonique de plus, pour une réponse qui est un nombre d'événements."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(Z, Y):
    """Coût et terme d'erreur d'une sortie a = exp(z), pour des cibles entières.

    Z, Y : forme (1, m) ; rend J, un nombre, et delta, de forme (1, m).
    """
    J = 0.0  # la moyenne des pertes exp(z) - y z
    delta = np.zeros(Z.shape)
    return J, delta


def solution(Z, Y):
    r"""Ici $F(z) = e^z$, et la réponse est $a = F'(z) = e^z$, toujours positive, comme il convient à un nombre attendu
    de passages. Par {eq}`eq-lien-canonique`, le terme d'erreur est encore $a - y$, sans un calcul de plus : seule la
    sortie change, la rétropropagation ne change pas. Le facteur $1/m$ est dans $J$ ; il n'est pas dans `delta`.
    """
    A = np.exp(Z)
    return np.mean(A - Y * Z), A - Y


def _case(check):
    rng = check.generator()
    Z, Y = rng.normal(size=(1, 7)), rng.poisson(2.0, size=(1, 7))
    return Z, Y, check.call(Z, Y)


def _cost(check):
    Z, Y, (J, _) = _case(check)
    total = float(np.sum(np.exp(Z) - Y * Z))
    mistakes = {
        "c'est la somme des pertes, et non leur moyenne": total,
        "z n'est pas multiplié par la cible": float(np.mean(np.exp(Z) - Z)),
    }
    check.close("J", J, total / 7, mistakes=mistakes)


def _delta(check):
    Z, Y, (_, delta) = _case(check)
    mistakes = {
        "1/m est dans delta : il n'entrera que dans dW et db": (np.exp(Z) - Y) / 7,
        "la réponse est exp(z), non z": Z - Y,
        "c'est le terme d'erreur d'une sigmoïde": 1 / (1 + np.exp(-Z)) - Y,
    }
    check.gradient("delta", delta, lambda Z: float(np.sum(np.exp(Z) - Y * Z)), Z, mistakes=mistakes)


EXERCISE = Exercise(
    stub,
    solution,
    section="1.3",
    hint="Dérivez $e^z - y z$ par rapport à $z$, pour un seul exemple. Puis demandez-vous où entre $1/m$.",
    properties={
        "J est la moyenne des pertes exp(z) - y z": _cost,
        "la colonne i de delta est la dérivée de la perte du seul exemple i": _delta,
    },
    returns=("J", "delta"),
)
