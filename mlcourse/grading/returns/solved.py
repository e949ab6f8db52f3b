"""Le corrigé, tel que la commande le mène : pas avant l'échéance, prolongations comprises."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlcourse.french import typeset
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.solved import due_date, write_solved
from mlcourse.grading.intake.people import People

UNKNOWN = "Aucune échéance n'est inscrite : assurez-vous que plus personne n'a à rendre ce devoir."


def run(assignment, early=False):
    """Écrit le corrigé d'un devoir, et dit où ; personne n'a rien de plus à y regarder."""
    course = Course(find_root(Path.cwd()))
    course.notebooks(assignment)  # refuse un devoir inconnu
    last = last_moment(course, assignment)
    if last and not early and datetime.now(UTC) < last:
        raise GradingError(
            f"Le corrigé de {assignment} attend que chacun ait rendu : l'échéance, prolongations comprises, est le "
            f"{last.astimezone():%d/%m/%Y à %H h %M}. Avec --avant, il se fait quand même."
        )
    told = f"{write_solved(course, assignment)} est le corrigé, sans tests cachés."
    print(typeset(told if last else f"{told} {UNKNOWN}"))  # noqa: T201
    return False


def last_moment(course, assignment):
    """Quand la dernière personne de la classe peut encore rendre, ou None si rien ne le dit."""
    due = due_date(course, assignment)
    granted = (line.allowance(assignment) for line in People(course, assignment).roster)
    return due.replace(tzinfo=UTC) + max(granted, default=timedelta()) if due else None
