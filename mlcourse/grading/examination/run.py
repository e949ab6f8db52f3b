"""Exécuter un carnet : une passe qui montre, puis une passe qui note.

La copie qui a passé des tests cachés en connaît les données, et ce qu'elle affiche ensuite pourrait les répéter. La
première passe n'exécute donc que ce que l'étudiant a reçu, en face d'une copie et de tests neufs : ce qu'il lira en
vient. La seconde, avec les lignes cachées, donne les points et ce que lit l'enseignant. Dans cet ordre, parce que deux
passes ont en commun la machine, son horloge, son cache de fichiers : rien de caché n'y est encore passé quand on
montre. Une copie complice, corrigée avant, peut y laisser des nombres : une page d'un fichier du système, déjà lue, se
relit plus vite, et nul filtre n'ôte une horloge. Elle en laisse davantage si elle l'est en même temps. Ce sont des
données, jamais une ligne, et un test qui tire les siennes à chaque copie n'a rien à y perdre.

Les deux messages d'un test vivent dans le carnet : celui de l'enseignant dans les sorties de la cellule, celui de
l'étudiant dans ses métadonnées.
"""

import base64
import copy
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from time import monotonic

from nbformat import NotebookNode
from nbformat.v4 import new_output

from mlcourse.checks.notebook import HIDDEN
from mlcourse.grading.examination.libraries import libraries_of, undeclared
from mlcourse.grading.examination.plan import make_plan
from mlcourse.grading.examination.reasons import remarks_of
from mlcourse.grading.examination.session import Session
from mlcourse.grading.examination.told import view
from mlcourse.grading.submission.exercises import exercises
from mlcourse.grading.submission.remarks import Remarks
from mlcourse.grading.submission.unread import ABSENT, fail


@dataclass(frozen=True)
class Run:
    """Un carnet exécuté, et ce qu'il faut en savoir ; `told` est ce que l'étudiant peut lire des remarques."""

    notebook: NotebookNode
    remarks: Remarks
    told: Remarks
    seconds: float
    peak_bytes: int


def run_notebook(notebook, source, limits, boxed=True, delimiters=HIDDEN, files=None, given=None, seed=None):
    """Exécute une copie de `notebook`, dont les tests sont ceux de `source`, le carnet de l'enseignant.

    `files` sont les fichiers rendus avec elle et `given` ceux du sujet, {chemin relatif: contenu} : la copie les trouve
    dans son dossier, et les tests y trouvent ceux du sujet. De `seed`, les tests cachés tirent leurs données.
    """
    start = monotonic()
    notebook, steps = copy.deepcopy(notebook), make_plan(notebook, source, delimiters)
    libraries, files, given = libraries_of(source), files or {}, given or {}
    options = {"boxed": boxed, "libraries": libraries, "files": files, "given": given}
    shown, peak = _pass(Session([step.in_sight() for step in steps], limits, **options))
    reports, other = shown, 0
    if any(step.hidden_lines for step in steps):
        reports, other = _pass(Session(steps, limits, seed=seed, **options))
    told = [view(*pair) for pair in zip(reports, shown, strict=True)]
    for report, seen in zip(reports, told, strict=True):
        _write(notebook.cells[report.step.index], report, seen)
    imports = undeclared(steps, libraries, files | given)
    places = exercises(notebook.cells)
    remarks, read = (remarks_of(each, places) + imports for each in (reports, told))
    return Run(notebook, remarks, read, monotonic() - start, max(peak, other))


def _pass(session):
    """Mène une passe et ne laisse rien d'elle ; rend ses rapports et la mémoire qu'elle a tenue."""
    try:
        reports = session.run()
    finally:
        peak = session.close()
    return reports, peak


def _write(cell, report, told):
    """Met dans une cellule les sorties que nbgrader lira : un test réussi n'en laisse aucune."""
    cell.execution_count = report.step.index + 1
    if report.step.kind != "test":
        cell.outputs = [_output(*each) for each in _joined(told.outputs)]
        if told.error:
            name, message, trace = told.error
            cell.outputs.append(new_output("error", ename=name, evalue=message, traceback=[trace]))
        return
    cell.source = report.step.source
    if report.verdict == "passed":  # le message est alors la valeur d'une note partielle
        data, count = {"text/plain": report.message}, cell.execution_count
        cell.outputs = [new_output("execute_result", data, execution_count=count)] if report.message else []
    else:
        fail(cell, ABSENT if report.verdict == "absent" else "CheckError", report.message, told.message)


def _joined(outputs):
    """Les sorties, où ce qui va d'affilée dans un même flux n'en fait qu'une : c'est ainsi qu'il s'affichera."""
    for kind, each in groupby(outputs, itemgetter(0)):
        texts = [content for _, content in each]
        yield from ((kind, content) for content in (["".join(texts)] if kind in ("stdout", "stderr") else texts))


def _output(kind, content):
    if kind == "png":
        return new_output("display_data", {"image/png": base64.b64encode(content).decode()})
    if kind == "text":
        return new_output("display_data", {"text/plain": content})
    return new_output("stream", name="stderr" if kind == "stderr" else "stdout", text=content)
