"""Le temps de processeur que prennent des processus, lu du dehors, où eux-mêmes ne peuvent rien (Linux)."""

import contextlib
import math
import os
import resource
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_WHOLE_PROCESS = 2  # l'horloge CPUCLOCK_SCHED d'un processus, tous fils compris
_UNSEEN = 0.2  # seconde qu'a pu prendre, depuis le dernier relevé, un processus mort que personne n'a enterré


def spent_by(pids):
    """{numéro: secondes} des processus qui vivent encore, enfants enterrés compris."""
    found = {}
    for pid in pids:
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
            found[pid] = time.clock_gettime(~pid << 3 | _WHOLE_PROCESS) + sum(map(int, fields[13:15])) / _TICKS
    return found


class Account:
    """Ce qu'ont dépensé en tout des processus, ceux qui ne sont plus compris, relevé de loin en loin."""

    def __init__(self):
        self._alive, self._gone = {}, 0.0

    def total(self, pids):
        """Relève les comptes et rend la somme ; un mort que son parent n'a pas compté est supposé avoir tout pris."""
        alive = spent_by(pids)
        for pid in self._alive.keys() - alive.keys():
            self._gone += self._alive[pid] + _UNSEEN
        self._alive = alive
        return self._gone + sum(alive.values())


class Stopwatch:
    """Chronomètre un appel : ce que calculent, entre deux instants, les processus que rend `processes`.

    Aucun ne naît pendant ce temps, car un enfant qui meurt sans être attendu emporterait son compte ; et s'il en meurt
    un, l'appel n'est pas mesuré.
    """

    def __init__(self, processes):
        self._processes, self._before, self._bounds = processes, {}, {}

    def __call__(self, order):
        """Fait ce que demandent les tests, `start` ou `stop` ; `stop` rend les secondes."""
        if order == "start":
            self._release()
            self._forbid_births()
            self._before = spent_by(self._bounds)
            return None
        after = spent_by(self._processes())
        self._release()
        return sum(after.values()) - sum(self._before.values()) if after.keys() == self._before.keys() else math.inf

    def _forbid_births(self):
        while new := {*self._processes()} - self._bounds.keys():  # il a pu en naître pendant qu'on les lisait
            for pid in new:
                self._bounds[pid] = bounds = _bound(pid)
                # Qui n'est pas root ne pourrait pas relever ensuite la borne dure.
                _bound(pid, bounds and (0, 0 if os.geteuid() == 0 else bounds[1]))

    def _release(self):
        for pid, bounds in self._bounds.items():
            _bound(pid, bounds)
        self._bounds.clear()


def _bound(pid, bounds=None):
    """Lit le nombre de processus permis à l'un d'eux, ou le change ; None s'il est mort, ou hors d'atteinte."""
    with contextlib.suppress(OSError):
        return resource.prlimit(pid, resource.RLIMIT_NPROC, *([bounds] if bounds else []))
    return None
