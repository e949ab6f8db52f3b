"""Une machine occupée, en petit : des voisins qui calculent sans relâche, sur le même cœur ou à côté."""

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager


@contextmanager
def neighbours(count):
    """Tant de voisins qui ne s'arrêtent jamais de calculer."""
    with ExitStack() as stack:
        for _ in range(count):
            process = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield


@contextmanager
def one_core_for(count):
    """Un seul cœur, que ce processus, et tout ce qu'il lance, partagent avec tant de voisins."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        with neighbours(count):
            yield
    finally:
        os.sched_setaffinity(0, cores)
