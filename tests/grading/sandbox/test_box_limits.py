"""La boîte borne ce qu'une copie dépense, et rien ne lui survit."""

import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.sandbox import worker
from mlcourse.grading.sandbox.worker import EngineError
from mlcourse.grading.wire.channel import PeerLost

from ..miniature import engine_processes
from .boxes import LIMITS, student

pytestmark = pytest.mark.boite

ROOT = Path(__file__).parents[3]


@pytest.fixture
def nobody_left():
    before = engine_processes()
    yield
    assert engine_processes() == before


def test_fork_bomb_is_bounded(nobody_left):
    bomb = "import os, time\nfor _ in range(1000):\n    if os.fork() == 0:\n        time.sleep(60)"
    with student() as boxed:
        assert boxed.run(bomb) == "BlockingIOError"
        assert 10 < len(boxed.worker.box.processes()) <= LIMITS.processes + 3


CROWD = """
import os, time
for _ in range({count}):
    if os.fork() == 0:
        time.sleep(60)
time.sleep(0.5)
"""


@pytest.mark.parametrize("warm", [False, True], ids=["dans une boîte", "né d'un processus chaud"])
@pytest.mark.parametrize(("count", "nice"), [(40, 19), (8, 0)], ids=["une foule", "quelques-uns"])
def test_crowd_lets_the_leader_that_watches_it_go_first(nobody_left, count, nice, warm):
    with student(warm=warm) as boxed:
        boxed.run(CROWD.format(count=count))
        first, *others = map(psutil.Process, boxed.worker.box.processes())
        assert len(others) >= count
        assert {process.nice() for process in others} == {nice}
        assert first.nice() == 0


@pytest.mark.parametrize("warm", [False, True], ids=["dans une boîte", "né d'un processus chaud"])
def test_crowd_of_sessions_is_stopped_for_each_would_have_its_share_of_a_core(nobody_left, warm):
    apart = CROWD.format(count=20).replace("        time.sleep(60)", "        os.setsid()\n        time.sleep(60)")
    with student(warm=warm) as boxed, pytest.raises(PeerLost) as lost:
        boxed.run(apart)
    assert lost.value.reason == "processus"


def test_memory_bomb_is_an_error():
    with student(Limits(memory_bytes=400 * 2**20)) as boxed:
        assert boxed.run("blocs = []\nwhile True:\n    blocs.append(bytearray(10**7))") == "MemoryError"


def test_memory_of_all_the_processes_together_is_bounded(nobody_left):
    bomb = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        bloc = b"x" * (100 * 2**20)
        time.sleep(60)
time.sleep(60)
"""
    with student(Limits(memory_bytes=400 * 2**20)) as boxed, pytest.raises(PeerLost) as lost:
        boxed.run(bomb)
    assert lost.value.reason == "mémoire"


LEADERLESS = """
import ctypes, os, threading, time
def hoard():
    time.sleep(0.5)
    bloc = b"x" * (100 * 2**20)
    time.sleep(60)
for _ in range(8):
    if os.fork() == 0:
        threading.Thread(target=hoard).start()
        ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[os.uname().machine], 0)
time.sleep(60)
"""


@pytest.mark.parametrize("warm", [False, True], ids=["lancée", "née"])
def test_memory_of_a_process_whose_first_thread_is_gone_counts(warm, nobody_left):
    with student(Limits(memory_bytes=400 * 2**20), warm=warm) as boxed, pytest.raises(PeerLost) as lost:
        boxed.run(LEADERLESS)
    assert lost.value.reason == "mémoire"


def test_disk_is_bounded():
    fill = "n = 0\nwhile True:\n    open(f'/tmp/{n}', 'wb').write(bytes(10**6))\n    n += 1"
    with student(Limits(disk_bytes=20 * 2**20)) as boxed:
        assert boxed.run(fill) == "OSError"
        assert 15 <= int(boxed.run("n")) <= 21


def test_one_file_is_bounded():
    with student(Limits(disk_bytes=500 * 2**20)) as boxed:
        write = "with open('/tmp/gros', 'wb') as f:\n    for _ in range(400):\n        f.write(bytes(10**6))"
        assert boxed.run(write) == "OSError"


SPENDERS = {
    "un processus": "spin(60)",
    "tous ensemble": "[os.fork() or spin(60) for _ in range(4)]; time.sleep(60)",
    "l'un après l'autre": "while True:\n    os.fork() or spin(0.2)\n    os.wait()",
    "des fils": "[threading.Thread(target=spin, args=(60,)).start() for _ in range(4)]; time.sleep(60)",
    "orphelins": (
        "while True:\n    if os.fork() == 0:\n        os.fork() or spin(0.2)\n        os._exit(0)\n"
        "    os.wait()\n    time.sleep(0.2)"
    ),
}
SPIN = """
import os, signal, threading, time
parent = os.getpid()
def spin(seconds):
    start = time.thread_time()
    while time.thread_time() - start < seconds:
        pass
    if os.getpid() != parent:
        os._exit(0)
"""


@pytest.mark.parametrize("spend", SPENDERS.values(), ids=SPENDERS)
def test_processor_time_of_all_the_processes_together_is_bounded(spend, nobody_left):
    with student(Limits(submission_seconds=3)) as boxed, pytest.raises(PeerLost) as lost:
        boxed.run(SPIN + spend, seconds=60)
    assert lost.value.reason == "calcul"


def test_child_that_nobody_waits_for_still_counts():
    ignored = (
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nreader, writer = os.pipe()\nos.fork() or spin(0.5)\n"
        "os.close(writer)\nos.read(reader, 1)"
    )
    with student() as boxed:
        before = boxed.worker.box.processor_seconds()
        boxed.run(SPIN + ignored)
        assert boxed.worker.box.processor_seconds() - before > 0.4


def test_waiting_is_no_spending():
    with student(Limits(submission_seconds=1)) as boxed:
        assert boxed.run("import time\ntime.sleep(2)\n'fini'") == "'fini'"


def test_processes_are_counted_from_outside(monkeypatch):
    monkeypatch.setattr(worker, "_OURS", -5)  # comme si le noyau n'en tenait pas le compte
    with student(Limits(processes=10)) as boxed, pytest.raises(PeerLost) as lost:
        boxed.run("import os, time\nfor _ in range(7):\n    os.fork() or time.sleep(60)\ntime.sleep(60)")
    assert lost.value.reason == "processus"


def test_daemon_dies_with_the_box(nobody_left):
    daemon = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            time.sleep(1)
    os._exit(0)
os.wait()
"""
    with student() as boxed:
        boxed.run(daemon)
        assert len(boxed.worker.box.processes()) >= 3


LEADER = """
import socket, sys, time
sys.path.insert(0, {root!r})
from tests.grading.sandbox.boxes import student
with student() as boxed:
    boxed.run("import os, time\\nif os.fork() == 0:\\n    os.setsid()\\n    time.sleep(600)")
    print("prêt", flush=True)
    time.sleep(600)
"""


def test_box_dies_with_who_started_it():
    command = [sys.executable, "-c", LEADER.format(root=str(ROOT))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as leader:
        assert leader.stdout.readline() == "prêt\n"
        boxed = [psutil.Process(pid) for pid in engine_processes(leader.pid)]
        assert boxed
        leader.send_signal(signal.SIGKILL)
    limit = monotonic() + 10
    while engine_processes(leader.pid) and monotonic() < limit:
        sleep(0.05)
    assert engine_processes(leader.pid) == set()
    assert psutil.wait_procs(boxed, timeout=5)[1] == []


def test_engine_that_cannot_start_is_our_fault(nobody_left):
    with pytest.raises(EngineError, match="n'a pas pu démarrer"), student(Limits(memory_bytes=20 * 2**20)):
        pass


def test_without_a_box_limits_remain():
    with student(Limits(memory_bytes=400 * 2**20), boxed=False) as boxed:
        assert boxed.run("bytearray(10**9)") == "MemoryError"
        assert boxed.run("import os\nos.environ.get('HOME') == os.getcwd() != '/tmp'") == "True"
