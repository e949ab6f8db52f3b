"""L'horloge ne compte que ce que la machine donne : ni ce que prennent des voisins, ni plus qu'il ne s'écoule."""

import socket
import subprocess
import sys
from contextlib import contextmanager
from math import inf
from time import monotonic, process_time, sleep, thread_time

import pytest

from mlcourse.grading.sandbox import clock, worker
from mlcourse.grading.sandbox.clock import WIDEST, Clock
from mlcourse.grading.sandbox.processor import waited
from mlcourse.grading.sandbox.spending import Descendants
from mlcourse.grading.sandbox.worker import Worker
from mlcourse.grading.wire.channel import Channel, PeerLost

from .boxes import LIMITS, student
from .neighbours import one_core_for


class Machine:
    """Une machine dont on règle l'heure, et une boîte dont on règle ce qu'elle fait."""

    def __init__(self):
        self.time = self.own_wait = self.own_work = self.spent = 0.0
        self.wanted_by = [0.0] * 50

    def processes(self):
        return []

    def processor_seconds(self, pids=None):
        return self.spent

    def wanted(self, pids):
        return dict(enumerate(self.wanted_by))

    def passes(self, seconds, *, computed=0.0, wants=1.0, own_wait=0.0, own_work=0.0, threads=1):
        """Laisse passer du temps, dont la boîte, et le meneur, ont eu ce que l'on dit.

        Chacun de ses premiers fils d'exécution en a passé `wants` à vouloir un processeur.
        """
        self.time, self.spent = self.time + seconds, self.spent + computed
        self.own_wait, self.own_work = self.own_wait + own_wait, self.own_work + own_work
        for thread in range(threads):
            self.wanted_by[thread] += wants


@pytest.fixture
def machine(monkeypatch):
    made = Machine()
    monkeypatch.setattr(clock, "monotonic", lambda: made.time)
    monkeypatch.setattr(clock, "waited", lambda: made.own_wait)
    monkeypatch.setattr(clock, "thread_time", lambda: made.own_work)
    return made


INTERVALS = {
    "la boîte dort": ({"wants": 0.0}, 1.0),
    "elle a tout un cœur": ({"computed": 1.0}, 1.0),
    "un voisin lui en prend les trois quarts": ({"computed": 0.25}, 0.25),
    "elle occupe quatre cœurs": ({"computed": 4.0}, 1.0),
    "le meneur attend son tour": ({"wants": 0.0, "own_wait": 0.75}, 0.25),
    "le meneur travaille": ({"wants": 0.0, "own_work": 0.75}, 1.0),
    "un voisin lui prend la moitié de ce qu'elle veut, et elle dort le reste": ({"wants": 0.5, "computed": 0.25}, 0.75),
    "cinquante fils s'agitent, et n'attendent que l'un l'autre": ({"wants": 0.05, "computed": 0.1, "threads": 50}, 1.0),
    "elle n'a rien eu": ({}, 1 / WIDEST),
    "un mort a emporté son compte": ({"computed": -3.0}, 1 / WIDEST),
}


def test_alarm_counts_nothing_of_what_was_spent_before_it_was_set(machine, monkeypatch):
    monkeypatch.setattr(clock, "Descendants", lambda: machine)
    machine.passes(100.0, computed=100.0)
    over = clock.alarm(5)
    machine.passes(3600.0, wants=0.0)  # la machine dort une heure
    assert not over()
    machine.passes(6.0, computed=6.0)
    assert over()


@pytest.mark.parametrize(("interval", "given"), INTERVALS.values(), ids=INTERVALS)
def test_what_an_interval_counts_for(machine, interval, given):
    watch = Clock(lambda: [machine])
    for turn in (1, 2):
        machine.passes(1.0, **interval)
        assert watch.now() == pytest.approx(turn * given)


@pytest.mark.parametrize(("computed", "given"), [(0.0, 0.5), (0.5, 1.0)], ids=["elle attend", "elle calcule"])
def test_what_measuring_takes_is_not_on_the_time_of_a_box_that_waits(machine, computed, given):
    watch = Clock(lambda: [machine])
    for turn in (1, 2):
        with watch.measuring():
            machine.passes(0.5, own_work=0.5, computed=computed, wants=computed)
        machine.passes(0.5, computed=computed, wants=computed)
        assert watch.now() == pytest.approx(turn * given)


@pytest.mark.parametrize("look", [0.01, 0.2, 0.8, 3.0, 20.0])
def test_crowd_that_sleeps_at_most_doubles_its_time_however_long_it_is_to_watch(machine, monkeypatch, look):
    rests = []
    for name in ("monotonic", "thread_time"):
        monkeypatch.setattr(worker, name, getattr(clock, name))
    monkeypatch.setattr(Worker, "check_spending", lambda watched: machine.passes(look, own_work=look, wants=0.0))
    monkeypatch.setattr(Channel, "wake_after", lambda channel, seconds: rests.append(seconds))
    ends = socket.socketpair()
    with ends[0], ends[1]:
        leader = Worker(ends[0], machine, LIMITS)
        leader._until = inf
        for _ in range(30):
            leader.channel.idle()
            machine.passes(rests[-1], wants=0.0)
    assert leader.clock.now() >= 0.45 * machine.time  # le premier regard, ou le dernier, se compte à part
    assert max(rests) < clock._REST


HOUR = 3600.0
LONG = {
    "tout est arrêté": ({"wants": 0.0}, clock._REST),
    "seul le meneur l'est, et la boîte calcule": ({"computed": HOUR, "wants": HOUR}, HOUR),
    "seul le meneur l'est, et dix de ses fils calculent": ({"computed": 10 * HOUR, "wants": HOUR, "threads": 10}, HOUR),
    "le meneur travaille": ({"wants": 0.0, "own_work": HOUR}, HOUR),
    "le meneur attend son tour": ({"wants": 0.0, "own_wait": HOUR - clock._REST}, HOUR / WIDEST),
}


@pytest.mark.parametrize(("interval", "given"), LONG.values(), ids=LONG)
def test_what_an_hour_without_a_look_counts_for(machine, interval, given):
    watch = Clock(lambda: [machine])
    machine.passes(HOUR, **interval)
    assert watch.now() == pytest.approx(given)


def test_wait_that_ends_late_is_counted_late(machine):
    watch = Clock(lambda: [machine])
    machine.passes(1.0, wants=0.5, computed=0.5)
    assert watch.now() == pytest.approx(1.0)  # on croit qu'elle a dormi
    machine.passes(1.0, wants=1.5, computed=0.5)
    assert watch.now() == pytest.approx(1.5)
    machine.passes(1.0, wants=0.5, computed=0.5)
    assert watch.now() == pytest.approx(2.0)


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


# Arrête ce processus et tout ce qui en descend, sauf soi, puis les laisse reprendre.
FREEZE = """
import os, signal, sys, time, psutil
parent = psutil.Process(os.getppid())
print("prêt", flush=True)
time.sleep(0.5)
everyone = [parent] + [each for each in parent.children(recursive=True) if each.pid != os.getpid()]
try:
    for each in everyone:
        each.send_signal(signal.SIGSTOP)
    time.sleep(float(sys.argv[1]))
finally:
    for each in everyone:
        each.send_signal(signal.SIGCONT)
"""


@contextmanager
def frozen_soon_for(seconds):
    """Une machine que l'on met en veille tant de secondes, un peu après le début de ce que l'on fait."""
    command = [sys.executable, "-c", FREEZE, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as sleeper:
        assert sleeper.stdout.readline()
        yield
        assert sleeper.wait() == 0


@pytest.mark.boite
def test_time_when_everything_is_stopped_is_nobody_s():
    with student() as boxed, frozen_soon_for(6):
        assert boxed.run("import time\ntime.sleep(2)\nprint('fini')", seconds=4) == "fini\n"
        assert boxed.worker.clock.now() < 5


@pytest.mark.boite
@pytest.mark.parametrize("spin", SPINNERS.values(), ids=SPINNERS)
def test_nobody_buys_time_by_keeping_herself_waiting(spin, monkeypatch):
    monkeypatch.setattr(clock, "WIDEST", 1000)
    with one_core_for(1), student() as boxed:
        before = boxed.worker.box.processor_seconds()
        with pytest.raises(PeerLost, match="temps"):
            boxed.run(SPIN + spin, seconds=1)
        assert boxed.worker.box.processor_seconds() - before < 1.5


CROWD = "import os, time\nif all(os.fork() for _ in range(50)): print('fini')\nelse: time.sleep(3600)"


@pytest.mark.boite
def test_measuring_a_crowd_is_not_on_its_time():
    with student() as boxed:
        assert boxed.run(CROWD) == "fini\n"
        watch = boxed.worker.clock
        before, start = watch.now(), thread_time()
        while (work := thread_time() - start) < 1:
            boxed.worker.channel.idle()
        assert watch.now() - before < work


@pytest.mark.boite
def test_who_watches_a_crowd_rests_as_long_as_that_takes(monkeypatch):
    looks = []

    def look(worker):
        start, began = monotonic(), thread_time()
        while thread_time() - began < 0.25:
            pass
        looks.append((start, monotonic()))

    with student() as boxed:
        monkeypatch.setattr(Worker, "check_spending", look)
        while len(looks) < 2:
            boxed.worker.channel.idle()
    (_, end), (start, _) = looks
    assert start - end >= 0.25


@pytest.mark.boite
def test_what_a_program_wants_is_seen_from_outside():
    with student() as boxed:
        boxed.run(SPIN + "threading.Thread(target=spin, daemon=True).start()")
        for family in (boxed.worker.box, Descendants()):
            before = family.wanted()
            sleep(0.5)
            wanted = sorted(seconds - before[thread] for thread, seconds in family.wanted().items())
            assert wanted[-1] > 0.2  # celui qui tourne
            assert wanted[0] < 0.1  # le premier de la boîte
