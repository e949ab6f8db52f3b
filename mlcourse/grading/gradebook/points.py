"""Les points d'un devoir ne s'écrivent qu'une fois, dans les cellules qui les donnent : le sujet les redit en partant.

`@points@` devient « 3 points » : ceux de la cellule qui le porte, ou de l'exercice dont elle est l'énoncé.
`@points:exercice@`, `@points:propriété@` dans l'énoncé de son exercice, et `@points:total@` deviennent un nombre.
"""

import difflib
import re

from nbgrader.preprocessors import NbGraderPreprocessor

from mlcourse.checks.notebook import grade_id, grading, is_solution, is_test
from mlcourse.french import short

TOTAL, STATEMENT = "total", "-statement"
_MARK, _ALMOST = re.compile(r"@points(?::([^@\s]+))?@"), re.compile(r"@ ?points?\b[^@\n|)]*@?")


class TellPoints(NbGraderPreprocessor):
    """Écrit les points là où l'énoncé, et la première ligne d'un test, les annoncent."""

    def preprocess(self, nb, resources):
        """Complète le carnet de l'enseignant, avant que nbgrader n'inscrive le devoir."""
        worth = points_by_cell(nb)
        for cell in nb.cells:
            cell.source = told(cell, worth)
        return nb, resources


def points_by_cell(notebook):
    """{nom: points} de ce qui se note."""
    graded = (cell for cell in notebook.cells if grading(cell).get("grade") or grading(cell).get("task"))
    return {grade_id(cell): grading(cell)["points"] for cell in graded}


def told(cell, worth):
    """Le texte d'une cellule, où chaque marque est devenue des points ; lève `ValueError` si l'une ne dit rien."""
    if is_solution(cell) or not (is_test(cell) or cell.cell_type == "markdown"):
        return cell.source
    head, *rest = cell.source.split("\n", 1) if is_test(cell) else [cell.source]
    own = grade_id(cell).removesuffix(STATEMENT)
    head = _MARK.sub(lambda mark: _told(mark, own, worth), head)
    if almost := _ALMOST.search(head):
        raise ValueError(f"« {almost[0].strip()} » n'est pas une marque de points : écrivez @points@ ou @points:nom@")
    return "\n".join([head, *rest])


def _told(mark, own, worth):
    name = mark[1] or own
    points = sum(worth.values()) if name == TOTAL else worth.get(f"{own}-{name}", _sum(name, worth))
    if points is None:
        raise ValueError(f"« {mark[0]} » ne nomme rien qui se note{_nearest(name, own, worth)}")
    return short(points) if mark[1] else f"{short(points)} point{'s' * (points >= 2)}"


def _sum(name, worth):
    """Les points d'un exercice, ou d'une seule cellule ; None si rien ne porte ce nom."""
    parts = [points for each, points in worth.items() if each == name or each.startswith(f"{name}-")]
    return sum(parts) if parts else None


def _nearest(name, own, worth):
    known = {each.removeprefix(f"{own}-") for each in worth} | {each.partition("-")[0] for each in worth} | {TOTAL}
    near = difflib.get_close_matches(name, sorted(known), 1, 0)
    return f" : écrivez @points:{near[0]}@" if near else " : donnez des points à une cellule"
