"""La cellule de réponse l'emporte sur les brouillons, et ce qui ressemble au sujet reste à qui l'a écrit."""

import copy

import pytest
from nbformat.v4 import new_code_cell

from mlcourse.grading.submission.rebuild import ABOVE, BELOW

from ..small_course import RIGHT, WRONG, added, filled, texts, written
from .rebuilding import HELPER, cell_of, rebuilt, without

FORMS = {
    "couple": f"{HELPER}\ndouble, n = helper, 1",
    "import": "from outils import helper as double",
    "étoile": "from outils import *",
    "essai": "try:\n    from outils import double\nexcept ImportError:\n    double = len",
    "condition": f"{HELPER}\nif 1:\n    double = helper",
    "globals": f"{HELPER}\nglobals()['double'] = helper",
    "magie": "%%time\ndouble = lambda x: 2 * x",
    "programme": "%run outils.py",
    "par un autre nom": f"{HELPER}\nimport __main__\n__main__.double = helper",
    "faute de syntaxe": "double = lambda x 2 * x",
}


@pytest.mark.parametrize("place", [2, 7], ids=["avant", "après"])
@pytest.mark.parametrize("answer", FORMS.values(), ids=FORMS)
def test_answer_cell_wins_over_a_draft_whatever_its_form(master, subject, answer, place):
    notebook = filled(subject.released(), answer)
    notebook.cells.insert(place, new_code_cell(WRONG))
    result = rebuilt(master, notebook)
    assert texts(result.notebook)["double"] == answer
    assert added(result.notebook) == [WRONG]
    assert result.remarks.texts == ()


@pytest.mark.parametrize("answer", ["# plus haut", "print(double(2))", "'''Voir plus haut.'''"])
def test_cell_that_cannot_define_the_function_gives_way(master, subject, answer):
    notebook = filled(subject.released(), answer)
    notebook.cells.insert(2, new_code_cell(RIGHT))
    assert texts(rebuilt(master, notebook).notebook)["double"] == RIGHT


TWO = f"{HELPER}\n\n\ndef double(x):\n    return helper(x)"


@pytest.mark.parametrize("answer", ["# plus haut", "assert helper(1) == 2"])
def test_cell_that_defines_more_than_the_answer_stays_where_others_need_it(master, subject, answer):
    notebook = filled(subject.released(), answer)
    notebook.cells[2:2] = [new_code_cell(TWO), new_code_cell("triple = lambda x: helper(x) + x")]
    result = rebuilt(master, notebook)
    assert [cell.source for cell in result.notebook.cells][2:5] == [TWO, "triple = lambda x: helper(x) + x", answer]
    assert result.remarks.texts == ()


def test_stub_left_below_such_a_cell_does_not_undo_it(master, subject):
    notebook = subject.released()
    notebook.cells.insert(2, new_code_cell(TWO))
    result = rebuilt(master, notebook)
    assert [cell.source for cell in result.notebook.cells][2:4] == [TWO, ABOVE]
    assert "autre cellule" in " ".join(result.remarks.texts)


@pytest.mark.parametrize("between", [[], [new_code_cell("k = 1")]], ids=["dessous", "plus bas"])
@pytest.mark.parametrize("answer", [RIGHT, TWO])
def test_stub_left_above_the_answer_says_where_to_find_it(master, subject, answer, between):
    stub = cell_of(subject.released(), "double").source
    notebook = filled(subject.released(), stub)
    notebook.cells[3:3] = [*between, new_code_cell(answer)]
    result = rebuilt(master, notebook)
    assert texts(result.notebook)["double"] == f"{stub}\n\n{BELOW}"
    assert added(result.notebook)[-1] == answer
    assert result.remarks.texts == ()


def test_answer_left_below_the_stub_and_both_below_the_tests_comes_before_them(master, subject):
    notebook = subject.released()
    stub = notebook.cells.pop(2)
    notebook.cells[4:4] = [stub, new_code_cell(RIGHT)]
    assert texts(rebuilt(master, notebook).notebook)["double"] == RIGHT


def test_what_follows_the_tests_is_not_the_answer_when_something_precedes_them(master, subject):
    notebook = filled(subject.released(), "# plus haut")
    notebook.cells.insert(2, new_code_cell(RIGHT))
    notebook.cells.append(new_code_cell(WRONG))
    result = rebuilt(master, notebook)
    assert texts(result.notebook)["double"] == RIGHT
    assert added(result.notebook) == ["# plus haut", WRONG]


def test_missing_cell_is_not_replaced_by_a_stub_that_would_undo_the_answer(master, subject):
    notebook = without(subject.released(), "double")
    notebook.cells.insert(2, new_code_cell("from outils import *"))
    notebook = rebuilt(master, notebook).notebook
    assert "NotImplementedError" not in texts(notebook)["double"]
    assert added(notebook) == ["from outils import *"]


def test_cell_added_with_the_text_of_the_subject_runs_where_it_stands(master, copy_of):
    copy_of.cells[2:2] = [new_code_cell("del math"), new_code_cell("import math")]
    notebook = rebuilt(master, copy_of).notebook
    assert [written(cell) for cell in notebook.cells][1:5] == ["import math", "del math", "import math", RIGHT]


@pytest.mark.parametrize("source", ["imports", "double-test"])
@pytest.mark.parametrize("text", ["k = 1", HELPER])
def test_copied_cell_with_its_name_and_another_text_is_an_added_cell(master, copy_of, source, text):
    copy_of.cells.insert(2, copy.deepcopy(cell_of(copy_of, source)) | {"id": "copie", "source": text})
    result = rebuilt(master, copy_of)
    assert added(result.notebook) == [text]
    assert result.remarks.texts == ()


def with_twin(notebook, name, text, *, kind, last=False):
    """Le carnet où suit, ou finit, une cellule recopiée avec le nom de celle-ci, d'un autre texte et de ce type."""
    model = cell_of(notebook, name)
    twin = new_code_cell(text, metadata=model.metadata) | {"cell_type": kind}
    place = len(notebook.cells) if last else notebook.cells.index(model) + 1
    for field in () if kind == "code" else ("outputs", "execution_count"):
        del twin[field]
    notebook.cells.insert(place, twin)
    return notebook


@pytest.mark.parametrize("kind", ["raw", "markdown"])
@pytest.mark.parametrize("last", [False, True], ids=["dessous", "à la fin"])
def test_draft_that_jupyter_does_not_run_never_takes_the_place_of_the_answer(master, copy_of, kind, last):
    result = rebuilt(master, with_twin(copy_of, "double", WRONG, kind=kind, last=last))
    assert texts(result.notebook)["double"] == RIGHT
    assert result.remarks.texts == ()


@pytest.mark.parametrize("kind", ["raw", "markdown"])
@pytest.mark.parametrize("place", [3, 2], ids=["dessous", "dessus"])
def test_such_a_draft_does_not_win_over_an_answer_added_beside_the_stub(master, subject, kind, place):
    notebook = subject.released()
    notebook.cells.insert(place, new_code_cell(RIGHT))
    notebook = rebuilt(master, with_twin(notebook, "double", WRONG, kind=kind, last=True)).notebook
    run = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert RIGHT in run
    assert WRONG not in run


@pytest.mark.parametrize("after", [[], [new_code_cell(WRONG)]], ids=["seule", "puis un essai"])
def test_answer_whose_type_changed_is_graded_when_nothing_else_came_before_the_tests(master, subject, after):
    notebook = with_twin(subject.released(), "double", RIGHT, kind="raw")
    notebook.cells += after
    result = rebuilt(master, notebook)
    assert texts(result.notebook)["double"] == RIGHT
    assert result.remarks.texts == ("la cellule « double » avait changé de type",)


@pytest.mark.parametrize("kind", ["raw", "code"])
def test_draft_of_another_type_never_takes_the_place_of_the_prose(master, copy_of, kind):
    prose = texts(copy_of)["question"]
    result = rebuilt(master, with_twin(copy_of, "question", "x = 1", kind=kind))
    assert texts(result.notebook)["question"] == prose
    assert result.remarks.texts == ()


def test_copied_answer_that_follows_the_tests_counts_for_them_as_in_jupyter(master, copy_of):
    result = rebuilt(master, with_twin(copy_of, "double", WRONG, kind="code", last=True))
    assert texts(result.notebook)["double"] == RIGHT
    assert added(result.notebook) == [WRONG]
    assert result.remarks.texts == (
        "la cellule « double » figure 2 fois : la dernière qui définit la fonction avant ses tests est notée",
    )


def test_copied_answer_that_follows_the_tests_is_graded_when_nothing_precedes_them(master, subject):
    result = rebuilt(master, with_twin(subject.released(), "double", RIGHT, kind="code", last=True))
    assert texts(result.notebook)["double"] == RIGHT
    assert added(result.notebook) == []
