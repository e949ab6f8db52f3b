"""Le processus chaud : il a tout chargé, n'exécute rien, et met au monde les tests d'une passe, puis d'une autre."""

import ctypes
import gc
import os
import signal
import socket

import numpy as np

from mlcourse.grading.inside import apart, examiner
from mlcourse.grading.inside.boot import lend_fonts

_PR_SET_DUMPABLE = 4


def main(control_end):
    """Fait naître un enfant par bout de socket reçu, jusqu'à ce que le poste s'en aille."""
    # Ni sa mémoire ni ses descripteurs ne s'ouvrent à ses enfants : ce qu'en ferait une copie passerait à la suivante.
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # le noyau enterre les enfants
    gc.freeze()
    while end := _receive(control_end):
        if os.fork() == 0:
            control_end.close()
            _live(end)
        end.close()
    os._exit(0)


def _receive(control_end):
    _, descriptors, _, _ = socket.recv_fds(control_end, 1, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


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
