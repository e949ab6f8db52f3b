"""Le processus chaud : il a tout chargé, n'exécute rien, et met au monde ceux d'une passe, puis d'une autre."""

import os
import signal

import numpy as np

from mlcourse.grading.inside import apart
from mlcourse.grading.inside.births import receive, set_dumpable
from mlcourse.grading.inside.boot import lend_fonts
from mlcourse.grading.wire.channel import Channel

_ENDS = 2  # au plus : la ligne du meneur, et le fil s'il en faut un dès la naissance


def main(live, control_end):
    """Fait naître un enfant, dont `live` est la vie, par lot de bouts reçus, jusqu'à ce que le poste s'en aille."""
    set_dumpable(False)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # le noyau enterre les enfants
    Channel(control_end).send("prêt")
    while ends := receive(control_end, _ENDS):
        if os.fork() == 0:
            control_end.close()
            _begin(live, ends)
        for end in ends:
            end.close()
    os._exit(0)


def _begin(live, ends):
    """Le début d'une vie à part : s'il ne peut l'être, l'enfant meurt sans avoir rien dit, et le meneur s'en passe."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        apart.withdraw()
        lend_fonts()
        np.random.seed()  # noqa: NPY002 (sans quoi tous tireraient les mêmes nombres ; `random` s'en charge lui-même)
        live(*ends)
    finally:
        os._exit(1)
