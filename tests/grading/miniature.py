"""Un devoir miniature : une fonction à écrire, quelques tests, et de quoi exécuter une copie sans nbgrader autour."""

import contextlib
import copy
import os
import re
from pathlib import Path

import nbformat.v4 as nbf
import psutil

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.examination.run import run_notebook
from mlcourse.grading.sandbox.box import FIRST_USER

QUICK = Limits(cell_seconds=3, submission_seconds=60)
CHECKS = """
import numpy as _np
from mlcourse.checks import Check as _Check
_check = _Check(double, "double rend le double")
"""
VISIBLE = f"{CHECKS}_check.close('y', _check.call(_np.ones(3)), 2 * _np.ones(3))"
HIDDEN = f"""{CHECKS}
# DÉBUT TESTS CACHÉS
_secret = _np.array([31415.0, 92653.0])
_check.close('y', _check.call(_secret), 2 * _secret)
# FIN TESTS CACHÉS
"""
RIGHT = "def double(x):\n    return 2 * x"


def cell(grade_id, source, points=None, *, solution=False):
    """Une cellule de code de nbgrader ; avec des points, c'est un test."""
    settings = {"grade_id": grade_id, "grade": points is not None, "solution": solution, "locked": not solution}
    settings |= {"schema_version": 3, "task": False} | ({} if points is None else {"points": points})
    return nbf.new_code_cell(source, metadata={"nbgrader": settings})


def assignment(*tests, names="double"):
    """Le carnet de l'enseignant : une solution qui définit `names`, puis des tests d'un point."""
    solution = cell("solution", "\n".join(f"def {name}(): pass" for name in names.split()), solution=True)
    graded = [cell(f"test{number}", source, 1.0) for number, source in enumerate(tests, 1)]
    return nbf.new_notebook(cells=[cell("imports", "import numpy as np"), solution, *graded])


def submission(source, solution, before=(), after=()):
    """La copie d'un étudiant : sa solution, et des cellules qu'il a ajoutées."""
    notebook = copy.deepcopy(source)
    notebook.cells[1].source = solution
    notebook.cells[1:1] = map(nbf.new_code_cell, before)
    notebook.cells += map(nbf.new_code_cell, after)
    return notebook


class Graded:
    """Le résultat d'une exécution, cellule par cellule.

    `messages` sont ceux que lit l'étudiant, `whole` ceux de l'enseignant ; `text` est tout ce que l'étudiant lit.
    """

    def __init__(self, run):
        from nbgrader.utils import determine_grade  # long à importer

        self.run = run
        tests = [cell for cell in run.notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
        others = [cell for cell in run.notebook.cells if cell not in tests]
        self.points = [determine_grade(cell)[0] for cell in tests]
        self.messages = [" ".join(told(cell).split()) for cell in tests]
        self.whole = [" ".join(shown(cell).split()) for cell in tests]
        self.text = "\n".join(filter(None, [*map(told, tests), *map(shown, others), *run.told.texts]))


def told(cell):
    """Ce que l'étudiant lit d'une cellule de tests."""
    return cell.metadata.get("mlcourse", {}).get("told", "")


def shown(cell):
    """Tout ce que montrent les sorties d'une cellule."""
    parts = []
    for output in cell.get("outputs", []):
        parts += [output.get("text", ""), *output.get("traceback", []), output.get("data", {}).get("text/plain", "")]
    return "\n".join(parts)


def graded(solution, *tests, limits=QUICK, names="double", boxed=True, **added):
    """Exécute une copie du devoir miniature."""
    source = assignment(*(tests or (VISIBLE, HIDDEN)), names=names)
    return Graded(run_notebook(submission(source, solution, **added), source, limits, boxed))


def engine_processes(leader=None):
    """Les processus en boîte qui vivent encore, pour ce meneur (ce processus-ci, par défaut)."""
    if os.geteuid() != 0:  # tous ont le même utilisateur : on reconnaît les siens à leur parenté
        family = psutil.Process(leader).children(recursive=True) if psutil.pid_exists(leader or os.getpid()) else []
        return {child.pid for child in family if "mlcourse.grading.inside.boot" in " ".join(_command(child))}
    users = {str(FIRST_USER + 2 * (leader or os.getpid()) + rank) for rank in (0, 1)}
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            status = (folder / "status").read_text()
            if "State:\tZ" in status:  # mort, et que le système va ramasser
                continue
            if re.search(r"Uid:\s+(\d+)", status)[1] in users:
                found.add(int(folder.name))
    return found


def _command(process):
    """Les mots de la commande d'un processus ; rien s'il est mort."""
    with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return [] if process.status() == psutil.STATUS_ZOMBIE else process.cmdline()
    return []
