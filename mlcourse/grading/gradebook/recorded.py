"""Ce que le carnet de notes dit d'une copie, inscrit dans les cellules de son carnet : points, commentaires, retard."""

import contextlib

from nbgrader.api import Gradebook

from mlcourse.checks.notebook import definable_names, defined_names, grade_id, grading, is_test, may_define
from mlcourse.french import lasting, typeset
from mlcourse.grading.gradebook.database import in_french
from mlcourse.grading.submission.unread import is_held

NOTHING_TOLD = typeset("Vous n'avez rien répondu.")


def record(nb, names):
    """Inscrit ce que dit le carnet de notes ; vrai si la note est celle du devoir, et non d'un de ses carnets."""
    with in_french(), contextlib.closing(Gradebook(names["db_url"])) as gradebook:
        found = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
        grades = {grade.name: grade for grade in found.grades}
        blank = {comment.name for comment in found.comments if comment.auto_comment}
        silent = blank - _given_elsewhere(nb, blank)
        comments = {comment.name: _told(comment, comment.name in silent) for comment in found.comments}
        for cell in filter(grading, nb.cells):
            _fill(cell.metadata.nbgrader, grades.get(grade_id(cell)), comments.get(grade_id(cell)))
            cell.metadata.nbgrader["blank"] = grade_id(cell) in blank
        names["late_penalty"] = found.late_submission_penalty or 0
        names["score"], names["max_score"] = found.score - names["late_penalty"], found.max_score
        names["late"] = lasting(late) if (late := found.assignment.total_seconds_late) > 0 else ""
        return len(found.assignment.notebooks) == 1


def _fill(settings, grade, comment):
    if grade is not None:
        settings["score"], settings["points"] = grade.score or 0.0, grade.max_score
        settings["to_read"] = bool(grade.needs_manual_grade)
        settings["by_hand"] = grade.manual_score is not None or bool(grade.extra_credit)
    if comment:
        settings["comment"] = comment


def _given_elsewhere(nb, blank):
    """Celles des réponses vides que la copie donne peut-être : dans une autre cellule, ou dans ce qui n'est pas lu."""
    if any(map(is_held, nb.cells)):
        return blank
    code = [cell for cell in nb.cells if blank and cell.cell_type == "code" and not is_test(cell)]
    given = {id(cell): definable_names(cell.source) for cell in code}
    asked = [(cell, defined_names(cell.source)) for cell in code if grade_id(cell) in blank]
    return {grade_id(cell) for cell, names in asked
            if any(may_define(found, names) for place, found in given.items() if place != id(cell))}  # fmt: skip


def _told(comment, silent):
    """Un commentaire ; celui de nbgrader sur une réponse vide, en anglais, se redit de qui n'a rien répondu."""
    return comment.manual_comment or (NOTHING_TOLD if silent else "")
