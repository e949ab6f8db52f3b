"""Le temps de processeur que prennent des processus, lu du dehors, où eux-mêmes ne peuvent rien (Linux).

Un processus porte le sien, tous fils compris, et celui des enfants qu'il a enterrés : la somme, sur ceux d'une boîte,
est tout ce qui s'y est calculé. Un parent qui n'attend pas ses enfants ferait disparaître leur compte avec eux ; dans
la boîte, un filtre d'appels (`seccomp`) le lui interdit.
"""

import contextlib
import os
import time

from mlcourse.grading.sandbox.proc import read

_TICKS = os.sysconf("SC_CLK_TCK")
_WHOLE_PROCESS = 2  # CPUCLOCK_SCHED : l'horloge d'un processus, à la nanoseconde
_FAULTS, _TIMES = 8, slice(13, 15)  # où /proc dit ce que ses enfants enterrés lui ont laissé
_LAST = 19  # la dernière des priorités
_SESSION = 3  # où il dit la sienne
_CORE = 36  # où il dit sur quel cœur un processus a calculé en dernier


def seconds(pids):
    """La somme des temps qu'ont pris ces processus et leurs enfants enterrés."""
    return sum(_time(pid)[0] for pid in pids)


def _time(pid):
    """Ce qu'a pris un processus, en secondes, et ce qui change quand il enterre un enfant."""
    with contextlib.suppress(OSError, IndexError, ValueError):  # il est mort entre-temps
        fields = _fields(pid)
        return time.clock_gettime(~pid << 3 | _WHOLE_PROCESS) + sum(map(int, fields[_TIMES])) / _TICKS, fields[_FAULTS]
    return 0.0, "0"


def _fields(pid):
    """Ce que /proc dit d'un processus, après son nom."""
    return read(f"/proc/{pid}/stat").rpartition(")")[2].split()


def core(pid):
    """Le cœur où un processus a calculé en dernier, ou None s'il n'est plus."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(_fields(pid)[_CORE])
    return None


def keep_on(cores, pids):
    """Ne laisse à ces processus, tous fils compris, que ces cœurs ; là où le système le refuse, rien ne change."""
    for thread in (thread for pid in pids for thread in threads(pid)):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(int(os.path.basename(thread)), cores)


def give_way(pids):
    """Fait passer ces processus, tous fils compris, après quiconque veut un processeur ; sans retour."""
    for thread in (thread for pid in pids for thread in threads(pid)):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, int(os.path.basename(thread)), _LAST)


def sessions(pids):
    """Combien de sessions font ces processus."""
    found = set()
    for pid in pids:
        with contextlib.suppress(OSError, IndexError):
            found.add(_fields(pid)[_SESSION])
    return len(found)


def wanted(pids):
    """Les secondes que chaque fil d'exécution de ces processus a passées à calculer, ou à attendre de le faire.

    Rien si le noyau ne les compte pas. Ce que voudrait qui attend encore n'y est qu'une fois qu'il ne l'attend plus.
    """
    found = {thread: _scheduled(thread) for pid in pids for thread in threads(pid)}
    return {thread: computed + waiting for thread, (computed, waiting) in found.items()}


def waited():
    """Les secondes que ce fil d'exécution-ci a attendu un processeur ; zéro si le noyau ne les compte pas."""
    return _scheduled("/proc/thread-self")[1]


def threads(pid):
    """Les fils d'exécution d'un processus : un dossier de /proc chacun."""
    with contextlib.suppress(OSError):
        return [f"/proc/{pid}/task/{thread}" for thread in os.listdir(f"/proc/{pid}/task")]
    return []


def _scheduled(thread):
    """Ce qu'un fil d'exécution a calculé, et ce qu'il a attendu pour le faire."""
    with contextlib.suppress(OSError, ValueError):
        computed, waiting, _ = map(int, read(f"{thread}/schedstat").split())
        return computed / 1e9, waiting / 1e9
    return 0.0, 0.0


class Stopwatch:
    """Chronomètre un appel : ce que calculent, entre deux instants, les processus que rend `processes`.

    Ceux que rend `tests` mesurent de leur côté ce à quoi l'appel se compare : l'un sur un cœur, l'autre sur un second,
    et le même calcul peut durer le double. Le premier départ les réunit donc tous sur un seul, jusqu'à `part`.

    Un enfant compte à la nanoseconde tant qu'il vit, et par tics entiers une fois enterré, en temps d'utilisateur comme
    de système : chaque parent qui a enterré pendant la mesure en cache moins de deux, que l'on rajoute. De même, celui
    qui meurt pendant la lecture compte deux fois à l'arrivée, et non au départ : la mesure n'est jamais trop courte.
    """

    def __init__(self, processes, tests=list):
        self._processes, self._tests, self._start, self._buried = processes, tests, 0.0, {}
        self._together = False

    def __call__(self, order):
        """Fait ce que demandent les tests : `start`, ou `stop`, qui rend les secondes."""
        pids = self._processes()  # un parent y précède ses enfants
        if order == "start":
            self._gather(pids)
        read = {pid: _time(pid) for pid in (pids if order == "start" else reversed(pids))}
        now = sum(spent for spent, _ in read.values())
        if order == "start":
            self._start, self._buried = now, {pid: buried for pid, (_, buried) in read.items()}
        hiding = sum(self._buried.get(pid, "0") != buried for pid, (_, buried) in read.items())
        return now - self._start + 2 * hiding / _TICKS

    def _gather(self, pids):
        tests = self._tests()
        shared = core(tests[-1]) if tests else None
        if shared is not None:
            keep_on({shared}, [*tests, *pids])
            self._together = True

    def part(self):
        """Rend leurs cœurs à ceux que la mesure a réunis."""
        if self._together:
            keep_on(os.sched_getaffinity(0), [*self._tests(), *self._processes()])
            self._together = False
