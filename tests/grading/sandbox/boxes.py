"""Le processus d'une copie dans sa boîte, sans tests ni carnet."""

import socket
from contextlib import closing, contextmanager

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.sandbox import box, nursery

LIMITS = Limits(cell_seconds=20, submission_seconds=30)


class Boxed:
    """Le processus d'une copie, dans sa boîte."""

    def __init__(self, worker, limits):
        self.worker, self.limits = worker, limits

    def run(self, source, seconds=20, late=None):
        """Exécute une cellule, `seconds` au plus ; rend ce qu'elle affiche, ou le nom de son erreur."""
        message = ["cell", "<cellule 1>", source, self.limits.cell_outputs, seconds]
        outputs, error = self.worker.ask(message, self.worker.clock.now() + seconds, late)
        return error[0] if error else "".join(text for _, text in outputs)


def refuse_nesting(monkeypatch):
    """Une machine où rien n'ouvre d'espaces de noms dans une boîte : il n'y a pas de pépinière."""
    wrap = box.wrapping

    def wrapping(*rest, **words):
        command = wrap(*rest, **words)
        inner = len(command) - command[::-1].index("bwrap")
        return [*command[:inner], "--unshare-user", "--disable-userns", *command[inner:]]

    monkeypatch.setattr(box, "wrapping", wrapping)
    monkeypatch.setattr(nursery, "_refused", False)


@contextmanager
def student(limits=LIMITS, boxed=True, libraries=None, *, warm=False):
    """La copie, lancée dans une boîte à elle ou, si `warm`, née d'un processus chaud."""
    if warm:
        nursery.prepare("student", limits, libraries)
        assert "student" in nursery._nurseries
    try:
        with born(limits, boxed, libraries) as copy:
            yield copy
    finally:
        nursery.close("student")


@contextmanager
def born(limits=LIMITS, boxed=True, libraries=None):
    """Une copie neuve, née de la pépinière s'il y en a une."""
    mine, its = socket.socketpair()
    with mine, its, closing(nursery.born("student", limits, boxed, libraries, its)) as worker:
        yield Boxed(worker, limits)
