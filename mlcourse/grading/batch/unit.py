"""L'unité de travail : une copie entre, une note et ses raisons sortent ; ni base, ni dossier, ni état."""

import json
from contextlib import suppress
from time import perf_counter

import nbformat

from mlcourse.french import typeset
from mlcourse.grading.batch.bundle import Result
from mlcourse.grading.examination.plan import make_plan
from mlcourse.grading.examination.run import run_notebook
from mlcourse.grading.sandbox import nursery
from mlcourse.grading.sandbox.box import NoBox, require_box
from mlcourse.grading.submission.reading import companions
from mlcourse.grading.submission.rebuild import rebuild, refuse, with_remarks


def prepare(bundle):
    """Fait une fois ce que toutes les copies d'un sujet demandent : elles en héritent du poste."""
    source = _source(bundle)
    make_plan(source, source, bundle.delimiters)
    if bundle.boxed:
        with suppress(NoBox):  # la copie le dira
            require_box()
            nursery.prepare(bundle.limits)


def clear():
    """Tue ce qu'une copie laisse derrière elle ; rend les processus à épargner, qui servent à toutes."""
    return nursery.clear()


def grade(bundle):
    """Corrige une copie : la reconstruit, l'exécute, rend le carnet et les remarques."""
    start = perf_counter()
    source = _source(bundle)
    rebuilt = rebuild(source, bundle.files, bundle.notebook)
    if rebuilt.unreadable:
        return _refused(bundle, rebuilt, rebuilt.remarks[0], start)
    files, too_big = companions(bundle.files)
    settings = {"boxed": bundle.boxed, "delimiters": bundle.delimiters, "files": files, "given": bundle.given}
    run = run_notebook(rebuilt.notebook, source, bundle.limits, **settings)
    remarks = (*bundle.remarks, *rebuilt.remarks, *too_big, *run.remarks)
    needs_person = bundle.needs_person or rebuilt.needs_person
    return _result(bundle, run.notebook, remarks, needs_person, start, run.peak_bytes)


def refused(bundle, reason):
    """Note une copie sans l'exécuter : zéro à chaque test, la raison, et une personne à prévenir."""
    start = perf_counter()
    return _refused(bundle, rebuild(_source(bundle), bundle.files, bundle.notebook), reason, start)


def _refused(bundle, rebuilt, reason, start):
    remarks = (*bundle.remarks, reason, *rebuilt.remarks)
    return _result(bundle, refuse(rebuilt.notebook, reason), remarks, True, start)


def _source(bundle):
    return nbformat.from_dict(json.loads(bundle.source))


def _result(bundle, notebook, remarks, needs_person, start, peak_bytes=0):
    remarks = tuple(dict.fromkeys(map(typeset, remarks)))
    text = nbformat.writes(with_remarks(notebook, remarks))
    return Result(bundle.student, text, remarks, needs_person, perf_counter() - start, peak_bytes)
