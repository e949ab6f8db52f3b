"""Chronométrer un calcul court, sur une machine qui fait peut-être autre chose en même temps."""

import time


def duration(function, *arguments, shortest=2e-3):
    """Rend la durée d'un appel, en secondes : autant d'appels qu'il en faut pour que l'horloge soit précise.

    L'horloge compte le temps de calcul de ce fil d'exécution : ce que d'autres programmes prennent à la machine ne s'y
    ajoute pas.

    >>> 1e-4 < duration(sum, range(100_000)) < 1
    True
    """
    calls = 1
    while True:
        start = time.thread_time()
        for _ in range(calls):
            function(*arguments)
        elapsed = time.thread_time() - start
        if elapsed >= shortest:
            return elapsed / calls
        calls *= 2
