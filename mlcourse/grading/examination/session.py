"""Une passe sur un carnet : une copie et des tests neufs, relancés quand il le faut, dans un temps borné."""

import contextlib
import socket
from typing import Any

from mlcourse.french import typeset
from mlcourse.grading.examination.answers import Allowance, checked
from mlcourse.grading.examination.reasons import INTERRUPTED, REASONS, Report
from mlcourse.grading.sandbox.clock import Clock
from mlcourse.grading.sandbox.nursery import born
from mlcourse.grading.sandbox.processor import Stopwatch
from mlcourse.grading.wire.channel import PeerLost

_START_SECONDS = 30
_MEASURED = ("mémoire", "calcul", "processus")  # ce que la copie dépense, mesuré du dehors
_QUOTABLE = 1_000_000  # caractères


class Session:
    """Exécute les cellules dans l'ordre."""

    def __init__(self, steps, limits, *, boxed, libraries, files, given, seed=None):
        self.steps, self.limits, self.boxed, self._libraries = steps, limits, boxed, libraries
        self._clock = Clock(lambda: [worker.box for worker in (self._student, self._examiner) if worker])
        self.deadline = limits.submission_seconds  # sur cette horloge
        self._latest = self.deadline + limits.submission_seconds  # si long que soit le moteur
        self._files, self._given, self._seed = files | given, given, seed
        self._peaks: dict[str, int] = {}
        self._allowance = Allowance(limits)
        self._student: Any = None
        self._stopwatch: Any = None  # ce que calcule la copie, mesuré du dehors
        self._examiner: Any = None
        self._taught = False
        self._done, self._deadly = [], set()  # les cellules exécutées, et celles qui tuent la copie
        self._spent, self._long = 0.0, set()  # le temps de ses cellules, et celles qu'il a fallu interrompre
        self._exported, self._bound, self._slow = set(), False, set()

    def run(self):
        """Rend un rapport par cellule."""
        try:
            return [self._test(step) if step.kind == "test" else self._cell(step) for step in self.steps]
        finally:
            self._close("_student")

    def close(self):
        """Tue ce qui vit encore ; rend la mémoire qu'ont tenue la copie et ses tests, au plus haut."""
        self._close("_student")
        self._close("_examiner")
        return sum(self._peaks.values())

    # Les cellules de la copie.

    def _cell(self, step):
        report = Report(step)
        self._done.append(step)
        self._exported |= set(step.names)
        self._bound = False
        try:
            if self._taught:
                self._teach(step)
            self._start_student(self._done[:-1])
            report.outputs, report.error = self._allowance.cut(*self._execute(step))
            report.lost = "lenteur" if step.index in self._long else ""
        except PeerLost as lost:
            self._lose_student(report, step, lost.reason)
        return report

    def _execute(self, step):
        """Exécute une cellule ; celle qui dure trop est interrompue, et n'y perd que sa fin."""
        hurried = step.index in self._long or self._spent > self.limits.own_seconds
        seconds = self.limits.hurried_seconds if hurried else self.limits.cell_seconds
        message = ["cell", step.filename, step.source, self.limits.cell_outputs, seconds]
        start = self._clock.now()
        answer = self._student.ask(message, self._until(seconds), self._interrupt)
        self._spent += self._clock.now() - start
        outputs, error = checked(answer, self.limits)
        if error and error[0] == INTERRUPTED:
            self._long.add(step.index)
        return outputs, error

    def _interrupt(self):
        self._until(0)  # quand c'est toute la copie qui a épuisé son temps, il n'y a plus rien à sauver
        self._student.interrupt()

    def _lose_student(self, report, step, reason):
        self._deadly.add(step.index)
        self._close("_student")
        report.lost = self._reason(reason)
        report.error = ["Arrêt", REASONS[report.lost], typeset(REASONS[report.lost])]

    def _start_student(self, steps):
        """Lance la copie si elle ne vit plus, et lui fait refaire les cellules déjà exécutées."""
        while self._student is None:
            self._until(0)  # une copie qui a épuisé son temps ne repart pas
            with self._on_our_time():
                mine, its = socket.socketpair()
                with mine, its:
                    self._student = self._timed(born("student", self.limits, self.boxed, self._libraries, its))
                    self._start_examiner(mine)
                self._stopwatch = Stopwatch(self._of_copy, self._of_tests)
                self._student.place(self._files, self._until(_START_SECONDS))
            self._replay(steps)

    def _timed(self, worker):
        worker.clock = self._clock
        return worker

    def _replay(self, steps):
        for step in steps:
            if step.kind != "test" and step.index not in self._deadly:
                try:
                    self._execute(step)
                except PeerLost:
                    self._deadly.add(step.index)
                    self._close("_student")
                    self._until(0)
                    return

    # Les tests.

    def _start_examiner(self, end):
        """Donne aux tests le fil de la copie ; les lance au besoin."""
        until = self._until(_START_SECONDS)
        with self._blaming_tests():
            if self._examiner is None:
                self._examiner = self._timed(born("examiner", self.limits, self.boxed))
                self._examiner.place(self._given, until)
                if self._seed is not None:
                    self._examiner.ask(["seed", self._seed], until)
        if not self._taught:
            for step in self._done:
                self._teach(step)
            self._taught = True
        with self._blaming_tests():
            self._examiner.ask(["wire"], self._until(_START_SECONDS))
            try:
                socket.send_fds(self._examiner.channel.socket, [b"!"], [end.fileno()])
            except OSError:
                raise PeerLost("mort") from None
        self._bound = False

    def _teach(self, step):
        if step.taught:
            self._ask_tests(["teacher", step.filename, step.taught], self._until(self.limits.cell_seconds))

    def _test(self, step):
        report = Report(step)
        try:
            self._start_student(self._done)
            slow = self._slow & set(step.names)
            until = self._until(self.limits.hurried_seconds if slow else self.limits.cell_seconds)
            self._bind(until)
            self._examine(report, until)
        except PeerLost as lost:
            self._lose_test(report, step, lost.reason)
        if step.borrowed:
            self._cell(step.as_cell())
        return report

    def _examine(self, report, until):
        message = ["test", report.step.filename, report.step.source]
        try:
            report.verdict, report.message = self._ask_tests(message, until, self._stopwatch)
        finally:
            self._stopwatch.part()

    def _of_copy(self):
        return self._student.box.processes() if self._student else []

    def _of_tests(self):
        return self._examiner.box.processes() if self._examiner else []

    def _bind(self, until):
        if not self._bound:
            self._ask_tests(["names", sorted(self._exported), self._quotable()], until)
            self._bound = True

    def _ask_tests(self, message, until, stopwatch=None):
        """Demande quelque chose aux tests ; la copie, qu'ils peuvent appeler, reste surveillée.

        À l'heure dite, elle meurt : des tests qui l'attendaient répondent aussitôt, et elle seule est en cause.
        """
        watched = [self._student] if self._student else []
        with self._blaming_tests():
            verdict, said = self._examiner.ask(message, until, lambda: self._close("_student"), watched, stopwatch)
        if watched and self._student is None:
            raise PeerLost("temps")
        if verdict == "lost":
            raise PeerLost(said)
        return verdict, said

    @contextlib.contextmanager
    def _blaming_tests(self):
        """Des tests qui ne répondent pas ont à repartir à neuf ; ce que la copie dépense, elle seule le doit.

        Ceux que l'on n'attend plus aussi : ils prendraient la demande suivante pour la mesure qu'ils ont demandée.
        """
        try:
            yield
        except PeerLost as lost:
            self._close("_examiner")
            self._taught = False
            raise PeerLost(lost.reason if lost.reason in _MEASURED else "tests") from None

    def _quotable(self):
        """Le texte des cellules, que citent les messages : les plus courtes d'abord, tant que cela tient."""
        sources, left = [], _QUOTABLE
        for step in sorted(self._done, key=lambda step: len(step.source)):
            left -= len(step.source) * (step.kind == "student")
            if step.kind == "student" and left >= 0:
                sources.append([step.filename, step.source])
        return sources

    def _lose_test(self, report, step, reason):
        """La copie, ou les tests, ne répondent plus : elle repartira à neuf."""
        report.verdict, report.lost = "lost", self._reason(reason)
        report.message = typeset(f"Test interrompu. {REASONS[report.lost]}")
        if report.lost == "temps":
            self._slow |= self._exported & set(step.names)
        self._close("_student")

    # Le temps, et la fin.

    @contextlib.contextmanager
    def _on_our_time(self):
        """Arrête le compte : lancer ou tuer une copie est au moteur, et une machine occupée l'allonge."""
        left, self.deadline = self.deadline - self._clock.now(), self._latest
        try:
            yield
        finally:
            self.deadline = min(self._clock.now() + left, self._latest)

    def _until(self, seconds):
        """L'heure où s'arrêter, sans dépasser le temps de la copie."""
        now = self._clock.now()
        if now >= self.deadline:
            raise PeerLost("épuisé")
        return min(now + seconds, self.deadline)

    def _reason(self, reason):
        return "épuisé" if self._clock.now() >= self.deadline else reason

    def _close(self, name):
        worker = getattr(self, name)
        if worker:
            with self._on_our_time():
                worker.close()
            self._peaks[name] = max(self._peaks.get(name, 0), worker.box.peak_bytes)
        setattr(self, name, None)
