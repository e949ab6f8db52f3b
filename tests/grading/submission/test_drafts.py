"""La cellule de réponse l'emporte sur les brouillons, et ce qui ressemble au sujet reste à qui l'a écrit."""

import copy

import pytest
from nbformat.v4 import new_code_cell

from mlcourse.grading.submission.rebuild import ELSEWHERE

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
    assert [cell.source for cell in result.notebook.cells][2:4] == [TWO, ELSEWHERE]
    assert "autre cellule" in " ".join(result.remarks.texts)


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
