"""Les postes, vus de qui les emploie : les lancer, leur donner une copie, les congédier.

Ce module se charge en un instant : la commande lance ses premiers postes avant de charger le reste.
"""

import contextlib
import os
import pickle
import subprocess
import sys
from typing import Any

from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.limits import MEGABYTE

HEADER = 8
CRASHED = "la correction s'est arrêtée net sur cette copie"


class SlotDiedError(RuntimeError):
    """Le poste lui-même est mort, ou n'a pas démarré."""


class Slot:
    """Le poste, vu de celui qui l'emploie ; un fil à la fois. `log` reçoit ce qui n'aurait pas dû arriver.

    Avec `core`, le poste ne quitte pas ce cœur : la copie et ses tests se répondent tour à tour, et réveiller un
    processus sur un autre cœur coûte trois fois plus que sur le même.
    """

    def __init__(self, log=None, core=None):
        self.core = core
        # Une session à part : Ctrl-C dans le terminal ne l'interrompt pas au milieu d'une copie.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "mlcourse.grading.batch.slot", *([] if core is None else [str(core)])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
        self._requests: Any = self.process.stdin
        self._answers: Any = self.process.stdout
        self._ready = False

    def grade(self, bundle):
        """Corrige une copie ; lève SlotDiedError si le poste n'est plus là."""
        from mlcourse.grading.batch.bundle import Result  # ici, et non en tête : il en charge bien d'autres

        try:
            self._greet()
            write(self._requests.fileno(), pickle.dumps(bundle))
            return Result.from_json(read(self._answers.fileno()))
        except (OSError, EOFError, ValueError) as error:
            self.hang_up()
            raise SlotDiedError(str(error)) from None

    def _greet(self):
        """Attend que le poste soit prêt ; ce qui l'empêche de démarrer empêcherait aussi tous les autres."""
        if not self._ready:
            complaint = read(self._answers.fileno()).decode("utf-8", "replace")
            if complaint:
                raise GradingError(f"Le moteur de correction ne démarre pas : {complaint}")
            self._ready = True

    def hang_up(self):
        """Congédie le poste, qui tue ce qu'il corrigeait ; peut s'appeler d'un autre fil, et plusieurs fois."""
        with contextlib.suppress(OSError):
            self._requests.close()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def close(self):
        """Ferme ce que laisse un poste congédié, une fois que plus personne ne l'écoute."""
        self._answers.close()


def write(descriptor, content):
    """Écrit un message : sa longueur, puis lui."""
    view = memoryview(len(content).to_bytes(HEADER, "big") + content)
    while view:
        view = view[os.write(descriptor, view) :]


def read(descriptor):
    """Lit un message entier, ou lève EOFError."""
    return _read_exactly(descriptor, int.from_bytes(_read_exactly(descriptor, HEADER), "big"))


def _read_exactly(descriptor, size):
    content = bytearray()
    while len(content) < size:
        chunk = os.read(descriptor, min(size - len(content), MEGABYTE))
        if not chunk:
            raise EOFError("le poste de correction ne répond plus")
        content += chunk
    return bytes(content)
