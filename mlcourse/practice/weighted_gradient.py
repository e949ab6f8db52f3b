"""Section 1.3 : d'où vient le facteur 1/m, et ce qui le remplace quand les exemples ne comptent pas autant."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(delta, A_prev, c):
    """Gradients du coût pondéré J = somme(c_i perte_i) / somme(c_i).

    delta : (n, m) ; A_prev : (p, m) ; c : (m,), des poids positifs.
    Rend dW, de forme (n, p), et db, de forme (n, 1).
    """
    m = delta.shape[1]
    dW = delta @ A_prev.T / m
    db = np.sum(delta, axis=1, keepdims=True) / m
    return dW, db


def solution(delta, A_prev, c):
    r"""Le poids d'un exemple multiplie *sa* colonne, et $1/m$ n'était que $1/\sum_i c_i$ quand tous les $c_i$ valent 1.
    Un exemple de poids 2 compte comme s'il était là deux fois ; un exemple de poids 0, comme s'il n'y était pas.
    """
    weighted = delta * c / np.sum(c)
    return weighted @ A_prev.T, np.sum(weighted, axis=1, keepdims=True)


def _case(check, weights):
    rng = check.generator()
    delta, A_prev = rng.normal(size=(3, 5)), rng.normal(size=(4, 5))
    c = weights(rng)
    weighted = delta * c / c.sum()
    return delta, A_prev, c, (weighted @ A_prev.T, weighted.sum(axis=1, keepdims=True))


def _compare(check, weights, *, plain=True):
    delta, A_prev, c, (dW, db) = _case(check, weights)
    found = check.call(delta, A_prev, c)
    ones = np.ones((5, 1))
    for name, value, expected, other in (("dW", found[0], dW, A_prev.T), ("db", found[1], db, ones)):
        mistakes = {
            "la somme est divisée par m, et non par la somme des poids": (delta * c) @ other / 5,
            "la division par la somme des poids manque": (delta * c) @ other,
        }
        mistakes |= {"les poids n'y entrent pas : chaque exemple compte autant": delta @ other / 5} if plain else {}
        check.close(name, value, expected, mistakes=mistakes)


def _weights(check):
    _compare(check, lambda rng: rng.uniform(0.2, 3, size=5))


def _equal(check):
    _compare(check, lambda rng: np.full(5, 2.0), plain=False)


EXERCISE = Exercise(
    stub,
    solution,
    section="1.3",
    hint=(
        "Reprenez {eq}`eq-gradient-lot` : chaque terme de la somme est multiplié par $c_i$, et la somme divisée "
        "par $\\sum_i c_i$. Un tableau de forme `(m,)` multiplie chaque colonne d'un tableau `(n, m)`."
    ),
    properties={
        "chaque exemple compte en proportion de son poids": _weights,
        "des poids tous égaux, quels qu'ils soient, redonnent le facteur 1/m": _equal,
    },
    returns=("dW", "db"),
)
