"""Le plan d'un devoir : l'exercice et la propriété que juge chaque cellule, sous les noms que leur donne l'énoncé."""

import re
from typing import NamedTuple

from mlcourse.checks.notebook import grade_id, grading, is_solution, is_test
from mlcourse.grading.submission.exercises import exercises

_POINTS = r" *\([\d,.]+ points?\)"
_PROPERTY = re.compile(rf"# *(.+?)(?:{_POINTS}.*|[ .]*)$", re.MULTILINE)
WRITTEN = "Réponse rédigée"


class Item(NamedTuple):
    """Ce que juge une cellule."""

    exercise: str
    name: str
    points: float


def outline(notebook):
    """{cellule notée: Item}, dans l'ordre ; seules comptent les cellules du sujet."""
    found = {}
    for cell, exercise in zip(notebook["cells"], exercises(notebook["cells"]), strict=True):
        if grading(cell).get("grade") or grading(cell).get("task"):
            found[grade_id(cell)] = Item(exercise, _property(cell), float(grading(cell).get("points", 0)))
    return found


def _property(cell):
    """Ce que vérifie une cellule : sa première ligne le dit, sinon son nom."""
    title = _PROPERTY.match(cell["source"]) if is_test(cell) else None
    return WRITTEN if is_solution(cell) else title[1] if title else grade_id(cell)
