"""Ce que dépensent des processus, lu du dehors : la mémoire qu'ils tiennent, le temps de processeur qu'ils prennent."""

import contextlib
import os
import re
import resource
from pathlib import Path

from mlcourse.grading.sandbox.processor import seconds

_SOCKET_BYTES = Path("/proc/sys/net/core/wmem_default")
_FEW = 5  # au-delà de tant de processus, on compte exactement ce qu'ils partagent


class Measured:
    """Ce dont la dépense se mesure : les processus que rend `processes`."""

    peak_bytes = 0

    def processes(self):
        """Les numéros de ces processus."""
        raise NotImplementedError

    def memory_bytes(self):
        """La mémoire que tiennent tous ses processus."""
        pids = self.processes()
        total = sum(map(_resident_bytes if len(pids) <= _FEW else _share_of_bytes, pids)) + _sockets_bytes(pids)
        self.peak_bytes = max(self.peak_bytes, total)
        return total

    def processor_seconds(self):
        """Le temps de processeur qu'ont pris tous ses processus, morts compris."""
        return seconds(self.processes())

    def note_peak(self):
        """Retient le plus haut de la mémoire de chacun, tant qu'ils vivent."""
        pids = self.processes()
        highest = sum(map(_highest_bytes, pids)) if len(pids) <= _FEW else 0
        self.peak_bytes = max(self.peak_bytes, highest)


def lineage(root):
    """Un processus et toute sa descendance ; rien s'il n'existe pas."""
    waiting, found = [root], []
    while waiting:
        pid = waiting.pop()
        if pid is not None:
            found.append(pid)
            waiting += children(pid)
    return found


def children(pid):
    """Les enfants d'un processus, du plus ancien au plus récent."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # il meurt peut-être pendant qu'on le lit
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):  # l'un de ses fils aussi, qui ne cache pas ceux d'après
                found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    return found


def _share_of_bytes(pid):
    """Sa part de mémoire : celle qu'il a en commun avec ses enfants ne se compte pas deux fois."""
    return _kilobytes(pid, "smaps_rollup", "Pss") or _resident_bytes(pid)


def _sockets_bytes(pids):
    """Ce que peuvent retenir les sockets d'une boîte : ce qu'on y écrit n'est dans la mémoire d'aucun processus."""
    with contextlib.suppress(OSError, IndexError):  # personne n'y vit plus
        if os.readlink(f"/proc/{pids[0]}/ns/net") != os.readlink("/proc/self/ns/net"):  # sans boîte, ceux de tous
            used = int(Path(f"/proc/{pids[0]}/net/sockstat").read_text().split()[2])
            return used * int(_SOCKET_BYTES.read_text()) + sum(_queued_bytes(pids[0], name) for name in ("tcp", "tcp6"))
    return 0


def _queued_bytes(pid, protocol):
    """Ce qui attend dans les sockets de TCP, dont la taille s'adapte toute seule."""
    rows = [line.split() for line in Path(f"/proc/{pid}/net/{protocol}").read_text().splitlines()[1:]]
    return sum(int(size, 16) for row in rows for size in row[4].split(":"))


def _highest_bytes(pid):
    return _kilobytes(pid, "status", "VmHWM")


def _kilobytes(pid, name, field):
    try:
        found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/{name}").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def _resident_bytes(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0
