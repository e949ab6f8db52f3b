"""L'unité de travail : une copie entre, une note et ses raisons sortent ; ni base, ni dossier, ni état."""

import json
from contextlib import suppress
from functools import lru_cache
from time import perf_counter

import nbformat

from mlcourse.checks.notebook import bound_names
from mlcourse.grading.batch.answered import told
from mlcourse.grading.batch.bundle import Result
from mlcourse.grading.examination import grade as examination
from mlcourse.grading.examination.libraries import libraries_of
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.examination.plan import make_plan
from mlcourse.grading.sandbox import nursery
from mlcourse.grading.sandbox.box import NoBox, require_box
from mlcourse.grading.sandbox.view import view

_SUBJECTS = 8  # carnets différents que corrige un même poste


def load():
    """Fait d'avance, pendant que la commande se charge encore, ce qui ne dépend d'aucun sujet."""
    nbformat.v4.new_markdown_cell()  # la première cellule que fait nbformat lui fait compiler son schéma
    with suppress(NoBox):  # la copie le dira
        require_box()
        nursery.prepare("examiner", Limits())


def prepare(bundle):
    """Fait une fois ce que toutes les copies d'un sujet demandent : elles en héritent du poste."""
    _learn(bundle.source, bundle.delimiters)
    if bundle.boxed:
        with suppress(NoBox):
            require_box()
            libraries = libraries_of(_read(bundle.source))
            view(libraries)
            nursery.prepare("examiner", bundle.limits)
            nursery.prepare("student", bundle.limits, libraries)


@lru_cache(_SUBJECTS)
def _read(source):
    """Le carnet de l'enseignant, que personne ne modifie."""
    return nbformat.from_dict(json.loads(source))


@lru_cache(_SUBJECTS)
def _learn(source, delimiters):
    """Analyse les cellules du sujet, et celles que l'étudiant en a reçues : une copie les a presque toutes."""
    notebook = _read(source)
    make_plan(notebook, notebook, delimiters)
    for cell in notebook.cells:
        bound_names(cell.metadata.get("mlcourse", {}).get("released", cell.source))


def clear():
    """Tue ce qu'une copie laisse derrière elle ; rend les processus à épargner, qui servent à toutes."""
    return nursery.clear()


def grade(bundle):
    """Corrige une copie : rend le carnet exécuté et les remarques."""
    start = perf_counter()
    copy = (_read(bundle.source), bundle.files, bundle.notebook, bundle.limits)
    settings = {name: getattr(bundle, name) for name in ("boxed", "delimiters", "given", "seed")}
    return _result(bundle, examination.grade(*copy, remarks=bundle.remarks, **settings), start)


def refused(bundle, reason):
    """Note une copie sans l'exécuter : zéro à chaque test, la raison, et une personne à prévenir."""
    start = perf_counter()
    graded = examination.refused(_read(bundle.source), bundle.files, bundle.notebook, reason, bundle.remarks)
    return _result(bundle, graded, start)


def _result(bundle, graded, start):
    text = json.dumps(graded.notebook, ensure_ascii=False)  # nbformat l'écrira, plus lentement, là où on l'ouvre
    said = told(graded.notebook, _read(bundle.source))  # ici, où le temps d'une copie a une borne
    return Result(bundle.student, text, graded.remarks.typeset(), said, perf_counter() - start, graded.peak_bytes)
