"""Ce qu'un sujet gagne en partant : les limites de la correction, une première cellule, des tests qui parlent."""

import contextlib
import io
import sys

import nbformat.v4 as nbf
import pytest
from traitlets.config import Config

import mlcourse
from mlcourse.checks.notebook import HIDDEN as HIDDEN_LINES
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.gradebook.statement import SpeakingTests, TellLimits, Typeset, opening, told
from mlcourse.grading.submission.notebooks import MAX_SOURCE
from mlcourse.grading.submission.rebuild import MAX_ADDED

from ...assignments.workshop import ROOT, read
from ..miniature import CHECKS, cell


def test_release_tells_the_limits_of_the_settings():
    source = nbf.new_notebook(cells=[nbf.new_markdown_cell("**Limites.** @limites@"), nbf.new_code_cell("'@limites@'")])
    notebook, _ = TellLimits(config=Config(SplitExecute={"cell_seconds": 7.0})).preprocess(source, {})
    assert notebook.cells[0].source == f"**Limites.** {told(Limits(cell_seconds=7.0))}"
    assert "une cellule a 7 s" in " ".join(notebook.cells[0].source.split())
    assert notebook.cells[1].source == "'@limites@'"


def test_every_limit_is_told():
    figures, disk = 19 * 2**20, 23 * 2**20
    limits = Limits(11, 333, 13 * 2**20, 17 * 1024, figures, disk_bytes=disk, processes=29)
    words = " ".join(told(limits).replace("\u202f", "").split())
    for said in ("11 s", "1 s", "pris 111", "333 s", "13 Mo", "17 Ko", "19 Mo", "23 Mo", 29, MAX_ADDED, MAX_SOURCE):
        assert str(said) in words, said


def test_first_assignment_tells_what_it_is_graded_with():
    introduction = read(ROOT / "exercises" / "devoir1" / "devoir1.ipynb").cells[0].source
    assert told(Limits()) in introduction


def test_prose_gains_its_no_break_spaces_and_nothing_else_does():
    code = ("`x : int` ; $a : b$ ?", "```python\nd = {1 : 2}  # où `x ; y`\n```", "| a : b |\n| :--- |")
    source = nbf.new_notebook(cells=[*map(nbf.new_markdown_cell, code), nbf.new_code_cell("{1 : 2}")])
    notebook, _ = Typeset().preprocess(source, {})
    assert [cell.source for cell in notebook.cells] == [
        "`x : int`\u202f; $a : b$\u202f?",
        code[1],
        "| a\xa0: b |\n| :--- |",
        "{1 : 2}",
    ]


def test_opening_takes_the_place_of_its_mark():
    source = nbf.new_notebook(cells=[nbf.new_code_cell("# @ouverture@\nimport numpy as np")])
    notebook, _ = TellLimits(config=Config()).preprocess(source, {})
    assert notebook.cells[0].source == f"{opening(mlcourse.__version__)}\nimport numpy as np"


def test_first_cell_says_in_french_what_to_do_without_the_course(monkeypatch):
    monkeypatch.setitem(sys.modules, "mlcourse.checks.student", None)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(opening("0.7.0"), {})
    assert "demandent mlcourse 0.7.0, qui manque ou date" in said.getvalue()
    assert "%pip install mlcourse-0.7.0-py3-none-any.whl" in said.getvalue()


DELIMITERS = dict(zip(("begin_test_delimeter", "end_test_delimeter"), HIDDEN_LINES, strict=True))
HIDDEN = "\n# DÉBUT TESTS CACHÉS\nassert double(3) == 6\n# FIN TESTS CACHÉS"
VERDICTS = {
    "visible": ("assert double(2) == 4", 0.5, "Réussi : 0,5 point."),
    "plusieurs points": ("assert double(2) == 4", 2.0, "Réussi : 2 points."),
    "visible et caché": (f"assert double(2) == 4{HIDDEN}", 1.0, "Réussi : 1 point, si les tests cachés passent aussi."),
    "caché": (f"{CHECKS}{HIDDEN}", 1.5, "Rien ne se vérifie ici : 1,5 point, que donneront des tests cachés."),
    "dans une boucle": (f"for x in (1, 2):\n    assert double(x) == 2 * x{HIDDEN}", 1.0, "Réussi : 1 point, si les"),
    "illisible": ("%timeit double(2)", 1.0, "Réussi : 1 point."),
}


@pytest.mark.parametrize(("source", "points", "said"), VERDICTS.values(), ids=VERDICTS)
def test_passed_test_says_what_it_is_worth(source, points, said):
    notebook = nbf.new_notebook(cells=[cell("double-test", source, points)])
    notebook, _ = SpeakingTests(config=Config(ClearHiddenTests=DELIMITERS)).preprocess(notebook, {})
    assert notebook.cells[0].source.startswith(f"{source}\n")
    assert said in notebook.cells[0].source.splitlines()[-1].replace("\xa0", " ")
    assert notebook.metadata["mlcourse"]["tests"] == {"double-test": points}


def test_settings_that_are_read_twice_change_nothing():
    notebook, stage = nbf.new_notebook(cells=[cell("double-test", "assert 1", 1.0)]), SpeakingTests(config=Config())
    once = stage.preprocess(notebook, {})[0].cells[0].source
    assert stage.preprocess(notebook, {})[0].cells[0].source == once


def test_failing_cells_do_not_stop_the_notebook():
    cells = [cell("double", "raise ValueError", solution=True), cell("double-test", "assert 0", 1.0), cell("aide", "1")]
    notebook, _ = SpeakingTests(config=Config()).preprocess(nbf.new_notebook(cells=cells), {})
    assert [given.metadata.get("tags") for given in notebook.cells] == [["raises-exception"]] * 2 + [None]
