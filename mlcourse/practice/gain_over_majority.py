"""Section 1.6 : une exactitude se lit à côté de celle de la réponse la plus fréquente."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(predicted, labels):
    """De combien l'exactitude dépasse celle de la réponse la plus fréquente.

    `predicted`, `labels` : entiers, forme (m,).
    """
    return float(np.mean(predicted == labels))


def solution(predicted, labels):
    """Sur les 64 motifs de la page, répondre toujours « non » donne 87,5 % : c'est là qu'est le zéro. Un gain négatif
    dit que le réseau fait moins bien que qui n'a regardé aucune image.
    """
    _, counts = np.unique(labels, return_counts=True)
    majority = np.max(counts) / labels.size
    return float(np.mean(predicted == labels) - majority)


def _compare(check, labels, predicted):
    right, counts = np.mean(predicted == labels), np.unique(labels, return_counts=True)[1]
    mistakes = {
        "c'est l'exactitude : reste à en retrancher celle de la réponse la plus fréquente": float(right),
        "la classe la plus fréquente est celle des étiquettes, non des réponses": float(
            right - np.unique(predicted, return_counts=True)[1].max() / labels.size
        ),
        "répondre au hasard n'est pas répondre toujours la même classe": float(right - 1 / counts.size),
    }
    expected = float(right - counts.max() / labels.size)
    check.close("le gain", check.call(predicted, labels), expected, mistakes=mistakes)


def _two(check):
    rng = check.generator()
    labels = rng.permutation(np.repeat([0, 1], [44, 20]))
    _compare(check, labels, np.where(rng.random(64) < 0.8, labels, 1 - labels))


def _classes(check):
    rng = check.generator()
    labels = rng.permutation(np.repeat([0, 1, 2, 3], [11, 31, 17, 5]))
    _compare(check, labels, np.where(rng.random(64) < 0.7, labels, rng.integers(0, 4, size=64)))


EXERCISE = Exercise(
    stub,
    solution,
    section="1.6",
    hint="`np.unique(labels, return_counts=True)` donne les classes et leurs effectifs.",
    properties={
        "avec deux classes, le gain est compté à partir de la réponse la plus fréquente": _two,
        "avec quatre classes, aussi": _classes,
    },
)
