"""Du travail honnête, corrigé par le vrai moteur : bruit, lenteur et style ne coûtent rien."""

import re

import pytest

from .copies.classes import BOTH, Classes, either
from .copies.comparison import DIFFERENCES, compared, honest_copies
from .copies.honest import HONEST
from .copies.hostile import load
from .copies.inspection import leaks

load(HONEST, "honest")
pytestmark = [pytest.mark.boite, pytest.mark.timeout(1800)]
ASSIGNMENTS = sorted({copy.assignment for copy in HONEST.values()})


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    return Classes(HONEST, tmp_path_factory.mktemp, feedback=False)


@pytest.fixture(params=ASSIGNMENTS)
def assignment(request):
    return request.param


@pytest.fixture(params=BOTH)
def graded(request, classes, assignment):
    return classes.whole(request.param, assignment)


@pytest.mark.parametrize("copy", either(HONEST.values()))
def test_honest_copy_gets_all_it_deserves(classes, copy):
    graded = classes.of(copy)
    mark = graded.marks[copy.student]
    assert mark["points"] == copy.points, graded.reasons(copy.student)


@pytest.mark.parametrize("copy", either(HONEST.values()))
def test_honest_copy_needs_nobody(classes, copy):
    result = classes.of(copy).results[copy.student]
    assert not result["needs_person"], result["remarks"]


@pytest.mark.parametrize("copy", either(HONEST.values()))
def test_remarks_are_those_the_copy_declares_and_no_other(classes, copy):
    remarks = [" ".join(remark.split()) for remark in classes.of(copy).results[copy.student]["remarks"]]
    assert len(remarks) == bool(copy.says), remarks
    assert re.search(copy.says, " ".join(remarks)), remarks


@pytest.mark.parametrize("copy", either(HONEST.values()))
def test_outputs_of_honest_work_show_no_secret(classes, copy):
    assert leaks(classes.of(copy), copy) == []


def test_command_succeeds(graded):
    assert graded.code in (0, 1), graded.classroom.printed  # 1, si une réponse rédigée est à lire
    assert "qu'une personne regarde" not in graded.classroom.printed


def test_figures_reach_the_graded_notebook(classes):
    assert "image/png" in classes.whole(quick=True).classroom.graded("draws_inline")


def test_nothing_is_left(graded):
    assert graded.survivors == []
    assert graded.classroom.leftovers() == []


@pytest.mark.rare
def test_marks_differ_from_those_of_plain_nbgrader_only_where_a_reason_is_written(assignment, tmp_path):
    rows = compared(tmp_path, honest_copies(assignment))
    explained = DIFFERENCES.keys() & {row.name for row in rows}
    assert {row.name: row[1:] for row in rows if not row.agree}.keys() == explained
    assert {row.name: row[1:] for row in rows if row.ours != row.deserved} == {}


def test_every_written_reason_is_that_of_a_copy():
    assert DIFFERENCES.keys() <= HONEST.keys()
