"""Tuer un processus et toute sa descendance, sans qu'aucun orphelin n'en réchappe (Linux)."""

import contextlib
import ctypes
import os
import signal
import time

from mlcourse.grading.sandbox.clock import alarm
from mlcourse.grading.sandbox.proc import read

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def _prctl(option, value):
    """Règle le processus courant ; sans effet hors de Linux, où prctl n'existe pas."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def adopt_orphans():
    """Rattache à ce processus tout descendant qui perdrait son parent : un démon ne lui échappe plus."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with(parent):
    """Fait mourir ce processus avec celui qui l'a créé, dont voici le numéro."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # il est mort entre-temps
        os._exit(1)


def descendants(root, spared=()):
    """Les numéros de tous les descendants vivants d'un processus, lus dans /proc, sauf `spared` et les leurs."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                # Le nom du programme, entre parenthèses, peut contenir des espaces : on lit après la dernière.
                parent = int(read(f"/proc/{name}/stat").rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(name))
    found, frontier = [], [root]
    while frontier:
        frontier = [child for parent in frontier for child in children.get(parent, ()) if child not in spared]
        found += frontier
    return found


def kill_descendants(patience=10.0, spared=()):
    """Tue et enterre tous les descendants de ce processus, sauf `spared` et les leurs ; rend ce qui en reste."""
    over = alarm(patience)
    while True:
        _reap()
        alive = descendants(os.getpid(), spared)
        for pid in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not alive or over():
            return len(alive)
        time.sleep(0.002)


def _reap():
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
