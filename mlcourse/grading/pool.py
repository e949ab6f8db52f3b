"""Les moyens de corriger sur cette machine : quelques postes, qui travaillent côte à côte."""

import contextlib
import queue
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import islice

from mlcourse.grading import unit
from mlcourse.grading.slot import CRASHED, Slot, SlotDiedError


class SlotShelf:
    """Des postes qu'on emprunte et qu'on rend ; chacun ne démarre que si l'on en a besoin."""

    def __init__(self, log=None):
        self._free: queue.SimpleQueue[Slot] = queue.SimpleQueue()
        self._all: list[Slot] = []
        self._log, self._open = log, True

    def grade(self, bundle):
        """Corrige une copie ; un poste qui meurt est remplacé une fois, après quoi la copie est notée sans lui."""
        for _ in range(2):
            slot = self._borrow()
            with contextlib.suppress(SlotDiedError):
                result = slot.grade(bundle)
                self._free.put(slot)
                return result
            if not self._open:
                raise SlotDiedError("le lot est interrompu")
        return unit.refused(replace(bundle, files={}), CRASHED)

    def _borrow(self):
        try:
            return self._free.get_nowait()
        except queue.Empty:
            self._all.append(Slot(self._log))
            return self._all[-1]

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
    """Tous les postes de cette machine."""

    def __init__(self, jobs, log=None):
        self.jobs, self._log = jobs, log

    def close(self):
        """Ne laisse rien : les postes ne durent que le temps de `grade`."""

    def grade(self, bundles):
        """Rend (copie, résultat) à mesure qu'ils arrivent ; les copies ne sont lues qu'au moment de servir."""
        shelf, bundles = SlotShelf(self._log), iter(bundles)
        with contextlib.closing(shelf), ThreadPoolExecutor(self.jobs) as executor:
            try:
                running = {executor.submit(shelf.grade, bundle): bundle for bundle in islice(bundles, self.jobs + 1)}
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        bundle = running.pop(future)
                        yield bundle, future.result()
                        running.update({executor.submit(shelf.grade, more): more for more in islice(bundles, 1)})
            finally:
                shelf.hang_up()
