"""Ce que devient une copie selon les fichiers rendus : illisibles, renommés, en double, absents."""

import copy
import json
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell

from mlcourse.grading.submission.rebuild import complete, rebuild, with_remarks
from mlcourse.grading.submission.remarks import NOTHING, Remarks
from mlcourse.grading.submission.unread import refuse

from ..small_course import RIGHT, WRONG, filled, texts
from .rebuilding import NAME, cell_of, rebuilt


def test_old_format_is_read(master, copy_of):
    old = nbformat.convert(copy_of, 3)
    result = rebuilt(master, old)
    assert texts(result.notebook)["double"] == RIGHT
    assert any("ancien format" in remark for remark in result.remarks.texts)


def test_other_language_is_said_and_the_notebook_runs_in_python(master, copy_of):
    copy_of.metadata["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    result = rebuilt(master, copy_of)
    assert result.notebook.metadata.kernelspec.name == "python3"
    assert any("langage" in remark for remark in result.remarks.texts)


def test_byte_order_mark_changes_nothing(master, copy_of):
    content = json.dumps(copy_of).encode("utf-8-sig")
    assert rebuilt(master, content).remarks.texts == ()


UNREADABLE = {
    "vide": b"",
    "blanc": b" \n\0",
    "coupé": b'{"cells": [{"cell_type": "code", "sour',
    "pas un carnet": b'{"bonjour": 1}',
    "liste": b"[]",
    "sans cellule": b'{"cells": []}',
    "cellules qui n'en sont pas": b'{"cells": [1, null, {"cell_type": "code", "source": 3}]}',
    "profond": b"[" * 100_000,
    "profond et fermé": b"[" * 50_000 + b"]" * 50_000,
    "nombre sans fin": b'{"nbformat": ' + b"9" * 100_000 + b', "cells": []}',
    "futur": b'{"nbformat": 7, "cells": [{"cell_type": "code", "source": "x"}]}',
    "utf-16": json.dumps({"cells": []}).encode("utf-16"),
    "utf-32": json.dumps({"cells": []}).encode("utf-32-be"),
    "latin-1": '{"cells": ["é"]}'.encode("latin-1"),
    "image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_file_gets_a_reason_and_a_person(master, content):
    result = rebuilt(master, content)
    assert result.unreadable
    assert result.remarks.needs_person
    assert len(result.remarks.texts) == 1
    assert "«" in result.remarks.texts[0]
    assert [*texts(result.notebook)] == [*texts(master)]


def test_no_notebook_gets_a_reason_and_a_person(master):
    result = rebuild(master, {"notes.txt": b"bonjour"}, NAME)
    assert result.unreadable
    assert result.remarks.needs_person
    assert "ne contient pas de carnet" in result.remarks.texts[0]


@pytest.mark.parametrize(
    "name", ["devoir(1).ipynb", "sous/dossier/petit.ipynb", "PETIT.IPYNB", "petit.ipynb.txt", "x.json"]
)
def test_renamed_notebook_is_found(master, copy_of, name):
    result = rebuilt(master, copy_of, name)
    assert texts(result.notebook)["double"] == RIGHT
    assert not result.remarks.needs_person


def test_right_name_wins_over_another_notebook(master, subject, copy_of):
    other = json.dumps(filled(subject.released(), WRONG)).encode()
    result = rebuilt(master, copy_of, **{"copie.ipynb": other})
    assert texts(result.notebook)["double"] == RIGHT
    assert any(
        "« petit.ipynb » est noté (2 réponses), et non « copie.ipynb » (2)" in text for text in result.remarks.texts
    )
    assert result.remarks.needs_person


def test_right_name_left_empty_gives_way_to_an_answer_and_needs_nobody(master, subject, copy_of):
    result = rebuilt(master, subject.released(), **{"copie.ipynb": json.dumps(copy_of).encode()})
    assert texts(result.notebook)["double"] == RIGHT
    assert not result.remarks.needs_person


def test_right_name_that_answers_less_gives_way_and_needs_a_person(master, subject, copy_of):
    draft = filled(subject.released(), WRONG, question=texts(subject.released())["question"])
    result = rebuilt(master, draft, **{"petit_final.ipynb": json.dumps(copy_of).encode()})
    assert texts(result.notebook)["double"] == RIGHT
    assert any("est noté (2 réponses), et non « petit.ipynb » (1)" in text for text in result.remarks.texts)
    assert result.remarks.needs_person


def test_right_name_unreadable_beside_an_answer_gives_way_and_needs_a_person(master, copy_of):
    result = rebuilt(master, b"{", **{"copie.ipynb": json.dumps(copy_of).encode()})
    assert texts(result.notebook)["double"] == RIGHT
    assert result.remarks.needs_person


def test_same_notebook_twice_under_other_names_needs_nobody(master, copy_of):
    content = json.dumps(copy_of).encode()
    result = rebuild(master, {"a.ipynb": content, "b.ipynb": content}, NAME)
    assert not result.remarks.needs_person


def test_notebook_of_another_subject_is_not_taken_for_this_one(master):
    other = nbformat.v4.new_notebook(cells=[new_code_cell("print('recette de cuisine')")])
    assert rebuilt(master, other, "recette.ipynb").unreadable


def test_names_of_files_cannot_carry_markup(master, copy_of):
    result = rebuilt(master, copy_of, "<img src=x onerror=alert(1)>\x1b[2J.ipynb")
    assert not any(c in " ".join(result.remarks.texts) for c in "<>=\x1b")


NAMES = (
    "www.exemple.fr/devoir",
    "https://exemple.fr/devoir",
    "[a](b)",
    "a@exemple.fr",
    "<img src=x>",
    "$\\href{x}{y}$",
)


@pytest.mark.parametrize("name", NAMES)
def test_remark_that_cites_a_name_makes_no_link(name):
    notebook = with_remarks(nbformat.v4.new_notebook(), Remarks((f"copie rendue sous le nom {name}",)))
    page = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(notebook.cells[0].source)
    assert BeautifulSoup(page, "html.parser").find_all(["a", "img"]) == []
    assert not re.search(r"://|\bwww\.|\w@\w|\\href", notebook.cells[0].source)


def test_surrogates_and_null_bytes_can_be_written(master, copy_of):
    cell_of(copy_of, "double").source = "def double(x):\n    return '\ud83d\0'"
    nbformat.writes(rebuilt(master, copy_of).notebook).encode("utf-8")


def test_refused_copy_fails_every_test_with_its_reason(master):
    from nbgrader.utils import determine_grade

    notebook = refuse(copy.deepcopy(master), "elle est vide")
    tests = [cell_of(notebook, name) for name in ("double-test", "double-zero")]
    assert [determine_grade(cell)[0] for cell in tests] == [0, 0]
    assert all("elle est vide" in cell.outputs[0].traceback[0] for cell in tests)


def test_remarks_add_up_in_one_cell(master):
    notebook = complete(copy.deepcopy(master), Remarks(("un",)) + Remarks(("deux", "un")))
    nbformat.validate(notebook)
    assert notebook.cells[0].source.splitlines()[2:] == ["- un", "- deux"]
    assert notebook.cells[2:] == master.cells
    assert complete(copy.deepcopy(master), NOTHING).cells[1:] == master.cells
