"""Un programme dans sa boîte, vu du meneur : lui parler, le chronométrer, surveiller ce qu'il dépense, le tuer."""

import socket
from time import monotonic

from mlcourse.grading.sandbox.box import Box
from mlcourse.grading.wire.channel import Channel, PeerLost, ProtocolError

_POLL = 0.1  # seconde entre deux mesures de ce que dépense une boîte
_MESSAGES = 100_000  # reçus avant la réponse, la plupart pour demander l'heure
_OURS = 3  # processus qui tiennent une boîte
_START_SECONDS, _CONTROL_BYTES, _PIECE_BYTES = 30, 8 * 2**20, 4 * 2**20


class EngineError(RuntimeError):
    """Le moteur lui-même n'a pas démarré : la copie n'y est pour rien."""


class Worker:
    """Un programme en boîte, et le canal par lequel le meneur lui parle."""

    def __init__(self, end, box, limits):
        self.box, self.limits, self.channel, self._asked = box, limits, Channel(end, _CONTROL_BYTES), 0
        self._watched, self._next_watch = (), 0.0
        self.channel.idle = self._watch

    @classmethod
    def launch(cls, engine, limits, boxed, rank, extra_ends=(), libraries=None):
        """Lance un programme d'`inside` dans sa boîte ; `wait` dira quand il est prêt."""
        mine, its = socket.socketpair()
        try:
            box = Box(engine, [its, *extra_ends], limits, boxed=boxed, rank=rank, libraries=libraries)
            return cls(mine, box, limits)
        except BaseException:
            mine.close()
            raise
        finally:
            its.close()

    def ask(self, message, deadline, watched=(), clock=None):
        """Envoie une demande et attend la réponse ; lève `PeerLost`.

        `watched` sont les boîtes à surveiller aussi, `clock` ce qui répond quand le programme demande l'heure.
        """
        self.channel.deadline = deadline
        self._asked, self._watched = self._asked + 1, watched
        self.channel.send([self._asked, *message])
        for _ in range(_MESSAGES):
            match self._receive():
                case [number, answer] if number == self._asked:  # sinon, une réponse tardive à une autre demande
                    return answer
                case ["clock", order] if clock:
                    self.channel.send(clock(order))
        raise PeerLost("message")

    def place(self, files, deadline):
        """Pose des fichiers dans son dossier, par morceaux que le canal laisse passer."""
        for name, content in files.items():
            for start in range(0, len(content) or 1, _PIECE_BYTES):
                self.ask(["file", name, content[start : start + _PIECE_BYTES], start > 0], deadline)

    def wait(self):
        """Attend que le programme soit prêt : rien de la copie ne s'est encore exécuté, une panne ici est la nôtre."""
        try:
            self.channel.deadline = monotonic() + _START_SECONDS
            self._receive()
        except PeerLost as lost:
            raise EngineError(f"La correction n'a pas pu démarrer ({lost.reason}). {self.close()}") from None

    def _receive(self):
        try:
            return self.channel.receive()
        except ProtocolError:
            raise PeerLost("message") from None

    def _watch(self):
        """Surveille ce que dépensent les boîtes, à intervalles réguliers, quoi que l'on reçoive pendant ce temps."""
        if monotonic() >= self._next_watch:
            self._next_watch = monotonic() + _POLL
            for worker in (self, *self._watched):
                worker.check_spending()

    def check_spending(self):
        """Lève `PeerLost` si la boîte, tous processus réunis, dépense plus qu'il n'est permis."""
        if self.box.memory_bytes() > self.limits.memory_bytes:
            raise PeerLost("mémoire")
        if self.box.processor_seconds() > self.limits.submission_seconds:
            raise PeerLost("calcul")
        if len(self.box.processes()) > self.limits.processes + _OURS:
            raise PeerLost("processus")

    def close(self):
        """Tue la boîte et tout ce qui y vit ; rend ce qu'elle a dit sur sa sortie d'erreur."""
        self.box.note_peak()  # avant qu'il ne s'en aille de lui-même
        self.channel.close()
        return self.box.kill()
