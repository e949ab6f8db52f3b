"""Le temps de processeur que prennent des processus, lu du dehors, où eux-mêmes ne peuvent rien (Linux).

Un processus porte le sien, tous fils compris, et celui des enfants qu'il a enterrés : la somme, sur ceux d'une boîte,
est tout ce qui s'y est calculé. Un parent qui n'attend pas ses enfants ferait disparaître leur compte avec eux ; dans
la boîte, un filtre d'appels (`seccomp`) le lui interdit.
"""

import contextlib
import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_WHOLE_PROCESS = 2  # CPUCLOCK_SCHED : l'horloge d'un processus, à la nanoseconde


def seconds(pids):
    """La somme des temps qu'ont pris ces processus et leurs enfants enterrés."""
    total = 0.0
    for pid in pids:
        with contextlib.suppress(OSError, IndexError, ValueError):  # il est mort entre-temps
            fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
            total += time.clock_gettime(~pid << 3 | _WHOLE_PROCESS) + sum(map(int, fields[13:15])) / _TICKS
    return total


class Stopwatch:
    """Chronomètre un appel : ce que calculent, entre deux instants, les processus que rend `processes`."""

    def __init__(self, processes):
        self._processes, self._start = processes, 0.0

    def __call__(self, order):
        """Fait ce que demandent les tests : `start`, ou `stop`, qui rend les secondes."""
        now = seconds(self._processes())
        if order == "start":
            self._start = now
        return now - self._start
