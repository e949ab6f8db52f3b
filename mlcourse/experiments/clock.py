"""Chronométrer un calcul court ou une époque, sur une machine qui fait peut-être autre chose en même temps."""

import time

_clock = getattr(time, "thread_time", time.process_time)  # un navigateur n'a que celle du processus


def duration(function, *arguments, shortest=2e-3):
    """Rend la durée d'un appel, en secondes : autant d'appels qu'il en faut pour que l'horloge soit précise.

    L'horloge compte le temps de calcul de ce fil d'exécution : ce que d'autres programmes prennent à la machine ne s'y
    ajoute pas.

    >>> 1e-4 < duration(sum, range(100_000)) < 1
    True
    """
    calls = 1
    while True:
        start = _clock()
        for _ in range(calls):
            function(*arguments)
        elapsed = _clock() - start
        if elapsed >= shortest:
            return elapsed / calls
        calls *= 2


def timed(epochs, seconds):
    """Donne les époques une à une et note dans la liste `seconds` la durée de chacune.

    C'est un `progress` pour `train` : ni la préparation des données, ni celle du réseau n'entrent dans la durée.

    >>> seconds = []
    >>> list(timed(range(1, 4), seconds)), len(seconds)
    ([1, 2, 3], 3)
    """
    for epoch in epochs:
        start = time.perf_counter()
        yield epoch
        seconds.append(time.perf_counter() - start)
