"""Les moyens de corriger : ce qu'un lot leur demande, et ceux d'ici, des postes qui travaillent côte à côte."""

import contextlib
import io
import os
import queue
import shutil
import tempfile
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from mlcourse.grading.batch.interruption import uninterrupted
from mlcourse.grading.batch.slots import CRASHED, Slot, SlotDiedError

if TYPE_CHECKING:  # les charger ferait attendre les postes
    from mlcourse.grading.batch.bundle import Bundle, Result

_EARLY = 2  # la répétition d'un devoir a toujours deux copies au moins, le corrigé et le squelette


class Pool(Protocol):
    """Ce qu'un lot demande à ses moyens, que ce soient des postes d'ici ou les machines d'une grappe."""

    def grade(self, bundles: "Iterable[Bundle]") -> "Generator[tuple[Bundle, Result], None, None]":
        """Rend (copie, résultat) à mesure qu'ils arrivent, chaque copie une fois ; se ferme à tout moment."""

    def close(self) -> None:
        """Ne laisse rien derrière soi, sur cette machine ni ailleurs."""


class SlotShelf:
    """Des postes qu'on emprunte et qu'on rend ; chacun ne démarre que si l'on en a besoin, sur un cœur de `cores`."""

    def __init__(self, log=None, cores=()):
        self._free: queue.SimpleQueue[Slot] = queue.SimpleQueue()
        self._all: list[Slot] = []
        self._cores = deque(cores)
        self._log, self._open = log, True

    def grade(self, bundle):
        """Corrige une copie ; un poste qui meurt est remplacé une fois, après quoi la copie est notée sans lui."""
        for _ in range(2):
            slot = self._borrow()
            with contextlib.suppress(SlotDiedError):
                result = slot.grade(bundle)
                self._free.put(slot)
                return result
            self._cores.append(slot.core)
            if not self._open:
                raise SlotDiedError("le lot est interrompu")
        from mlcourse.grading.batch import unit  # ici, et non en tête : il charge de quoi exécuter une copie

        return unit.refused(replace(bundle, files={}), CRASHED)

    def _borrow(self):
        try:
            return self._free.get_nowait()
        except queue.Empty:
            return self._start()

    def _start(self):
        slot = Slot(self._log, self._cores.popleft() if self._cores else None)
        self._all.append(slot)
        return slot

    def start(self, count):
        """Lance des postes avant qu'on n'en ait besoin : ils se chargent d'eux-mêmes."""
        for _ in range(count):
            self._free.put(self._start())

    def hang_up(self):
        """Fait cesser tout travail en cours : chaque poste tue sa copie et s'arrête."""
        self._open = False
        for slot in self._all:
            slot.hang_up()

    def close(self):
        """Ferme les postes congédiés."""
        for slot in self._all:
            slot.close()


class LocalPool:
    """Tous les postes de cette machine ; les premiers se lancent aussitôt, et se chargent en même temps que le reste.

    Ce que disent les postes va, une fois congédiés, dans `journal`, que l'on ne connaît pas encore quand on les lance.
    """

    journal: Any = None

    def __init__(self, jobs):
        self.jobs = jobs
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (dure autant que les postes)
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        # S'il reste des cœurs libres, mieux vaut laisser chaque poste en prendre plusieurs.
        pinned = [core for _ in range(-(-jobs // len(cores))) for core in cores] if 0 < len(cores) <= jobs else []
        self._shelf = SlotShelf(self._said, pinned)
        try:
            with uninterrupted():
                self._shelf.start(min(jobs, _EARLY))
        except BaseException:  # personne ne nous connaît encore, qui nous fermerait
            self.close()
            raise

    def close(self) -> None:
        """Congédie les postes : il n'en reste rien."""
        with uninterrupted():
            self._shelf.hang_up()
            self._shelf.close()
        if self.journal and not self._said.closed:
            self._said.seek(0)
            with io.TextIOWrapper(self._said, "utf-8", "replace") as said:
                shutil.copyfileobj(said, self.journal)
        self._said.close()

    def grade(self, bundles: "Iterable[Bundle]") -> "Generator[tuple[Bundle, Result], None, None]":
        """Rend (copie, résultat) à mesure qu'ils arrivent ; les copies ne sont lues qu'au moment de servir."""
        results = self._grade(bundles)
        next(results)  # les premières partent sans attendre qu'on demande leur résultat
        return results

    def _grade(self, bundles):
        grade, bundles = self._shelf.grade, iter(bundles)
        with ThreadPoolExecutor(self.jobs) as executor:
            try:
                running = {executor.submit(grade, bundle): bundle for bundle in islice(bundles, self.jobs + 1)}
                yield
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        bundle = running.pop(future)
                        yield bundle, future.result()
                        running.update({executor.submit(grade, more): more for more in islice(bundles, 1)})
            except BaseException:  # interrompu : les copies en cours ne finiront pas
                self._shelf.hang_up()
                raise
