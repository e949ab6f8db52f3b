"""« Tout exécuter », dans un vrai noyau : chaque test a lieu, dit ce qu'il vaut ou ce qui manque."""

import copy

import nbformat.v4 as nbf
import pytest
from nbclient import NotebookClient

from mlcourse.checks.notebook import grade_id, is_test

from .proof import released
from .workshop import SOURCES, coded_exercises, read, with_source


def executed(notebook):
    """Ce qu'affichent les cellules de tests d'un carnet exécuté d'un bout à l'autre, {nom: texte}."""
    notebook = copy.deepcopy(notebook)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return {grade_id(cell): _text(cell) for cell in filter(is_test, notebook.cells)}


def _text(cell):
    parts = [output.get("text") or "\n".join(output.get("traceback", [])) for output in cell.outputs]
    return "\n".join(parts).replace("\xa0", " ")


@pytest.mark.parametrize("assignment", SOURCES)
def test_empty_subject_runs_to_its_end_and_every_visible_test_says_what_is_missing(assignment):
    said = executed(released(assignment))
    assert all(said.values())
    assert {text.startswith("Rien ne se vérifie ici") or "reste à écrire" in text for text in said.values()} == {True}


def test_answer_that_is_not_python_stops_no_other_test():
    notebook = with_source(released("devoir1"), coded_exercises(released("devoir1"))[0], "def f(:")
    said = "\n".join(executed(notebook).values())
    assert "« smoothed_cross_entropy » n'est pas défini : exécutez d'abord ce qui l'écrit" in said
    assert "reste à écrire" in said


@pytest.mark.parametrize("assignment", SOURCES)
def test_solved_subject_says_of_each_test_what_it_is_worth(assignment):
    notebook, source = released(assignment), read(SOURCES[assignment])
    answers = {grade_id(cell): cell.source for cell in source.cells}
    for exercise in coded_exercises(source):
        notebook = with_source(notebook, exercise, answers[exercise])
    said = executed(notebook)
    last = [text.strip().splitlines()[-1] for text in said.values()]  # un test peut dire d'abord ce qu'il a mesuré
    assert [text for text in last if not text.startswith(("Réussi : ", "Rien ne se vérifie ici : "))] == []


def test_endless_loop_is_stopped_in_a_kernel_and_the_next_cell_runs():
    sources = (
        "from mlcourse.checks import Check, calls\ncalls.CALL_SECONDS = 0.5\ndef f(x):\n    while True: pass",
        "Check(f, 'f finit').call(1)",
        "1 + 1",
    )
    notebook = nbf.new_notebook(cells=list(map(nbf.new_code_cell, sources)))
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    assert "une boucle sans fin, peut-être" in _text(notebook.cells[1])
    assert notebook.cells[2].outputs[0]["data"]["text/plain"] == "2"
