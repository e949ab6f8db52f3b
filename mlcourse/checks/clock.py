"""Le chronomètre des contrôles : il compte le temps de processeur, que n'allongent ni une attente, ni un voisin."""

from time import process_time


class Stopwatch:
    """Mesure ce processus : dans le carnet de l'étudiant, sa fonction y vit ; à la correction, un autre le remplace.

    >>> stopwatch = Stopwatch()
    >>> stopwatch.start()
    >>> stopwatch.stop() >= 0
    True
    """

    def start(self):
        """Part de maintenant."""
        self._start = process_time()

    def stop(self):
        """Rend les secondes de calcul depuis le départ."""
        return process_time() - self._start


_used = Stopwatch()


def use(stopwatch):
    """Confie toutes les mesures à ce chronomètre : la fonction mesurée vit ailleurs."""
    global _used
    _used = stopwatch


def timed(function, *arguments):
    """Appelle une fonction ; rend ce qu'elle a pris de secondes de calcul, et son résultat."""
    _used.start()
    result = function(*arguments)
    return _used.stop(), result
