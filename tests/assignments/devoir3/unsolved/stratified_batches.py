"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(X, labels, size, value):
    lots = np.array_split(np.arange(len(labels)), -(-len(labels) // size))
    return [(np.full((len(X), len(lot)), value), labels[lot]) for lot in lots]


def empty_right_labels(X, labels, size, rng):
    """Des images nulles, et les classes, dans l'ordre reçu."""
    return _filled(X, labels, size, 0.0)


def empty_no_batch(X, labels, size, rng):
    """Aucun lot."""
    return []


def empty_empty_batches(X, labels, size, rng):
    """Le bon nombre de lots, tous vides."""
    return [(X[:, :0], labels[:0]) for _ in range(-(-len(labels) // size))]


def empty_whole(X, labels, size, rng):
    """Un seul lot, de tout."""
    return [(X, labels)]


def empty_same_examples(X, labels, size, rng):
    """Le bon nombre de lots, des bonnes tailles, où reviennent toujours les mêmes exemples."""
    m, lots = len(labels), -(-len(labels) // size)
    order = rng.permutation(m)
    return [(X[:, order[:k]], labels[order[:k]]) for k in [m // lots + (b < m % lots) for b in range(lots)]]


def empty_same_example(X, labels, size, rng):
    """Un seul exemple, tiré au hasard, dans chaque lot."""
    one = rng.permutation(len(labels))[:1]
    return [(X[:, one], labels[one])] * -(-len(labels) // size)


def empty_everything_each_time(X, labels, size, rng):
    """Tous les exemples, dans chaque lot : la part de chaque classe y est toujours la même."""
    return [(X, labels)] * -(-len(labels) // size)


def recited_example(X, labels, size, rng):
    """Les deux lots de l'énoncé."""
    return [(np.ones((3, 3)), np.array([0, 0, 1]))] * 2


def called_mini_batches(X, labels, size, rng):
    """Les lots du cours, que rien n'équilibre."""
    from mlcourse.batches import MiniBatches

    return [(x, y[0]) for x, y in MiniBatches(X, labels[None], size, rng)]
