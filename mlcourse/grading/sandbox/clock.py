"""Le temps que la machine donne : une copie ne perd rien à ce que d'autres calculent à côté d'elle.

Il se compte du dehors, par petits intervalles. Ce qu'une boîte y dort compte : qui dort use son temps. Ce qu'elle y
passe à vouloir un processeur compte pour ce qu'elle en a eu, tous processus réunis : attendre celui que d'autres
occupent ne coûte rien, se faire attendre soi-même ne rapporte rien. Le noyau cumule ce que chaque fil d'exécution a
calculé et attendu ; le regarder de temps en temps ne montrerait que ce qui s'agite à l'instant où l'on regarde.

Mesurer une foule de processus, aussi souvent que des tests le demandent, est plus long que bien des calculs : ce que le
meneur y passe pendant qu'une boîte l'attend n'est pas non plus de son temps.

Le meneur regarde souvent. Quand il ne l'a pas fait pendant longtemps, et n'a pourtant ni calculé ni attendu son tour,
c'est qu'on l'a arrêté, et la boîte avec lui : une machine mise en veille, un conteneur gelé. Ce temps-là n'est à
personne, et seul compte ce que la boîte y aurait calculé.
"""

from contextlib import contextmanager
from math import inf
from time import monotonic, thread_time

from mlcourse.grading.sandbox.processor import waited
from mlcourse.grading.sandbox.spending import Descendants

WIDEST = 10  # secondes qui s'écoulent, au plus, pour une que l'on compte : si occupée que soit la machine, tout finit
_FINEST = 0.05  # seconde : au-dessous, lire coûterait plus que cela n'apprend
_REST = 1.0  # seconde : le meneur ne dort jamais si longtemps sans regarder l'heure


def alarm(seconds):
    """Ce qui devient vrai quand la machine a donné tant de secondes à ce que lance ce processus."""
    family = Descendants()
    clock = Clock(lambda: [family])
    clock.set_off()
    return lambda: clock.now() >= seconds


class Clock:
    """Les secondes que la machine a données à des boîtes, celles que rend `boxes`, depuis que l'horloge existe."""

    def __init__(self, boxes):
        self._boxes, self._given, self._spent = boxes, 0.0, {}
        self._wanted: dict = {}  # par boîte, ce que chaque fil d'exécution a déjà passé à vouloir un processeur
        self._read_at, self._waited, self._worked = monotonic(), waited(), thread_time()
        self._measuring = 0.0  # ce que le meneur a passé à mesurer

    def set_off(self):
        """Part de maintenant : ce que des boîtes déjà là ont dépensé n'est pas de son temps."""
        self._spent = {box: box.processor_seconds() for box in self._boxes()}

    @contextmanager
    def measuring(self, most=inf):
        """Ce que le meneur calcule ici, `most` secondes au plus, n'est pas du temps des boîtes qui l'attendent."""
        start = thread_time()
        try:
            yield
        finally:
            self._measuring += min(thread_time() - start, most)

    def now(self):
        """L'heure, en secondes ; elle avance par intervalles."""
        now = monotonic()
        elapsed = now - self._read_at
        if elapsed >= _FINEST:
            self._read_at = now
            self._given += self._share(elapsed)
        return self._given

    def _share(self, elapsed):
        """Ce que la machine a donné d'un intervalle ; le meneur aussi a pu y attendre son tour, ou y être arrêté."""
        spent, own_wait, worked = self._spent, self._waited, self._worked
        pids = {box: box.processes() for box in self._boxes()}
        self._spent = {box: box.processor_seconds(pids[box]) for box in pids}
        self._waited, self._worked = waited(), thread_time()
        had = sum(now - spent.get(box, 0.0) for box, now in self._spent.items())
        own_wait = self._waited - own_wait
        elapsed = min(elapsed, max(had, self._worked - worked + own_wait + _REST))
        busy = self._busy(pids, elapsed) + own_wait + self._measuring
        self._measuring = 0.0
        return max(elapsed - max(0.0, min(busy, elapsed) - had), elapsed / WIDEST)

    def _busy(self, pids, elapsed):
        """Ce qu'ont passé à vouloir un processeur, dans chaque boîte, le fil d'exécution qui l'a voulu le plus.

        Une attente n'est connue qu'une fois finie : ce qui en déborde de l'intervalle reste à compter au suivant. Les
        attentes de plusieurs fils ne s'ajoutent pas : ils peuvent n'attendre que l'un l'autre.
        """
        before, self._wanted, total = self._wanted, {}, 0.0
        for box, numbers in pids.items():
            now, known = box.wanted(numbers), before.get(box, {})
            start = {thread: known.get(thread, max(0.0, now[thread] - elapsed)) for thread in now}
            self._wanted[box] = {thread: min(now[thread], start[thread] + elapsed) for thread in now}
            total += max((self._wanted[box][thread] - start[thread] for thread in now), default=0.0)
        return total
