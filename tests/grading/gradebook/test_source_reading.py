"""Une faute de l'enseignant se dit en une phrase, avec sa place et son remède, avant que rien ne parte."""

import json

import pytest

from mlcourse.command import main
from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.delimiters import configured, look_alike

from ..small_course import ASSIGNMENT, SOLUTION, TEST

STATEMENT, ANSWER, GRADED, PROSE = 0, 2, 3, 6  # les places de quatre cellules du petit sujet
BEGIN, END = "# DÉBUT TESTS CACHÉS", "# FIN TESTS CACHÉS"
NEARLY = [
    "# DEBUT TESTS CACHES",
    "# début tests cachés",
    "# De\u0301but tests cache\u0301s",
    "# DÉBUT\u00a0TESTS CACHÉS",
    "# DÉBUT\u202fTESTS CACHÉS",
    "# DÉBUT\u200b TESTS CACHÉS",
    "# DÉBUT  TESTS CACHÉS",
    "#DÉBUT TESTS CACHÉS",
    "# DÉBUT TEST CACHÉ",
    "# DÉBUT TETS CACHÉS",
    "# DÉBUT DES TESTS CACHÉS",
    "# DÉBUT TESTS MASQUÉS",
    "# D\u0415BUT TESTS CACHÉS",  # un E cyrillique
    "# TESTS CACHÉS",
    "DÉBUT TESTS CACHÉS",
    "### BEGIN HIDDEN TESTS",
    "## Begin tests",
    "# BEGIN TESTS CACHÉS",
    "assert True  # debut tests caches",
]
ORDINARY = [
    "# Le coût (1 point). À la correction, des tests cachés s'ajoutent.",
    "# Les tests cachés tirent d'autres formes.",
    "# fin de la boucle",
    "# début de la descente : la solution est loin",
    "solution = tests",
    "# solution",
    BEGIN,
    END,
]


def edited(course, place, **changes):
    """Le sujet, dont une cellule change de texte, de réglages ou de pièces jointes."""
    notebook = json.loads(course.source.read_text("utf-8"))
    cell = notebook["cells"][place]
    cell["metadata"]["nbgrader"].update(changes.pop("settings", {}))
    cell.update(changes)
    course.source.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")


def refusal(course, monkeypatch, capsys):
    """Ce que dit « mlcourse publier », qui doit refuser en une phrase comme le fera « mlcourse corriger »."""
    monkeypatch.chdir(course.root)
    assert main(["publier", ASSIGNMENT]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert not (course.root / "exercises").exists()
    with pytest.raises(GradingError) as graded:
        Batch(course.open(), ASSIGNMENT)
    assert str(graded.value) == said.strip()
    return said.replace("\u00a0", " ")


@pytest.mark.parametrize("line", NEARLY, ids=ascii)
def test_delimiter_nearly_right_is_refused_with_its_line(course, monkeypatch, capsys, line):
    edited(course, GRADED, source=TEST.replace(BEGIN, line).replace(END, "# FIN"))
    said = refusal(course, monkeypatch, capsys)
    assert "cellule 4, « double-test »" in said
    assert "la ligne 3 ressemble à un délimiteur" in said
    assert f"écrivez « {BEGIN} »" in said or line == "# TESTS CACHÉS"


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_line_is_no_delimiter(course, line):
    assert look_alike(line, configured(course.open().config)) is None


def test_heading_of_a_statement_is_no_delimiter(course):
    pairs = configured(course.open().config)
    assert look_alike("## Solution\n\n### Tests cachés", pairs, code=False) is None
    assert look_alike("debut solution", pairs, code=False)


REGIONS = {
    "sans fin": (GRADED, TEST.replace(END, ""), f"« {BEGIN} », ligne 3, n'a pas de fin"),
    "sans début": (GRADED, TEST.replace(BEGIN, ""), f"« {END} », ligne 5, ne ferme rien"),
    "deux débuts": (GRADED, TEST.replace(BEGIN, f"{BEGIN}\n{BEGIN}"), "ligne 4, vient avant"),
    "sur une ligne": (GRADED, f"{TEST}\n{BEGIN} {END}", "partagent la ligne 6"),
    "croisées": (GRADED, TEST.replace(END, "# FIN SOLUTION"), "« # FIN SOLUTION », ligne 5, vient avant"),
    "solution sans fin": (ANSWER, SOLUTION.replace("# FIN SOLUTION", ""), "ligne 3, n'a pas de fin"),
    "solution dans un test": (GRADED, SOLUTION, "hors d'une cellule de réponse"),
    "test dans une réponse": (ANSWER, f"{SOLUTION}\n{BEGIN}\n{END}", "hors d'une cellule de tests"),
    "test dans l'énoncé": (STATEMENT, f"Un énoncé\n{BEGIN}\n{END}", "hors d'une cellule de tests"),
}


@pytest.mark.parametrize("name", REGIONS)
def test_region_badly_delimited_is_refused(course, monkeypatch, capsys, name):
    place, source, clue = REGIONS[name]
    edited(course, place, source=source)
    assert clue in refusal(course, monkeypatch, capsys)


SETTINGS = {
    "nom double": ({"grade_id": "double-zero"}, "deux cellules portent le nom « double-zero », la 4 et la 5"),
    "nom vide": ({"grade_id": " "}, "la cellule 4 n'a pas de nom"),
    "points en texte": ({"points": "2"}, "vaut '2' points : donnez-lui un nombre"),
    "points négatifs": ({"points": -1}, "vaut -1 points"),
    "points infinis": ({"points": float("inf")}, "vaut inf points"),
    "points vrais": ({"points": True}, "vaut True points"),
    "points absents": ({"points": None}, "n'a pas de points"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_a_cell_are_checked(course, monkeypatch, capsys, name):
    settings, clue = SETTINGS[name]
    edited(course, GRADED, settings=settings)
    assert clue in refusal(course, monkeypatch, capsys)


POINTS = {
    "un nom qui ne dit rien": (
        "| Le double | @points:dubble@ |",
        "« @points:dubble@ » ne nomme rien qui se note : écrivez",
    ),
    "une marque mal fermée": ("## Le double (@points)", "« @points » n'est pas une marque de points"),
    "au singulier": ("## Le double (@point:double@)", "« @point:double@ » n'est pas une marque de points"),
}


@pytest.mark.parametrize("name", POINTS)
def test_points_that_the_statement_would_not_tell_are_refused(course, monkeypatch, capsys, name):
    source, clue = POINTS[name]
    edited(course, STATEMENT, source=source)
    said = refusal(course, monkeypatch, capsys)
    assert clue in said
    assert "cellule 1, « introduction »" in said


def test_file_attached_to_an_answer_is_refused(course, monkeypatch, capsys):
    edited(course, PROSE, attachments={"corrige.png": {"image/png": "AAAA"}})
    assert "« corrige.png » est joint à la réponse" in refusal(course, monkeypatch, capsys)
    edited(course, PROSE, attachments={})
    edited(course, STATEMENT, attachments={"schema.png": {"image/png": "AAAA"}})
    assert main(["publier", ASSIGNMENT]) == 0


def test_two_notebooks_may_not_share_a_name(course, monkeypatch, capsys):
    course.source.with_name("brouillon.ipynb").write_bytes(course.source.read_bytes())
    assert "qui est aussi dans petit.ipynb" in refusal(course, monkeypatch, capsys)


FILES = {
    "BOM": (lambda content: b"\xef\xbb\xbf" + content, "commence par une marque d'ordre des octets (BOM)"),
    "UTF-16": (lambda content: content.decode().encode("utf-16"), "commence par de l'UTF-16"),
    "latin-1": (lambda content: json.dumps(json.loads(content), ensure_ascii=False).encode("latin-1"), "UTF-8"),
    "tronqué": (lambda content: content[: len(content) // 2], "n'est pas un carnet Jupyter complet"),
    "vide": (lambda _: b"", "n'est pas un carnet Jupyter complet"),
    "liste": (lambda _: b"[]", "n'est pas un carnet Jupyter complet"),
    "cellule vide": (lambda _: b'{"cells": [{}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "complet"),
    "format 3": (lambda content: content.replace(b'"nbformat": 4', b'"nbformat": 3'), "n'est pas au format 4"),
    "autre langage": (lambda content: content.replace(b'"language": "python"', b'"language": "R"'), "son noyau"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_whole_notebook_is_refused(course, monkeypatch, capsys, name):
    damage, clue = FILES[name]
    course.source.write_bytes(damage(course.source.read_bytes()))
    assert clue in refusal(course, monkeypatch, capsys)
