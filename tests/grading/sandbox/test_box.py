"""La boîte : chaque protection, éprouvée par du code qui essaie vraiment de passer."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from mlcourse.grading.sandbox import box

from .boxes import student

pytestmark = pytest.mark.boite

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module", params=[False, True], ids=["lancée", "née"])
def inside(request):
    with student(warm=request.param) as boxed:
        yield boxed


def test_network_is_out_of_reach(inside):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert inside.run(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)") in (
            "ConnectionRefusedError",
            "OSError",
        )
    assert inside.run("socket.create_connection(('1.1.1.1', 53), 2)") == "OSError"
    assert inside.run("socket.getaddrinfo('debian.org', 80)") == "gaierror"


def test_abstract_socket_of_the_host_is_out_of_reach(inside):
    name = f"\0mlcourse-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        assert inside.run(f"import socket\nsocket.socket(socket.AF_UNIX).connect({name!r})") == "ConnectionRefusedError"


def test_course_is_out_of_sight(inside, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("un secret")
    hidden = [ROOT / name for name in ("solutions", "tests", "exercises", ".git", "README.md", "mlcourse")]
    for path in (*hidden, secret, Path.home() / ".bashrc", Path("/etc/shadow"), Path("/etc/passwd"), Path("/var")):
        assert inside.run(f"import os\nos.path.exists({str(path)!r})") == "False"
    assert inside.run("print(*sorted(os.listdir('/cours/mlcourse/grading')))").split() == [
        "__init__.py",
        "inside",
        "wire",
    ]


def test_package_of_the_course_is_there(inside):
    assert inside.run("import numpy, mlcourse.activations\nmlcourse.activations.relu([-1.0, 2.0])") == "array([0., 2.])"


def test_nothing_is_writable_but_a_small_temporary_folder(inside):
    for folder in (
        "/",
        "/usr",
        "/cours",
        "/cours/mlcourse/grading",
        "/etc",
        "/dev",
        "/dev/shm",
        sys.prefix,
        "/proc/sys",
    ):
        assert inside.run(f"open({folder + '/essai'!r}, 'w')") in ("OSError", "PermissionError", "FileNotFoundError")
    assert inside.run("open('/tmp/essai', 'w').write('oui')") == "3"


def test_environment_is_empty(monkeypatch):
    monkeypatch.setenv("JETON", "un secret")
    with student() as boxed:
        assert "JETON" not in boxed.run("import os\nprint(dict(os.environ))")
        assert "secret" not in boxed.run("print(open('/proc/self/environ').read(), open('/proc/1/environ').read())")


def test_only_its_own_processes_are_visible(inside):
    pids = inside.run("import os\nprint(*[name for name in os.listdir('/proc') if name.isdigit()])").split()
    assert len(pids) <= 3
    assert inside.run(f"os.kill({os.getpid()}, 0)") == "ProcessLookupError"


def test_user_has_no_privilege(inside):
    assert inside.run("import os\nos.getuid() == 0 or os.geteuid() == 0") == "False"
    status = inside.run("print(open('/proc/self/status').read())")
    assert "NoNewPrivs:\t1" in status
    assert all(f"{name}:\t0000000000000000" in status for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb"))
    assert inside.run("os.setuid(0)") in ("PermissionError", "OSError")
    assert inside.run("import ctypes\nctypes.CDLL(None).unshare(0x10000000)") == "-1"  # CLONE_NEWUSER
    assert inside.run("ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None)") == "-1"


def test_nothing_is_inherited_but_its_two_sockets(inside):
    assert inside.run("import os\nlen(os.listdir('/proc/self/fd'))") == "6"  # avec celui qui lit la liste
    assert inside.run("[os.readlink(f'/proc/self/fd/{n}') for n in range(3)]") == repr(["/dev/null"] * 3)


def test_mounts_show_no_path_of_the_course_but_those_of_what_is_lent(inside):
    mounts = inside.run("print(open('/proc/self/mountinfo').read())")
    lent = ROOT / "mlcourse", Path(sys.prefix)
    for shown in map(Path, re.findall(rf"{re.escape(str(ROOT))}[^\s]*", mounts)):  # en entier, ou ce qui y mène
        assert any(shown.is_relative_to(path) or path.is_relative_to(shown) for path in lent), shown


DESCRIPTORS = """
import os, sys
sys.path.insert(0, {root!r})
from tests.grading.sandbox.boxes import student
before = len(os.listdir("/proc/self/fd"))
for _ in range(3):
    with student() as boxed:
        assert boxed.run("1 + 1") == "2"
assert len(os.listdir("/proc/self/fd")) == before
"""


def test_boxes_leave_no_descriptor_behind():
    """Dans un processus à part : d'autres tests en ouvrent dans celui-ci."""
    done = subprocess.run([sys.executable, "-c", DESCRIPTORS.format(root=str(ROOT))], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


ORDINARY = """
import sys
sys.path.insert(0, {root!r})
from tests.grading.sandbox.boxes import student
import os
assert os.getuid() == 65534
with student() as boxed:
    assert boxed.run("import numpy\\nnumpy.ones(2).sum()") == "np.float64(2.0)"
    assert boxed.run("import os\\nos.path.exists({root!r} + '/solutions')") == "False"
    assert boxed.run("open('/cours/mlcourse/grading/x', 'w')") in ("OSError", "PermissionError")
    assert boxed.run("open('/dev/shm/x', 'w')") in ("OSError", "PermissionError")
    assert boxed.run("open('/x', 'w')") in ("OSError", "PermissionError")
    assert boxed.run("import ctypes\\nctypes.CDLL(None).unshare(0x10000000)") == "-1"
    assert boxed.run("import socket\\nsocket.create_connection(('127.0.0.1', 22), 2)") in ("ConnectionRefusedError",)
    bomb = "import time\\nfor _ in range(200):\\n    if os.fork() == 0:\\n        time.sleep(60)"
    assert boxed.run(bomb) == "BlockingIOError"
print("d'accord")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="sans être root, tous les tests de ce fichier sont déjà ceux-là")
def test_box_works_for_an_ordinary_user():
    home = Path("~root").expanduser()  # fermé aux autres : ce qu'il y faut leur est montré ici
    needed = [path for path in map(Path, (ROOT, sys.base_prefix, sys.prefix)) if path.is_relative_to(home)]
    open_home = ["--perms", "0755", "--tmpfs", str(home)] if needed else []
    for path in needed:
        for parent in [*reversed(path.relative_to(home).parents)][1:]:
            open_home += ["--perms", "0755", "--dir", str(home / parent)]
        open_home += ["--ro-bind", str(path), str(path)]
    nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    command = [
        "bwrap",
        "--dev-bind",
        "/",
        "/",
        *open_home,
        *nobody,
        sys.executable,
        "-c",
        ORDINARY.format(root=str(ROOT)),
    ]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert done.stdout == "d'accord\n", done.stderr


def test_box_works_when_the_course_itself_is_under_tmp():
    """La boîte a son propre /tmp, qui ne doit pas cacher le paquet."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        shutil.copytree(box.PACKAGE, Path(folder) / "mlcourse")
        program = (
            "from tests.grading.sandbox.boxes import student; import mlcourse\n"
            "assert mlcourse.__file__.startswith('/tmp')\n"
            "with student() as boxed: print(boxed.run('import mlcourse.activations\\nmlcourse.__file__'))"
        )
        path = os.pathsep.join([folder, str(ROOT)])
        command = [sys.executable, "-c", program]
        done = subprocess.run(
            command, cwd=folder, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True
        )
    assert done.stdout == "'/cours/mlcourse/__init__.py'\n", done.stderr


@pytest.fixture
def fresh_check():
    box.require_box.cache_clear()
    yield
    box.require_box.cache_clear()


def test_missing_bubblewrap_is_said_with_what_to_do(fresh_check, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(box.NoBox, match=r"apt install bubblewrap.*--sans-boite.*SplitExecute\.sans_boite"):
        box.require_box()


def test_forbidden_namespaces_are_said_with_what_to_do(fresh_check, monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(box.NoBox, match=r"No permissions to create a new namespace.*--sans-boite"):
        box.require_box()


def test_threads_of_the_leader_do_not_matter():
    found = []

    def use():
        with student() as boxed:
            found.append(boxed.run("2 + 2"))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert found == ["4"]
