"""Corriger sur une grappe dask.distributed qui existe déjà : les mêmes unités, sur d'autres machines."""

import atexit
import contextlib
import re
from collections.abc import Generator, Iterable
from dataclasses import replace
from functools import cache
from itertools import islice
from uuid import uuid4

from distributed import Client, KilledWorker, as_completed

from mlcourse.grading.batch import unit
from mlcourse.grading.batch.bundle import Bundle, Result
from mlcourse.grading.batch.engine import whole_version
from mlcourse.grading.batch.pools import SlotShelf
from mlcourse.grading.batch.slots import CRASHED
from mlcourse.grading.errors import GradingError
from mlcourse.grading.sandbox.box import NoBox, require_box

_ADDRESS = re.compile(r"(tcp|tls|ucx|wss?)://([\w.-]+|\[[\da-fA-F:.]+\]):(\d{1,5})/?")
PATIENCE = 20  # secondes : un ouvrier que l'on vient de lancer s'annonce en moins de temps


@cache
def _shelf():
    """Les postes de cet ouvrier : le code d'une copie ne s'exécute jamais dans l'ouvrier lui-même."""
    shelf = SlotShelf()
    atexit.register(shelf.hang_up)
    return shelf


def grade_here(bundle):
    """Corrige une copie sur l'ouvrier qui reçoit cet appel."""
    return _shelf().grade(bundle)


def describe_worker(boxed):
    """Ce qu'il faut savoir d'un ouvrier avant de lui confier des copies : son moteur, et ce qui lui manque."""
    try:
        if boxed:
            require_box()
    except NoBox as error:
        return whole_version(), str(error)
    return whole_version(), ""


class ClusterPool:
    """Les ouvriers d'une grappe."""

    def __init__(self, address, boxed=True):
        self.address = address
        if not _ADDRESS.fullmatch(address):
            raise GradingError(
                f"Aucun ordonnanceur dask ne répond à « {address} » : une adresse s'écrit tcp://machine:port."
            )
        try:
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except Exception as error:  # noqa: BLE001 (selon l'adresse, dask lève de tout)
            raise GradingError(f"Aucun ordonnanceur dask ne répond à {address} ({type(error).__name__}).") from None
        try:
            self._check(boxed)
        except BaseException:
            self._client.close()
            raise

    def close(self) -> None:
        """Quitte la grappe, sans l'arrêter."""
        self._client.close()

    def wait_for(self, workers):
        """Attend que ces ouvriers s'annoncent, un moment."""
        with contextlib.suppress(TimeoutError):
            self._client.wait_for_workers(workers, timeout=PATIENCE)

    def _check(self, boxed):
        self.wait_for(1)
        if not self._client.scheduler_info()["workers"]:
            raise GradingError(f"La grappe {self.address} n'a aucun ouvrier : lancez « dask worker {self.address} ».")
        try:
            answers = self._client.run(describe_worker, boxed)
        except Exception as error:  # noqa: BLE001 (un ouvrier sans mlcourse répond par l'erreur qu'il veut)
            raise GradingError(f"Un ouvrier de la grappe n'a pas mlcourse[grading] : {error}") from None
        for worker, (version, complaint) in answers.items():
            if version != whole_version():
                reason = "n'a pas les mêmes versions de mlcourse, de Python et de NumPy : réinstallez-les"
                raise GradingError(f"L'ouvrier {worker} {reason}.")
            if complaint:
                raise GradingError(f"L'ouvrier {worker} ne peut pas isoler les copies : {complaint}")

    def grade(self, bundles: Iterable[Bundle]) -> Generator[tuple[Bundle, Result], None, None]:
        """Rend (copie, résultat) à mesure qu'ils arrivent ; un ouvrier qui meurt rend ses copies aux autres."""
        waiting: dict[str, Bundle] = {}
        left = iter(bundles)
        threads = sum(worker["nthreads"] for worker in self._client.scheduler_info()["workers"].values())
        arrivals = as_completed(loop=self._client.loop, raise_errors=False)
        for bundle in islice(left, 2 * max(1, threads)):
            self._submit(bundle, waiting, arrivals)
        while waiting:
            future = next(arrivals)
            bundle = waiting.pop(future.key)
            yield bundle, self._result(future, bundle)
            for more in islice(left, 1):
                self._submit(more, waiting, arrivals)

    def _submit(self, bundle, waiting, arrivals):
        # Une clé neuve à chaque fois : la grappe ne doit pas ressortir un résultat d'un lot précédent.
        future = self._client.submit(grade_here, bundle, key=f"mlcourse-{uuid4().hex}", pure=False)
        waiting[future.key] = bundle
        arrivals.add(future)

    def _result(self, future, bundle):
        if future.status == "finished":
            return future.result()
        if future.status == "error" and isinstance(future.exception(), KilledWorker):
            return unit.refused(replace(bundle, files={}), CRASHED)
        if future.status == "error":
            raise GradingError(f"Un ouvrier de la grappe a échoué : {future.exception()}")
        raise GradingError(
            f"La grappe {self.address} ne répond plus. Relancez la commande : rien de ce qui est corrigé n'est perdu."
        )
