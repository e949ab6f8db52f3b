"""La pépinière : les tests d'une passe naissent d'un processus chaud, à part, et rien d'eux ne leur survit."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import sleep

import pytest

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.sandbox import clock, nursery, worker
from mlcourse.grading.sandbox.box import Box
from mlcourse.grading.sandbox.spending import children
from mlcourse.grading.wire.channel import PeerLost

from .boxes import refuse_nesting

pytestmark = pytest.mark.boite

LIMITS = Limits(cell_seconds=20, submission_seconds=30)
IMPORTS = "import os, random, signal, sys\nimport numpy as np\n"
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
    nursery.prepare("examiner", LIMITS)
    yield
    nursery.close("examiner")


@contextmanager
def copy_under_test(late=0.0):
    """De quoi exécuter du code là où s'exécutent les tests d'une copie, et en lire la valeur, un nombre.

    Le fil n'arrive que `late` secondes après avoir été annoncé.
    """
    process = nursery.born("examiner", LIMITS, True)

    def value(source, seconds=10):
        until = process.clock.now() + seconds
        process.ask(["wire"], until)
        sleep(late)
        mine, its = socket.socketpair()
        with mine, its:  # la copie est absente
            socket.send_fds(process.channel.socket, [b"!"], [its.fileno()])
        verdict, message = process.ask(["test", "<test 1>", IMPORTS + source], until)
        return float(message) if verdict == "passed" else message

    with closing(process):
        yield value


def test_tests_of_a_copy_wait_for_their_line_on_a_busy_machine(opened):
    with copy_under_test(late=0.5) as value:
        assert value("2.0") == 2


def value_of(source):
    with copy_under_test() as value:
        return value(source)


def the_nursery():
    return nursery._nurseries["examiner"]


def warm_process():
    """Le processus chaud de la pépinière ouverte."""
    value_of("0")  # il est donc né
    return children(the_nursery()._warm.box.first())[0]


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
    assert the_nursery()._guests.processes() == [the_nursery()._warm.box.first()]
    assert nursery.clear() == [the_nursery()._warm.box.pid]
    assert value_of("2.0") == 2


def test_what_the_tests_of_a_copy_have_spent_is_not_charged_to_the_next(opened):
    assert value_of("import time\nwhile time.process_time() < 0.5: pass\n1.0") == 1
    with closing(nursery.born("examiner", LIMITS, True)) as process:
        assert process.box.processor_seconds() < 0.4


def test_machine_put_to_sleep_meanwhile_leaves_them_the_time_to_die(opened, monkeypatch):
    with subprocess.Popen(["true"]) as gone:
        pass
    hours, real = [], time.monotonic
    dying = iter([[gone.pid], [gone.pid], []])
    monkeypatch.setattr(time, "sleep", hours.append)
    for place in (time, clock):  # chaque fois que l'on attend, la machine dort une heure
        monkeypatch.setattr(place, "monotonic", lambda: real() + 3600 * len(hours))
    guests = the_nursery()._guests
    monkeypatch.setattr(guests, "_mortal", lambda: next(dying))
    assert guests.kill() == ""
    assert len(hours) == 2


def refused(action):
    """Ce programme vaut 1 si le système refuse cette action."""
    return f"try:\n    {action}\n    x = 0\nexcept OSError:\n    x = 1\nx"


@pytest.mark.parametrize("name", ["mem", "fd/3", "exe", "environ"])
def test_tests_of_a_copy_see_no_other_process_and_open_none(opened, name):
    assert value_of("sum(name.isdigit() for name in os.listdir('/proc'))") == 2
    assert value_of(refused(f"open('/proc/1/{name}', 'rb')")) == 1


STRIKES = {
    "tous": "os.kill(-1, {signal})",
    "le groupe": "os.kill(0, {signal})",
    "le parent": "os.kill(os.getppid(), {signal})",
    "chaque numéro": (
        "for n in range(2, 3000):\n    try:\n        os.kill(n, {signal})\n    except OSError:\n        pass"
    ),
    "la priorité": "os.setpriority(os.PRIO_USER, os.getuid(), 19)",
}


@pytest.mark.parametrize("signal", [9, 19])
@pytest.mark.parametrize("strike", STRIKES.values(), ids=STRIKES)
def test_tests_of_a_copy_cannot_strike_the_process_they_come_from(opened, strike, signal):
    struck = warm_process()
    before = state(struck)
    assert before[0]
    with copy_under_test() as value, suppress(PeerLost):
        value("signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + strike.format(signal=signal) + "\n0", seconds=3)
    assert state(struck) == before
    assert value_of("2.0") == 2
    assert warm_process() == struck


def state(pid):
    """Si un processus vit, qu'il calcule ou attende à cet instant, et sa priorité."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return fields[0] in "RSD", fields[16]


FILLS = {
    "disque": "file = open('x', 'wb', 0); file.write(bytes(50 * 2**20))",
    "fichiers": "[open(str(n), 'w').close() for n in range(5000)]",
    "dossiers": "[(os.mkdir('d' * 200), os.chdir('d' * 200)) for _ in range(300)]; os.chdir('/tmp')",
    "fermés": "os.makedirs('a/b/c'); os.chmod('a/b', 0); os.chmod('a', 0)",
    "file de messages": "import ctypes; assert ctypes.CDLL(None).mq_open(b'/x', os.O_CREAT, 0o600, None) >= 0",
}
SEEN = """
import ctypes
libc, disk = ctypes.CDLL(None), os.statvfs('/tmp')
shared = libc.mq_open(b"/x", os.O_RDONLY) >= 0
10**6 * shared + 10**4 * len(os.listdir('/tmp')) + round(1000 * disk.f_bfree / disk.f_blocks)
"""


@pytest.mark.parametrize("fill", FILLS.values(), ids=FILLS)
def test_what_the_tests_of_a_copy_fill_is_free_for_the_next(opened, fill):
    start, fresh = warm_process(), value_of(SEEN)
    assert value_of(f"{fill}\n{SEEN}") != fresh
    assert value_of(SEEN) == fresh
    assert warm_process() == start


@pytest.mark.parametrize("place", ["/", "/dev/shm", "/dev", "/cours", "/tmp/.."])
def test_tests_of_a_copy_write_nowhere_else(opened, place):
    assert value_of(refused(f"open('{place}/x', 'w')")) == 1


def test_tests_of_a_copy_have_no_other_right_nor_any_way_to_take_one(opened):
    status = "open('/proc/self/status').read()"
    assert value_of(f"int({status}.split('CapEff:')[1].split()[0], 16)") == 0
    assert value_of(f"int({status}.split('NoNewPrivs:')[1].split()[0])") == 1
    assert value_of("import ctypes\nctypes.CDLL(None).unshare(0x10000000)") == -1


def test_tests_of_a_copy_inherit_no_descriptor_but_their_own_line(opened):
    # L'entrée et les deux sorties, la ligne du meneur, le fil de la copie, et le dossier que l'on est en train de lire.
    assert value_of("len(os.listdir('/proc/self/fd'))") == 6


@pytest.mark.parametrize("signal", [signal.SIGKILL, signal.SIGSTOP])
def test_warm_process_struck_down_delays_a_copy_and_is_replaced(opened, signal, monkeypatch):
    monkeypatch.setattr(worker, "_START_SECONDS", 2)
    struck = warm_process()
    os.kill(struck, signal)
    assert value_of("3.0") == 3  # lancé à part
    assert nursery.clear() == []
    nursery.prepare("examiner", LIMITS)
    assert warm_process() != struck
    assert value_of("4.0") == 4


def test_machine_where_nothing_can_live_apart_does_without_a_warm_process(monkeypatch):
    refuse_nesting(monkeypatch)
    nursery.prepare("examiner", LIMITS)
    assert nursery._nurseries == {}
    assert value_of("5.0") == 5
    monkeypatch.setattr(nursery, "Nursery", None)  # on ne réessaie pas à chaque copie
    nursery.prepare("examiner", LIMITS)


def test_other_limits_have_their_own_warm_process(opened):
    before = the_nursery()
    nursery.prepare("examiner", LIMITS)
    assert the_nursery() is before
    nursery.prepare("examiner", Limits(cell_seconds=1))
    assert the_nursery().terms[0].cell_seconds == 1
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
    monkeypatch.setattr(nursery, "_refused", False)
    nursery.prepare("examiner", LIMITS)
    assert nursery._nurseries == {}
    monkeypatch.undo()
    assert value_of("5.0") == 5
