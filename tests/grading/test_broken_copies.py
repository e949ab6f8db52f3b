"""Des copies abîmées, corrigées par le vrai moteur : une note, une raison, et le lot continue."""

import re

import pytest

from .copies.broken import BROKEN
from .copies.classes import BOTH, Classes, either
from .copies.classroom import WITNESS
from .copies.hostile import load

load(BROKEN, "broken")
pytestmark = [pytest.mark.boite, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    return Classes(BROKEN, tmp_path_factory.mktemp, feedback=False)


@pytest.fixture(params=BOTH)
def graded(request, classes):
    return classes.whole(request.param)


@pytest.mark.parametrize("copy", either(BROKEN.values()))
def test_broken_copy_has_the_mark_it_deserves(classes, copy):
    mark = classes.of(copy).marks[copy.student]
    assert mark["points"] == copy.points, mark["cells"]
    assert mark["missing"] == []


@pytest.mark.parametrize("copy", either(copy for copy in BROKEN.values() if copy.says))
def test_broken_copy_has_a_reason_in_french(classes, copy):
    reasons = classes.of(copy).reasons(copy.student)
    assert re.search(copy.says, reasons), reasons


def test_witness_keeps_its_mark_among_them(graded):
    assert graded.marks[WITNESS.student]["points"] == WITNESS.points


def test_everybody_is_marked_and_nobody_is_invented(graded):
    assert graded.marks.keys() == graded.classroom.copies.keys()


def test_command_says_that_a_person_is_needed(graded):
    assert graded.code != 0


def test_summary_names_every_student(graded):
    printed = re.sub(r"\s+", "", graded.classroom.printed)
    shown = [name for name in graded.classroom.copies if re.fullmatch(r"[\w ]+", name) and len(name) < 20]
    assert [student for student in shown if re.sub(r"\s+", "", student) not in printed] == []


def test_nothing_is_changed_and_nothing_is_left(graded):
    assert graded.changed == set()
    assert graded.survivors == []
    assert graded.classroom.leftovers() == []


def test_no_name_was_run_as_a_command(graded):
    assert not [path for path in graded.classroom.folder.rglob("pirate") if "submitted" not in path.parts]


def test_grading_again_changes_nothing(classes):
    graded = classes.whole(quick=True)
    graded.classroom.grade()
    assert graded.classroom.marks() == graded.marks
