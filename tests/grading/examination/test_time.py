"""Le temps d'une copie est celui qu'elle prend : ce qu'il faut au moteur pour la lancer n'est pas à elle."""

from time import monotonic

import pytest

from mlcourse.grading.examination import session
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.sandbox.nursery import Copies

from ..miniature import CHECKS, RIGHT, VISIBLE, graded

pytestmark = pytest.mark.boite

LIMITS = Limits(cell_seconds=20, submission_seconds=400)
DEADLY = f"{CHECKS}_Check(deadly, 'deadly rend 1').call(1)"
MORTAL = f"{RIGHT}\n\ndef deadly(x):\n    import os; os._exit(0)"


def graded_where_each_start_takes(seconds, monkeypatch):
    """Une copie qui meurt à trois tests, puis en réussit un, quand la lancer prend tant de secondes."""
    started, start = [], Copies.worker

    def slowly(copies, end):
        started.append(seconds)
        return start(copies, end)

    monkeypatch.setattr(Copies, "worker", slowly)
    monkeypatch.setattr(session, "monotonic", lambda: monotonic() + sum(started))
    return graded(MORTAL, DEADLY, DEADLY, DEADLY, VISIBLE, limits=LIMITS, names="double deadly")


def test_copy_does_not_pay_for_being_started_again_on_a_busy_machine(monkeypatch):
    result = graded_where_each_start_takes(150, monkeypatch)
    assert result.points == [0, 0, 0, 1], result.whole


def test_starting_a_copy_over_and_over_has_an_end(monkeypatch):
    result = graded_where_each_start_takes(500, monkeypatch)
    assert "épuisé" in " ".join(result.run.remarks.texts)


def test_two_passes_and_all_that_starts_them_fit_in_what_a_copy_may_last():
    assert LIMITS.wall_seconds > 2 * 2 * LIMITS.submission_seconds
