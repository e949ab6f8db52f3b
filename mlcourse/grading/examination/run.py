"""Exécuter un carnet : une passe qui note, et au besoin une seconde qui montre.

La copie qui a passé des tests cachés en connaît les données : ce qu'elle affiche ensuite pourrait les répéter. La
première passe donne donc les points, et rien de ce que la copie y écrit après un test caché ne se lit ; quand
il y a quelque chose à lire, une seconde passe, sans aucune partie cachée, le produit.
"""

import base64
import copy
from dataclasses import dataclass
from time import monotonic

from nbformat import NotebookNode
from nbformat.v4 import new_output

from mlcourse.checks.notebook import HIDDEN
from mlcourse.grading.examination.libraries import libraries_of, undeclared
from mlcourse.grading.examination.plan import make_plan
from mlcourse.grading.examination.reasons import remarks_of
from mlcourse.grading.examination.session import Session
from mlcourse.grading.submission.remarks import Remarks


@dataclass(frozen=True)
class Run:
    """Un carnet exécuté, et ce qu'il faut en savoir."""

    notebook: NotebookNode
    remarks: Remarks
    seconds: float
    peak_bytes: int


def run_notebook(notebook, source, limits, boxed=True, delimiters=HIDDEN, files=None, given=None):
    """Exécute une copie de `notebook`, dont les tests sont ceux de `source`, le carnet de l'enseignant.

    `files` sont les fichiers rendus avec elle et `given` ceux du sujet, {chemin relatif: contenu} : la copie les trouve
    dans son dossier, et les tests y trouvent ceux du sujet.
    """
    start = monotonic()
    notebook, steps = copy.deepcopy(notebook), make_plan(notebook, source, delimiters)
    deadline = start + limits.submission_seconds
    libraries, files, given = libraries_of(source), files or {}, given or {}
    options = {"boxed": boxed, "deadline": deadline, "files": files, "given": given, "libraries": libraries}
    grading = Session(steps, limits, **options)
    showing = None
    try:
        reports = grading.run()
        spoken = [report for report in reports if report.tainted and report.speaks()]
        if spoken:
            # Une cellule de la copie peut montrer ce que tous les tests y ont fait ; un test échoué ne montre que lui.
            whole = any(report.step.kind != "test" for report in spoken)
            shown = {report.step.index for report in (reports if whole else spoken)}
            showing = Session(steps, limits, shown=shown, examiner=grading.take_examiner(), **options)
            reports = [_shown(*pair) for pair in zip(reports, showing.run(), strict=True)]
    finally:
        peak = max(session.close() for session in (grading, showing) if session)
    for report in reports:
        _write(notebook.cells[report.step.index], report)
    remarks = remarks_of(reports) + undeclared(steps, libraries, files | given)
    return Run(notebook, remarks, monotonic() - start, peak)


def _shown(graded, shown):
    """Le rapport de la première passe, où ce qui vient de la copie est remplacé par ce qu'en dit la seconde."""
    if not graded.tainted:
        return graded
    if graded.step.kind != "test":
        graded.outputs, graded.error = shown.outputs, shown.error
    elif graded.verdict == "failed" and not graded.hidden:
        graded.message = shown.message if shown.verdict == "failed" else graded.safe_message
    return graded


def _write(cell, report):
    """Met dans une cellule les sorties que nbgrader lira : une réussite n'en laisse aucune."""
    cell.execution_count = report.step.index + 1
    if report.step.kind != "test":
        cell.outputs = [_output(kind, content) for kind, content in report.outputs]
        if report.error:
            name, message, trace = report.error
            cell.outputs.append(new_output("error", ename=name, evalue=message, traceback=[trace]))
        return
    cell.source = report.step.source
    cell.outputs = []
    if report.verdict != "passed":
        text = report.message
        cell.outputs = [new_output("error", ename="CheckError", evalue=text, traceback=[text])]
    elif report.message:  # la valeur d'une note partielle
        count = cell.execution_count
        cell.outputs = [new_output("execute_result", {"text/plain": report.message}, execution_count=count)]


def _output(kind, content):
    if kind == "png":
        return new_output("display_data", {"image/png": base64.b64encode(content).decode()})
    if kind == "text":
        return new_output("display_data", {"text/plain": content})
    return new_output("stream", name="stderr" if kind == "stderr" else "stdout", text=content)
