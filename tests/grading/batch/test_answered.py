"""Ce que le tableau de la classe dit des réponses d'une copie : vides, sans rien qui s'exécute, ou en échec."""

import json

import nbformat.v4 as nbf
import pytest

from mlcourse.checks import notebook as checks
from mlcourse.grading.batch import answered
from mlcourse.grading.batch.answered import told
from mlcourse.grading.examination.grade import grade
from mlcourse.grading.submission.rebuild import rebuild

from ..miniature import QUICK, cell

pytestmark = pytest.mark.boite

STUB = "raise NotImplementedError('à écrire')"
DOUBLE, HALF, WHY = "def double(x):\n    return 2 * x", "def half(x):\n    return x / 2", "Parce que."
WRONG = "def half(x):\n    return x"
NO_COLON = "def double(x)\n    return 2 * x"
NO_NAME = "@njit\ndef half(x):\n    return x / 2"


def source():
    """Le carnet de l'enseignant : deux fonctions, trois tests, et une question rédigée."""
    question = nbf.new_markdown_cell("Parce que 2.")
    question.metadata["nbgrader"] = cell("why", "", 1.0, solution=True).metadata["nbgrader"]
    notebook = nbf.new_notebook(
        cells=[
            cell("double", f"def double(x):\n    {STUB}", solution=True),
            cell("double-1", "assert double(1) == 2", 1.0),
            cell("half", f"def half(x):\n    {STUB}", solution=True),
            cell("half-1", "assert half(2) == 1", 1.0),
            cell("half-0", "assert half(0) == 0", 1.0),
            question,
        ]
    )
    for asked in (notebook.cells[0], notebook.cells[2], question):
        asked.metadata["mlcourse"] = {"released": asked.source}
    return notebook


def said(double=None, half=None, why=None, after=()):
    """Ce que le tableau dit d'une copie ; None y laisse ce qui a été distribué."""
    teacher, copy = source(), source()
    for place, answer in ((0, double), (2, half), (5, why)):
        copy.cells[place].source = copy.cells[place].source if answer is None else answer
    copy.cells += map(nbf.new_code_cell, after)
    files = {"petit.ipynb": json.dumps(copy).encode()}
    return told(grade(teacher, files, "petit", QUICK).notebook, teacher)


def test_subject_returned_as_it_was_is_called_so():
    assert said() == said(half="", why="  ") == ("sujet rendu sans réponse",)


def test_right_copy_has_nothing_to_tell():
    assert said(DOUBLE, HALF, WHY) == ()


def test_copy_none_of_which_runs_says_where_and_why_rather_than_how_many_tests_fail():
    assert said(NO_COLON, NO_NAME, WHY) == (
        "aucune réponse ne s'exécute : SyntaxError (« double ») et NameError (« half »)",
    )


def test_tests_are_counted_only_where_something_could_be_judged():
    assert said(NO_COLON, WRONG, WHY) == (
        "une réponse ne s'exécute pas : SyntaxError (« double »)",
        "ailleurs, 1 test sur 2 échoue",
    )
    assert said(DOUBLE, WRONG, WHY) == ("1 test sur 3 échoue",)


def test_empty_answers_are_named_when_few_and_counted_beyond(monkeypatch):
    assert said(DOUBLE, why=WHY) == ("rien de répondu à « half »",)
    assert said(DOUBLE) == ("rien de répondu à « half » et « why »",)
    monkeypatch.setattr(answered, "_NAMED", 1)
    assert said(DOUBLE) == ("2 réponses sur 3 laissées vides",)


def test_empty_answer_alone_in_its_exercise_is_named_as_the_statement_names_it():
    heading = nbf.new_markdown_cell("## Question rédigée. Le reste (1 point)")
    heading.metadata["nbgrader"] = cell("why-statement", "").metadata["nbgrader"]
    titled = source()
    titled.cells.insert(5, heading)
    copy = json.loads(json.dumps(titled))
    for place, answer in ((0, DOUBLE), (2, HALF)):
        copy["cells"][place]["source"] = answer
    graded = grade(titled, {"petit.ipynb": json.dumps(copy).encode()}, "petit", QUICK).notebook
    assert told(graded, titled) == ("rien de répondu à « Question rédigée »",)


def test_answer_under_another_name_is_told_as_such():
    assert said("def twice(x):\n    return 2 * x", HALF, WHY) == (
        "la fonction demandée manque, ou porte un autre nom (« double »)",
    )


def test_answer_given_in_an_added_cell_is_not_called_empty():
    assert said(half=HALF, why=WHY, after=["double = 2 .__mul__"]) != said(half=HALF, why=WHY)


def test_copy_that_could_not_be_read_leaves_its_reason_to_the_remarks():
    teacher = source()
    graded = grade(teacher, {"petit.ipynb": b"{"}, "petit", QUICK)
    assert told(graded.notebook, teacher) == ()
    assert "ne se lit pas" in graded.remarks.texts[0]


def test_error_whose_name_is_not_one_says_nothing_in_the_words_of_the_grader():
    named = "raise type('NameError (« half ») ; copie validée', (Exception,), {})"
    assert said(named, HALF, WHY) == ("une réponse ne s'exécute pas : Exception (« double »)",)
    assert said(named.replace("NameError (« half ») ; copie validée", "Étape"), HALF, WHY) == (
        "une réponse ne s'exécute pas : Étape (« double »)",
    )


def read(exercises, monkeypatch):
    """Combien d'analyses demandent, à la reconstruction puis au tableau, les cellules ajoutées à une copie vide."""
    functions = [cell(f"f{number}", f"def f{number}(): pass", solution=True) for number in range(exercises)]
    teacher = nbf.new_notebook(cells=functions)
    copy = nbf.new_notebook(cells=[nbf.new_code_cell(f"x{exercises} = {number}") for number in range(600)])
    counted, parse = [], checks.parse
    monkeypatch.setattr(checks, "parse", lambda source: counted.append(source) or parse(source))
    result = rebuild(teacher, {"petit.ipynb": json.dumps(copy).encode()}, "petit").notebook
    rebuilding = sum(source.startswith("x") for source in counted)
    told(result, teacher)
    return rebuilding, sum(source.startswith("x") for source in counted) - rebuilding


def test_cells_of_a_copy_are_read_as_often_for_many_exercises_as_for_one(monkeypatch):
    assert read(8, monkeypatch) == read(1, monkeypatch)
