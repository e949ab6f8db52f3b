"""Vérifier un carnet rempli avant de le rendre : ses tests visibles, et ce que la correction n'accepterait pas.

Le carnet est lu sur le disque, tel que l'enregistrent JupyterLab, VS Code, Colab ou JupyterLite ; ses cellules
s'exécutent dans l'ordre, dans un espace neuf, avec les seules bibliothèques que permet l'énoncé.
"""

import contextlib
import json
import os
import re
import sys
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from mlcourse.checks.notebook import grade_id, grading, is_solution, is_test, untouched
from mlcourse.checks.rehearsal import Rehearsal
from mlcourse.french import short, typeset

PASSED, FAILED, UNSEEN = "réussi", "à revoir", "caché"
_HEADER = re.compile(r"# (.+?) \(([\d,]+) points?\)")
_at_work: list[bool] = []  # vrai pendant qu'un carnet s'exécute
_UNSEEN, _MORE = "Rien ne se vérifie ici", "tests cachés"  # ce que dit un test qui ne voit rien, ou pas tout


@dataclass
class Tried:
    """Ce qu'a donné un test : son exercice, son titre, ses points, s'il passe, et ce qu'il dit sinon."""

    exercise: str
    title: str
    points: float
    state: str
    hidden: bool = False
    message: str = ""


@dataclass
class Report:
    """Ce que l'on sait d'un carnet."""

    tests: list[Tried] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # ce qui coûterait des points
    remarks: list[str] = field(default_factory=list)

    def all_well(self):
        """Vrai si tout ce qui se vérifie avant de rendre est réussi, et qu'il y avait quelque chose à vérifier."""
        states = {tried.state for tried in self.tests}
        return PASSED in states and FAILED not in states and not self.faults


def verify(path):
    """Dit d'un carnet ce qui passe et ce qui manque, d'une cellule qui peut être du carnet lui-même.

    Lève `ValueError` si ce n'est pas un carnet.
    """
    if not _at_work:  # le carnet que l'on vérifie demande à l'être : il l'est déjà
        tell(path)


def tell(path):
    """Dit d'un carnet ce qui passe et ce qui manque, exercice par exercice ; rend vrai si rien ne manque.

    Lève `ValueError` si ce n'est pas un carnet.
    """
    report = examine(Path(path))
    for text in told(report):
        print(typeset(text))  # noqa: T201
    return report.all_well()


def read(path):
    """Les cellules d'un carnet et ses métadonnées ; lève `ValueError` si ce n'en est pas un."""
    try:
        notebook = json.loads(path.read_bytes().decode("utf-8-sig"))
        cells = [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"]]
        metadata = notebook.get("metadata", {})
        if not _well_typed(cells, metadata):
            raise TypeError
    except OSError as error:
        raise ValueError(f"{path} ne se lit pas : {error.strerror}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ValueError(f"{path} n'est pas un carnet Jupyter") from None
    return cells, metadata


def _well_typed(cells, metadata):
    """Vrai si ce que l'on en lira a le type qu'écrit un Jupyter ; lève AttributeError faute d'un dictionnaire."""
    settings = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    return (
        all(isinstance(cell["cell_type"], str) for cell in cells)
        and all(isinstance(each.get("grade_id", ""), str) for each in settings)
        and all(isinstance(each.get("points") or 0, int | float) for each in settings)
        and isinstance(metadata.get("mlcourse", {}).get("tests", {}), dict)
    )


def examine(path):
    """Exécute un carnet, et rend ce que l'on en sait."""
    cells, metadata = read(path)
    os.environ.setdefault("MPLBACKEND", "agg")
    report, heading = Report(), ""
    with _working(), contextlib.chdir(path.resolve().parent), _importing_from(path.resolve().parent):
        rehearsal = Rehearsal(cells)
        for number, cell in enumerate(cells, 1):
            heading = _heading(cell) or heading
            if cell["cell_type"] == "code":
                _run(rehearsal, number, cell, heading, report)
            elif is_solution(cell) and cell["source"].strip() == "VOTRE RÉPONSE ICI":
                report.faults.append(f"La réponse rédigée reste à écrire{_under(heading)}.")
    found = {grade_id(cell) for cell in cells}
    absent = [name for name in metadata.get("mlcourse", {}).get("tests", {}) if name not in found]
    report.faults += [f"Le test « {name} » n'est plus dans le carnet : la correction le remettra." for name in absent]
    report.remarks += [f"{text} La correction ne l'offre pas." for text in rehearsal.refused]
    return report


@contextlib.contextmanager
def _importing_from(folder):
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


@contextlib.contextmanager
def _working():
    _at_work.append(True)
    try:
        yield
    finally:
        _at_work.pop()


def _heading(cell):
    """Le titre que pose une cellule de texte, ou une chaîne vide."""
    found = re.search(r"^##? (.+)$", cell["source"], re.MULTILINE) if cell["cell_type"] == "markdown" else None
    return found[1] if found else ""


def _under(heading):
    """L'exercice d'une cellule, entre parenthèses ; un carnet ne montre pas le numéro de ses cellules."""
    return f" (« {heading.partition('. ')[0]} »)" if heading else ""


def _run(rehearsal, number, cell, heading, report):
    """Exécute une cellule de code, et note ce qu'elle a donné."""
    header = _HEADER.match(cell["source"])
    printed, error = rehearsal.run(number, cell["source"])
    if not is_test(cell) and not (header and "mlcourse.checks" in cell["source"]):
        if error and is_solution(cell):
            report.faults.append(f"Une réponse{_under(heading)} s'arrête : {error}")
        return
    title = header[1] if header else grade_id(cell)
    points = float(grading(cell).get("points") or (header[2].replace(",", ".") if header else 0))
    state = FAILED if error else UNSEEN if _UNSEEN in printed else PASSED
    report.tests.append(Tried(heading, title, points, state, _MORE in printed or bool(error), error))
    if not untouched(cell):
        report.faults.append(f"Le test « {title} » a été modifié{_under(heading)} : la correction remettra le sien.")


def told(report):
    """Ce qui se dit d'un carnet, paragraphe par paragraphe."""
    for exercise, group in groupby(report.tests, key=lambda tried: tried.exercise):
        yield f"\n{exercise}"
        for tried in group:
            yield f"  {tried.state:<9} {short(tried.points):>5}  {tried.title}"
            if tried.message:
                yield "    " + tried.message.replace("\n", "\n    ")
    yield ""
    yield from report.faults
    yield from report.remarks
    yield _conclusion(report)


def _conclusion(report):
    """La dernière phrase : ce qui est réussi, ce qui ne l'est pas, ce que peuvent encore trouver les tests cachés."""
    worth = {state: sum(t.points for t in report.tests if t.state == state) for state in (PASSED, FAILED, UNSEEN)}
    hidden = sum(t.points for t in report.tests if t.state == PASSED and t.hidden)
    passed, failed, unseen = (short(points) for points in worth.values())
    start = "Rien ne manque de ce qui se vérifie avant de rendre" if report.all_well() else "Il reste à faire"
    kept = f"Points réussis : {passed} ; à revoir : {failed} ; sans test visible : {unseen}."
    doubtful = f"Des points réussis ou sans test visible, {short(hidden + worth[UNSEEN])} dépendent encore"
    return f"{start}. {kept}\n{doubtful} de tests cachés."
