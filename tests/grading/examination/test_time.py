"""Le temps d'une copie est celui qu'elle prend : ni le moteur qui la lance, ni une machine occupée ne lui en ôtent."""

from time import sleep

import pytest

from mlcourse.grading.examination import session
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.sandbox import clock
from mlcourse.grading.sandbox.clock import Clock
from mlcourse.grading.sandbox.processor import Stopwatch
from mlcourse.grading.sandbox.worker import Worker
from mlcourse.grading.wire.channel import PeerLost

from ..miniature import CHECKS, RIGHT, VISIBLE, graded
from ..sandbox.neighbours import one_core_for

pytestmark = pytest.mark.boite

LIMITS = Limits(cell_seconds=20, submission_seconds=400)
DEADLY = f"{CHECKS}_Check(deadly, 'deadly rend 1').call(1)"
MORTAL = f"{RIGHT}\n\ndef deadly(x):\n    import os; os._exit(0)"


def graded_where_each_start_takes(seconds, monkeypatch):
    """Une copie qui meurt à trois tests, puis en réussit un, quand la lancer prend tant de secondes."""
    started, start, now = [], session.born, Clock.now

    def slowly(program, *rest):
        started.extend([seconds] * (program == "student"))
        return start(program, *rest)

    monkeypatch.setattr(session, "born", slowly)
    monkeypatch.setattr(Clock, "now", lambda clock: now(clock) + sum(started))
    return graded(MORTAL, DEADLY, DEADLY, DEADLY, VISIBLE, limits=LIMITS, names="double deadly")


def test_copy_does_not_pay_for_being_started_again_on_a_busy_machine(monkeypatch):
    result = graded_where_each_start_takes(150, monkeypatch)
    assert result.points == [0, 0, 0, 1], result.whole


def test_starting_a_copy_over_and_over_has_an_end(monkeypatch):
    result = graded_where_each_start_takes(500, monkeypatch)
    assert "épuisé" in " ".join(result.run.remarks.texts)


def test_two_passes_and_all_that_starts_them_fit_in_what_a_copy_may_last():
    assert LIMITS.wall_seconds > 2 * 2 * LIMITS.submission_seconds


# Un peu moins que le temps permis, dans une cellule puis dans un test.
LONG = "import time\ndef double(x):\n    end = time.process_time() + 0.4\n    while time.process_time() < end: pass\n"
LONG += "    return 2 * x\nz = double(1)"


def test_busy_neighbours_take_no_point_away(monkeypatch):
    monkeypatch.setattr(clock, "WIDEST", 1000)
    with one_core_for(4):
        result = graded(LONG, VISIBLE, after=["z"], limits=Limits(cell_seconds=0.9, submission_seconds=9))
    assert result.points == [1], result.whole
    assert result.run.remarks.texts == ()
    assert "2" in result.text


def test_time_that_ends_while_the_tests_wait_for_a_measure_is_the_copy_s(monkeypatch):
    measure, now, later = Stopwatch.__call__, Clock.now, []

    def slowly(stopwatch, order):
        later.append(LIMITS.cell_seconds)
        sleep(0.2)  # de quoi regarder l'heure avant de répondre
        return measure(stopwatch, order)

    monkeypatch.setattr(Stopwatch, "__call__", slowly)
    monkeypatch.setattr(Clock, "now", lambda clock: now(clock) + sum(later))
    measured = f"{CHECKS}_check.vectorized(lambda m: ((_np.ones(m),), 2 * _np.ones(m)))"
    result = graded(RIGHT, measured, VISIBLE, limits=LIMITS)
    assert result.points == [0, 1]
    assert "Le temps accordé est dépassé" in result.whole[0]


def test_tests_that_wait_for_a_measure_when_the_copy_is_stopped_judge_the_next_answers(monkeypatch):
    look, looked = Worker.check_spending, []

    def slowly(worker):
        look(worker)
        if worker._watched and not looked:  # pendant un test
            looked.append(worker)
            sleep(0.5)  # de quoi demander une mesure, que l'on ne lira pas
            raise PeerLost("mémoire")

    monkeypatch.setattr(Worker, "check_spending", slowly)
    measured = f"import time\ntime.sleep(0.3)\n{CHECKS}_check.vectorized(lambda m: ((_np.ones(m),), 2 * _np.ones(m)))"
    result = graded(RIGHT, measured, VISIBLE, limits=LIMITS)
    assert result.points == [0, 1]
    assert result.run.remarks.texts == ("mémoire permise dépassée",)
