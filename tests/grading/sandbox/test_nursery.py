"""La pépinière : les tests d'une copie naissent d'un processus chaud, et n'héritent de rien d'une autre copie."""

import os
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from time import monotonic

import pytest

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.sandbox import nursery, worker
from mlcourse.grading.sandbox.box import Box
from mlcourse.grading.sandbox.spending import children

pytestmark = pytest.mark.boite

LIMITS = Limits(cell_seconds=20, submission_seconds=30)
IMPORTS = "import os, random, signal, sys\nimport numpy as np\nwarm = os.getppid()\n"
DAEMON = """
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork() == 0:
        signal.pause()
    os._exit(0)
"""


@pytest.fixture
def opened():
    """La pépinière de ce processus, pour un test."""
    nursery.prepare(LIMITS)
    yield
    nursery.close()


@contextmanager
def copy_under_test():
    """De quoi exécuter du code là où s'exécutent les tests d'une copie, et en lire la valeur, un nombre."""
    process = nursery.examiner(LIMITS, True)

    def value(source, seconds=10):
        until = monotonic() + seconds
        process.ask(["wire"], until)
        mine, its = socket.socketpair()
        with mine, its:  # la copie est absente
            socket.send_fds(process.channel.socket, [b"!"], [its.fileno()])
        verdict, message, *_ = process.ask(["test", "<test 1>", IMPORTS + source, [], until], until)
        return float(message) if verdict == "passed" else message

    with closing(process):
        yield value


def value_of(source):
    with copy_under_test() as value:
        return value(source)


def warm_process():
    """Le processus chaud de la pépinière ouverte."""
    value_of("0")  # il est donc né
    return children(nursery._nursery._warm.box.first())[0]


def test_tests_of_two_copies_come_from_the_same_process_and_share_nothing(opened):
    seen = (
        "int(hasattr(np, 'mark')) + 2 * os.path.exists('left') + 4 * ('MARK' in os.environ) + 8 * os.path.exists('f')"
    )
    leave = "np.mark = 1; os.makedirs('left/deep', 0o700); os.environ['MARK'] = ''; open('f', 'w').close(); " + seen
    start = warm_process()
    assert [value_of(leave), value_of(seen)] == [15, 0]
    assert warm_process() == start


@pytest.mark.parametrize("draw", ["np.random.random()", "random.random()", "np.random.default_rng().random()"])
def test_tests_of_two_copies_do_not_draw_the_same_numbers(opened, draw):
    assert value_of(draw) != value_of(draw)


def test_fonts_lent_to_matplotlib_and_the_interpreter_stay_in_sight(opened):
    look = "int(os.path.isdir('/tmp/matplotlib')) + 2 * os.path.exists(np.__file__)"
    assert [value_of(look), value_of(look)] == [3, 3]


def test_nothing_that_the_tests_of_a_copy_launched_outlives_them(opened):
    assert value_of(f"{DAEMON}\n1.0") == 1
    assert nursery._nursery._guests.processes() == []
    assert nursery.clear() == [nursery._nursery._warm.box.pid]
    assert value_of("2.0") == 2


@pytest.mark.parametrize(
    "reach", ["open(f'/proc/{warm}/mem', 'r+b')", "os.listdir(f'/proc/{warm}/fd')", "os.readlink(f'/proc/{warm}/exe')"]
)
def test_tests_of_a_copy_cannot_open_the_process_they_come_from(opened, reach):
    assert value_of(f"try:\n    {reach}\n    x = 0\nexcept PermissionError:\n    x = 1\nx") == 1


@pytest.mark.parametrize("signal", ["SIGKILL", "SIGSTOP"])
def test_warm_process_struck_down_delays_a_copy_and_is_replaced(opened, signal, monkeypatch):
    monkeypatch.setattr(worker, "_START_SECONDS", 2)
    struck = warm_process()
    value_of(f"os.kill(warm, signal.{signal})\n0")
    assert value_of("3.0") == 3  # lancé à part
    assert nursery.clear() == []
    nursery.prepare(LIMITS)
    assert warm_process() != struck
    assert value_of("4.0") == 4


def test_other_limits_have_their_own_warm_process(opened):
    before = nursery._nursery
    nursery.prepare(LIMITS)
    assert nursery._nursery is before
    nursery.prepare(Limits(cell_seconds=1))
    assert nursery._nursery.limits.cell_seconds == 1
    assert not before._warm.box.alive()


def test_program_that_serves_all_copies_is_spared_when_one_is_cleaned_up():
    code = (
        "import subprocess, sys, os\nfrom mlcourse.grading.sandbox import processes\nprocesses.adopt_orphans()\n"
        "kept, lost = (subprocess.Popen(['sh', '-c', 'sleep 60 & echo; wait'], stdout=-1) for _ in range(2))\n"
        "kept.stdout.readline(), lost.stdout.readline()\n"
        "assert processes.kill_descendants(spared=[kept.pid]) == 0\n"
        "assert len(processes.descendants(os.getpid())) == 2 and kept.poll() is None and lost.poll() is not None\n"
        "assert processes.kill_descendants() == 0 and processes.descendants(os.getpid()) == []\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env=os.environ)


def test_warm_process_that_does_not_start_is_done_without(monkeypatch):
    monkeypatch.setattr(Box, "first", lambda box: None)
    nursery.prepare(LIMITS)
    assert nursery._nursery is None
    monkeypatch.undo()
    assert value_of("5.0") == 5
