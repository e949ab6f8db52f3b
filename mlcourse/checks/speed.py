"""Une fonction traite-t-elle ses exemples tous à la fois ? Son temps de calcul le dit, face à celui d'une boucle.

Tout se compte en temps de processeur, jamais à l'horloge : ni une machine occupée, ni une attente, ni un voisin ne
comptent. Passer de m à 16 m exemples multiplie par 16 le temps d'une boucle ; ce qu'une fonction trace ou écrit à
chaque appel ne croît pas, et se dilue dans un lot plus grand. À 16 m exemples, ou à plus encore, une fonction ne doit
pas calculer plus que la plus simple des boucles Python sur les mêmes nombres : perdre exprès du temps sur les petits
lots n'y aide pas.
"""

import time

import numpy as np

SMALL_BATCHES, GROWTH = (64, 1_000, 20_000), 16
SURE, TRIES = 3, 5  # essais ; le plus court compte, de part et d'autre : ce qui partage le cœur n'a pu que l'allonger
LOOP_RATIO, HOPELESS = 8, 4  # le temps d'une boucle croît d'autant ; aucun voisin ne ralentit autant un calcul
_ROWS, _LOOPS = 200, 10
_clock = getattr(time, "thread_time", time.process_time)  # plus fine, là où elle existe


def outruns_a_loop(measure):
    """Vrai si la fonction devance une boucle ; `measure(m)` en fait un appel et rend (secondes, nombres reçus)."""
    diluted = False
    for m in SMALL_BATCHES:
        small = large = limit = np.inf
        for tried in range(1, TRIES + 1):
            small = min(small, measure(m)[0])
            seconds, numbers = measure(GROWTH * m)
            large, limit = min(large, seconds), min(limit, loop_seconds(GROWTH * m, numbers))
            if tried >= SURE and large <= limit and (diluted or large < LOOP_RATIO * small):
                return True
            if tried >= SURE and large > HOPELESS * (small + limit):
                return False
        diluted = diluted or large < LOOP_RATIO * small
        if not diluted:
            return False
    return False


def loop_seconds(examples, numbers):
    """Le temps de calcul, en ce moment, d'une boucle qui somme les carrés des nombres de chaque exemple."""
    rows = np.ones((_ROWS, max(1, numbers // examples)))
    return min(_loop(rows) for _ in range(_LOOPS)) * examples / _ROWS


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
