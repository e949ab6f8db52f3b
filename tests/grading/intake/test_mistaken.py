"""Une archive donnée pour celle d'un autre devoir : rien ne s'en range, et la phrase dit quoi taper."""

import json

import nbformat
import pytest

from mlcourse.command import main
from mlcourse.grading.intake import mistaken
from mlcourse.grading.submission import notebooks

from ..small_course import ASSIGNMENT, SmallCourse, filled, source_notebook
from .test_collect import ELIE, SHEET, ZOE, handed_in, zipped

OTHER = "grand"
ADA = ZOE.replace("Zoé N'Guyen_1001", "Ada_1003")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Le cours, avec un second devoir, dont les questions s'appellent autrement."""
    course = SmallCourse(tmp_path)
    monkeypatch.chdir(course.root)
    notebook = source_notebook()
    for cell in notebook.cells:
        cell.id = cell.metadata.nbgrader.grade_id = f"grand-{cell.id}"
        cell.source = cell.source.replace("double", "triple").replace("x + x", "x + x + x")
    folder = course.root / "solutions" / OTHER
    folder.mkdir()
    nbformat.write(notebook, folder / f"{OTHER}.ipynb")
    return course


def written(notebook):
    return json.dumps(notebook).encode()


def theirs(course, *, stripped=False):
    """Une copie de l'autre devoir, à moitié remplie ; sans métadonnées, comme un autre éditeur l'enregistre."""
    notebook = nbformat.read(course.root / "solutions" / OTHER / f"{OTHER}.ipynb", as_version=4)
    for cell in notebook.cells:
        if "DÉBUT SOLUTION" in cell.source:
            cell.source = "def triple(x):\n    return 3 * x"
        if stripped:
            cell.metadata.clear()
            del cell["id"]
    return written(notebook)


def rassembler(course, members, *options):
    (course.root / "moodle.zip").write_bytes(zipped(members))
    return main(["rassembler", ASSIGNMENT, "moodle.zip", *options])


@pytest.mark.parametrize("name", ["grand.ipynb", "petit.ipynb", "mon devoir.ipynb"])
@pytest.mark.parametrize("stripped", [False, True])
def test_archive_of_another_assignment_is_refused_before_anything_is_placed(course, capsys, name, stripped):
    (course.root / "feuille.csv").write_text(SHEET, "utf-8")
    members = {f"{who}/{name}": theirs(course, stripped=stripped) for who in (ZOE, ELIE)}
    members[f"{ADA}/petit.ipynb"] = written(filled(course.released()))
    assert rassembler(course, members, "--liste", "feuille.csv") == 2
    told = " ".join(capsys.readouterr().err.replace("\u00a0", " ").split())
    assert "Rien n'est rangé : 2 des 3 remises qui ont un carnet semblent répondre à grand, et non à petit." in told
    assert "Lancez « mlcourse rassembler grand moodle.zip »" in told
    assert not (course.root / "classe" / "submitted").exists()
    assert not (course.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").exists()


def test_notebooks_that_cannot_be_read_are_known_by_their_name(course, capsys):
    assert rassembler(course, {f"{who}/Grand.ipynb": b"abime" for who in (ZOE, ELIE)}) == 2
    assert "mlcourse rassembler grand moodle.zip" in capsys.readouterr().err
    assert rassembler(course, {f"{ZOE}/grand.ipynb": b"1", f"{ZOE}/petit.ipynb": b"1", f"{ELIE}/petit.ipynb": b"1"}) < 2


@pytest.mark.parametrize("members", [[ZOE], [ZOE, ELIE, ADA]])
def test_one_student_with_another_notebook_is_placed_and_calls_a_person(course, capsys, members):
    right = written(filled(course.released()))
    assert rassembler(course, {f"{who}/petit.ipynb": theirs(course) if who == ZOE else right for who in members}) == 1
    told = capsys.readouterr().out.replace("\u00a0", " ")
    lines = " ".join(told.split())
    assert "(!) « petit.ipynb » ; c'est le carnet de grand, et non celui de petit" in lines
    assert lines.count("c'est le carnet de") == 1
    assert handed_in(course, "Zoé N'Guyen")


@pytest.mark.parametrize(("other", "times"), [(False, 1), (True, 2)])
def test_copy_is_looked_at_once_for_each_assignment_that_it_may_answer(course, monkeypatch, other, times):
    plain, looked = mistaken.choose, []
    monkeypatch.setattr(mistaken, "choose", lambda *arguments: looked.append(arguments) or plain(*arguments))
    content = theirs(course) if other else written(filled(course.released()))
    rassembler(course, {f"{ZOE}/petit.ipynb": content, f"{ZOE}/brouillon.ipynb": content})
    assert handed_in(course, "Zoé N'Guyen")
    assert len(looked) == times


@pytest.mark.parametrize("other", [False, True])
def test_file_of_a_copy_is_read_once_as_a_notebook_whether_it_is_one_or_not(course, monkeypatch, other):
    plain, parsed = notebooks.parsed, []
    monkeypatch.setattr(notebooks, "parsed", lambda content: parsed.append(content) or plain(content))
    content = theirs(course) if other else written(filled(course.released()))
    members = {"petit.ipynb.json": content, "à lire.txt": b'{"cells": [', "brouillon.ipynb": b"{}"}
    rassembler(course, {f"{ZOE}/{name}": each for name, each in members.items()})
    assert handed_in(course, "Zoé N'Guyen").keys() == members.keys()
    assert sorted(parsed) == sorted(members.values())


def test_right_notebook_beside_that_of_another_assignment_is_no_mistake(course, capsys):
    right = written(filled(course.released()))
    members = {f"{who}/{name}": content for who in (ZOE, ELIE)
               for name, content in (("petit.ipynb", right), ("grand.ipynb", theirs(course)))}  # fmt: skip
    rassembler(course, members)
    assert "c'est le carnet de" not in capsys.readouterr().out
    assert handed_in(course, "Zoé N'Guyen")


def test_subject_that_cannot_be_prepared_keeps_no_copy_from_its_place(course):
    course.source.write_text("{")
    assert rassembler(course, {f"{who}/petit.ipynb": b"1" for who in (ZOE, ELIE)}) < 2
    assert handed_in(course, "Élie Le Goff")


def anonymous(number):
    return f"Participant_{number}_assignsubmission_file"


@pytest.mark.parametrize(
    ("sheet", "members"),
    [
        (SHEET.replace("Participant 1", "Participant 9"), (ZOE, ELIE)),
        ("Identifiant,Note\nParticipant 901,\nParticipant 902,\n", (anonymous(101), anonymous(102))),
    ],
)
def test_sheet_of_another_assignment_is_refused_and_the_one_that_is_kept_stays(course, capsys, sheet, members):
    (course.root / "feuille.csv").write_text(sheet, "utf-8")
    right = written(filled(course.released()))
    assert rassembler(course, {f"{who}/petit.ipynb": right for who in members}, "--liste", "feuille.csv") == 2
    told = " ".join(capsys.readouterr().err.replace("\u00a0", " ").split())
    assert "Rien n'est rangé : 2 des 2 remises ont un numéro que la liste ne connaît pas." in told
    assert "téléchargez celle de petit" in told
    assert not (course.root / "classe" / "submitted").exists()
    assert not (course.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").exists()


def test_newcomers_whom_the_sheet_does_not_name_are_placed(course):
    (course.root / "feuille.csv").write_text(SHEET, "utf-8")
    members = {f"{who}/petit.ipynb": written(filled(course.released())) for who in (ZOE, ELIE)}
    members |= {f"Nouveau_{number}_assignsubmission_file/petit.ipynb": b"1" for number in (2001, 2002, 2003)}
    assert rassembler(course, members, "--liste", "feuille.csv") == 1
    assert handed_in(course, "Élie Le Goff")
