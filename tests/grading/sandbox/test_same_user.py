"""Deux boîtes d'un même utilisateur, comme celles des postes d'un enseignant qui n'est pas root.

Ce que le noyau compte par utilisateur, une copie ne l'épuise pas pour une autre, ni pour le poste qui la corrige.
"""

import subprocess
import sys
from contextlib import suppress

import pytest

from mlcourse.grading.sandbox.box import FIRST_USER
from mlcourse.grading.wire.channel import PeerLost

from .boxes import student

pytestmark = pytest.mark.boite
IMPORTS = """
import ctypes, os, signal, socket, time
libc = ctypes.CDLL(None, use_errno=True)
class Value(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("pointer", ctypes.c_void_p)]
libc.sigqueue.argtypes = [ctypes.c_int, ctypes.c_int, Value]
signal.pthread_sigmask(signal.SIG_BLOCK, {40})
"""
UNTIL_REFUSED = """
count = 0
try:
    while {one}:
        count += 1
except OSError:
    pass
print(count)
"""
# Ce qu'une copie épuise, et comment ; l'autre en prend encore un.
QUOTAS = {
    "processus": "os.fork() or time.sleep(60) or os._exit(0)",
    "files de messages": "libc.mq_open(b'/%d' % count, os.O_CREAT | os.O_RDWR, 0o600, None) >= 0",
    "signaux en attente": "libc.sigqueue(os.getpid(), 40, Value(1)) == 0",
    "terminaux": "os.openpty()",
}
BLOWS = ["os.kill(-1, 9)", "[os.kill(n, 9) for n in range(2, 100_000) if os.path.exists(f'/proc/{n}')]"]
# Des enfants envoient ensemble tous leurs descripteurs, que personne ne reçoit.
IN_FLIGHT = """
import os, socket, time
def fly():
    kept, files = [], [os.open(os.devnull, os.O_RDONLY) for _ in range(200)]
    try:
        while True:
            kept += socket.socketpair()
            socket.send_fds(kept[-2], [b"x"], files)
    except OSError:
        time.sleep(60)
reading, writing = os.pipe()
for _ in range(40):
    if os.fork() == 0:
        os.read(reading, 1)
        fly()
os.write(writing, b"x" * 40)
time.sleep(60)
"""


@pytest.fixture(params=[False, True], ids=["boîte neuve", "processus chaud"])
def warm(request):
    return request.param


@pytest.mark.parametrize("one", QUOTAS.values(), ids=QUOTAS)
def test_what_a_copy_exhausts_is_left_to_another(warm, one):
    with student() as other, student(warm=warm) as copy:
        assert int(copy.run(IMPORTS + UNTIL_REFUSED.format(one=one))) <= 1000
        assert other.run(f"{IMPORTS}count = 0\nprint(bool({one}))") == "True\n"


@pytest.mark.parametrize("blow", BLOWS)
def test_a_copy_strikes_no_process_of_another(warm, blow):
    with student() as other, student(warm=warm) as copy:
        with suppress(PeerLost):  # elle se frappe aussi elle-même
            copy.run(f"import os\n{blow}", seconds=3)
        assert other.run("print(2)") == "2\n"


def test_a_slot_can_still_send_descriptors_when_copies_keep_theirs_in_flight(tmp_path):
    # Root n'a pas de borne : il se fait un autre pour cet essai, avec celle que laisse une session ordinaire.
    code = f"""
import os, resource, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
sys.path[:0] = {sys.path!r}
from mlcourse.grading.batch.slot import _open_wide
if os.getuid() == 0:
    os.setgroups([]), os.setgid({FIRST_USER}), os.setuid({FIRST_USER})
child = os.fork()
if child == 0:
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    exec({IN_FLIGHT!r})
    os._exit(0)
import time
def send():
    mine, its = socket.socketpair()
    try:
        socket.send_fds(mine, [b"x"], [0])
        return "parti"
    except OSError:
        return "refusé"
end = time.monotonic() + 30
while (said := send()) == "parti" and time.monotonic() < end:
    time.sleep(0.1)
print(said, flush=True)
_open_wide()
print(send(), flush=True)
os.killpg(0, 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, start_new_session=True, cwd="/"
    )
    assert done.stdout.split() == ["refusé", "parti"], done.stderr
