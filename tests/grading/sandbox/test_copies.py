"""Les copies d'un poste naissent d'un même processus, à part : l'une ne trouve rien de l'autre."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from mlcourse.grading.sandbox import nursery, worker
from mlcourse.grading.sandbox.spending import children, lineage
from mlcourse.grading.wire.channel import PeerLost

from .boxes import LIMITS, born, refuse_nesting

pytestmark = pytest.mark.boite
LIBRARIES = frozenset({"numpy"})
IMPORTS = """
import ctypes, fcntl, os, random, signal, socket, threading, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)
"""
DAEMON = """
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork() == 0:
        {work}
    os._exit(0)
os.wait()
"""
# Ce qu'une copie laisse, et l'expression où la suivante le verrait.
TRACES = {
    "un fichier": ("open('/tmp/f', 'w').close()", "os.listdir('/tmp')"),
    "un fichier partagé": ("open('/dev/shm/f', 'w').close()", "os.listdir('/dev/shm')"),
    "des dossiers fermés": (
        "os.makedirs('a/b/c'); os.chmod('a/b', 0); os.chmod('a', 0)",
        "os.listdir('/tmp')",
    ),
    "un disque plein": (
        "open('/tmp/x', 'wb', 0).write(bytes(50 * 2**20))",
        "os.statvfs('/tmp').f_bfree, os.statvfs('/tmp').f_ffree",
    ),
    "une mémoire partagée pleine": (
        "open('/dev/shm/x', 'wb', 0).write(bytes(9 * 2**20))",
        "os.statvfs('/dev/shm').f_bfree",
    ),
    "une file de messages": (
        "assert libc.mq_open(b'/x', os.O_CREAT | os.O_RDWR, 0o600, None) >= 0",
        "libc.mq_open(b'/x', os.O_RDONLY)",
    ),
    "une socket abstraite": (
        "if os.fork() == 0:\n    s = socket.socket(1); s.bind(chr(0) + 'x'); time.sleep(60)\ntime.sleep(0.3)",
        "'@x' in open('/proc/net/unix').read()",
    ),
    "un port": (
        "if os.fork() == 0:\n    s = socket.create_server(('127.0.0.1', 4567)); time.sleep(60)\ntime.sleep(0.3)",
        "socket.socket().connect_ex(('127.0.0.1', 4567))",
    ),
    "un terminal": ("pty = os.openpty()", "os.listdir('/dev/pts')"),
    "la date d'un terminal": ("os.utime('/dev/pts/ptmx', (5, 5))", "os.stat('/dev/pts/ptmx').st_mtime == 5"),
    "les réglages d'un descripteur": (
        "fcntl.fcntl(0, fcntl.F_SETFL, os.O_APPEND | os.O_NONBLOCK); fcntl.fcntl(0, fcntl.F_SETSIG, 40)",
        "fcntl.fcntl(0, fcntl.F_GETFL), fcntl.fcntl(0, fcntl.F_GETSIG)",
    ),
    "un processus": (DAEMON.format(work="time.sleep(60)"), "[name for name in os.listdir('/proc') if name.isdigit()]"),
    "un module": ("np.mark = random.mark = os.mark = 1", "[hasattr(m, 'mark') for m in (np, random, os)]"),
    "une fonction": ("np.sum = random.random = max", "np.sum([1, 2]), random.random is max"),
    "l'environnement": ("os.environ['MARK'] = '1'; os.umask(0)", "'MARK' in os.environ, os.umask(0o77)"),
    "un fil": ("threading.Thread(target=time.sleep, args=[60], daemon=True).start()", "threading.active_count()"),
    "une limite": ("import resource; resource.setrlimit(7, (99, 99))", "__import__('resource').getrlimit(7)"),
    "un dossier courant": ("os.mkdir('/tmp/d'); os.chdir('/tmp/d')", "os.getcwd()"),
    "un signal ignoré": ("signal.signal(signal.SIGTERM, signal.SIG_IGN)", "signal.getsignal(signal.SIGTERM)"),
}


@pytest.fixture(scope="module", autouse=True)
def closed_at_the_end():
    yield
    nursery.close("student")


@pytest.fixture
def opened():
    """La pépinière des copies ; celle du test précédent, s'il ne l'a pas fermée."""
    nursery.prepare("student", LIMITS, LIBRARIES)


@pytest.fixture(params=[True, False], ids=["processus chaud", "boîte neuve"])
def anywhere(request):
    """Une copie née de la pépinière, ou seule dans une boîte neuve, là où la machine n'en permet pas d'autre."""
    if request.param:
        nursery.prepare("student", LIMITS, LIBRARIES)
    else:
        nursery.close("student")


def copy():
    return born(LIMITS, True, LIBRARIES)


def shown(source):
    with copy() as one:
        return one.run(IMPORTS + source)


def warm():
    return nursery._nurseries["student"]._kin[1]


@pytest.mark.parametrize(("leave", "look"), TRACES.values(), ids=TRACES)
def test_a_copy_finds_nothing_of_the_one_before(opened, leave, look):
    fresh, start = shown(look), warm()
    assert shown(f"{leave}\n{look}") != fresh
    assert shown(look) == fresh
    assert warm() == start


def test_a_copy_finds_the_words_that_python_adds_to_every_session(opened):
    words = "quit, exit, help, copyright, credits, license"
    assert shown(f"print(all(map(callable, [{words}])))") == "True\n"


@pytest.mark.parametrize("draw", ["np.random.random()", "random.random()", "os.urandom(8)"])
def test_two_copies_do_not_draw_the_same_numbers(opened, draw):
    assert shown(draw) != shown(draw)


def test_two_copies_hash_texts_as_two_boxes_would(opened):
    born_hash = shown("hash('x')")
    nursery.close("student")
    assert shown("hash('x')") == born_hash


def test_a_copy_shares_no_memory_that_it_could_write(opened):
    maps = "[line for line in open('/proc/self/maps') if line.split()[1].endswith('s') and 'w' in line.split()[1]]"
    assert shown(maps) == "[]"


def test_a_copy_lives_in_no_namespace_of_the_process_it_comes_from(opened):
    with copy() as one:
        for kind in ("user", "pid", "mnt", "ipc", "uts", "net"):
            theirs = os.readlink(f"/proc/{warm()}/ns/{kind}")
            assert os.readlink(f"/proc/{one.worker.box.program()}/ns/{kind}") not in (theirs, "")


def test_what_a_copy_launched_dies_with_it(opened):
    with copy() as one:
        one.run(IMPORTS + DAEMON.format(work="time.sleep(1000)"))
        alive = lineage(one.worker.box.program())
        assert len(one.worker.box.processes()) == 4  # le premier de la boîte, le sien, elle-même et le démon
    assert not [pid for pid in alive if Path(f"/proc/{pid}").exists()]
    assert lineage(nursery._nurseries["student"]._kin[0])[1:] == [warm()]


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("target", ["os.getppid()", "1", "-1", "0"])
def test_a_copy_cannot_strike_the_process_it_comes_from(opened, blow, target):
    struck = warm()
    with copy() as one, suppress(PeerLost):
        one.run(f"{IMPORTS}os.kill({target}, {int(blow)})", seconds=1)
    assert Path(f"/proc/{struck}/stat").read_text().rpartition(")")[2].split()[0] in "RSD"
    assert shown("print(1)") == "1\n"
    assert warm() == struck


@pytest.mark.parametrize("name", ["full", "null", "random", "tty", "urandom", "zero"])
def test_a_copy_cannot_date_what_the_machine_lends_to_all(anywhere, name):
    assert shown(f"os.utime('/dev/{name}')") == "OSError"


@pytest.mark.parametrize("hoard", ["os.mknod(f'/tmp/{n}')", "os.mknod(f'/dev/shm/{n}')", "os.openpty()"])
def test_a_copy_keeps_few_of_what_takes_memory_out_of_sight(anywhere, hoard):
    fill = f"n = 0\ntry:\n    while n < 30_000:\n        {hoard}\n        n += 1\nexcept OSError:\n    print(n)"
    assert 10 < int(shown(fill)) <= 20_000


@pytest.mark.parametrize("name", ["mem", "fd/3", "environ", "root/tmp", "cwd"])
def test_a_copy_cannot_open_the_first_process_of_its_box(anywhere, name):
    with copy() as one:
        assert one.run(f"{IMPORTS}open('/proc/1/{name}', 'rb')") in ("PermissionError", "FileNotFoundError")


@pytest.mark.parametrize("attempt", ["libc.ptrace(16, 1, 0, 0)", "libc.process_vm_readv(1, 0, 0, 0, 0, 0)"])
def test_a_copy_cannot_enter_another_process(anywhere, attempt):
    assert shown(f"{attempt}, ctypes.get_errno()") == "(-1, 38)"


@pytest.mark.parametrize("space", ["10000000", "00020000", "04000000", "08000000", "40000000", "20000000", "02000000"])
def test_a_copy_opens_no_namespace(anywhere, space):
    number = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
    assert shown(f"libc.syscall({number}, 0x{space} | 17, 0, 0, 0, 0), ctypes.get_errno()") == "(-1, 1)"
    assert shown("open('/proc/sys/user/max_user_namespaces').read()") == "'0\\n'"


def test_a_copy_may_have_as_many_processes_whatever_came_before(opened):
    bomb = "count = 0\ntry:\n    while count < 200:\n        os.fork() or time.sleep(60)\n        count += 1\n"
    bomb += "except BlockingIOError:\n    pass\nprint(count)"
    first = int(shown(bomb))
    assert LIMITS.processes - 6 <= first < LIMITS.processes
    assert int(shown(bomb)) == first


def test_what_an_orphan_computes_counts_for_its_copy_even_once_it_is_dead(opened):
    with copy() as one:
        before = one.worker.box.processor_seconds()
        one.run(IMPORTS + DAEMON.format(work="\n        while time.process_time() < 0.5: pass\n        os._exit(0)"))
        until = monotonic() + 10
        while len(one.worker.box.processes()) > 3 and monotonic() < until:
            sleep(0.05)
        assert one.worker.box.processor_seconds() - before > 0.4


def test_what_a_copy_has_spent_is_not_charged_to_the_next(opened):
    shown("while time.process_time() < 0.5: pass")
    with copy() as one:
        assert one.worker.box.processor_seconds() < 0.4


def test_death_of_a_copy_takes_what_it_launched_with_it(opened):
    with copy() as one:
        with pytest.raises(PeerLost):
            one.run(IMPORTS + DAEMON.format(work="time.sleep(1000)") + "os._exit(0)")
        until = monotonic() + 10
        while (left := one.worker.box.processes()[1:]) and monotonic() < until:
            sleep(0.05)
        assert left == []


def test_a_dead_copy_leaves_its_place_at_once(opened):
    start = warm()
    with copy() as one, pytest.raises(PeerLost):
        one.run("import os\nos._exit(0)")
    assert shown("print(1)") == "1\n"
    assert warm() == start


def test_other_libraries_have_their_own_warm_process(opened):
    before = warm()
    nursery.prepare("student", LIMITS, frozenset({"numpy", "matplotlib"}))
    assert warm() != before
    assert not children(before)
    assert not Path(f"/proc/{before}").exists()


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_warm_process_struck_down_delays_a_copy_and_is_replaced(opened, blow, monkeypatch):
    monkeypatch.setattr(worker, "_START_SECONDS", 2)
    os.kill(warm(), blow)
    assert shown("print(3)") == "3\n"  # lancée dans une boîte à elle
    assert nursery.clear() == []
    nursery.prepare("student", LIMITS, LIBRARIES)
    assert warm()


def test_machine_where_nothing_can_live_apart_gives_each_copy_a_box(monkeypatch):
    refuse_nesting(monkeypatch)
    nursery.close("student")
    nursery.prepare("student", LIMITS, LIBRARIES)
    assert nursery._nurseries == {}
    assert shown("print(5)") == "5\n"
