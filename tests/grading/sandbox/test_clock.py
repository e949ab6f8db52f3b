"""L'horloge ne compte que ce que la machine donne : ni ce que prennent des voisins, ni plus qu'il ne s'écoule."""

from time import process_time, sleep

import pytest

from mlcourse.grading.sandbox import clock
from mlcourse.grading.sandbox.clock import WIDEST, Clock
from mlcourse.grading.sandbox.processor import waited
from mlcourse.grading.sandbox.spending import Descendants
from mlcourse.grading.wire.channel import PeerLost

from .boxes import student
from .neighbours import one_core_for


class Machine:
    """Une machine dont on règle l'heure, et une boîte dont on règle ce qu'elle fait."""

    def __init__(self):
        self.time = self.own_wait = self.spent = 0.0
        self.wants = False

    def processes(self):
        return []

    def processor_seconds(self, pids):
        return self.spent

    def runnable(self, pids):
        return self.wants

    def passes(self, seconds, *, computed=0.0, wants=True, own_wait=0.0):
        """Laisse passer du temps, dont la boîte, et le meneur, ont eu ce que l'on dit."""
        self.time, self.spent, self.own_wait = self.time + seconds, self.spent + computed, self.own_wait + own_wait
        self.wants = wants


@pytest.fixture
def machine(monkeypatch):
    made = Machine()
    monkeypatch.setattr(clock, "monotonic", lambda: made.time)
    monkeypatch.setattr(clock, "waited", lambda: made.own_wait)
    return made


INTERVALS = {
    "la boîte dort": ({"wants": False}, 1.0),
    "elle a tout un cœur": ({"computed": 1.0}, 1.0),
    "un voisin lui en prend les trois quarts": ({"computed": 0.25}, 0.25),
    "elle occupe quatre cœurs": ({"computed": 4.0}, 1.0),
    "le meneur attend son tour": ({"wants": False, "own_wait": 0.75}, 0.25),
    "elle n'a rien eu": ({}, 1 / WIDEST),
    "un mort a emporté son compte": ({"computed": -3.0}, 1 / WIDEST),
}


@pytest.mark.parametrize(("interval", "given"), INTERVALS.values(), ids=INTERVALS)
def test_what_an_interval_counts_for(machine, interval, given):
    watch = Clock(lambda: [machine])
    for turn in (1, 2):
        machine.passes(1.0, **interval)
        assert watch.now() == pytest.approx(turn * given)


def test_box_that_comes_later_counts_from_its_birth(machine):
    boxes = []
    watch = Clock(lambda: boxes)
    machine.passes(1.0, computed=0.5)
    boxes.append(machine)
    assert watch.now() == pytest.approx(0.5)


def test_time_spent_waiting_for_a_processor_is_known():
    start, before = process_time(), waited()
    with one_core_for(2):
        while process_time() - start < 0.1:
            pass
        assert waited() - before > 0.05


SPIN = "import os, threading, time\ndef spin():\n    while True: pass\n"
SLEEPERS = {"dormir": "time.sleep(3600)", "attendre un enfant": "os.fork() or time.sleep(3600)\nos.wait()"}
SPINNERS = {
    "un processus": "spin()",
    "des enfants": "[os.fork() or spin() for _ in range(4)]\nspin()",
    "des fils": "[threading.Thread(target=spin).start() for _ in range(4)]\nspin()",
    "des enfants, et l'on dort": "[os.fork() or spin() for _ in range(4)]\ntime.sleep(3600)",
}


@pytest.mark.boite
@pytest.mark.parametrize("sleep", SLEEPERS.values(), ids=SLEEPERS)
def test_who_sleeps_uses_her_time(sleep):
    with student() as boxed, pytest.raises(PeerLost, match="temps"):
        boxed.run(SPIN + sleep, seconds=0.5)


@pytest.mark.boite
@pytest.mark.parametrize("spin", SPINNERS.values(), ids=SPINNERS)
def test_nobody_buys_time_by_keeping_herself_waiting(spin, monkeypatch):
    monkeypatch.setattr(clock, "WIDEST", 1000)
    with one_core_for(1), student() as boxed:
        before = boxed.worker.box.processor_seconds()
        with pytest.raises(PeerLost, match="temps"):
            boxed.run(SPIN + spin, seconds=1)
        assert boxed.worker.box.processor_seconds() - before < 1.5


@pytest.mark.boite
def test_program_that_wants_a_processor_is_seen_from_outside():
    with student() as boxed:
        assert becomes(False, boxed.worker.box.runnable)
        boxed.run(SPIN + "threading.Thread(target=spin, daemon=True).start()")
        assert becomes(True, boxed.worker.box.runnable)
        assert becomes(True, Descendants().runnable)


def becomes(value, look):
    """Vrai dès que l'on voit cette valeur : entre deux calculs, tout processus dort un instant."""
    return any(look() == value or sleep(0.01) for _ in range(500))
