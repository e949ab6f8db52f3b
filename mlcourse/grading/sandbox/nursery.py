"""La pépinière : une boîte où attend un processus chaud, dont naissent, l'un après l'autre, ceux d'une passe.

Charger Python et NumPy prend plus de temps que bien des tests. Une pépinière sert à toutes les copies d'un poste : les
tests de chaque passe en naissent, et vivent à part, dans des espaces de noms à eux ; ce que voit l'un d'eux est ce
qu'il verrait dans une boîte neuve, et ce qu'il fait disparaît avec lui. Une autre ne sert qu'à un carnet, dont la copie
a toujours sa boîte à elle : celle de chaque passe en naît.
"""

import os
import signal
import socket
import time
from contextlib import suppress

from mlcourse.grading.sandbox.processor import seconds
from mlcourse.grading.sandbox.spending import Measured, children, lineage
from mlcourse.grading.sandbox.worker import EngineError, Worker

_PATIENCE = 5  # secondes pour mourir


class Guests(Measured):
    """Ce qui vit dans la boîte, sauf le processus chaud.

    Le premier de la boîte porte le temps des morts qu'il a enterrés : celui des précédents n'est pas à ceux-ci.
    """

    def __init__(self, first, warm):
        self._kin = first, warm
        self._before = seconds([first])

    def processor_seconds(self, pids=None):
        """Le temps de processeur de ceux-ci, morts compris."""
        return super().processor_seconds(pids) - self._before

    def processes(self):
        """Ce que le processus chaud a mis au monde, et le premier de la boîte, qui enterre les orphelins."""
        return [self._kin[0], *self._mortal()]

    def program(self):
        """Le dernier processus né du processus chaud, ou None s'il n'est plus."""
        return next(reversed(children(self._kin[1])), None)

    def _mortal(self):
        return [pid for pid in lineage(self._kin[0]) if pid not in self._kin]

    def kill(self):
        """Tue ce que le processus chaud a mis au monde, et attend qu'il n'en reste rien."""
        deadline = time.monotonic() + _PATIENCE
        while (pids := self._mortal()) and time.monotonic() < deadline:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.001)
        return "ce qui en est né survit" if pids else ""


class Nursery:
    """La boîte d'un processus chaud : `warm`, d'où naissent des tests, ou `copies`."""

    def __init__(self, engine, limits, libraries=None):
        self.limits, self._warm = limits, Worker.launch(engine, limits, True, int(engine == "warm"), (), libraries)
        self._warm.wait()
        first = self._warm.box.first()
        born = children(first)  # aucun autre que le processus chaud n'a encore pu y naître
        if not born:
            raise EngineError(f"Le processus chaud n'a pas démarré. {self._warm.close()}")
        self._kin = first, born[0]
        self._guests = Guests(*self._kin)

    def worker(self, *ends):
        """Un processus neuf, prêt à servir, à qui l'on donne ces bouts ; lève EngineError s'il ne peut pas naître."""
        if complaint := self._guests.kill():  # les précédents sont morts avant que celui-ci ne naisse
            raise EngineError(complaint)
        mine, its = socket.socketpair()
        worker = Worker(mine, Guests(*self._kin), self.limits)
        with its, suppress(OSError):  # il est mort : l'attente le dira
            socket.send_fds(self._warm.channel.socket, [b"!"], [end.fileno() for end in (its, *ends)])
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
            _nursery = Nursery("warm", limits)
            _nursery.worker().close()  # une machine peut refuser que ses enfants vivent à part
        except (EngineError, OSError):  # chaque passe lancera ses tests
            close()
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


class Copies:
    """Les copies d'un même carnet, une par passe, et une de plus après chaque arrêt."""

    def __init__(self, limits, boxed, libraries):
        self._limits, self._boxed, self._libraries = limits, boxed, libraries
        self._nursery: Nursery | None = None

    def worker(self, end):
        """Une copie neuve, prête à servir, au bout du fil `end`."""
        if not self._boxed:
            worker = Worker.launch("student", self._limits, False, 0, [end], self._libraries)
            worker.wait()
            return worker
        if self._nursery is not None:
            with suppress(EngineError):
                return self._nursery.worker(end)
            self.close()  # la copie a pu s'en prendre à celui dont elle naît
        self._nursery = Nursery("copies", self._limits, self._libraries)
        return self._nursery.worker(end)

    def close(self):
        """Ferme leur boîte."""
        if self._nursery is not None:
            self._nursery.close()
        self._nursery = None
