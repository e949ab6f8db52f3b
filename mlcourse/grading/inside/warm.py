"""Le processus chaud : il a tout chargé, n'exécute rien, et met au monde les tests d'une passe, puis d'une autre."""

import os
import signal

import numpy as np

from mlcourse.grading.inside import apart, examiner
from mlcourse.grading.inside.births import receive, set_dumpable
from mlcourse.grading.inside.boot import lend_fonts
from mlcourse.grading.wire.channel import Channel


def main(control_end):
    """Fait naître un enfant par bout de socket reçu, jusqu'à ce que le poste s'en aille."""
    set_dumpable(False)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # le noyau enterre les enfants
    Channel(control_end).send("prêt")
    while ends := receive(control_end, 1):
        if os.fork() == 0:
            control_end.close()
            _live(*ends)
        ends[0].close()
    os._exit(0)


def _live(end):
    """La vie d'un enfant, à part : s'il ne peut l'être, il meurt sans avoir rien dit, et le meneur s'en passe."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        apart.withdraw(emptied=[os.path.basename(os.environ["MPLCONFIGDIR"])])
        lend_fonts()
        np.random.seed()  # noqa: NPY002 (sans quoi tous tireraient les mêmes nombres ; `random` s'en charge lui-même)
        examiner.main(end)
    finally:
        os._exit(1)
