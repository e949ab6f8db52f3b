"""Ce que dépensent des processus, lu du dehors : la mémoire qu'ils tiennent, le temps de processeur qu'ils prennent."""

import contextlib
import os
import re
import resource

from mlcourse.grading.sandbox.proc import read
from mlcourse.grading.sandbox.processor import seconds, threads, wanted

_SOCKET_BYTES = "/proc/sys/net/core/wmem_default"
_TABLES = (("tcp", "sockstat", "TCP: inuse"), ("tcp6", "sockstat6", "TCP6: inuse"))  # et où leur nombre se lit
_READINGS = 20  # d'une descendance qui ne cesse de mourir
_FEW = 5  # au-delà de tant de processus, on compte exactement ce qu'ils partagent


class Measured:
    """Ce dont la dépense se mesure : les processus que rend `processes`, ou `pids` quand on vient de les lire."""

    peak_bytes = 0

    def processes(self):
        """Les numéros de ces processus."""
        raise NotImplementedError

    def memory_bytes(self, pids=None):
        """La mémoire que tiennent tous ses processus."""
        pids = pids or self.processes()
        total = sum(map(_resident_bytes if len(pids) <= _FEW else _share_of_bytes, pids)) + _sockets_bytes(pids)
        self.peak_bytes = max(self.peak_bytes, total)
        return total

    def processor_seconds(self, pids=None):
        """Le temps de processeur qu'ont pris tous ses processus, morts compris."""
        return seconds(pids or self.processes())

    def wanted(self, pids=None):
        """Ce que chacun de leurs fils d'exécution a passé à vouloir un processeur, en secondes."""
        return wanted(pids or self.processes())

    def note_peak(self):
        """Retient le plus haut de la mémoire de chacun, tant qu'ils vivent."""
        pids = self.processes()
        highest = sum(map(_highest_bytes, pids)) if len(pids) <= _FEW else 0
        self.peak_bytes = max(self.peak_bytes, highest)


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


def _share_of_bytes(pid):
    """Sa part de mémoire : celle qu'il a en commun avec ses enfants ne se compte pas deux fois."""
    return _kilobytes(pid, "smaps_rollup", "Pss") or _resident_bytes(pid)


def _sockets_bytes(pids):
    """Ce que peuvent retenir les sockets d'une boîte : ce qu'on y écrit n'est dans la mémoire d'aucun processus."""
    # Un parent précède ses enfants : de chaque réseau, celui qui vit le plus longtemps dit le compte.
    networks = {_network(pid): pid for pid in reversed(pids)}
    return sum(
        _sockets_bytes_seen_by(pid) for network, pid in networks.items() if network not in ("", _network("self"))
    )


def _network(pid):
    """Le réseau où vit un processus ; vide s'il est mort."""
    with contextlib.suppress(OSError):
        return os.readlink(f"/proc/{pid}/ns/net")
    return ""


def _sockets_bytes_seen_by(pid):
    with contextlib.suppress(OSError, IndexError):  # personne n'y vit plus
        sockets = _in_use(pid, "sockstat", "sockets: used")
        return sockets * int(read(_SOCKET_BYTES)) + sum(_queued_bytes(pid, *table) for table in _TABLES)
    return 0


def _queued_bytes(pid, protocol, *summary):
    """Ce qui attend dans les sockets de TCP, dont la taille s'adapte toute seule.

    Leur table, même vide, coûte au noyau cent fois le reste de la mesure : on ne l'ouvre que s'il y en a.
    """
    with contextlib.suppress(OSError):  # une machine sans IPv6
        if _in_use(pid, *summary):
            rows = [line.split() for line in read(f"/proc/{pid}/net/{protocol}").splitlines()[1:]]
            return sum(int(size, 16) for row in rows for size in row[4].split(":"))
    return 0


def _in_use(pid, name, start):
    """Le nombre qui suit ces mots dans le résumé que fait le noyau des sockets d'un processus et de ses voisins."""
    return int(read(f"/proc/{pid}/net/{name}").partition(start)[2].split()[0])


def _highest_bytes(pid):
    return _kilobytes(pid, "status", "VmHWM")


def _kilobytes(pid, name, field):
    try:
        found = re.search(rf"^{field}:\s+(\d+) kB", read(f"/proc/{pid}/{name}"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def _resident_bytes(pid):
    """Sa mémoire ; quand son premier fil d'exécution n'est plus, seuls les autres la disent encore."""
    return (_pages(f"/proc/{pid}") or max(map(_pages, threads(pid)), default=0)) * resource.getpagesize()


def _pages(place):
    try:
        return int(read(f"{place}/statm").split()[1])
    except (OSError, IndexError):
        return 0
