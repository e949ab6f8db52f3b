"""La pépinière : une boîte où attend un processus chaud, dont naissent, l'un après l'autre, les tests de chaque passe.

Charger Python et NumPy prend plus de temps que bien des tests. Le processus chaud n'exécute jamais rien, et ses enfants
vivent à part, dans des espaces de noms à eux : ce que voit l'un d'eux est ce qu'il verrait dans une boîte neuve, et ce
qu'il fait disparaît avec lui. La copie elle-même a toujours sa boîte à elle.
"""

import os
import signal
import socket
import time
from contextlib import suppress

from mlcourse.grading.sandbox.spending import Measured, children, lineage
from mlcourse.grading.sandbox.worker import EngineError, Worker

_PATIENCE = 5  # secondes pour mourir


class Guests(Measured):
    """Ce qui vit dans la boîte, sauf son premier processus et le processus chaud."""

    def __init__(self, box):
        self._first = box.first()

    def processes(self):
        """Les enfants du processus chaud, et ce qu'ils ont laissé."""
        warm, *orphans = children(self._first) or [None]
        return [pid for root in (*children(warm), *orphans) for pid in lineage(root)]

    def kill(self):
        """Les tue, et attend qu'il n'en reste rien."""
        deadline = time.monotonic() + _PATIENCE
        while (pids := self.processes()) and time.monotonic() < deadline:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.001)
        return "les tests d'une copie survivent" if pids else ""


class Nursery:
    """La boîte du processus chaud, celle d'un poste ; les copies en héritent."""

    def __init__(self, limits):
        self.limits, self._warm = limits, Worker.launch("warm", limits, True, 1)
        self._guests = Guests(self._warm.box)
        if self._warm.box.first() is None:
            raise EngineError(f"Le processus chaud n'a pas démarré. {self._warm.close()}")
        try:
            self.worker().close()  # une machine peut refuser que ses enfants vivent à part
        except EngineError:
            self.close()
            raise

    def worker(self):
        """Les tests d'une passe, prêts à servir ; lève EngineError si le processus chaud n'en donne pas."""
        if complaint := self._guests.kill():  # les précédents sont morts avant que ceux-ci ne naissent
            raise EngineError(complaint)
        mine, its = socket.socketpair()
        worker = Worker(mine, Guests(self._warm.box), self.limits)
        with its, suppress(OSError):  # il est mort : l'attente le dira
            socket.send_fds(self._warm.channel.socket, [b"!"], [its.fileno()])
        worker.wait()
        return worker

    def clear(self):
        """Tue ce que les tests d'une copie ont laissé ; rend le processus à épargner, ou None s'il n'y en a plus."""
        return None if self._guests.kill() or not self._warm.box.alive() else self._warm.box.pid

    def close(self):
        """Tue le processus chaud et tout ce qui vit dans sa boîte."""
        self._warm.close()


_nursery: Nursery | None = None
_refused = False  # ce poste n'aura pas de pépinière


def prepare(limits):
    """Ouvre la pépinière de ce processus, si elle ne l'est pas déjà pour ces limites."""
    global _nursery, _refused
    if not _refused and (_nursery is None or _nursery.limits != limits):
        close()
        try:
            _nursery = Nursery(limits)
        except (EngineError, OSError):  # chaque passe lancera ses tests
            _refused = True


def clear():
    """Fait place nette après une copie ; rend les processus qui serviront à la suivante."""
    kept = _nursery and _nursery.clear()
    if not kept:
        close()
    return [kept] if kept else []


def close():
    """Ferme la pépinière."""
    global _nursery
    if _nursery is not None:
        _nursery.close()
    _nursery = None


def examiner(limits, boxed):
    """Les tests d'une passe : nés de la pépinière s'il y en a une pour ces limites, lancés sinon."""
    if boxed and _nursery is not None and _nursery.limits == limits:
        try:
            return _nursery.worker()
        except EngineError:  # mort ou arrêté : cette copie se passe de lui, et le poste en ouvrira un autre
            close()
    worker = Worker.launch("examiner", limits, boxed, 1)
    worker.wait()
    return worker
