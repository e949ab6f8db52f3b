"""Des copies hostiles, corrigées par le vrai moteur : rien de gagné, rien de divulgué, personne d'autre de touché."""

import itertools
import re
import sqlite3

import pytest

from mlcourse.grading.gradebook.points import points_by_cell

from .copies.base import ALL, SOURCE
from .copies.classes import BOTH, LIMITS, TALKATIVE, Classes, either
from .copies.classroom import WITNESS
from .copies.hostile import HOSTILE, load
from .copies.inspection import leaks, scripts

load(HOSTILE, "hostile")
pytestmark = [pytest.mark.boite, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    return Classes(HOSTILE, tmp_path_factory.mktemp, LIMITS)


@pytest.fixture(params=BOTH)
def graded(request, classes):
    return classes.whole(request.param)


@pytest.mark.parametrize("copy", either(HOSTILE.values()))
def test_hostile_copy_earns_what_its_honest_part_deserves(classes, copy):
    mark = classes.of(copy).marks[copy.student]
    assert mark["points"] == copy.points, mark["cells"]


@pytest.mark.parametrize("copy", either(HOSTILE.values()))
def test_hostile_copy_has_a_mark_everywhere_and_no_more_than_the_assignment_is_worth(classes, copy):
    mark = classes.of(copy).marks[copy.student]
    assert mark["missing"] == []
    assert mark["maximum"] == sum(points_by_cell(SOURCE).values())


@pytest.mark.parametrize("copy", either(HOSTILE.values()))
def test_hostile_copy_learns_nothing(classes, copy):
    assert leaks(classes.of(copy), copy) == []


@pytest.mark.parametrize("copy", either(HOSTILE.values()))
def test_nothing_runs_in_the_browser_of_who_reads_the_feedback(classes, copy):
    assert scripts(classes.of(copy), copy) == []


@pytest.mark.parametrize("copy", either(copy for copy in HOSTILE.values() if copy.points < ALL))
def test_lost_points_come_with_a_reason_in_french(classes, copy):
    assert classes.of(copy).reasons(copy.student).strip()


@pytest.mark.parametrize("copy", either(copy for copy in HOSTILE.values() if copy.says))
def test_reason_says_what_happened(classes, copy):
    reasons = classes.of(copy).reasons(copy.student)
    assert re.search(copy.says, reasons), reasons


@pytest.mark.parametrize("copy", either(HOSTILE.values()))
def test_feedback_and_graded_notebook_stay_small(classes, copy):
    graded = classes.of(copy)
    assert len(graded.classroom.graded(copy.student)) < 4_000_000
    assert len(graded.pages.get(copy.student, "")) < 8_000_000


def test_witness_keeps_its_mark_among_them(graded):
    assert graded.marks[WITNESS.student]["points"] == WITNESS.points
    assert leaks(graded, WITNESS) == []


def test_everybody_is_marked_and_nobody_is_invented(graded):
    assert graded.marks.keys() == graded.classroom.copies.keys()


def test_whoever_could_make_it_speak_has_a_feedback_page(graded):
    talkative = {copy.student for copy in graded.classroom.copies.values() if copy.family in TALKATIVE}
    assert talkative | {WITNESS.student} <= graded.pages.keys() <= graded.marks.keys()
    assert all("Propriété" in graded.page(student) or "smoothed" in graded.page(student) for student in talkative)


def test_submissions_sources_and_settings_are_untouched(graded):
    assert graded.changed == set()


def test_nobody_called_home(graded):
    assert graded.calls == []


def test_no_process_survives(graded):
    assert graded.survivors == []


def test_no_folder_is_left(graded):
    assert graded.classroom.leftovers() == []


def test_gradebook_is_consistent(graded):
    with sqlite3.connect(graded.classroom.folder / "classe" / "gradebook.db") as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def test_nothing_unprintable_reaches_the_terminal(graded):
    text = graded.classroom.printed.replace("\x1b[A", "")
    forbidden = set(map(chr, itertools.chain(range(9), range(14, 32), range(0x7F, 0xA0)))) | {"\u202e"}
    assert not forbidden & set(text)


def test_corpus_covers_the_families_it_promises():
    assert len(HOSTILE) >= 45
    assert all(copy.sentence.endswith(".") for copy in HOSTILE.values())
