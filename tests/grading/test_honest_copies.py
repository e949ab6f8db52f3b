"""Du travail honnête, corrigé par le vrai moteur : bruit, lenteur et style ne coûtent rien."""

import re

import pytest

from .copies.classes import BOTH, Classes, either
from .copies.honest import HONEST
from .copies.hostile import load
from .copies.inspection import leaks

load(HONEST, "honest")
pytestmark = [pytest.mark.boite, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    return Classes(HONEST, tmp_path_factory.mktemp, feedback=False)


@pytest.fixture(params=BOTH)
def graded(request, classes):
    return classes.whole(request.param)


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
def test_remarks_say_what_the_copy_exceeds_and_nothing_else(classes, copy):
    remarks = classes.of(copy).results[copy.student]["remarks"]
    said = [" ".join(remark.split()) for remark in remarks if re.search("permet|temps", remark)]
    assert len(said) == bool(copy.says), remarks
    assert re.search(copy.says, " ".join(said)), remarks


@pytest.mark.parametrize("copy", either(HONEST.values()))
def test_outputs_of_honest_work_show_no_secret(classes, copy):
    assert leaks(classes.of(copy), copy) == []


def test_command_succeeds(graded):
    assert graded.code == 0, graded.classroom.printed


def test_figures_reach_the_graded_notebook(classes):
    assert "image/png" in classes.whole(quick=True).classroom.graded("draws_inline")


def test_nothing_is_left(graded):
    assert graded.survivors == []
    assert graded.classroom.leftovers() == []
