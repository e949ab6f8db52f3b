"""Le processus d'une copie dans sa boîte, sans tests ni carnet."""

import socket
from contextlib import closing, contextmanager

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.sandbox.nursery import Copies

LIMITS = Limits(cell_seconds=20, submission_seconds=30)


class Boxed:
    """Le processus d'une copie, dans sa boîte."""

    def __init__(self, worker, limits):
        self.worker, self.limits = worker, limits

    def run(self, source, seconds=20, late=None):
        """Exécute une cellule, `seconds` au plus ; rend ce qu'elle affiche, ou le nom de son erreur."""
        message = ["cell", "<cellule 1>", source, self.limits.output_bytes, self.limits.figure_bytes, seconds]
        outputs, error = self.worker.ask(message, self.worker.clock.now() + seconds, late)
        return error[0] if error else "".join(text for _, text in outputs)


@contextmanager
def student(limits=LIMITS, boxed=True, libraries=None):
    mine, its = socket.socketpair()
    with mine, its, closing(Copies(limits, boxed, libraries)) as copies, closing(copies.worker(its)) as worker:
        yield Boxed(worker, limits)
