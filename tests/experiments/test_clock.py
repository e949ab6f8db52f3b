"""L'horloge compte le calcul seul, et le compte assez longtemps pour être lue."""

import pytest

from mlcourse.experiments import clock


@pytest.fixture
def work(monkeypatch):
    """Une fausse horloge, et un calcul dont chaque appel dure 0,3 ms."""
    now = [0.0]
    monkeypatch.setattr(clock, "_clock", lambda: now[0])

    def compute(*arguments):
        now[0] += 3e-4
        compute.calls.append(arguments)

    compute.calls = []
    return compute


def test_duration_is_that_of_one_call_whatever_the_number_of_calls(work):
    assert clock.duration(work, 1, "a") == pytest.approx(3e-4)
    assert clock.duration(work, shortest=1e-9) == pytest.approx(3e-4)
    assert work.calls[0] == (1, "a")


def test_a_call_too_short_for_the_clock_is_repeated_until_it_can_be_read(work):
    clock.duration(work, shortest=2e-3)
    assert len(work.calls) * 3e-4 >= 2e-3
    work.calls.clear()
    clock.duration(work, shortest=1e-4)
    assert len(work.calls) == 1


def test_every_epoch_is_timed_and_what_stands_around_is_not(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(clock.time, "perf_counter", lambda: now[0])
    seconds: list[float] = []
    for epoch in clock.timed(range(1, 4), seconds):
        now[0] += epoch
    now[0] += 50
    assert seconds == [1, 2, 3]
