"""Une fonction traite-t-elle ses exemples tous à la fois ? Son temps de calcul le dit, face à celui d'une boucle.

Tout se compte en temps de processeur, jamais à l'horloge : ni une machine occupée, ni une attente, ni un voisin ne
comptent. Passer de m à 16 m exemples multiplie par 16 le temps d'une boucle ; ce qu'une fonction trace ou écrit à
chaque appel ne croît pas, et se dilue dans un lot plus grand. À 16 m exemples, ou à plus encore, une fonction ne doit
pas calculer plus que la plus simple des boucles Python sur les mêmes nombres : perdre exprès du temps sur les petits
lots n'y aide pas. La boucle se mesure au même moment et, à la correction aussi, sur le même cœur : d'un cœur à l'autre,
le même calcul peut durer le double.
"""

import time

import numpy as np

SMALL_BATCHES, GROWTH = (64, 1_000, 20_000), 16
MOST_NUMBERS = 5_000_000  # dans un lot : quarante mégaoctets, que porte encore le fil de la correction
SURE, TRIES = 3, 5  # essais ; le plus court compte, de part et d'autre : ce qui partage le cœur n'a pu que l'allonger
LOOP_RATIO, HOPELESS = 8, 4  # le temps d'une boucle croît d'autant ; aucun voisin ne ralentit autant un calcul
_ROWS, _LOOPS = 200, 10
_clock = getattr(time, "thread_time", time.process_time)  # plus fine, là où elle existe


def outruns_a_loop(measure):
    """Vrai si la fonction devance une boucle ; `measure(m)` en fait un appel et rend (secondes, nombres reçus)."""
    diluted, loop, most = False, np.inf, max(SMALL_BATCHES)
    for batch in SMALL_BATCHES:
        m = min(batch, most)
        small = large = np.inf
        for tried in range(1, TRIES + 1):
            small = min(small, measure(m)[0])
            seconds, numbers = measure(GROWTH * m)
            large, loop = min(large, seconds), min(loop, loop_seconds(numbers // (GROWTH * m)))
            limit = GROWTH * m * loop
            if tried >= SURE and large <= limit and (diluted or large < LOOP_RATIO * small):
                return True
            if tried >= SURE and large > HOPELESS * (small + limit):
                return False
        diluted = diluted or large < LOOP_RATIO * small
        if not diluted:
            return False
        most = max(1, MOST_NUMBERS * m // max(1, numbers))
    return False


def loop_seconds(size):
    """Le temps de calcul par exemple, en ce moment, d'une boucle qui somme les carrés de leurs `size` nombres."""
    rows = np.ones((_ROWS, max(1, size)))
    return min(_loop(rows) for _ in range(_LOOPS)) / _ROWS


def _loop(rows):
    start, total = _clock(), 0.0
    for row in rows.tolist():
        total += sum([number * number for number in row])
    return _clock() - start


def count(value):
    """Combien de nombres portent des arguments.

    >>> count([np.ones((2, 3)), {"W": np.eye(2)}, 0.5])
    11
    """
    if isinstance(value, dict):
        return count([*value.values()])
    return sum(map(count, value)) if isinstance(value, list | tuple) else np.size(value)


def dimensions(value):
    """Les dimensions des tableaux que portent des arguments.

    >>> sorted(dimensions([np.ones((2, 3)), {"W": np.eye(4)}, 0.5]))
    [2, 3, 4]
    """
    if isinstance(value, dict):
        return dimensions([*value.values()])
    return set().union(*map(dimensions, value)) if isinstance(value, list | tuple) else {*np.shape(value)}
