"""Les tests : un processus qui exécute les cellules de l'enseignant, et ne connaît la copie que par le fil."""

import contextlib
import linecache
import os
import traceback
from numbers import Real
from typing import Any

from mlcourse.checks import CheckError, clock, draws
from mlcourse.french import typeset
from mlcourse.grading.inside.births import receive
from mlcourse.grading.inside.cells import Cells
from mlcourse.grading.inside.files import place
from mlcourse.grading.wire.asker import Asker
from mlcourse.grading.wire.channel import Channel, PeerLost


class _Stopwatch(clock.Stopwatch):
    """Celui des tests : la copie calcule ailleurs, et le meneur la mesure du dehors."""

    def __init__(self, control):
        self._control = control

    def start(self):
        """Part de maintenant."""
        self._order("start")

    def stop(self):
        """Rend les secondes de calcul de la copie depuis le départ."""
        return self._order("stop")

    def _order(self, order):
        self._control.send(["clock", order])
        return self._control.receive()


class Examiner:
    """Exécute les cellules que le meneur lui donne, et dit ce que chaque test a donné."""

    def __init__(self, control_end):
        self.control = Channel(control_end)
        self.cells = Cells()
        self.asker: Any = None
        self._exported: set[str] = set()
        clock.use(_Stopwatch(self.control))

    def serve(self):
        """Fait une demande du meneur : [numéro, verbe, arguments...]."""
        number, verb, *arguments = self.control.receive()
        self.control.send([number, getattr(self, f"do_{verb}")(*arguments)])
        if verb == "wire":
            self._take_wire()

    def do_wire(self):
        """Annonce un fil neuf : la copie vient d'être lancée, ou relancée ; son descripteur suit la réponse."""

    def _take_wire(self):
        ends = receive(self.control.socket, 1)
        if not ends:
            raise PeerLost("mort")
        if self.asker:
            self.asker.channel.close()
        self.asker = Asker(Channel(*ends))

    def do_seed(self, seed):
        """Prend la graine de cette copie."""
        draws.use(seed)

    def do_file(self, *piece):
        """Pose un fichier du sujet à côté des tests."""
        place(*piece)

    def do_teacher(self, filename, source):
        """Exécute une cellule du sujet qui n'est pas un test ; rend [verdict, message], comme les deux qui suivent."""
        try:
            self.cells.execute(filename, source)
        except PeerLost as lost:
            return ["lost", lost.reason]
        except BaseException:  # noqa: BLE001 (le test qui s'en sert dira ce qui manque)
            pass
        return ["done", ""]

    def do_names(self, names, sources):
        """Lie ces noms à ce que l'étudiant a défini."""
        for filename, source in sources:
            linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        try:
            for name in names:
                self._bind(name)
        except PeerLost as lost:
            return ["lost", lost.reason]
        return ["done", ""]

    def _bind(self, name):
        self._exported.add(name)
        self.cells.namespace.pop(name, None)
        with contextlib.suppress(Exception):  # absent, ou trop gros pour traverser
            self.cells.namespace[name] = self.asker.ask("name", None, name)

    def do_test(self, filename, source):
        """Exécute un test, ou la moitié d'un."""
        try:
            value = self.cells.execute(filename, source)
            partial = isinstance(value, Real) and not isinstance(value, bool)
            return ["passed", repr(float(value)) if partial else ""]
        except PeerLost as lost:
            return ["lost", lost.reason]
        except BaseException as error:  # noqa: BLE001 (une cellule de tests peut tout lever)
            return ["absent" if self._is_absence(error) else "failed", self._explain(error)]

    def _is_absence(self, error):
        """Vrai si un test s'arrête faute de trouver dans la copie le nom qu'il juge."""
        return isinstance(error, NameError) and error.name in self._exported

    def _explain(self, error):
        if isinstance(error, CheckError):
            return str(error)
        if self._is_absence(error):
            return typeset(
                f"« {error.name} » n'est pas défini dans la copie : la cellule qui devait l'écrire s'arrête avant, "
                "ou lui donne un autre nom."
            )
        if isinstance(error, AssertionError):
            # En retrait, comme ce qu'une CheckError cite : la copie peut avoir choisi ces mots.
            said = str(error).strip().replace("\n", "\n    ")
            return (said or _line_of(error))[:1000]
        return typeset(f"Le test s'est arrêté avant la fin ({_builtin_name(error)}).")


def _line_of(error):
    """La ligne d'un test où s'est levée une erreur, quand l'enseignant n'en a rien dit de plus."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line for frame in frames if frame.filename.startswith("<test ") and frame.line]
    return "\n  ".join([typeset("Ce test n'est pas satisfait."), *lines[-1:]])


def _builtin_name(error):
    return next(cls.__name__ for cls in type(error).__mro__ if cls.__module__ == "builtins")


def main(control_end):
    """Sert le meneur jusqu'à ce qu'il s'en aille."""
    examiner = Examiner(control_end)
    try:
        examiner.control.send("prêt")
        while True:
            examiner.serve()
    except PeerLost:
        os._exit(0)
