"""Les noms des dossiers : aucun n'arrête les autres, ni dans le lot, ni dans nbgrader, ni à l'export."""

import os
import subprocess
import sys

import pytest

from mlcourse.grading.gradebook.names import folder_name, name_remarks, twin_names
from mlcourse.grading.submission.remarks import NOTHING

from ..batches import NAMES, run
from ..small_course import ASSIGNMENT, filled

STRANGE = (
    "*",
    "fin\nde ligne",
    "\x1b[2J",
    "\t",
    ".caché",
    "-rf",
    "[a-z]*",
    " bord ",
    "a" * 255,
    "‮sens",
    "%",
    "{0}",
    "~",
)
FLAGGED = {"fin\nde ligne", "\x1b[2J", "\t", ".caché"}


@pytest.fixture
def strange(course):
    """La classe, et ceux dont le nom éprouve les programmes."""
    for name in STRANGE:
        course.submit(name, filled(course.released()))
    return course


def test_everybody_has_a_mark_whatever_the_name(strange):
    lot, pool = run(strange)
    assert {*pool.graded} == {*NAMES, *STRANGE}
    assert all(lot.final[name].score == 3 for name in STRANGE)
    assert {name for name in STRANGE if lot.outcomes[name].needs_person} == FLAGGED


@pytest.mark.long
@pytest.mark.boite
@pytest.mark.parametrize("verb", ["autograde", "generate_feedback", "export"])
def test_nbgrader_itself_goes_to_the_end(strange, verb):
    run(strange)
    environment = os.environ | {"JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": "ignore"}
    environment["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), environment["PATH"]])
    command = [sys.executable, "-m", "nbgrader", verb, *([] if verb == "export" else [ASSIGNMENT, "--force"])]
    done = subprocess.run(command, cwd=strange.root, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    if verb == "generate_feedback":
        pages = {path.parts[-3] for path in (strange.root / "classe" / "feedback").rglob("*.html")}
        assert pages == {*NAMES, *STRANGE} - {".caché"}


TWINS = [("Zoé", "zoé"), ("Amélie", "Ame\u0301lie"), ("a b", "a  b"), ("ab", "a\u200bb"), ("fi", "\ufb01")]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_two_folders_that_a_person_would_confuse_are_told(one, other):
    assert twin_names([one, other, "Noé"]).keys() == {one, other}


@pytest.mark.parametrize("name", ["Zed <img src=x onerror=alert(1)>", 'a"b', "&lt;", "a\\b"])
def test_name_that_a_page_would_take_for_markup_is_told_and_is_made_safe(name):
    (told,) = name_remarks(name).texts
    assert "renommez-le" in told
    assert name_remarks(name).needs_person
    assert name_remarks(folder_name(name)) == NOTHING


def test_ordinary_names_are_told_nothing():
    names = ["Zoé", "Zoé N'Guyen", "Zoe", "Jean Paul", "Jean-Paul", "名前", "x" * 100]
    assert {name: name_remarks(name).texts for name in names} == dict.fromkeys(names, ())
    assert [*map(folder_name, names)] == names
    assert twin_names(names[3:]) == {}
