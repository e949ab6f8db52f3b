"""Les notes et les remarques qui ont changé sont celles que dit leur tableau, et des copies du corpus."""

import pytest

from .copies.base import ALL, worth
from .copies.broken import BROKEN
from .copies.changes import MARKS, MAXIMUM, REMARKS, REPLACED, WORTH
from .copies.honest import HONEST
from .copies.hostile import HOSTILE, load

COPIES = load(HONEST, "honest") | load(HOSTILE, "hostile") | load(BROKEN, "broken")


@pytest.mark.parametrize("student", MARKS)
def test_changed_mark_is_the_one_its_copy_expects(student):
    assert COPIES[student].points == MARKS[student].now != MARKS[student].before


@pytest.mark.parametrize("student", REMARKS)
def test_changed_remark_is_the_one_its_copy_expects(student):
    assert COPIES[student].says == REMARKS[student].now != REMARKS[student].before


@pytest.mark.parametrize("exercise", WORTH)
def test_exercise_is_worth_what_the_table_says(exercise):
    assert worth(exercise) == WORTH[exercise].now != WORTH[exercise].before


def test_assignment_is_worth_what_the_table_says():
    assert ALL == MAXIMUM.now != MAXIMUM.before


@pytest.mark.parametrize("student", REPLACED)
def test_replaced_copy_left_its_place_to_another(student):
    replacement, _ = REPLACED[student]
    assert student not in COPIES
    assert replacement in COPIES


def test_every_change_has_its_reason():
    changes = [MAXIMUM, *WORTH.values(), *MARKS.values(), *REMARKS.values()]
    assert all([change.why for change in changes] + [why for _, why in REPLACED.values()])
