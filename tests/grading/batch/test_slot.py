"""Un poste de correction survit à tout ce que fait une copie, et n'en laisse rien : ni processus, ni dossier."""

import contextlib
import json
import os
import subprocess
import sys
import threading

import pytest

from mlcourse.grading.batch import slot
from mlcourse.grading.examination.limits import MEGABYTE

pytestmark = pytest.mark.boite

# Le poste tue toute sa descendance : on l'essaie donc dans un processus à part, pour que les tests n'en soient pas.
STAGE = """
import json, os, signal, sys, threading, time, types
from mlcourse.grading.batch import slot
from mlcourse.grading.sandbox import processes
from mlcourse.grading.batch.bundle import Bundle, Result
from mlcourse.grading.submission.remarks import Remarks
from mlcourse.grading.examination.limits import Limits

class Brief(Limits):
    wall_seconds = 2.0

def refused(bundle, reason):
    if bundle.files:
        after()
    return Result(bundle.student, "{}", Remarks((reason, *bundle.files), needs_person=True))

def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        os._exit(0)

def fine(bundle):
    import tempfile
    open(os.path.join(tempfile.gettempdir(), "laissé"), "w").close()
    return Result(bundle.student, "carnet", Remarks(("bien",)))

def after():
    pass

def scribble(descriptor):
    try:
        os.write(descriptor, b"x" * 100)
    except OSError:
        pass

def grade(bundle):
    return fine(bundle)

BODY
processes.adopt_orphans()
reader, writer = os.pipe()
CALLER
stub = types.SimpleNamespace(prepare=lambda bundle: None, clear=list, grade=grade, refused=refused)
bundle = Bundle("d", "d", "Zoé", "{}", {"f": b""}, Brief())
try:
    answer = json.loads(slot._supervise(bundle, stub, reader))
except EOFError:
    answer = "raccroché"
print(json.dumps([answer, processes.descendants(os.getpid())]))
"""


def supervise(tmp_path, body="", caller=""):
    """Fait corriger par un poste une copie dont la correction se passe comme dans `body`."""
    code = STAGE.replace("BODY", body).replace("CALLER", caller)
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    answer, alive = json.loads(done.stdout)
    assert alive == []
    assert list(tmp_path.iterdir()) == []
    return answer


def test_result_comes_back_and_nothing_stays(tmp_path):
    answer = supervise(tmp_path)
    assert (answer["student"], answer["notebook"], answer["remarks"]) == ("Zoé", "carnet", ["bien"])


@pytest.mark.parametrize(
    "fate",
    [
        "raise ValueError",
        "raise SystemExit",
        "os._exit(0)",
        "os.abort()",
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os.closerange(3, 200)",
        "[scribble(descriptor) for descriptor in range(5, 20)]; os._exit(0)",
        "return None",
    ],
)
def test_copy_that_breaks_its_grading_is_marked_without_it(tmp_path, fate):
    answer = supervise(tmp_path, f"def grade(bundle):\n    {fate}")
    assert answer["needs_person"]
    assert answer["remarks"] == ["la correction s'est arrêtée net sur cette copie", "f"]


@pytest.mark.parametrize("stubborn", ["pass", "signal.signal(signal.SIGTERM, signal.SIG_IGN)", "daemon()"])
def test_copy_that_never_ends_is_stopped_at_the_wall(tmp_path, stubborn):
    answer = supervise(tmp_path, f"def grade(bundle):\n    {stubborn}\n    time.sleep(3600)")
    assert answer["remarks"][0] == "la correction a dépassé sa durée limite et a été arrêtée"


def test_daemons_die_with_the_copy(tmp_path):
    answer = supervise(tmp_path, "def grade(bundle):\n    [daemon() for _ in range(5)]\n    return fine(bundle)")
    assert answer["remarks"] == ["bien"]


@pytest.mark.parametrize("fate", ["os._exit(1)", "raise RuntimeError"])
def test_copy_whose_files_break_even_the_refusal_is_marked_without_them(tmp_path, fate):
    answer = supervise(tmp_path, f"def grade(bundle):\n    os._exit(1)\n\ndef after():\n    {fate}")
    assert answer["remarks"] == ["la correction s'est arrêtée net sur cette copie"]


def test_slot_kills_its_copy_when_nobody_waits_any_more(tmp_path):
    answer = supervise(
        tmp_path,
        "def grade(bundle):\n    daemon()\n    time.sleep(3600)",
        "import subprocess; reader = subprocess.Popen(['sleep', '0.3'], stdout=-1).stdout.fileno()",
    )
    assert answer == "raccroché"


def test_descendants_are_read_even_when_a_program_has_a_strange_name():
    code = (
        "import subprocess, sys, os\nfrom mlcourse.grading.sandbox import processes\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import ctypes, time; "
        'ctypes.CDLL(None).prctl(15, b") S 1 (", 0, 0, 0); print(flush=True); time.sleep(60)\'], stdout=-1)\n'
        "child.stdout.readline()\nassert processes.descendants(os.getpid()) == [child.pid]\n"
        "assert processes.kill_descendants() == 0 and processes.descendants(os.getpid()) == []\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_result_without_end_is_left_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(slot, "MAX_RESULT", 2 * MEGABYTE)
    reader, writer = os.pipe()
    requests, employer = os.pipe()
    written = 0

    def pour():
        nonlocal written
        with contextlib.suppress(BrokenPipeError):
            for _ in range(50):
                written += os.write(writer, bytes(MEGABYTE))

    with contextlib.ExitStack() as ends:
        for end in (writer, requests, employer):
            ends.callback(os.close, end)
        thread = threading.Thread(target=pour)
        thread.start()
        assert slot._await(reader, lambda: written == 50 * MEGABYTE, requests) is None
        os.close(reader)
        thread.join()
    assert written < 10 * MEGABYTE
