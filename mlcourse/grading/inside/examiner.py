"""Les tests : un processus qui exécute les cellules de l'enseignant, et ne connaît la copie que par le fil."""

import contextlib
import linecache
import os
import socket
from typing import Any

from mlcourse.checks import CheckError
from mlcourse.french import typeset
from mlcourse.grading.inside.cells import Cells
from mlcourse.grading.inside.files import place
from mlcourse.grading.wire.asker import Asker
from mlcourse.grading.wire.channel import Channel, PeerLost

_STOPPED = "Le test s'est arrêté avant la fin."


class Examiner:
    """Exécute les cellules que le meneur lui donne, et dit ce que chaque test a donné."""

    def __init__(self, control_end):
        self.control = Channel(control_end)
        self.cells = Cells()
        self.asker: Any = None
        self._exported: set[str] = set()

    def serve(self):
        """Fait une demande du meneur : [numéro, verbe, arguments...]."""
        number, verb, *arguments = self.control.receive()
        self.control.send([number, getattr(self, f"do_{verb}")(*arguments)])
        if verb == "wire":
            self._take_wire()

    def do_restart(self):
        """Oublie tout : une autre passe commence."""
        self.cells, self._exported = Cells(), set()

    def do_wire(self):
        """Annonce un fil neuf : la copie vient d'être lancée, ou relancée ; son descripteur suit la réponse."""

    def _take_wire(self):
        _, (descriptor,), _, _ = socket.recv_fds(self.control.socket, 1, 1)
        if self.asker:
            self.asker.channel.close()
        self.asker = Asker(Channel(socket.socket(fileno=descriptor)))

    def do_file(self, *piece):
        """Pose un fichier du sujet à côté des tests."""
        place(*piece)

    def do_teacher(self, filename, source):
        """Exécute une cellule du sujet qui n'est pas un test."""
        with contextlib.suppress(Exception, SystemExit):
            self.cells.execute(filename, source)

    def do_names(self, names, sources, deadline):
        """Lie ces noms à ce que l'étudiant a défini ; rend la raison de l'arrêt de la copie, ou None."""
        for filename, source in sources:
            linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        self.asker.channel.deadline = deadline
        try:
            for name in names:
                self._bind(name)
        except PeerLost as lost:
            return lost.reason
        return None

    def _bind(self, name):
        self._exported.add(name)
        self.cells.namespace.pop(name, None)
        with contextlib.suppress(Exception):  # absent, ou trop gros pour traverser
            self.cells.namespace[name] = self.asker.ask("name", None, name)

    def do_test(self, filename, source, hidden_lines, deadline):
        """Exécute une cellule de tests ; rend [verdict, message, le même sans rien de la copie, arrêt caché]."""
        self.asker.channel.deadline = deadline
        try:
            value = self.cells.execute(filename, source)
            return ["passed", repr(value) if type(value) in (int, float) else "", "", False]
        except PeerLost as lost:
            return ["lost", lost.reason, "", False]
        except BaseException as error:  # noqa: BLE001 (une cellule de tests peut tout lever)
            hidden = _line(error, filename) in hidden_lines
            safe = str(CheckError(error.claim)) if isinstance(error, CheckError) else typeset(_STOPPED)
            return ["failed", self._explain(error, hidden), safe, hidden]

    def _explain(self, error, hidden):
        if isinstance(error, CheckError):
            return str(error)
        if isinstance(error, NameError) and error.name in self._exported:
            return typeset(
                f"« {error.name} » n'est pas défini dans la copie : la cellule qui devait l'écrire s'arrête avant, "
                "ou lui donne un autre nom."
            )
        if isinstance(error, AssertionError) and str(error) and not hidden:
            return str(error)[:1000]
        return typeset(f"Le test s'est arrêté avant la fin ({_builtin_name(error)}).")


def _builtin_name(error):
    return next(cls.__name__ for cls in type(error).__mro__ if cls.__module__ == "builtins")


def _line(error, filename):
    """La ligne de la cellule de tests où elle s'est arrêtée."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == filename:
            line = trace.tb_lineno
            break
        trace = trace.tb_next
    return line


def main(control_end):
    """Sert le meneur jusqu'à ce qu'il s'en aille."""
    examiner = Examiner(control_end)
    try:
        examiner.control.send("prêt")
        while True:
            examiner.serve()
    except PeerLost:
        os._exit(0)
