"""`nbgrader autograde`, tel quel : les mêmes notes que notre commande, quel que soit l'état des copies."""

import os
import shutil
import sqlite3
import subprocess
import sys

import nbformat
import pytest

from mlcourse.grading.gradebook.database import open_gradebook

from ..batches import DUMP
from ..small_course import ASSIGNMENT, RIGHT, WRONG, SmallCourse, filled

pytestmark = [pytest.mark.boite, pytest.mark.long, pytest.mark.timeout(1200)]


def nothing(folder, copy):
    (folder / f"{ASSIGNMENT}.ipynb").unlink()


def directory(folder, copy):
    nothing(folder, copy)
    (folder / f"{ASSIGNMENT}.ipynb").mkdir()


def renamed(folder, copy):
    (folder / f"{ASSIGNMENT}.ipynb").rename(folder / "devoir(1).ipynb")


def two(folder, copy):
    nbformat.write(filled(copy, WRONG), folder / "copie.ipynb")


def links(folder, copy):
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "nulle.txt").symlink_to("/nulle/part")
    (folder / "page.html").write_text("<script>mal()</script>")


def link_to_another(folder, copy):
    nothing(folder, copy)
    (folder / f"{ASSIGNMENT}.ipynb").symlink_to(f"../../juste/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")


def pipe(folder, copy):
    os.mkfifo(folder / "tube")


def pasted_twice(folder, copy):
    notebook = filled(copy)
    notebook.cells.insert(4, nbformat.from_dict(notebook.cells[3] | {"id": "encore"}))
    nbformat.write(notebook, folder / f"{ASSIGNMENT}.ipynb")


def written(content):
    return lambda folder, copy: (folder / f"{ASSIGNMENT}.ipynb").write_bytes(content)


FATES = {
    "juste": (lambda *_: None, 3),
    "faux": (lambda folder, copy: nbformat.write(filled(copy, WRONG), folder / f"{ASSIGNMENT}.ipynb"), 1),
    "vide": (written(b""), 0),
    "coupé": (written(b'{"cells": ['), 0),
    "démesuré": (written(b'{"cells": [' + b"[]," * 8_000_000 + b"1]}"), 0),
    "latin-1": (written("é".encode("latin-1")), 0),
    "sans carnet": (nothing, 0),
    "un dossier": (directory, 0),
    "rebaptisé (1)": (renamed, 3),
    "deux carnets": (two, 3),
    "des liens": (links, 3),
    "lien vers un autre": (link_to_another, 0),
    "un tube": (pipe, 3),
    "collé deux fois": (pasted_twice, 3),
    "N'Guyen «é»": (lambda *_: None, 3),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = SmallCourse(tmp_path_factory.mktemp("ordinaire"))
    released = course.released()
    for student, (spoil, _) in FATES.items():
        spoil(course.submit(student, filled(released, RIGHT)), released)
    open_gradebook(course.open().coursedir).close()
    return course


def launch(course, *arguments, warnings="ignore"):
    ours = {"JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": warnings, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=course.root, env=os.environ | ours, capture_output=True, text=True, check=False, timeout=900
    )


def rows(course):
    with sqlite3.connect(course.root / "classe" / "gradebook.db") as base:
        return base.execute(DUMP).fetchall()


@pytest.fixture(scope="module")
def autograded(course):
    done = launch(course, "nbgrader", "autograde", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    return done


def test_everyone_has_the_mark_deserved_and_no_automatic_mark_is_missing(course, autograded):
    points = dict.fromkeys(FATES, 0.0)
    for student, cell, automatic, *_ in rows(course):
        assert automatic is not None or cell == "question", student
        points[student] += automatic or 0.0
    assert points == {student: expected for student, (_, expected) in FATES.items()}


def test_reasons_are_in_the_log_and_on_the_copy(course, autograded):
    assert "« coupé »" not in autograded.stderr
    assert "coupé : « petit.ipynb » ne se lit pas" in autograded.stderr
    path = course.root / "classe" / "autograded" / "coupé" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "ne se lit pas" in nbformat.read(path, as_version=4).cells[0].source


def test_command_says_only_what_a_person_must_know_and_in_french(course, autograded):
    lines = [line.partition(" | ")[2] for line in autograded.stderr.splitlines()]
    assert {line.partition(" : ")[0].removeprefix("WARNING] ") for line in lines} <= FATES.keys()
    again = launch(course, "nbgrader", "autograde", ASSIGNMENT, warnings="default")
    assert again.stderr.count("déjà corrigée, et le reste sans --force") == len(FATES)
    assert len(again.stderr.splitlines()) == len(FATES)
    forced = launch(course, "nbgrader", "autograde", ASSIGNMENT, "--student", "juste", "--force", warnings="default")
    assert forced.stderr == ""


def test_neither_links_nor_pages_are_copied(course, autograded):
    folder = course.root / "classe" / "autograded"
    assert [path.name for path in (folder / "des liens" / ASSIGNMENT).iterdir()] == [f"{ASSIGNMENT}.ipynb"]
    assert "2 * x" not in (folder / "lien vers un autre" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")


@pytest.fixture(scope="module")
def ours(course, autograded, tmp_path_factory):
    """La même classe, corrigée par notre commande."""
    copied = SmallCourse.__new__(SmallCourse)
    copied.root = tmp_path_factory.mktemp("commande") / "cours"
    absent = {"tube", "gradebook.db", "autograded"}
    shutil.copytree(course.root, copied.root, symlinks=True, ignore=lambda folder, names: absent)
    done = launch(copied, "mlcourse", "corriger", ASSIGNMENT, "--jobs", "2")
    assert done.returncode == 1, done.stderr
    return copied


def test_our_command_gives_the_same_rows(course, ours):
    assert rows(ours) == rows(course)


def test_our_command_gives_the_same_notebooks_remarks_included(course, ours):
    for student in FATES.keys() - {"un tube"}:  # qui n'en a pas dans la seconde classe
        path = f"classe/autograded/{student}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
        both = [nbformat.read(each.root / path, as_version=4).cells for each in (course, ours)]
        theirs, mine = ([(cell.source, cell.get("outputs")) for cell in cells] for cells in both)
        assert theirs == mine, student


def test_single_student_can_be_graded_again_as_formgrader_does(course, autograded):
    before = rows(course)
    done = launch(course, "nbgrader", "autograde", ASSIGNMENT, "--student", "rebaptisé (1)", "--force")
    assert done.returncode == 0, done.stderr
    assert rows(course) == before
