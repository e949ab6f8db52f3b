"""« Tout exécuter », dans un vrai noyau : chaque test a lieu, dit ce qu'il vaut ou ce qui manque."""

import pytest
from nbclient import NotebookClient

from mlcourse.checks.notebook import grade_id, is_test

from .proof import released
from .workshop import SOURCES, coded_exercises, read, with_source


def executed(notebook):
    """Ce qu'affichent les cellules de tests d'un carnet exécuté d'un bout à l'autre, {nom: texte}."""
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return {grade_id(cell): _text(cell) for cell in filter(is_test, notebook.cells)}


def _text(cell):
    parts = [output.get("text") or "\n".join(output.get("traceback", [])) for output in cell.outputs]
    return "\n".join(parts).replace("\xa0", " ")


@pytest.mark.parametrize("assignment", SOURCES)
def test_empty_subject_runs_to_its_end_and_every_visible_test_says_what_is_missing(assignment):
    said = executed(with_source(released(assignment), coded_exercises(released(assignment))[0], "def f(:"))
    assert all(said.values())
    assert not [text for text in said.values() if "Réussi" in text]
    assert "Rien ne se vérifie ici" in "\n".join(said.values())
    assert "reste à écrire" in "\n".join(said.values())
    assert "n'est pas défini : exécutez la cellule qui l'écrit" in "\n".join(said.values())


@pytest.mark.parametrize("assignment", SOURCES)
def test_solved_subject_says_of_each_test_what_it_is_worth(assignment):
    notebook, source = released(assignment), read(SOURCES[assignment])
    answers = {grade_id(cell): cell.source for cell in source.cells}
    for exercise in coded_exercises(source):
        notebook = with_source(notebook, exercise, answers[exercise])
    said = executed(notebook)
    assert [text for text in said.values() if not text.startswith(("Réussi : ", "Rien ne se vérifie ici : "))] == []
