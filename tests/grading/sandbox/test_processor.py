"""Le chronomètre des copies, du dehors : enterrer un enfant n'efface rien de ce qu'il a calculé."""

import pytest

from mlcourse.grading.sandbox import processor
from mlcourse.grading.sandbox.processor import Stopwatch

from .boxes import student

SHORT = 0.008  # moins d'un tic, dix millisecondes

# Des relais vivants, dont chacun enterre un enfant qui a calculé moins d'un tic.
RELAYS = f"""
import os, time


def burn(seconds):
    while time.process_time() < seconds:
        pass


def relay():
    (ready, its_ready), (its_go, go), (done, its_done) = os.pipe(), os.pipe(), os.pipe()
    if os.fork() == 0:
        if os.fork() == 0:
            burn({SHORT} * BEFORE)
            os.write(its_ready, b"x")
            os.read(its_go, 1)
            burn({SHORT})
            os._exit(0)
        os.wait()
        os.write(its_done, b"x")
        time.sleep(60)
    os.read(ready, 1)
    return go, done


def bury(relays):
    for go, done in relays:
        os.write(go, b"x")
        os.read(done, 1)
"""


@pytest.mark.boite
@pytest.mark.parametrize("before", [0, 1], ids=["pendant la mesure", "avant la mesure"])
def test_what_a_buried_child_had_computed_is_not_subtracted(before):
    with student() as boxed:
        boxed.run(RELAYS.replace("BEFORE", str(before)) + "\nrelays = [relay() for _ in range(10)]")
        stopwatch = Stopwatch(boxed.worker.box.processes)
        stopwatch("start")
        boxed.run("bury(relays)")
        assert stopwatch("stop") >= (1 - before) * 10 * SHORT


@pytest.mark.boite
def test_who_buries_nobody_is_measured_as_it_is():
    with student() as boxed:
        boxed.run(RELAYS + "\n[os.fork() or time.sleep(60) for _ in range(10)]")
        stopwatch = Stopwatch(boxed.worker.box.processes)
        stopwatch("start")
        boxed.run("burn(time.process_time() + 0.05)")
        assert 0.05 <= stopwatch("stop") < 0.1


@pytest.mark.parametrize("order", ["start", "stop"])
def test_child_that_dies_during_the_reading_never_shortens_the_measure(order, monkeypatch):
    spent = {1: 0.0, 2: 1.0}  # le parent, puis l'enfant

    def read(pid):
        seen = spent[pid], "0"
        if order == now:
            spent.update({1: 1.0, 2: 0.0})  # l'enfant meurt, et son temps passe à son parent
        return seen

    monkeypatch.setattr(processor, "_time", read)
    stopwatch = Stopwatch(lambda: [1, 2])
    for now in ("start", "stop"):
        measured = stopwatch(now)
    assert measured >= 0
