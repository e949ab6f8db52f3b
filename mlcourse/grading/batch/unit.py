"""L'unité de travail : une copie entre, une note et ses raisons sortent ; ni base, ni dossier, ni état."""

import json
from contextlib import suppress
from time import perf_counter

import nbformat

from mlcourse.checks.notebook import bound_names
from mlcourse.grading.batch.bundle import Result
from mlcourse.grading.examination import grade as examination
from mlcourse.grading.examination.libraries import libraries_of
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.examination.plan import make_plan
from mlcourse.grading.sandbox import nursery
from mlcourse.grading.sandbox.box import NoBox, require_box
from mlcourse.grading.sandbox.view import view


def load():
    """Fait d'avance, pendant que la commande se charge encore, ce qui ne dépend d'aucun sujet."""
    nbformat.v4.new_markdown_cell()  # la première cellule que fait nbformat lui fait compiler son schéma
    with suppress(NoBox):  # la copie le dira
        require_box()
        nursery.prepare(Limits())


def prepare(bundle):
    """Fait une fois ce que toutes les copies d'un sujet demandent : elles en héritent du poste."""
    source = _source(bundle)
    make_plan(source, source, bundle.delimiters)
    for cell in source.cells:  # ce que chaque copie a d'ordinaire en commun avec ce qu'elle a reçu
        bound_names(cell.metadata.get("mlcourse", {}).get("released", cell.source))
    if bundle.boxed:
        with suppress(NoBox):
            require_box()
            view(libraries_of(source))
            nursery.prepare(bundle.limits)


def clear():
    """Tue ce qu'une copie laisse derrière elle ; rend les processus à épargner, qui servent à toutes."""
    return nursery.clear()


def grade(bundle):
    """Corrige une copie : rend le carnet exécuté et les remarques."""
    start = perf_counter()
    copy = (_source(bundle), bundle.files, bundle.notebook, bundle.limits)
    settings = {name: getattr(bundle, name) for name in ("boxed", "delimiters", "given", "seed")}
    return _result(bundle, examination.grade(*copy, remarks=bundle.remarks, **settings), start)


def refused(bundle, reason):
    """Note une copie sans l'exécuter : zéro à chaque test, la raison, et une personne à prévenir."""
    start = perf_counter()
    graded = examination.refused(_source(bundle), bundle.files, bundle.notebook, reason, bundle.remarks)
    return _result(bundle, graded, start)


def _source(bundle):
    return nbformat.from_dict(json.loads(bundle.source))


def _result(bundle, graded, start):
    text = nbformat.writes(graded.notebook)
    return Result(bundle.student, text, graded.remarks.typeset(), perf_counter() - start, graded.peak_bytes)
