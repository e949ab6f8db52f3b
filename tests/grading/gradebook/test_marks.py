"""Une note est un nombre de sa cellule : toute autre valeur vaut zéro, une personne est prévenue, le lot continue."""

import sqlite3

import nbformat
import pytest
from nbformat.v4 import new_output

from mlcourse.grading.gradebook.marks import SaveMarks, is_mark
from mlcourse.grading.gradebook.master import resources_of

from ..batches import rows, run
from ..small_course import ASSIGNMENT, InstantPool

IMPOSSIBLE = ("1000.0", "1.0000001", "inf", "-inf", "nan", "-1", "-0.5", "True", "[0.5, 0.5]", "", "1e400")


class Generous(InstantPool):
    """Un moteur dont le test `double-zero`, qui vaut un point, donne cette valeur à aimé."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    def _result(self, bundle):
        result = super()._result(bundle)
        if bundle.student == "aimé":
            notebook = nbformat.reads(result.notebook, as_version=4)
            give(notebook, self.value)
            object.__setattr__(result, "notebook", nbformat.writes(notebook))
        return result


def give(notebook, value):
    """Fait rendre cette valeur au test `double-zero`."""
    (cell,) = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "double-zero"]
    cell.outputs = [new_output("execute_result", {"text/plain": value}, execution_count=1)]


@pytest.mark.parametrize("value", IMPOSSIBLE)
def test_what_is_no_mark_of_its_cell_is_zero_and_a_person_is_told(course, value):
    lot, _ = run(course, Generous(value))
    assert {student: mark.score for student, mark in lot.final.items()} == {
        "Zoé N'Guyen": 3,
        "Élodie  (groupe 2)": 1,
        "aimé": 2,
    }
    assert lot.outcomes["aimé"].needs_person
    assert "double-zero" in " ".join(lot.outcomes["aimé"].texts)
    assert ("aimé", "double-zero", 0.0, None, 1) in rows(course)
    filed = course.root / "classe" / "autograded" / "aimé" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "double-zero" in nbformat.read(filed, as_version=4).cells[0].source
    again, pool = run(course, Generous(value))
    assert pool.graded == []
    assert again.outcomes == lot.outcomes


@pytest.mark.parametrize("value", ["0", "0.0", "0.25", "1", "1.0"])
def test_part_of_the_points_is_a_mark(course, value):
    lot, _ = run(course, Generous(value))
    assert lot.final["aimé"].score == 2 + float(value)
    assert not lot.outcomes["aimé"].needs_person


def test_person_who_gave_the_mark_is_not_asked_again(course):
    run(course, Generous("nan"))
    with sqlite3.connect(course.root / "classe" / "gradebook.db") as base:
        cell = "(SELECT id FROM base_cell WHERE name = 'double-zero')"
        base.execute(f"UPDATE grade SET manual_score = 1, needs_manual_grade = 0 WHERE cell_id = {cell}")
    lot, _ = run(course, Generous("nan"), force=True)
    assert lot.final["aimé"].score == 3
    assert ("aimé", "double-zero", 0.0, 1.0, 0) in rows(course)


def test_preprocessor_of_plain_nbgrader_refuses_it_too(course):
    run(course)
    notebook = course.master()
    for cell in notebook.cells:
        cell.metadata.pop("mlcourse", None)
    give(notebook, "nan")
    opened = course.open()
    graded, _ = SaveMarks(config=opened.config)(
        notebook, resources_of(ASSIGNMENT, ASSIGNMENT, opened.coursedir.db_url, "aimé")
    )
    assert ("aimé", "double-zero", 0.0, None, 1) in rows(course)
    assert "double-zero" in graded.cells[0].source


def test_mark_that_is_none_is_no_mark():
    assert not is_mark(None, 1.0)
