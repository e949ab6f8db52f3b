"""Un programme dans sa boîte, vu du meneur : lui parler, le chronométrer, surveiller ce qu'il dépense, le tuer."""

import os
import random
import socket
import unicodedata
from contextlib import suppress
from time import monotonic, thread_time

from mlcourse.grading.sandbox.box import Box
from mlcourse.grading.sandbox.clock import Clock
from mlcourse.grading.sandbox.processor import give_way, sessions
from mlcourse.grading.wire.channel import TIME_OVER, Channel, PeerLost, ProtocolError

# Les secondes entre deux mesures de ce que dépense une boîte, au hasard : elle n'attend pas l'instant où on la regarde.
_PAUSES = 0.05, 0.15
_LONGEST_PAUSE = 0.5  # seconde, pour une foule ; au-delà d'une, l'horloge tiendrait le meneur pour arrêté
_MESSAGES = 100_000  # reçus avant la réponse, la plupart pour demander l'heure
_OURS = 3  # processus qui tiennent une boîte
_CROWD = 16  # processus : au-delà, ils laisseraient au meneur trop peu d'un processeur pour les regarder
_SESSIONS = 8  # dans une foule : le système donne à chacune la même part d'un cœur, si patiente soit-elle
_START_SECONDS, _GRACE_SECONDS = 30, 2
_CONTROL_BYTES, _PIECE_BYTES = 8 * 2**20, 4 * 2**20


class EngineError(RuntimeError):
    """Le moteur lui-même n'a pas démarré : la copie n'y est pour rien."""


class Worker:
    """Un programme en boîte, et le canal par lequel le meneur lui parle ; `clock` dit le temps qu'il y passe."""

    def __init__(self, end, box, limits):
        self.box, self.limits, self.channel, self._asked = box, limits, Channel(end, _CONTROL_BYTES), 0
        self.clock = Clock(lambda: [box])
        self._until, self._watched, self._next_watch = 0.0, (), 0.0
        self.channel.idle = self._watch

    @classmethod
    def launch(cls, program, limits, boxed=True, extra_ends=(), libraries=None, *, warm=False):
        """Lance un programme d'`inside` dans sa boîte ; `wait` dira quand il est prêt."""
        mine, its = socket.socketpair()
        try:
            box = Box(program, [its, *extra_ends], limits, boxed=boxed, libraries=libraries, warm=warm)
            return cls(mine, box, limits)
        except BaseException:
            mine.close()
            raise
        finally:
            its.close()

    def ask(self, message, until, late=None, watched=(), stopwatch=None):
        """Envoie une demande et attend la réponse ; lève `PeerLost`.

        `until` est l'heure où cesser d'attendre, sur son horloge ; `late`, ce que l'on fait alors, avant de laisser un
        dernier délai. `watched` sont les boîtes à surveiller aussi, et `stopwatch` chronomètre ce qu'on lui demande.
        """
        self._asked, self._until, self._watched = self._asked + 1, until, watched
        try:
            self.channel.send([self._asked, *message])
            return self._answer(stopwatch)
        except PeerLost as lost:
            if late is None or lost.reason != "temps":
                raise
        late()
        self._until = self.clock.now() + _GRACE_SECONDS
        return self._answer(stopwatch)

    def _answer(self, stopwatch):
        for _ in range(_MESSAGES):
            match self._receive():
                case [number, answer] if number == self._asked:  # sinon, une réponse tardive à une autre demande
                    return answer
                case ["clock", order] if stopwatch:
                    with self.clock.measuring():
                        seconds = stopwatch(order)
                    self.channel.send(seconds)
        raise PeerLost("message")

    def interrupt(self):
        """Dit au programme que le temps est passé ; libre à lui de n'en rien faire."""
        program = self.box.program()
        if program is not None:
            with suppress(ProcessLookupError):
                os.kill(program, TIME_OVER)

    def place(self, files, until):
        """Pose des fichiers dans son dossier, par morceaux que le canal laisse passer."""
        for name, content in {**_as_sought(files), **files}.items():
            for start in range(0, len(content) or 1, _PIECE_BYTES):
                self.ask(["file", name, content[start : start + _PIECE_BYTES], start > 0], until)

    def wait(self):
        """Attend que le programme soit prêt : rien de la copie ne s'est encore exécuté, une panne ici est la nôtre."""
        try:
            self._until = self.clock.now() + _START_SECONDS
            self._receive()
        except PeerLost as lost:
            raise EngineError(f"La correction n'a pas pu démarrer ({lost.reason}). {self.close()}") from None

    def _receive(self):
        try:
            return self.channel.receive()
        except ProtocolError:
            raise PeerLost("message") from None

    def _watch(self):
        """Surveille de temps en temps ce que dépensent les boîtes, quoi que l'on reçoive, et l'heure."""
        if monotonic() >= self._next_watch:
            start = thread_time()
            # Une boîte peut dormir pendant qu'on la regarde : elle n'y gagne jamais plus que le repos du meneur.
            with self.clock.measuring(_LONGEST_PAUSE):
                for worker in (self, *self._watched):
                    worker.check_spending()
            over = self.clock.now() >= self._until
            # Regarder une foule est long : le meneur ne doit ni y passer tout son temps, ni la perdre de vue.
            pause = min(max(random.uniform(*_PAUSES), thread_time() - start), _LONGEST_PAUSE)
            self._next_watch = monotonic() + pause
            self.channel.wake_after(pause)
            if over:
                raise PeerLost("temps")

    def check_spending(self):
        """Lève `PeerLost` si la boîte, tous processus réunis, dépense plus qu'il n'est permis."""
        pids = self.box.processes()
        if len(pids) > _CROWD + _OURS:
            give_way(pids[1:])  # le premier, qui les enterre, garde sa place
            if sessions(pids) > _SESSIONS:
                raise PeerLost("processus")
        most = self.limits.memory_bytes
        if self.box.memory_bytes(pids, most) > most or self.box.is_scattered(pids):
            raise PeerLost("mémoire")
        if self.box.processor_seconds(pids) > self.limits.submission_seconds:
            raise PeerLost("calcul")
        if len(pids) > self.limits.processes + _OURS:
            raise PeerLost("processus")

    def close(self):
        """Tue la boîte et tout ce qui y vit ; rend ce qu'elle a dit sur sa sortie d'erreur."""
        self.box.note_peak()  # avant qu'il ne s'en aille de lui-même
        self.channel.close()
        return self.box.kill()


def _as_sought(files):
    """Les modules, sous le nom que Python leur cherche : il compose les accents, que macOS écrit à part."""
    modules = {name: content for name, content in files.items() if name.endswith(".py")}
    return {unicodedata.normalize("NFC", name): content for name, content in modules.items()}
