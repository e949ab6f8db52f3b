"""Une passe sur un carnet : la copie et ses tests, relancés quand il le faut, dans un temps borné."""

import socket
from time import monotonic
from typing import Any

from mlcourse.french import typeset
from mlcourse.grading.examination.answers import checked
from mlcourse.grading.examination.reasons import REASONS, Report
from mlcourse.grading.sandbox.nursery import examiner
from mlcourse.grading.sandbox.worker import Worker
from mlcourse.grading.wire.channel import PeerLost

_START_SECONDS, _GRACE_SECONDS = 30, 2
_SLOW_SHARE = 0.1  # ce qu'a encore de temps, à chaque test, une fonction qui a déjà dépassé le sien


class Session:
    """Exécute les cellules dans l'ordre ; `shown` réduit les tests à ceux-là, et à leurs parties visibles."""

    def __init__(self, steps, limits, *, boxed, deadline, files, given, shown=None, examiner=None):
        self.steps, self.limits, self.boxed, self.deadline, self._shown = steps, limits, boxed, deadline, shown
        self._files, self._given = files | given, given
        self._peaks: dict[str, int] = {}
        self._student: Any = None
        self._examiner: Any = examiner
        self._taught = False
        self._done, self._deadly = [], set()  # les cellules exécutées, et celles qui tuent la copie
        self._exported, self._bound, self._slow, self._tainted = set(), False, set(), False

    def run(self):
        """Rend un rapport par cellule."""
        try:
            return [self._test(step) if step.kind == "test" else self._cell(step) for step in self.steps]
        finally:
            self._close("_student")

    def take_examiner(self):
        """Confie le processus des tests à la passe suivante : il n'a rien exécuté de la copie."""
        examiner, self._examiner = self._examiner, None
        return examiner

    def close(self):
        """Tue ce qui vit encore ; rend la mémoire qu'ont tenue la copie et ses tests, au plus haut."""
        self._close("_student")
        self._close("_examiner")
        return sum(self._peaks.values())

    # Les cellules de la copie.

    def _cell(self, step):
        report = Report(step, self._tainted)
        self._done.append(step)
        self._exported |= set(step.names)
        self._bound = False
        try:
            if self._taught:
                self._teach(step)
            self._start_student(self._done[:-1])
            report.outputs, report.error = self._execute(step)
        except PeerLost as lost:
            self._lose_student(report, step, lost.reason)
        return report

    def _execute(self, step):
        message = ["cell", step.filename, step.source, self.limits.output_bytes, self.limits.figure_bytes]
        return checked(self._student.ask(message, self._until(self.limits.cell_seconds)), self.limits)

    def _lose_student(self, report, step, reason):
        self._deadly.add(step.index)
        self._close("_student")
        report.lost = self._reason(reason)
        report.error = ["Arrêt", REASONS[report.lost], typeset(REASONS[report.lost])]

    def _start_student(self, steps):
        """Lance la copie si elle ne vit plus, et lui fait refaire les cellules déjà exécutées."""
        while self._student is None:
            self._until(0)  # une copie qui a épuisé son temps ne repart pas
            mine, its = socket.socketpair()
            with mine, its:
                self._student = Worker.launch("student", self.limits, self.boxed, 0, [its])
                self._start_examiner(mine)
            self._student.wait()
            self._student.place(self._files, self._until(_START_SECONDS))
            self._replay(steps)

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
        if self._examiner is None:
            self._examiner = examiner(self.limits, self.boxed)
            self._examiner.place(self._given, self._until(_START_SECONDS))
        until = self._until(_START_SECONDS)
        if not self._taught:
            self._examiner.ask(["restart"], until)
            for step in self._done:
                self._teach(step)
            self._taught = True
        self._examiner.ask(["wire"], until)
        socket.send_fds(self._examiner.channel.socket, [b"!"], [end.fileno()])
        self._bound = False

    def _teach(self, step):
        if step.needed:
            message = ["teacher", step.filename, step.source]
            self._examiner.ask(message, self._until(self.limits.cell_seconds))

    def _test(self, step):
        report = Report(step, self._tainted)
        if self._shown is not None and step.index not in self._shown:
            return report
        try:
            self._start_student(self._done)
            until = self._until(self.limits.cell_seconds * (_SLOW_SHARE if self._slow & set(step.names) else 1))
            self._bind(until)
            source, hidden = (step.source, step.hidden_lines) if self._shown is None else (step.visible(), ())
            message = ["test", step.filename, source, list(hidden), until]
            answer = self._examiner.ask(message, until + _GRACE_SECONDS, [self._student])
            report.verdict, report.message, report.safe_message, report.hidden = answer
            self._tainted = self._tainted or bool(hidden and (report.verdict != "failed" or report.hidden))
            if report.verdict == "lost":
                raise PeerLost(report.message)
        except PeerLost as lost:
            self._lose_test(report, step, lost.reason)
        return report

    def _bind(self, until):
        if not self._bound:
            sources = {step.filename: step.source for step in self._done if step.kind == "student"}
            lost = self._examiner.ask(
                ["names", sorted(self._exported), [*sources.items()], until], until + _GRACE_SECONDS
            )
            if lost:
                raise PeerLost(lost)
            self._bound = True

    def _lose_test(self, report, step, reason):
        """La copie, ou les tests, ne répondent plus : tous deux repartiront à neuf."""
        by_copy = report.verdict == "lost" or reason == "mémoire"
        report.verdict, report.lost = "lost", self._reason(reason if by_copy else "tests")
        report.message = report.safe_message = typeset(f"Test interrompu. {REASONS[report.lost]}")
        report.hidden = True
        if report.lost == "temps":
            self._slow |= self._exported & set(step.names)
        self._close("_student")
        if not by_copy:
            self._close("_examiner")
            self._taught = False

    # Le temps, et la fin.

    def _until(self, seconds):
        """L'instant où s'arrêter, sans dépasser le temps de la copie."""
        if monotonic() >= self.deadline:
            raise PeerLost("épuisé")
        return min(monotonic() + seconds, self.deadline)

    def _reason(self, reason):
        return "épuisé" if monotonic() >= self.deadline else reason

    def _close(self, name):
        worker = getattr(self, name)
        if worker:
            worker.close()
            self._peaks[name] = max(self._peaks.get(name, 0), worker.box.peak_bytes)
        setattr(self, name, None)
