"""La répétition d'un lot : le corrigé et le squelette, par les mêmes postes que les copies, une fois par version."""

import contextlib

import nbformat

from mlcourse.grading.batch.slot import STOPPED
from mlcourse.grading.batch.slots import CRASHED
from mlcourse.grading.batch.store import Store
from mlcourse.grading.gradebook.rehearsal import faults, refuse

RETRIES = 2


def rehearse(bundles, pool, folder, accepted):
    """Répète les carnets d'un devoir ; lève `GradingError` si une cellule est en faute sans qu'on l'ait acceptée.

    `bundles` associe à chaque carnet ses deux copies, {rôle: paquet} ; `folder` garde leurs résultats.
    """
    with contextlib.closing(Store(folder)) as store:
        found = _faults(bundles, pool, store)
        for _ in range(RETRIES):  # une machine occupée a droit à d'autres essais
            if found.keys() <= accepted:
                break
            again = _faults(bundles, pool, store, afresh=True)
            found = {name: again[name] for name in found if name in again}
    refuse(found, accepted)


def _faults(bundles, pool, store, afresh=False):
    everything = [bundle for roles in bundles.values() for bundle in roles.values()]
    known = {} if afresh else {bundle.student: store.load(bundle) for bundle in everything}
    missing = [bundle for bundle in everything if known.get(bundle.student) is None]
    with contextlib.closing(pool.grade(missing)) if missing else contextlib.nullcontext(()) as results:
        for bundle, result in results:
            known[bundle.student] = result
            if not {CRASHED, STOPPED} & {*result.remarks.texts}:
                store.save(bundle, result)
    found: dict[str, str] = {}
    for roles in bundles.values():
        notebooks = {role: nbformat.v4.reads(known[bundle.student].notebook) for role, bundle in roles.items()}
        found |= faults(notebooks)
    return found
