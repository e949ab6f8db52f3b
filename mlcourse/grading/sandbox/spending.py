"""Ce que dépensent des processus, lu du dehors : la mémoire qu'ils tiennent, le temps de processeur qu'ils prennent."""

import math
import os

from mlcourse.grading.sandbox import memory
from mlcourse.grading.sandbox.proc import read
from mlcourse.grading.sandbox.processor import seconds, wanted

_READINGS = 20  # d'une descendance qui ne cesse de mourir


class Measured:
    """Ce dont la dépense se mesure : les processus que rend `processes`, ou `pids` quand on vient de les lire."""

    peak_bytes = 0

    def processes(self):
        """Les numéros de ces processus."""
        raise NotImplementedError

    def memory_bytes(self, pids=None, most=math.inf):
        """La mémoire que tiennent tous ses processus ; au-delà de `most`, elle se relit sans rien compter deux fois.

        On cherche alors de nouveau qui vit : un enfant né par `vfork` montre, un instant, la mémoire de son parent.
        """
        total = memory.held(pids or self.processes())
        if total > most:
            total = memory.held(self.processes(), exact=True)
        self.peak_bytes = max(self.peak_bytes, total)
        return total

    def is_scattered(self, pids=None):
        """Vrai si leur mémoire est en trop de morceaux : le noyau en tient le compte, dans une autre que la leur."""
        return memory.is_scattered(pids or self.processes())

    def processor_seconds(self, pids=None):
        """Le temps de processeur qu'ont pris tous ses processus, morts compris."""
        return seconds(pids or self.processes())

    def wanted(self, pids=None):
        """Ce que chacun de leurs fils d'exécution a passé à vouloir un processeur, en secondes."""
        return wanted(pids or self.processes())

    def note_peak(self):
        """Retient le plus haut de la mémoire de chacun, tant qu'ils vivent."""
        self.peak_bytes = max(self.peak_bytes, memory.highest(self.processes()))


class Descendants(Measured):
    """Tout ce qui descend de ce processus-ci, sauf lui."""

    def processes(self):
        """Leurs numéros."""
        return lineage(os.getpid())[1:]


def lineage(root):
    """Un processus et toute sa descendance, chacun avant ses enfants ; rien s'il n'existe pas.

    Qui meurt pendant la lecture, processus ou fil d'exécution, laisse ses enfants à un autre, peut-être déjà lu : on
    relit donc tout, jusqu'à une lecture que rien n'a troublée et qui n'apprend rien.
    """
    found: dict[int, None] = {}
    for _ in range(_READINGS if root is not None else 0):
        known, waiting, whole = len(found), [root], True
        while waiting:
            pid = waiting.pop()
            found[pid] = None
            born, undisturbed = _children(pid)
            waiting, whole = waiting + born, whole and undisturbed
        if whole and len(found) == known:
            break
    return [*found]


def children(pid):
    """Les enfants d'un processus, du plus ancien au plus récent."""
    return _children(pid)[0]


def _children(pid):
    """Ses enfants, et vrai si rien n'est mort pendant qu'on les lisait."""
    found: list[int] = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found, False
    whole = True
    for thread in threads:
        try:
            found += map(int, read(f"/proc/{pid}/task/{thread}/children").split())
        except OSError:
            whole = False
    return found, whole
