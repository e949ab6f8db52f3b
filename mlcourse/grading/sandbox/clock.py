"""Le temps que la machine donne : une copie ne perd rien à ce que d'autres calculent à côté d'elle.

Il se compte du dehors, par petits intervalles. Quand rien dans les boîtes ne veut calculer, tout ce qui s'écoule
compte : qui dort use son temps. Sinon, compte ce qu'elles ont calculé, tous processus réunis, et jamais plus que ce qui
s'est écoulé : attendre un processeur que d'autres occupent ne coûte rien, se faire attendre soi-même ne rapporte rien.
"""

from time import monotonic

from mlcourse.grading.sandbox.processor import waited
from mlcourse.grading.sandbox.spending import Descendants

WIDEST = 10  # secondes qui s'écoulent, au plus, pour une que l'on compte : si occupée que soit la machine, tout finit
_FINEST = 0.05  # seconde : au-dessous, lire coûterait plus que cela n'apprend


def alarm(seconds):
    """Ce qui devient vrai quand la machine a donné tant de secondes à ce que lance ce processus."""
    family = Descendants()
    clock = Clock(lambda: [family])
    return lambda: clock.now() >= seconds


class Clock:
    """Les secondes que la machine a données à des boîtes, celles que rend `boxes`, depuis que l'horloge existe."""

    def __init__(self, boxes):
        self._boxes, self._given, self._spent = boxes, 0.0, {}
        self._read_at, self._waited = monotonic(), waited()

    def now(self):
        """L'heure, en secondes ; elle avance par intervalles."""
        now = monotonic()
        elapsed = now - self._read_at
        if elapsed >= _FINEST:
            self._read_at = now
            self._given += max(self._share(elapsed), elapsed / WIDEST)
        return self._given

    def _share(self, elapsed):
        """Ce que la machine a donné d'un intervalle ; le meneur aussi a pu y attendre son tour."""
        before, waited_before = self._spent, self._waited
        pids = {box: box.processes() for box in self._boxes()}
        self._spent, self._waited = {box: box.processor_seconds(pids[box]) for box in pids}, waited()
        elapsed -= self._waited - waited_before
        if not any(box.runnable(pids[box]) for box in pids):
            return elapsed
        return min(elapsed, sum(spent - before.get(box, 0.0) for box, spent in self._spent.items()))
