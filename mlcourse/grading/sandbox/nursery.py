"""La pépinière : une boîte où attend un processus chaud, dont naissent, l'un après l'autre, ceux d'une passe.

Charger Python et NumPy prend plus de temps que bien des tests. Chaque poste a deux pépinières, l'une pour les tests,
l'autre pour les copies, qui servent tant que le devoir et ses bibliothèques sont les mêmes. Ce qui en naît vit à part,
dans des espaces de noms à lui ; il voit ce qu'il verrait dans une boîte neuve, ses limites sont les mêmes, et ce qu'il
fait disparaît avec lui. Le processus chaud n'exécute jamais rien d'une copie, ni d'un test.
"""

import os
import signal
import socket
import time
from contextlib import suppress

from mlcourse.grading.sandbox.clock import alarm
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
        """Ce que le processus chaud a mis au monde, et le premier de la boîte, qui l'enterre."""
        return [self._kin[0], *self._mortal()]

    def program(self):
        """Le processus né, ou None s'il n'est plus : l'aîné de celui qui ouvre leur espace de processus."""
        first, warm = self._kin
        openers = [pid for pid in children(first) if pid != warm]
        return next((born for pid in openers for born in children(pid)), None)

    def _mortal(self):
        return [pid for pid in lineage(self._kin[0]) if pid not in self._kin]

    def kill(self):
        """Tue ce que le processus chaud a mis au monde, et attend qu'il n'en reste rien."""
        over = alarm(_PATIENCE)
        while (pids := self._mortal()) and not over():
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.001)
        return "ce qui en est né survit" if pids else ""


class Nursery:
    """La boîte d'un processus chaud, d'où naissent ceux d'un programme d'`inside`."""

    def __init__(self, program, limits, libraries=None):
        self.terms = limits, libraries
        self._warm = Worker.launch(program, limits, libraries=libraries, warm=True)
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
        worker = Worker(mine, Guests(*self._kin), self._warm.limits)
        with its, suppress(OSError):  # il est mort : l'attente le dira
            socket.send_fds(self._warm.channel.socket, [b"!"], [end.fileno() for end in (its, *ends)])
        worker.wait()
        return worker

    def clear(self):
        """Tue ce qu'une copie a laissé ; rend le processus à épargner, ou None s'il n'y en a plus."""
        return None if self._guests.kill() or not self._warm.box.alive() else self._warm.box.pid

    def close(self):
        """Tue le processus chaud et tout ce qui vit dans sa boîte."""
        self._warm.close()


_nurseries: dict[str, Nursery] = {}  # par programme
_refused = False  # ce poste n'aura pas de pépinière


def prepare(program, limits, libraries=None):
    """Ouvre la pépinière d'un programme, si elle ne l'est pas déjà pour ces limites et ces bibliothèques."""
    global _refused
    if not _refused and not _serves(program, limits, libraries):
        close(program)
        try:
            _nurseries[program] = Nursery(program, limits, libraries)
            with socket.socket() as end:  # une machine peut refuser que ses enfants vivent à part
                wire = [end] if program == "student" else []
                _nurseries[program].worker(*wire).close()
        except (EngineError, OSError):  # chaque passe lancera le sien
            close(program)
            _refused = True


def _serves(program, limits, libraries):
    return program in _nurseries and _nurseries[program].terms == (limits, libraries)


def clear():
    """Fait place nette après une copie ; rend les processus qui serviront à la suivante."""
    kept = {program: nursery.clear() for program, nursery in _nurseries.items()}
    for program, spared in kept.items():
        if not spared:
            close(program)
    return [spared for spared in kept.values() if spared]


def close(program):
    """Ferme la pépinière d'un programme, s'il en a une."""
    if program in _nurseries:
        _nurseries.pop(program).close()


def born(program, limits, boxed, libraries=None, *ends):
    """Un processus neuf, prêt à servir : né de la pépinière s'il y en a une pour lui, lancé dans sa boîte sinon."""
    if boxed and _serves(program, limits, libraries):
        try:
            return _nurseries[program].worker(*ends)
        except EngineError:  # mort ou arrêté : cette copie se passe de lui, et le poste en ouvrira un autre
            close(program)
    worker = Worker.launch(program, limits, boxed, ends, libraries)
    worker.wait()
    return worker
