"""Le vrai nbgrader corrige une petite classe, et chacun reçoit la note qu'il doit avoir."""

import json

import nbformat
import pytest

from mlcourse.checks.notebook import grading, is_test

from .class_of_devoir1 import ALL, SOURCE, SUBMISSIONS, WRITTEN, all_but, broken
from .workshop import graded_cells, read, run, with_source

MARKS = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///classe/gradebook.db") as gradebook:
    if len(sys.argv) > 1:
        student, cell, score = sys.argv[1:]
        grade = gradebook.find_grade(cell, "devoir1", "devoir1", student)
        grade.manual_score, grade.needs_manual_grade = float(score), False
        gradebook.db.commit()
    print(json.dumps({
        submission.student.id: {
            "total": submission.score,
            "auto": {g.name: g.auto_score for n in submission.notebooks for g in n.grades},
            "manual": {g.name: g.manual_score for n in submission.notebooks for g in n.grades},
            "to_read": [g.name for n in submission.notebooks for g in n.grades if g.needs_manual_grade],
        }
        for submission in gradebook.find_assignment("devoir1").submissions
    }))
"""


def gradebook(course, *manual):
    done = course.python("-c", MARKS, *manual)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def classroom(course):
    course.nbgrader("generate_assignment", "devoir1")
    for student, notebook in SUBMISSIONS.items():
        folder = course.folder / "classe" / "submitted" / student / "devoir1"
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / "devoir1.ipynb")
    course.nbgrader("autograde", "devoir1")
    return course


@pytest.fixture(scope="module")
def marks(classroom):
    return gradebook(classroom)


def expected_points(student):
    """Ce que notre exécution rapide donne aux cellules de la copie, sous les tests de l'enseignant."""
    notebook = SOURCE
    for cell in SUBMISSIONS[student].cells:
        if grading(cell).get("solution"):
            notebook = with_source(notebook, grading(cell)["grade_id"], cell.source)
    return run(notebook).points


def automatic(marks, student):
    return {name: score for name, score in marks[student]["auto"].items() if name != WRITTEN}


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_every_cell_earns_what_the_quick_run_gives_it(marks, student):
    assert automatic(marks, student) == expected_points(student)


@pytest.mark.parametrize(
    ("student", "total"),
    {
        "Élodie Fauré": ALL,
        "Noé Zérodeux": 0,
        "Zoé N'Guyen": all_but(*broken("delta_divided_by_m", "one_bias_per_unit", "forward_difference")),
        "Gaël Müller": all_but(*broken("naive_softmax", "weights_without_one_over_m", "always_zero")),
        "Chloé Lefèvre": all_but(*broken("zeros", "global_generator")),
        "Anaïs Brouillon": ALL,
        "Loïc Syntaxe": all_but("shared_bias_backward"),
        "Maël Rédaction": 0,
        "Inès Bruit": ALL,
        "Rémi Triche": 0,
        "Léa Efface": ALL,
        "Aimé Sortie": all_but("directional_check"),
    }.items(),
)
def test_total_of_the_automatic_cells(marks, student, total):
    assert marks[student]["total"] == total


def test_whole_class_is_marked(marks):
    assert marks.keys() == SUBMISSIONS.keys()
    assert all(len(automatic(marks, student)) == len(graded_cells(SOURCE)) for student in marks)


def test_written_answer_waits_for_a_reader_unless_it_was_left_empty(marks):
    waiting = {student for student, mark in marks.items() if WRITTEN in mark["to_read"]}
    assert waiting == SUBMISSIONS.keys() - {"Noé Zérodeux", "Rémi Triche"}
    assert marks["Noé Zérodeux"]["auto"][WRITTEN] == 0


def test_failed_cell_shows_the_message_and_nothing_of_the_test(classroom):
    notebook = read(classroom.folder / "classe" / "autograded" / "Zoé N'Guyen" / "devoir1" / "devoir1.ipynb")
    shown = {
        grading(cell)["grade_id"]: output.traceback
        for cell in filter(is_test, notebook.cells)
        for output in cell.outputs
        if output.output_type == "error"
    }
    assert shown["smoothed_cross_entropy-delta"] == [
        run(SUBMISSIONS["Zoé N'Guyen"]).messages["smoothed_cross_entropy-delta"].removeprefix("CheckError: ")
    ]
    assert all(len(lines) == 1 and lines[0].startswith("Propriété non vérifiée") for lines in shown.values())


def test_grading_again_changes_no_mark_and_keeps_those_of_the_reader(classroom, marks):
    before = gradebook(classroom, "Élodie Fauré", WRITTEN, "2.5")
    assert before["Élodie Fauré"]["total"] == ALL + 2.5
    classroom.nbgrader("autograde", "devoir1", "--force", "--student=[ÉA]*")
    after = gradebook(classroom)
    for student in SUBMISSIONS:
        assert after[student]["auto"] == marks[student]["auto"]
        assert after[student]["total"] == before[student]["total"]
        assert after[student]["manual"] == before[student]["manual"]
