"""« nbgrader export » : le tableau de nbgrader, où une ligne qui ne se fait pas n'ôte pas les autres."""

import csv
from functools import cache

from nbgrader.api import MissingEntry
from nbgrader.converters import NbGraderException
from nbgrader.plugins import CsvExportPlugin

from mlcourse.french import typeset
from mlcourse.grading.gradebook.reader import Mark, read_marks
from mlcourse.grading.submission.inert import inert_field
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.terminal import count

# Les colonnes de nbgrader, dans son ordre.
COLUMNS = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
           "raw_score", "late_submission_penalty", "score", "max_score")  # fmt: skip


class RowByRow(CsvExportPlugin):
    """Écrit chaque ligne à part, en vrai CSV ; dit celles qui manquent, puis échoue, une fois les autres écrites.

    nbgrader écrit un nom tel quel, virgule et fin de ligne comprises, et la première erreur laisse là son fichier.
    """

    def export(self, gradebook):
        """Écrit le tableau dans `to`, ou dans grades.csv."""
        missing = 0
        with open(self.to or "grades.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            marks = cache(lambda name: read_marks(gradebook, name)[1])
            for assignment, student in self._wanted(gradebook):
                try:
                    writer.writerow(_row(gradebook, assignment, student, marks(assignment.name)))
                except Exception:
                    missing += 1
                    text = f"{shown(student.id)} : sa ligne de {assignment.name} n'a pas pu se faire"
                    self.log.exception(typeset(text))
        if missing:
            told = (
                f"Il manque {count(missing, 'ligne', 'lignes')} : leur erreur est plus haut ; les autres sont écrites."
            )
            raise NbGraderException(typeset(told))

    def _wanted(self, gradebook):
        """Les couples (devoir, étudiant) que demandent les options ; tous, si elles n'en nomment aucun."""
        assignments, students = {*map(str, self.assignment)}, {*map(str, self.student)}
        for assignment in gradebook.assignments:
            if not assignments or assignment.name in assignments:
                for student in gradebook.students:
                    if not students or student.id in students:
                        yield assignment, student


def _row(gradebook, assignment, student, marks):
    """{colonne: valeur} ; qui n'a rien rendu a zéro, comme dans le tableau de nbgrader.

    Une copie qu'une personne doit encore lire n'a pas de note, et ses points sont ceux que disent les autres commandes.
    """
    row = {"assignment": assignment.name, "duedate": assignment.duedate, "student_id": student.id}
    row |= {name: getattr(student, name) for name in ("last_name", "first_name", "email")}
    row |= {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0, "max_score": assignment.max_score}
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        pass
    else:
        mark = marks.get(student.id, Mark(0.0, 0))
        row |= {"timestamp": submission.timestamp, "raw_score": mark.points, "late_submission_penalty": mark.penalty}
        row["score"] = "" if mark.to_read else mark.score
    return {name: inert_field(value) if isinstance(value, str) else value for name, value in row.items()}
