"""Section 3.7 : des biais de sortie qui font partir le coût de l'entropie des classes."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(labels, K):
    """Biais de sortie, forme (K, 1), dont softmax fait les fréquences des classes.

    labels : forme (m,), de 0 à K - 1. Chaque classe est comptée une fois de plus,
    pour qu'aucune, même absente, n'ait une fréquence nulle.
    """
    return np.zeros((K, 1))


def solution(labels, K):
    r"""Softmax de $\log f_k$ rend $f_k$ : avant d'avoir regardé une image, le réseau connaît les fréquences, et les
    premières époques ne servent plus à les apprendre. L'exemple ajouté à chaque classe évite $\log 0$, un biais infini
    que plus rien ne ferait bouger.
    """
    counts = np.bincount(labels, minlength=K) + 1
    return np.log(counts / counts.sum()).reshape(K, 1)


def _labels(check, absent):
    rng = check.generator()
    classes = np.array([0, 1, 3, 4]) if absent else np.arange(5)
    return rng.permutation(np.repeat(classes, rng.integers(3, 40, size=classes.size)))


def _softmax(b):
    return np.exp(b - b.max()) / np.exp(b - b.max()).sum()


def _compare(check, absent):
    labels = _labels(check, absent)
    counts = np.bincount(labels, minlength=5)
    b = check.array("b", check.call(labels, 5), (5, 1), "une classe absente a aussi son biais : voyez minlength")
    right = ((counts + 1) / (counts + 1).sum()).reshape(5, 1)
    plain = (counts / counts.sum()).reshape(5, 1)
    mistakes = {
        "toutes les classes ont la même probabilité : les fréquences n'y entrent pas": np.full((5, 1), 0.2),
        "ce sont les fréquences, et non leurs logarithmes : softmax en prend l'exponentielle": _softmax(right),
        "l'exemple ajouté à chaque classe manque": plain,
        "le signe est opposé : la classe la plus rare devient la plus probable": _softmax(-np.log(right)),
    }
    check.close("softmax(b)", _softmax(b), right, tolerance=1e-9, mistakes=mistakes)


def _frequencies(check):
    _compare(check, absent=False)


def _absent(check):
    _compare(check, absent=True)


EXERCISE = Exercise(
    stub,
    solution,
    section="3.7",
    hint=(
        "`np.bincount(labels, minlength=K)` compte chaque classe. Ajouter un même nombre à tous les biais ne "
        "change rien : la division par le total est facultative."
    ),
    properties={
        "softmax des biais rend les fréquences des classes, un exemple de plus à chacune": _frequencies,
        "une classe absente garde un biais fini": _absent,
    },
)
