"""Section 1.6 : ce que la solution trouvée par le réseau de 1986 laisse passer, motif par motif."""

from itertools import product

import numpy as np

from mlcourse.practice._exact import exact
from mlcourse.practice._exercise import Exercise


def stub(weights):
    """Nombre de motifs dissymétriques que le réseau prend pour symétriques.

    weights : les poids d'une moitié ; les points en miroir ont les opposés.
    """
    mirrored = [*weights, *(-w for w in reversed(weights))]
    count = 0
    for pattern in product((0, 1), repeat=len(mirrored)):
        ...  # le motif est-il symétrique ? sa somme pondérée est-elle nulle ?
    return count


def solution(weights):
    """Un neurone caché se tait quand la somme pondérée est nulle. Elle l'est pour tout motif symétrique, quels que
    soient les poids ; reste à savoir pour quels autres. Avec 1, 2 et 4, il n'y en a aucun, car un nombre ne s'écrit que
    d'une façon en binaire. Avec 1, 2 et 3, il y en a deux, et douze avec trois poids égaux.
    """
    mirrored = [*weights, *(-w for w in reversed(weights))]
    count = 0
    for pattern in product((0, 1), repeat=len(mirrored)):
        silent = np.dot(mirrored, pattern) == 0
        if silent and pattern != pattern[::-1]:
            count += 1
    return count


def _expected(weights):
    half = len(weights)
    differences = product((-1, 0, 0, 1), repeat=half)  # d'une paire, 0 vient de deux façons
    return sum(1 for d in differences if any(d) and np.dot(weights, d) == 0)


def _compare(check, weights):
    expected, symmetric = _expected(weights), 2 ** len(weights)
    mistakes = {
        "les motifs symétriques comptent aussi : le réseau a raison sur eux": expected + symmetric,
        "tous les motifs dissymétriques sont comptés, même de somme non nulle": symmetric**2 - symmetric,
    }
    exact(check, "le nombre de motifs", check.call(list(weights)), expected, mistakes)


def _binary(check):
    order = check.generator().permutation([1, 2, 4])
    _compare(check, [int(w) for w in order])
    _compare(check, [1, 2, 3])


def _any(check):
    rng = check.generator()
    for _ in range(4):
        weights = [int(w) for w in rng.integers(1, 5, size=3)]
        _compare(check, weights)
    _compare(check, [1, 1])
    _compare(check, [1, 1, 1])


EXERCISE = Exercise(
    stub,
    solution,
    section="1.6",
    hint=(
        "Un motif est un tuple de 0 et de 1 : il est symétrique s'il est égal à son renversé, `pattern[::-1]`. "
        "La somme pondérée est `np.dot(mirrored, pattern)`."
    ),
    properties={
        "1, 2 et 4 ne laissent rien passer, dans n'importe quel ordre ; 1, 2 et 3 laissent passer deux motifs": _binary,
        "le compte est juste pour d'autres poids entiers, et pour d'autres longueurs": _any,
    },
    imports="from itertools import product\n\nimport numpy as np",
)
