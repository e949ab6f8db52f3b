"""La mémoire que tiennent des processus, lue du dehors : la leur, et celle que le noyau tient pour eux (Linux)."""

import contextlib
import os
import re
from itertools import chain

from mlcourse.grading.sandbox.proc import count_lines, read
from mlcourse.grading.sandbox.processor import threads

# Chaque morceau de mémoire, si petit soit-il, coûte au noyau un quart de kilooctet que personne ne compte. Un système
# ordinaire n'en permet pas plus à un seul processus ; d'autres, quinze fois plus. Python et NumPy en ont trois cents.
MAX_PIECES = 65_530
_SOCKET_BYTES = "/proc/sys/net/core/wmem_default"
_TIMES = 3  # un socket garde un dernier message au-delà de cette borne, et ses pages ne sont pas pleines
_TABLES = (("tcp", "sockstat", "TCP: inuse"), ("tcp6", "sockstat6", "TCP6: inuse"))  # et où leur nombre se lit
_FEW = 5  # au-delà de tant de processus, on compte exactement ce qu'ils partagent
_FIELD = re.compile(r"^(Vm\w+|Pss|SwapPss):\s+(\d+) kB", re.MULTILINE)
_SMALLEST = 4096  # octets : nul morceau n'est plus petit


def held(pids, *, exact=False):
    """Les octets que tiennent ces processus, chaque parent nommé avant ses enfants.

    Sans `exact`, ce que partagent quelques processus compte pour chacun : c'est plus vite lu, et jamais trop peu.
    """
    seen = {pid: _status(pid)[1] for pid in pids}
    few = len(seen) <= _FEW and not exact
    return sum(_bytes(pid, few, **fields) for pid, fields in seen.items()) + _sockets_bytes(pids)


def highest(pids):
    """Le plus qu'aient tenu ces processus ; zéro s'ils sont trop nombreux pour ne pas partager."""
    return sum(_status(pid)[1].get("VmHWM", 0) for pid in pids) if len(pids) <= _FEW else 0


def is_scattered(pids):
    """Vrai si la mémoire de ces processus est en plus de `MAX_PIECES` morceaux ; on cesse alors de compter."""
    places = [(place, fields.get("VmSize", 0) // _SMALLEST) for place, fields in map(_status, pids)]
    left = MAX_PIECES
    if sum(most for _, most in places) <= left:
        return False
    for place, most in places:
        with contextlib.suppress(OSError):  # il est mort entre-temps
            left -= count_lines(f"{place}/maps", left + 1) if most else 0
        if left < 0:
            return True
    return False


def _bytes(pid, few, *, VmRSS=0, VmSwap=0, VmPTE=0, **_):  # les noms que leur donne le noyau
    """La mémoire d'un processus, fût-elle sur le disque, et les tables qui disent où elle est.

    Lire mille pages vides ne laisse que ces tables. Dans une foule, ce qu'un processus partage avec les siens ne
    compte pas deux fois.
    """
    shared = 0 if few else sum(_fields(f"/proc/{pid}/smaps_rollup").values())
    return (shared or VmRSS + VmSwap) + VmPTE


def _status(pid):
    """Où se lit la mémoire d'un processus, et ce qu'on y lit, en octets.

    Quand son premier fil d'exécution n'est plus, seuls les autres la disent encore.
    """
    for place in chain([f"/proc/{pid}"], _others(pid)):
        if found := _fields(f"{place}/status"):
            return place, found
    return f"/proc/{pid}", {}


def _others(pid):
    yield from threads(pid)  # qui ne s'énumèrent que s'il le faut


def _fields(path):
    with contextlib.suppress(OSError):
        return {name: int(kilobytes) * 1024 for name, kilobytes in _FIELD.findall(read(path))}
    return {}


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
        return sockets * _TIMES * int(read(_SOCKET_BYTES)) + sum(_queued_bytes(pid, *table) for table in _TABLES)
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
