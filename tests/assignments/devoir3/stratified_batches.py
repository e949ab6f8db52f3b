"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _sorted(labels, rng):
    order = rng.permutation(len(labels))
    return order[np.argsort(labels[order], kind="stable")]


def _dealt(order, size):
    B = -(-len(order) // size)
    return [order[b::B] for b in range(B)]


def _pairs(X, labels, lots):
    return [(X[:, lot], labels[lot]) for lot in lots]


def wrong_order_of_the_lots_only(X, labels, size, rng):
    """Les lots sont toujours les mêmes : seul leur ordre est tiré.

    Perd : generator
    """
    lots = _dealt(np.argsort(labels, kind="stable"), size)
    return _pairs(X, labels, [lots[b] for b in rng.permutation(len(lots))])


def wrong_classes_taken_for_ranks(X, labels, size, rng):
    """Les classes sont comptées, puis cherchées de 0 à ce nombre moins un.

    Perd : partition, pour « la classe de chaque exemple, un entier »
    """
    classes = range(len(np.unique(labels)))
    order = np.concatenate([rng.permutation(np.flatnonzero(labels == c)) for c in classes])
    return _pairs(X, labels, _dealt(order, size))


def wrong_plain_shuffle(X, labels, size, rng):
    """Un mélange ordinaire, coupé en lots égaux : les classes y tombent au hasard.

    Perd : proportions, pour « le nombre d'exemples d'une même classe diffère d'un au plus »
    """
    return _pairs(X, labels, np.array_split(rng.permutation(len(labels)), -(-len(labels) // size)))


def wrong_labels_left_behind(X, labels, size, rng):
    """X est mélangé une seconde fois, sans ses classes.

    Perd : partition, pour « Chaque exemple y paraît une fois et une seule, avec sa classe »
    """
    order = _sorted(labels, rng)
    B = -(-len(labels) // size)
    others = _dealt(rng.permutation(order), size)
    return [(X[:, others[b]], labels[order[b::B]]) for b in range(B)]


def wrong_with_replacement(X, labels, size, rng):
    """Les exemples de chaque classe se tirent avec remise : certains manquent, d'autres reviennent.

    Perd : partition
    """
    order = _sorted(labels, rng)
    drawn = np.array([rng.choice(np.flatnonzero(labels == labels[i])) for i in order])
    return _pairs(X, labels, _dealt(drawn, size))


def wrong_small_last_batch(X, labels, size, rng):
    """Les lots ont tous `size` exemples, et le dernier reçoit le reste.

    Perd : sizes, pour « il n'y a pas de petit lot à la fin »
    Entraîne : proportions
    """
    order = np.concatenate(_dealt(_sorted(labels, rng), size))
    return _pairs(X, labels, [order[start : start + size] for start in range(0, len(order), size)])


def wrong_last_examples_dropped(X, labels, size, rng):
    """Ce qui ne remplit pas un lot entier est abandonné.

    Perd : partition, sizes
    Entraîne : proportions, generator, arguments
    """
    order = np.concatenate(_dealt(_sorted(labels, rng), size))
    return _pairs(X, labels, [order[b * size : (b + 1) * size] for b in range(len(order) // size)])


def wrong_too_few_batches(X, labels, size, rng):
    """La partie entière par défaut : des lots de plus de `size` exemples.

    Perd : sizes
    Entraîne : partition, proportions, generator, arguments
    """
    order, B = _sorted(labels, rng), max(1, len(labels) // size)
    return _pairs(X, labels, [order[b::B] for b in range(B)])


def wrong_size_taken_for_a_number(X, labels, size, rng):
    """`size` est pris pour le nombre de lots.

    Perd : sizes
    Entraîne : partition, proportions, generator, arguments
    """
    order = _sorted(labels, rng)
    return _pairs(X, labels, [order[b::size] for b in range(size)])


def wrong_one_batch_too_many(X, labels, size, rng):
    """m // size + 1 lots : un de trop quand `size` divise m, deux pour un `size` égal à m.

    Perd : sizes, pour « aussi peu nombreux que `size` le permet »
    Entraîne : partition, proportions
    """
    order, B = _sorted(labels, rng), len(labels) // size + 1
    return _pairs(X, labels, [order[b::B] for b in range(B)])


def wrong_not_shuffled(X, labels, size, rng):
    """Les exemples sont rangés par classe sans être mélangés : toutes les époques se ressemblent.

    Perd : generator, pour « autre graine, autres lots »
    """
    return _pairs(X, labels, _dealt(np.argsort(labels, kind="stable"), size))


def wrong_global_generator(X, labels, size, rng):
    """np.random.permutation tire d'un générateur global.

    Perd : generator, pour « seule source de hasard »
    """
    order = np.random.permutation(len(labels))  # noqa: NPY002
    return _pairs(X, labels, _dealt(order[np.argsort(labels[order], kind="stable")], size))


def wrong_rounded_shares(X, labels, size, rng):
    """Chaque lot prend la partie entière de la part de chaque classe, et le dernier reçoit ce qui reste.

    Perd : sizes, proportions
    """
    B = -(-len(labels) // size)
    lots = [[] for _ in range(B)]
    for c in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == c))
        share = len(members) // B
        for b in range(B):
            lots[b].extend(members[b * share : (b + 1) * share if b < B - 1 else None])
    return _pairs(X, labels, [np.array(lot, dtype=int) for lot in lots])


def wrong_every_class_from_the_first_batch(X, labels, size, rng):
    """Chaque classe se distribue à partir du premier lot : il reçoit tous les restes.

    Perd : sizes, pour « leurs tailles diffèrent d'un exemple au plus »
    """
    B = -(-len(labels) // size)
    hands = [rng.permutation(np.flatnonzero(labels == c)) for c in np.unique(labels)]
    return _pairs(X, labels, [np.concatenate([hand[b::B] for hand in hands]) for b in range(B)])


def wrong_indices_returned(X, labels, size, rng):
    """Des indices sont rendus, et non des exemples.

    Perd : partition, pour « chacun sous la forme d'un couple `(X_batch, labels_batch)` »
    Entraîne : sizes, proportions, generator, arguments
    """
    return _dealt(_sorted(labels, rng), size)


def wrong_shuffled_in_place(X, labels, size, rng):
    """X et labels sont rangés sur place.

    Perd : arguments, pour « elles ne modifient jamais leurs arguments »
    """
    order = _sorted(labels, rng)
    X[...], labels[...] = X[:, order], labels[order]
    return _pairs(X, labels, _dealt(np.arange(len(labels)), size))


def right_class_by_class(X, labels, size, rng):
    """Chaque classe se distribue à partir du lot où la précédente s'est arrêtée."""
    B, place = -(-len(labels) // size), 0
    lots = [[] for _ in range(B)]
    for c in np.unique(labels):
        for i in rng.permutation(np.flatnonzero(labels == c)):
            lots[place % B].append(i)
            place += 1
    return [(np.take(X, lot, axis=1), np.take(labels, lot)) for lot in lots]


def right_two_keys(X, labels, size, rng):
    """Un tri à deux clefs, la classe puis le hasard ; les mains se lisent dans un tableau de numéros."""
    count = len(labels)
    lots = int(np.ceil(count / size))
    hand = np.empty(count, dtype=int)
    hand[np.lexsort((rng.random(count), labels))] = np.arange(count) % lots
    return [(X[:, hand == lot].copy(), labels[hand == lot].copy()) for lot in range(lots)]


def right_from_the_last_class(X, labels, size, rng):
    """Le paquet est pris par l'autre bout, et chaque lot mélangé."""
    B, shuffled = (len(labels) + size - 1) // size, rng.permutation(len(labels))
    order = np.array(sorted(shuffled, key=lambda i: -labels[i]))
    hands = [rng.permutation(order[start::B]) for start in reversed(range(B))]
    return [(X.T[hand].T, labels[hand]) for hand in hands]


def right_named_pairs(X, labels, size, rng):
    """Chaque couple est un NamedTuple."""
    from typing import NamedTuple

    class Batch(NamedTuple):
        X: np.ndarray
        labels: np.ndarray

    order, count = rng.permutation(len(labels)), -(-len(labels) // size)
    hands = np.argsort(labels[order], kind="stable")
    return [Batch(X[:, order[hands[b::count]]], labels[order[hands[b::count]]]) for b in range(count)]
