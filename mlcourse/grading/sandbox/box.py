"""La boîte : un processus sans réseau, sans fichiers à lui, sans privilèges, aux ressources bornées.

Bubblewrap la construit. Lancé par root, il dresse d'abord le décor (l'interpréteur peut être sous /root), quitte root
pour un utilisateur que personne d'autre n'est, puis construit la boîte comme le ferait un utilisateur ordinaire.
"""

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from mlcourse.grading.errors import GradingError
from mlcourse.grading.inside import seccomp
from mlcourse.grading.sandbox.clock import alarm
from mlcourse.grading.sandbox.imports import INSIDE, PACKAGE
from mlcourse.grading.sandbox.libraries import linked, site_packages
from mlcourse.grading.sandbox.spending import Measured, children, lineage
from mlcourse.grading.sandbox.view import COURSE, ENVIRONMENT, environment_in, view

INSTALL = (
    "Bubblewrap isole les copies de votre machine. Sous Debian et Ubuntu : sudo apt install bubblewrap. "
    "Pour corriger quand même, sans boîte : mlcourse corriger --sans-boite, "
    "ou c.SplitExecute.sans_boite = True dans nbgrader_config.py. "
    "Le code des copies pourra alors lire vos fichiers, atteindre le réseau et laisser des processus derrière lui ; "
    "il restera séparé des tests, et limité en mémoire et en temps."
)
_PATIENCE = 30  # secondes, sur une machine surchargée, pour dresser une boîte
_DYING, _PAUSE = 5, 0.2  # secondes : ce qu'une boîte met, au plus, à mourir ; entre deux regards
_SHARED_BYTES = 16 * 2**20
_FURNISHING = ("CAP_SYS_ADMIN", "CAP_SETPCAP", "CAP_SYS_RESOURCE")
FIRST_USER = 200_000_000  # personne n'a de compte si haut


class NoBox(GradingError):  # noqa: N818 (le nom dit ce qui manque)
    """La boîte ne peut pas se construire ici."""


@cache
def require_box():
    """Vérifie une fois que la boîte se construit sur cette machine, ou lève `NoBox` en disant que faire."""
    if not shutil.which("bwrap"):
        raise NoBox(f"La correction a besoin de bubblewrap, qui n'est pas installé. {INSTALL}")
    done = subprocess.run([*wrapping(2**20), "/bin/true"], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["sans message"])[-1]
        raise NoBox(f"Bubblewrap ne peut pas construire de boîte sur cette machine ({reason}). {INSTALL}")


def wrapping(disk_bytes, rank=0, info=None, calls=None, libraries=None, *, nested=False):
    """La commande qui met un programme en boîte.

    `info` est le descripteur où bubblewrap dira quel processus tuer, `calls` celui d'où il lit un filtre d'appels.
    `libraries` sont les seules bibliothèques que le programme y trouve, sans borne si c'est None. Avec `nested`, il
    peut mettre ses enfants à part, dans d'autres espaces de noms ; sinon, il finit lui-même de meubler sa boîte, et il
    en a les droits jusqu'à ce qu'il les quitte.
    """
    inside = ["--unshare-all", "--die-with-parent", "--new-session", "--hostname", "correction"]
    inside += ["--info-fd", str(info)] if info is not None else []
    inside += ["--seccomp", str(calls)] if calls is not None else []
    rights = [] if nested else [word for right in _FURNISHING for word in ("--cap-add", right)]
    inside += ["--cap-drop", "ALL", *rights, "--clearenv", "--chdir", "/tmp"]
    inside += [word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)]
    private = ["--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--size", str(disk_bytes), "--tmpfs", "/tmp"]
    # Projeté en mémoire partagée, /dev/zero en tient que personne ne compte ; /dev/full se lit de même, et s'y refuse.
    private += ["--dev-bind", "/dev/full", "/dev/zero"]
    if libraries is not None:  # la mémoire que partagent les processus d'un multiprocessing.Pool
        private += ["--perms", "1777", "--size", str(_SHARED_BYTES), "--tmpfs", "/dev/shm"]
    decor = view(libraries)
    if os.geteuid() != 0:
        return ["bwrap", *inside, *private, *decor, "--remount-ro", "/dev", "--remount-ro", "/"]
    user = str(FIRST_USER + 2 * os.getpid() + rank)
    outside = ["bwrap", "--die-with-parent", "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    outside += [*decor, "--dev-bind", "/dev", "/dev", "--dev-bind", "/proc", "/proc"]
    leave_root = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--inh-caps=-all"]
    placed = {target for option, target in zip(decor, decor[2:], strict=False) if option == "--ro-bind"}
    # Ce que le dossier /tmp de la boîte cacherait, et qui y revient avec tout ce que le décor y a posé.
    hidden = (path for path in placed if path.startswith("/tmp/") and not placed & {*map(str, Path(path).parents)})
    binds = [word for path in sorted(hidden) for word in ("--ro-bind", path, path)]
    return [*outside, *leave_root, "bwrap", *inside, "--ro-bind", "/", "/", *private, *binds, "--remount-ro", "/dev"]


class Box(Measured):
    """Un programme d'`inside` lancé dans sa boîte, ou sans boîte quand on l'accepte.

    `ends` sont les bouts de socketpair qu'il reçoit ; `libraries`, les bibliothèques que l'on peut y importer, toutes
    s'il vaut None. Avec `warm`, le programme n'y vit que dans des enfants, à part.
    """

    def __init__(self, program, ends, limits, *, boxed=True, libraries=None, warm=False):
        self._boxed, self._info = boxed, -1
        self._init: int | None = None
        numbers = [end.fileno() for end in ends]
        seconds = int(limits.submission_seconds) + 1
        arguments = [limits.memory_bytes, seconds, limits.processes, *sorted(libraries or ())]
        if not boxed:  # elle a du moins un dossier à elle
            self._folder = tempfile.TemporaryDirectory(prefix="copie-", ignore_cleanup_errors=True)
            path = [os.path.dirname(PACKAGE), *linked(libraries, Path(self._folder.name, ".bibliotheques"))]
            command = _command(path, program, numbers, arguments, boxed=False)
            own = environment_in(Path(self._folder.name))
            self._process = _launch(command, numbers, own, start_new_session=True, cwd=self._folder.name)
            return
        require_box()
        command = _command([COURSE, *site_packages()], program, numbers, arguments, warm)
        self._info, info = os.pipe()
        calls = None if warm else seccomp.descriptor()
        passed = [number for number in (info, calls) if number is not None]
        try:
            wrapped = wrapping(limits.disk_bytes, program == "examiner", info, calls, libraries, nested=warm)
            self._process = _launch([*wrapped, *command], [*numbers, *passed])
        finally:
            for number in passed:
                os.close(number)

    @property
    def pid(self):
        """Le processus dont descend toute la boîte."""
        return self._process.pid

    def program(self):
        """Le processus du programme lui-même, ou None s'il n'est plus."""
        return next(iter(children(self.first())), None) if self._boxed else self._process.pid

    def alive(self):
        """Vrai tant que son programme tourne."""
        return self._process.poll() is None

    def processes(self):
        """Les processus de la boîte, vus du dehors."""
        return lineage(self.first())

    def kill(self):
        """Tue tout ce qui vit dans la boîte, attend que ce soit fait, et rend sa sortie d'erreur."""
        first = self.first()
        if first is not None:
            _kill_namespace(first) if self._boxed else _kill_group(first)
        try:
            _, complaint = self._process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            _, complaint = self._process.communicate()
        if not self._boxed:
            self._folder.cleanup()
        return complaint.decode(errors="replace").strip()[-2000:]

    def first(self):
        """Le premier processus : le numéro 1 de la boîte, dont la mort entraîne celle des autres."""
        if not self._boxed:
            return self._process.pid
        if self._init is None and self._info >= 0:
            text = b""
            while select.select([self._info], [], [], _PATIENCE)[0] and (part := os.read(self._info, 4096)):
                text += part
            os.close(self._info)
            self._info = -1
            found = re.search(rb'"child-pid": *(\d+)', text)
            self._init = int(found[1]) if found else None
        return self._init


def _launch(command, passed, environment=ENVIRONMENT, **options):
    return subprocess.Popen(
        command,
        pass_fds=passed,
        env=environment,  # bubblewrap aussi : /proc/1/environ se lit dans la boîte
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **options,
    )


def _command(path, program, ends, arguments, warm=False, boxed=True):
    start = f"import sys; place = len(sys.path); sys.path += {path}; from {INSIDE}.boot import start; "
    start += f"start({program!r}, {ends}, place, {warm}, {boxed})"
    return [sys.executable, "-S", "-P", "-c", start, *map(str, arguments)]


def _kill_namespace(first):
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(first)
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        over = alarm(_DYING)
        while not select.select([handle], [], [], _PAUSE)[0] and not over():
            pass  # le noyau n'achève ce processus qu'après tous les autres
        os.close(handle)


def _kill_group(leader):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
