"""Les dates d'une feuille, telles qu'on les écrit : personne n'est à l'heure faute de savoir lire."""

import json
from datetime import UTC, datetime

import pytest

from mlcourse.command import main
from mlcourse.grading.gradebook.database import open_gradebook
from mlcourse.grading.intake.moments import moodle_date

from ..batch.test_session import Pool, grade_by
from ..small_course import ASSIGNMENT, SmallCourse, filled
from .test_collect import SHEET, ZOE, sheet, zipped


@pytest.fixture
def course(tmp_path):
    course = SmallCourse(tmp_path)
    course.open()  # règle le fuseau, celui de Paris
    return course


WRITTEN = [
    "samedi 28 novembre 2026, 17:14",
    "Saturday, 28 November 2026, 5:14 PM",
    "November 28, 2026, 5:14\u202fPM",
    "Saturday, November 28, 2026, 5:14 PM",
    "28 nov. 2026 17:14",
    "Nov 28, 2026, 5:14 p.m.",
    "2026-11-28 17:14",
    "2026-11-28T17:14:59",
    "28/11/2026 17:14",
    "28.11.2026 17:14",
    "28/11/2026 à 17h14",
    "28 NOVEMBRE 2026 à 17 h 14",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_date_is_read_however_it_is_written(course, written):
    assert moodle_date(written) == datetime(2026, 11, 28, 16, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "month"), [("1 juil. 2026 00:00", 7), ("1er juin 2026 00:00", 6), ("Feb 1, 2026, 12:00 AM", 2),
                           ("1 déc. 2026 00:00", 12), ("1 août 2026 00:00", 8), ("Sept 1, 2026, 12:00 AM", 9)]
)  # fmt: skip
def test_month_is_read_when_it_is_shortened(course, written, month):
    assert moodle_date(written).astimezone().month == month
    assert moodle_date(written).hour == 0


@pytest.mark.parametrize("written", ["11/28/2026 17:14", "28/11/2026", "1 jui 2026 00:00", "hier soir",
                                     "28/11/26 17:14",
                                     "31/02/2026 10:00", "28/11/2026 25:00", "28/11/2026 17:14 demain"])  # fmt: skip
def test_what_is_no_date_or_two_is_not_guessed(course, written):
    assert moodle_date(written) is None


def test_hour_that_exists_twice_is_the_first_which_makes_nobody_late(course):
    assert moodle_date("25/10/2026 02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_date_that_cannot_be_read_is_told_as_it_is_written_by_both_commands(course, monkeypatch, capsys):
    copy = json.dumps(filled(course.released())).encode()
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": copy}))
    unread = sheet(course, SHEET.replace("lundi 23 novembre 2026, 14:05", "11/28/2026, 5:14 PM"))
    monkeypatch.chdir(course.root)
    grade_by(Pool, monkeypatch)
    open_gradebook(course.open().coursedir).close()
    rassembler = ["rassembler", ASSIGNMENT, "moodle.zip", "--liste"]
    for command in ([*rassembler, str(unread)], ["corriger", ASSIGNMENT]):
        assert main(command) == 1
        told = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
        assert "(!)" in told
        assert "sa date de remise, « 11/28/2026, 5:14 PM », ne se lit pas" in told
    main([*rassembler, str(sheet(course))])
    capsys.readouterr()
    main(["corriger", ASSIGNMENT])
    assert "ne se lit pas" not in capsys.readouterr().out
