"""Le filtre d'appels : ce qu'il refuse n'existe pas, et ce dont une copie honnête a besoin marche."""

import re
from pathlib import Path

import pytest

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.inside import refusals, seccomp
from mlcourse.grading.wire.channel import PeerLost

from .boxes import student

ANONYMOUS = "mmap.mmap(-1, 4096, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)"
HEADERS = ["/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm-generic/unistd.h"]
LATE = {"cachestat", "setxattrat"}  # les fichiers d'en-tête de Debian 12 ne le connaissent pas


@pytest.fixture(scope="module", params=[False, True], ids=["lancée", "née"])
def inside(request):
    with student(libraries=frozenset({"numpy"}), warm=request.param) as boxed:
        boxed.run(
            "import asyncio, ctypes, fcntl, mmap, multiprocessing, os, resource, socket, subprocess, tempfile, time"
        )
        boxed.run("libc = ctypes.CDLL(None, use_errno=True)\nfile = open(os.__file__, 'rb')")
        yield boxed


@pytest.mark.boite
@pytest.mark.parametrize("numbers", refusals.REFUSED.values(), ids=refusals.REFUSED)
def test_refused_call_does_not_exist(inside, numbers):
    number = numbers[[*seccomp._MACHINES].index(seccomp.platform.machine())]
    assert inside.run(f"libc.syscall({number}, -1, 0, 0, 0, 0, 0), ctypes.get_errno()") == "(-1, 38)"


@pytest.mark.parametrize("column", range(2), ids=seccomp._MACHINES)
def test_numbers_are_those_of_the_kernel(column):
    if not Path(HEADERS[column]).exists():
        pytest.skip("les en-têtes du noyau ne sont pas ici")
    text = Path(HEADERS[column]).read_text()
    others = {
        "clone": refusals._CLONE,
        "rt_sigaction": refusals._SIGACTION,
        "madvise": refusals._MADVISE,
        "mmap": refusals._MMAP,
    }
    others |= {"setsockopt": refusals._SETSOCKOPT, "fcntl": refusals._FCNTL, "socket": refusals._SOCKET}
    others |= {"ioctl": refusals._IOCTL}
    others |= {"socketpair": refusals._SOCKETPAIR, "prctl": refusals._PRCTL}
    others |= {"setrlimit": refusals._SETRLIMIT, "prlimit64": refusals._PRLIMIT}
    others |= dict(zip(("setxattr", "lsetxattr", "fsetxattr", "setxattrat"), refusals._SETXATTR, strict=True))
    flushes = ("sync", "syncfs", "fsync", "fdatasync", "sync_file_range", "msync")
    others |= dict(zip(flushes, refusals._SYNC, strict=True))
    named = refusals.REFUSED | others
    found = {name: re.search(rf"#define __NR(?:3264)?_{name}\s+(\d+)", text) for name in named}
    known = {name: int(match[1]) for name, match in found.items() if match}
    assert known == {name: named[name][column] for name in known}
    assert {name for name in named if named[name][column] is not None} - known.keys() <= LATE


@pytest.mark.boite
@pytest.mark.parametrize(
    ("attempt", "answer"),
    [
        ("os.memfd_create('x')", "OSError"),
        ("os.sendfile(socket.socketpair()[0].fileno(), file.fileno(), 0, 1)", "OSError"),
        ("libc.splice(file.fileno(), None, os.pipe()[1], None, 1, 0), ctypes.get_errno()", "(-1, 38)"),
        ("libc.tee(os.pipe()[0], os.pipe()[1], 1, 0), ctypes.get_errno()", "(-1, 38)"),
        ("os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)", "OSError"),
        ("os.preadv(file.fileno(), [bytearray(1)], 0, os.RWF_NOWAIT)", "OSError"),
        ("fcntl.flock(file, fcntl.LOCK_EX)", "OSError"),
        (ANONYMOUS, "OSError"),
        ("mmap.mmap(os.open('/dev/zero', os.O_RDWR), 4096)", "OSError"),
        ("mmap.mmap(-1, 4096, mmap.MAP_PRIVATE).madvise(21)", "OSError"),
        ("socket.socket(socket.AF_VSOCK)", "OSError"),
        ("socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)", "OSError"),
        ("socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)", "OSError"),
        ("socket.socket(socket.AF_INET6, socket.SOCK_SEQPACKET)", "OSError"),
        ("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4)", "OSError"),
        ("socket.socketpair(socket.AF_VSOCK)", "OSError"),
        ("libc.prctl(22, 2, 0, 0, 0), ctypes.get_errno()", "(-1, 1)"),
        ("resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nresource.getrlimit(resource.RLIMIT_CORE)", "(1, 1)"),
        ("resource.prlimit(os.getpid(), resource.RLIMIT_CORE, (0, 0))\nresource.getrlimit(4)", "(1, 1)"),
        ("open('/proc/self/autogroup', 'w').write('19')", "OSError"),
        ("fcntl.fcntl(os.open('/usr', os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS)", "OSError"),
        ("fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)", "OSError"),
        ("fcntl.fcntl(file, 1035, bytes(8))", "OSError"),
        ("fcntl.fcntl(file, 1036, (3).to_bytes(8, 'little'))", "OSError"),
        ("fcntl.ioctl(file, 0x80086601)", "OSError"),
        ("fcntl.ioctl(file, 0xC020662A, bytearray(32))", "OSError"),
        ("import select\nselect.epoll()", "OSError"),
        ("s = socket.socket()\ns.setsockopt(1, 13, bytes([1, 0, 0, 0, 9, 0, 0, 0]))\ns.getsockopt(1, 13, 8)[0]", "0"),
        ("socket.socket().setsockopt(1, 26, bytes(16))", "OSError"),
        ("socket.socket().setsockopt(1, 18, 2**30)", "OSError"),
        ("socket.socket().setsockopt(6, 38, bytes(300))", "OSError"),
        ("os.mkdir('/tmp/d')\nos.setxattr('/tmp/d', 'user.x', bytes(9))", "OSError"),
        ("os.setxattr('/dev/shm', 'system.posix_acl_default', bytes(9))", "OSError"),
        ("libc.prctl(78, 1, 2**10, 0, 0), ctypes.get_errno()", "(-1, 22)"),
        ("libc.prctl(62, 1, 0, 0, 0), ctypes.get_errno()", "(-1, 22)"),
        ("mmap.mmap(-1, 2**21, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000)", "OSError"),
        ("fcntl.ioctl(os.openpty()[1], 0x5423, (29).to_bytes(4, 'little'))", "OSError"),
        ("fcntl.ioctl(socket.socket(), 0x8940, bytearray(40)), ctypes.get_errno()", "OSError"),
        ("fcntl.lockf(file, fcntl.LOCK_SH)\n'POSIX' in open('/proc/locks').read()", "False"),
        ("s = socket.socket(socket.AF_UNIX)\ns.setsockopt(1, 7, 9000)\ns.getsockopt(1, 7) > 100_000", "True"),
    ],
)
def test_what_would_hide_memory_or_speak_to_another_copy_is_refused(inside, attempt, answer):
    assert inside.run(attempt) == answer


@pytest.mark.boite
@pytest.mark.parametrize(
    ("use", "shown"),
    [
        ("with multiprocessing.Pool(2) as pool:\n    print(*pool.map(abs, [-1, 2]))", "1 2\n"),
        ("queue = multiprocessing.Queue()\nqueue.put(3)\nqueue.get()", "3"),
        ("multiprocessing.Array('d', 3)[:]", "[0.0, 0.0, 0.0]"),
        (
            "from multiprocessing.shared_memory import SharedMemory\nm = SharedMemory(create=True, size=9)\nm.unlink()",
            "",
        ),
        ("async def f():\n    await asyncio.sleep(0)\n    return 5\nasyncio.run(f())", "5"),
        ("async def f():\n    await asyncio.sleep(0)\n    return 6\nawait f()", "6"),
        ("subprocess.run(['cat', '/dev/null']).returncode", "0"),
        (
            "async def f():\n    born = await asyncio.create_subprocess_exec('true')\n"
            "    return await born.wait()\nawait f()",
            "0",
        ),
        ("os.isatty(os.openpty()[0]), os.get_terminal_size(os.openpty()[1])[0], os.isatty(0)", "(True, 0, False)"),
        ("fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE, os.get_inheritable(file.fileno())", "(0, False)"),
        ("fcntl.fcntl(os.pipe()[0], fcntl.F_GETPIPE_SZ) > 0, len(os.pipe()), os.dup(1) > 2", "(True, 2, True)"),
        (
            "s = socket.socket()\ns.setsockopt(1, socket.SO_REUSEADDR, 1), s.setsockopt(6, socket.TCP_NODELAY, 1)",
            "(None, None)",
        ),
        ("libc.prctl(15, b'nom', 0, 0, 0), open('/proc/self/comm').read()", "(0, 'nom\\n')"),
        ("os.sync(), os.fsync(file.fileno()), mmap.mmap(-1, 9, mmap.MAP_PRIVATE).flush()", "(None, None, None)"),
        ("import shutil\nshutil.copytree(os.path.dirname(asyncio.__file__), '/tmp/asyncio')", "'/tmp/asyncio'"),
        ("import shutil\nshutil.copy(os.__file__, '/tmp/copie.py')", "'/tmp/copie.py'"),
        ("subprocess.run(['cp', os.__file__, '/tmp/copie2.py']).returncode", "0"),
        ("a, b = socket.socketpair()\na.sendfile(file) == os.fstat(file.fileno()).st_size", "True"),
        ("t = tempfile.TemporaryFile()\nt.write(b'x'), t.flush()\nprint(mmap.mmap(t.fileno(), 1)[:])", "b'x'\n"),
        ("fcntl.lockf(open('/tmp/verrou', 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)", ""),
        ("open('/dev/null', 'w').write('x')", "1"),
        (
            "[socket.socket(family).close() for family in (1, 2, 10)] + [socket.socket(16, 3).close()]",
            "[None, None, None, None]",
        ),
        (
            "[type(socket.socket(f, k, p)).__name__ for f in (2, 10) for k, p in ((1, 6), (2, 17))]",
            repr(["socket"] * 4),
        ),
        ("resource.setrlimit(resource.RLIMIT_STACK, (2**20, 2**20))\nresource.getrlimit(3)", "(1048576, 1048576)"),
        ("sorted(name for _, name in socket.if_nameindex())", "['lo']"),
        ("open('/dev/zero', 'rb').read(2)", "b'\\x00\\x00'"),
        ("os.preadv(file.fileno(), [bytearray(1)], 0)", "1"),
        ("import numpy as np\nnp.memmap('/tmp/m', 'f8', 'w+', shape=3).sum()", "np.float64(0.0)"),
        ("import sqlite3\nsqlite3.connect('/tmp/base').execute('create table t (x)').fetchall()", "[]"),
    ],
)
def test_what_honest_work_uses_is_there(inside, use, shown):
    assert inside.run(use) == shown


QUEUE = """
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
end, _ = server.accept()
client.setblocking(False)
sent = 0
try:
    while True:
        sent += client.send(bytes(10_000))
except BlockingIOError:
    print(sent < 300_000)
"""


@pytest.mark.boite
def test_queue_of_a_connection_of_a_copy_born_apart_never_grows():
    with student(warm=True) as boxed:
        assert boxed.run(QUEUE) == "True\n"


HOARDS = {
    "sockets": "kept += socket.socketpair()\n    kept[-1].setblocking(False)\n    kept[-1].send(bytes(100_000))",
    "une file de TCP": (
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "    kept += [server, socket.create_connection(server.getsockname()), server.accept()[0]]\n"
        "    kept[-1].setblocking(False)\n    kept[-1].send(bytes(3_000_000))"
    ),
    "une file de TCP par IPv6": (
        "server = socket.create_server(('::1', 0), family=socket.AF_INET6)\n"
        "    kept += [server, socket.create_connection(server.getsockname()[:2]), server.accept()[0]]\n"
        "    kept[-1].setblocking(False)\n    kept[-1].send(bytes(3_000_000))"
    ),
    "une file de TCP que personne ne tient plus": (
        "kept += [socket.create_server(('127.0.0.1', 0))]\n"
        "    client = socket.create_connection(kept[-1].getsockname())\n"
        "    client.setblocking(False)\n    client.send(bytes(3_000_000)), client.close()"
    ),
}


@pytest.mark.boite
@pytest.mark.parametrize(
    ("kind", "warm"),
    [("sockets", True), *((kind, False) for kind in HOARDS)],  # à part, les files de TCP ne grandissent pas
)
def test_memory_kept_in_sockets_counts(kind, warm):
    hoard, count = HOARDS[kind], 60 if kind == "sockets" else 6  # si peu que seul compte ce qui attend dans chaque file
    program = f"import socket, time\nkept = []\nfor _ in range({count}):\n    {hoard}\ntime.sleep(10)"
    with student(warm=warm) as boxed:
        boxed.worker.limits = Limits(memory_bytes=boxed.worker.box.memory_bytes() + 10 * 2**20)
        with pytest.raises(PeerLost) as lost:
            boxed.run(program)
    assert lost.value.reason == "mémoire"
