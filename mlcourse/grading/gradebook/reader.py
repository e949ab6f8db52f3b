"""Lire les notes d'un devoir au carnet de notes, en quelques requêtes quelle que soit la classe."""

import contextlib
from dataclasses import dataclass, field

from nbgrader.api import BaseCell, Grade, MissingEntry, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Integer, and_, case, cast, func, or_

from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.database import in_french, open_gradebook

_TO_READ = cast(Grade.needs_manual_grade, Integer)
_TYPED = Grade.manual_score.isnot(None)
_GIVEN = or_(_TYPED, func.coalesce(Grade.extra_credit, 0.0) > 0)
# Une note, ou des points « en plus », mis à la main et qui attendent qu'on les relise sont ceux d'une autre réponse, ou
# d'une cellule qui valait autre chose : ils se gardent, mais ne comptent pas.
_COUNTED = case((and_(_GIVEN, Grade.needs_manual_grade), func.coalesce(Grade.auto_score, 0.0)), else_=Grade.score)


@dataclass(frozen=True)
class Mark:
    """Les points d'un étudiant, pénalité de retard déduite, et le nombre de réponses qui attendent un lecteur.

    Une note que met une personne n'en est pas tant qu'elle est à relire, après une nouvelle remise par exemple.
    `held` dit combien d'entre elles sont des tests dont le zéro n'en est pas un : leur note se met à la main ;
    `decided`, qu'une personne a mis elle-même la note d'un test, et qu'aucun n'en attend plus ; `points`, ce qui est
    acquis avant la pénalité.
    """

    score: float
    to_read: int
    penalty: float = 0.0
    held: int = 0
    decided: bool = False
    points: float = field(default=0.0, compare=False)


@contextlib.contextmanager
def reading(course, assignment):
    """Le carnet de notes d'un devoir qui y est inscrit."""
    with contextlib.closing(open_gradebook(course.coursedir)) as gradebook:
        try:
            with in_french():
                gradebook.find_assignment(assignment)
        except MissingEntry:
            raise GradingError(
                f"Le carnet de notes ne connaît pas {assignment} : lancez d'abord « mlcourse corriger {assignment} »."
            ) from None
        yield gradebook


def read_marks(gradebook, assignment):
    """Le total du devoir et {étudiant: Mark}."""
    with in_french():
        known = gradebook.find_assignment(assignment)
        tested = Grade.auto_score.isnot(None)
        held = func.sum(case((and_(~_GIVEN, tested), _TO_READ), else_=0))
        decided = func.min(case((tested, 1 - _TO_READ), else_=1)) * func.max(case((and_(_TYPED, tested), 1), else_=0))
        sums = func.sum(_COUNTED), func.sum(_TO_READ), held, decided
        query = gradebook.db.query(SubmittedAssignment.student_id, *sums)
        query = query.join(SubmittedAssignment.notebooks).join(SubmittedNotebook.grades)
        rows = query.filter(SubmittedAssignment.assignment_id == known.id).group_by(SubmittedAssignment.student_id)
        penalties = _penalties(gradebook, known.id)
        return known.max_score, {
            student: Mark(max(0.0, score - penalties[student]), to_read, penalties[student], held, bool(decided), score)
            for student, score, to_read, held, decided in rows
        }


def held(gradebook):
    """Les copies, et leurs carnets, dont un test attend d'être noté à la main : leurs identifiants, ensemble."""
    query = gradebook.db.query(SubmittedNotebook.id, SubmittedNotebook.assignment_id).join(SubmittedNotebook.grades)
    waiting = query.filter(Grade.needs_manual_grade, Grade.auto_score.isnot(None))
    return {each for line in waiting.distinct() for each in line}


def _penalties(gradebook, assignment_id):
    penalty = func.sum(func.coalesce(SubmittedNotebook.late_submission_penalty, 0.0))
    query = gradebook.db.query(SubmittedAssignment.student_id, penalty).join(SubmittedAssignment.notebooks)
    rows = query.filter(SubmittedAssignment.assignment_id == assignment_id).group_by(SubmittedAssignment.student_id)
    return {student: penalty for student, penalty in rows}  # noqa: C416 (une ligne de base n'est pas un couple)


def read_points(gradebook, assignment):
    """{étudiant: {cellule: points}} ; ce qui attend un lecteur n'a pas de points."""
    with in_french():
        query = gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.score)
        query = query.join(SubmittedAssignment.notebooks).join(SubmittedNotebook.grades)
        query = query.join(BaseCell, BaseCell.id == Grade.cell_id)
        found: dict[str, dict[str, float]] = {}
        for student, cell, score in query.filter(
            SubmittedAssignment.assignment_id == gradebook.find_assignment(assignment).id, _TO_READ == 0
        ):
            found.setdefault(student, {})[cell] = score or 0.0
        return found
