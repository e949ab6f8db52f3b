"""Les copies d'un carnet naissent d'un même processus, dans leur boîte : l'une ne trouve rien de l'autre."""

import signal
import socket
from contextlib import closing, contextmanager, suppress
from time import monotonic, sleep

import pytest

from mlcourse.grading.sandbox import worker
from mlcourse.grading.sandbox.nursery import Copies
from mlcourse.grading.sandbox.spending import children
from mlcourse.grading.wire.channel import PeerLost

from .boxes import LIMITS, Boxed

pytestmark = pytest.mark.boite
LEAVES = {
    "fichiers": "open('/tmp/f', 'w').close(); open('/dev/shm/f', 'w').close()",
    "dossiers": "os.chdir('/tmp'); os.makedirs('a/b/c'); open('a/b/c/f', 'w').close()",
    "dossiers fermés": "os.chdir('/tmp'); os.makedirs('a/b/c'); os.chmod('a/b', 0); os.chmod('a', 0)",
    "liens": "os.symlink('/usr', '/tmp/lien'); os.symlink('absent', '/tmp/autre')",
}
SEEN = "import os\nprint(sorted(os.listdir('/tmp')), sorted(os.listdir('/dev/shm')), os.path.isdir('/usr/bin'))"
DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        {work}
    os._exit(0)
os.wait()
"""


@pytest.fixture
def copies():
    with closing(Copies(LIMITS, True, None)) as opened:
        yield opened


@contextmanager
def born(copies):
    """Une copie neuve, prête à exécuter des cellules."""
    mine, its = socket.socketpair()
    with mine, its, closing(copies.worker(its)) as process:
        yield Boxed(process, LIMITS)


def shown(copies, source):
    with born(copies) as copy:
        return copy.run(source)


def warm(copies):
    return copies._nursery._kin[1]


@pytest.mark.parametrize("leave", LEAVES.values(), ids=LEAVES)
def test_a_copy_finds_nothing_of_the_one_before(copies, leave):
    fresh = shown(copies, SEEN)
    start = warm(copies)
    assert shown(copies, f"import os\n{leave}\n{SEEN}") != fresh
    assert shown(copies, SEEN) == fresh
    assert warm(copies) == start


def test_a_copy_does_not_know_what_the_one_before_defined(copies):
    assert shown(copies, "import numpy as np\nnp.mark = x = 1") == ""
    assert shown(copies, "import numpy as np\nprint(hasattr(np, 'mark'), 'x' in globals())") == "False False\n"


def test_a_copy_finds_the_words_that_python_adds_to_every_session(copies):
    words = "quit, exit, help, copyright, credits, license"
    assert shown(copies, f"print(all(map(callable, [{words}])))") == "True\n"


@pytest.mark.parametrize("draw", ["np.random.random()", "random.random()"])
def test_two_copies_do_not_draw_the_same_numbers(copies, draw):
    source = f"import random\nimport numpy as np\nprint({draw})"
    assert shown(copies, source) != shown(copies, source)


def test_what_a_copy_launched_dies_with_it(copies):
    with born(copies) as copy:
        copy.run(DAEMON.format(work="time.sleep(1000)"))
        assert len(copies._nursery._guests._mortal()) == 2
    assert copies._nursery._guests._mortal() == []


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_copy_that_strikes_the_process_it_comes_from_is_followed_by_another(copies, blow, monkeypatch):
    monkeypatch.setattr(worker, "_START_SECONDS", 2)
    with born(copies) as copy:
        struck = warm(copies)
        with suppress(PeerLost):  # elle meurt avec lui, parfois avant d'avoir répondu
            copy.run(f"import os\nos.kill(os.getppid(), {int(blow)})")
    assert shown(copies, "print(1)") == "1\n"
    assert warm(copies) != struck


@pytest.mark.parametrize("reach", ["open(f'/proc/{parent}/mem', 'r+b')", "os.listdir(f'/proc/{parent}/fd')"])
def test_a_copy_cannot_open_the_process_it_comes_from(copies, reach):
    with born(copies) as copy:
        assert copy.run(f"import os\nparent = os.getppid()\n{reach}") == "PermissionError"


def test_what_an_orphan_computes_counts_for_its_copy_even_once_it_is_dead(copies):
    with born(copies) as copy:
        before = copy.worker.box.processor_seconds()
        copy.run(DAEMON.format(work="while time.process_time() < 0.5: pass\n        os._exit(0)"))
        until = monotonic() + 10
        while len(children(copies._nursery._kin[0])) > 1 and monotonic() < until:
            sleep(0.05)
        assert copy.worker.box.processor_seconds() - before > 0.4


def test_a_dead_copy_leaves_its_place_at_once(copies):
    with born(copies) as copy, pytest.raises(worker.PeerLost):
        copy.run("import os\nos._exit(0)")
    start = monotonic()
    assert shown(copies, "print(1)") == "1\n"
    assert monotonic() - start < 2  # et non les cinq secondes que l'on donne à un processus pour mourir
