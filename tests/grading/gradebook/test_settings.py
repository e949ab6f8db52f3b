"""Une faute dans les réglages, un dossier interdit, un terminal pauvre : une phrase, et rien de commencé."""

import errno
import io
import sys

import pytest

from mlcourse.command import main
from mlcourse.grading.intake.roster import duration
from mlcourse.grading.returns import notes

from ..small_course import ASSIGNMENT, SmallCourse


@pytest.fixture
def course(tmp_path, monkeypatch):
    course = SmallCourse(tmp_path)
    monkeypatch.chdir(course.root)
    return course


def told(capsys):
    return capsys.readouterr().err.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("c.LatePenalty.per_day = 0,1", "per_day doit être un nombre, écrit avec un point, et non (0, 1)."),
        ("c.Marking.step = 0", "step doit être un nombre, écrit avec un point, d'au moins 0,000001, et non 0."),
        ("c.Marking.drops = 1.5", "drops doit être un nombre entier, d'au moins 0, et non 1.5."),
        (
            "c.SplitExecute.cell_seconds = '20 s'",
            "cell_seconds doit être un nombre, écrit avec un point, et",
        ),
    ],
)
@pytest.mark.parametrize("verb", ["corriger", "notes"])
def test_fault_in_the_settings_is_one_sentence_before_anything_begins(course, capsys, line, sentence, verb):
    settings = course.root / "nbgrader_config.py"
    settings.write_text(f"{settings.read_text('utf-8')}\n{line}\n", "utf-8")
    owner = line.partition(" ")[0].rpartition(".")[0]
    assert main([verb, ASSIGNMENT]) == 2
    assert f"Dans nbgrader_config.py, {owner}.{sentence}" in told(capsys)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "classe/notes"),
            "« classe/notes » : rétablissez vos droits",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "x"), "« x » : il n'y a plus de place"),
        (OSError(errno.EIO, "Input/output error"), "Impossible de lire ou d'écrire un fichier"),
    ],
)
def test_file_that_the_system_refuses_is_one_sentence_and_not_all_done(course, capsys, monkeypatch, error, sentence):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(notes, "run", fail)
    assert main(["notes", ASSIGNMENT]) == 2
    assert sentence in told(capsys)


def test_terminal_that_lacks_a_sign_shows_another(course, monkeypatch):
    written = io.TextIOWrapper(io.BytesIO(), "latin-1")
    monkeypatch.setattr(sys, "stdout", written)
    monkeypatch.setattr(notes, "run", lambda *_, **__: print("œuvre − élève"))
    assert main(["notes", ASSIGNMENT]) == 0
    assert written.buffer.getvalue().decode("latin-1") == "?uvre ? élève\n"


@pytest.mark.parametrize("text", ["999999999999 jours", "99999999 jours", "1" + "0" * 400 + " h"])
def test_delay_beyond_any_date_is_not_one(text):
    assert duration(text) is None
