"""Le processus d'où naissent les copies d'un même carnet, une par passe : Python et NumPy ne se chargent qu'une fois.

Il n'exécute rien de l'étudiant. Une copie qui s'en prendrait à lui ne nuirait qu'à la suivante, qui est elle-même :
la passe qui montre vient la première, et n'a rien vu que l'étudiant n'ait reçu.
"""

import contextlib
import os
import select

import numpy as np

from mlcourse.grading.inside import student
from mlcourse.grading.inside.births import receive, set_dumpable
from mlcourse.grading.inside.boot import lend_fonts
from mlcourse.grading.wire.channel import Channel

_PLACES = ("/tmp", "/dev/shm")


def main(control_end):
    """Fait naître une copie par paire de bouts reçue, le meneur puis le fil, jusqu'à ce que le meneur s'en aille."""
    set_dumpable(False)
    Channel(control_end).send("prêt")
    while ends := receive(control_end, 2):
        for place in _PLACES:
            _empty(place)
        child = os.fork()
        if child == 0:
            _live(control_end, ends)
        for end in ends:
            end.close()
        _bury(child, control_end)
    os._exit(0)


def _live(control_end, ends):
    """La vie d'une copie."""
    control_end.close()
    set_dumpable(True)
    lend_fonts()
    np.random.seed()  # noqa: NPY002 (sans quoi toutes tireraient les mêmes nombres)
    student.main(*ends)


def _bury(child, control_end):
    """Enterre une copie dès qu'elle meurt, ou quand le meneur en demande une autre : il l'a donc tuée."""
    handle = os.pidfd_open(child)
    select.select([handle, control_end], [], [])
    os.close(handle)
    os.waitpid(child, 0)


def _empty(folder):
    """Vide un dossier de ce qu'une copie y a laissé, sans entrer dans ce que la boîte y a monté."""
    with contextlib.suppress(OSError):
        for entry in [*os.scandir(folder)]:
            with contextlib.suppress(OSError):
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                elif not os.path.ismount(entry.path):
                    os.chmod(entry.path, 0o700)
                    _empty(entry.path)
                    os.rmdir(entry.path)
