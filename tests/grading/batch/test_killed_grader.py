"""Le correcteur tué à n'importe quel moment, puis relancé : les mêmes notes qu'une exécution tranquille."""

import contextlib
import os
import random
import signal
import sqlite3
import time

import psutil
import pytest

from ...assignments.class_of_devoir1 import broken, wrong
from ..copies.base import ALL, NOTEBOOK, RELEASE, Copy, all_but, filled
from ..copies.classroom import Classroom, Orphanage

pytestmark = [pytest.mark.boite, pytest.mark.long, pytest.mark.timeout(1800)]
MOMENTS = 20
FAULTS = "delta_divided_by_m", "one_bias_per_unit", "forward_difference"


def copy(name, build, points):
    return Copy(name, "mort", f"Une copie parmi d'autres : {name}.", build, points)


LEAVING = "def directional_check(*a):\n    raise SystemExit"
DEADLY = "import os\n\n\ndef shared_bias_backward(*arguments):\n    os._exit(0)"
COPIES = [
    copy("Adèle", filled, ALL),
    copy("Bruno", lambda: RELEASE, 0.0),
    copy("Cécile", lambda: wrong(*FAULTS), all_but(*broken(*FAULTS))),
    copy("Driss", lambda: {NOTEBOOK: b"{"}, 0.0),
    copy("Élise", lambda: filled(directional_check=LEAVING), all_but("directional_check")),
    copy("Fabien", lambda: filled(shared_bias_backward=DEADLY), all_but("shared_bias_backward")),
]


def observed(classroom):
    """Ce qui doit être pareil : les notes, cellule par cellule, les raisons, et les sorties des carnets corrigés."""
    results = classroom.results()
    return {
        student: (mark, results[student]["remarks"], bool(classroom.graded(student)))
        for student, mark in classroom.marks().items()
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Une exécution que rien ne trouble : ce qu'on y observe, et sa durée."""
    classroom = Classroom(tmp_path_factory.mktemp("tranquille"), COPIES)
    start = time.monotonic()
    classroom.grade()
    return observed(classroom), time.monotonic() - start


def kill(process):
    """Tue le groupe du correcteur."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def cut_the_power(process, orphanage):
    """Tue le correcteur et tout ce qu'il a lancé, jusqu'à ce qu'il n'en reste rien, comme une panne de courant."""
    kill(process)
    quiet = 0
    # Un processus qui naît et perd son parent entre deux lectures échappe à la première : on regarde trois fois.
    while quiet < 3:
        alive = orphanage.alive()
        for victim in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        quiet = 0 if alive else quiet + 1
        time.sleep(0 if alive else 0.1)


def test_undisturbed_run_gives_everyone_the_right_mark(undisturbed):
    points = {student: mark["points"] for student, (mark, _, _) in undisturbed[0].items()}
    assert points == {each.student: each.points for each in COPIES} | {"temoin": ALL}


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_and_started_again_gives_the_same_marks(undisturbed, tmp_path, moment):
    expected, duration = undisturbed
    classroom = Classroom(tmp_path, COPIES)
    before = classroom.fingerprint()
    with Orphanage() as orphanage:
        process = classroom.start(orphanage)
        time.sleep(random.Random(moment).uniform(0.0, duration))
        cut_the_power(process, orphanage) if moment % 2 else kill(process)
    assert orphanage.survivors == []
    code, survivors = classroom.grade()
    assert observed(classroom) == expected
    assert (code, survivors) == (1, []), classroom.printed  # Driss demande une personne
    assert classroom.fingerprint() == before
    if (
        moment % 2 == 0
    ):  # le dossier qu'ouvre nbgrader pour alembic peut survivre au correcteur, jamais ceux d'une copie
        assert [name for name in classroom.leftovers() if name.startswith("mlcourse-")] == []
    with sqlite3.connect(classroom.folder / "classe" / "gradebook.db") as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    unfinished = [path.name for path in (classroom.folder / "classe").rglob(".*") if path.suffix == ".tmp"]
    assert unfinished == []


def test_killed_again_and_again_still_ends_with_the_same_marks(undisturbed, tmp_path):
    expected, duration = undisturbed
    classroom = Classroom(tmp_path, COPIES)
    chance = random.Random(2026)
    for _ in range(8):
        with Orphanage() as orphanage:
            process = classroom.start(orphanage)
            time.sleep(chance.uniform(0.3, 0.7) * duration)
            kill(process)
        assert orphanage.survivors == []
    classroom.grade()
    assert observed(classroom) == expected
