"""Prouver un exercice que l'on vient d'écrire ou de changer, sans attendre les autres : publier, récrire, tester.

Usage : ``python -m tests.assignments.one DEVOIR EXERCICE`` ; `make exercice` le lance.
"""

import subprocess
import sys

import pytest

from .proof import rewrite
from .workshop import ROOT, SOURCES, coded_exercises, read


def known(assignment, exercise):
    """Arrête d'une phrase qui nomme un devoir, ou un exercice, que solutions/ n'a pas."""
    if assignment not in SOURCES:
        sys.exit(f"solutions/ n'a pas de « {assignment} » : {', '.join(SOURCES)}.")
    if exercise not in (exercises := coded_exercises(read(SOURCES[assignment]))):
        sys.exit(f"{assignment} n'a pas de cellule de solution « {exercise} » : {', '.join(exercises)}.")


def arguments(assignment, exercise):
    """Ce que reçoit pytest : les tests de cet exercice, et ceux du devoir entier."""
    return [str(ROOT / "tests" / "assignments"), "-q", "-k", f"{assignment}-{exercise} or [{assignment}]"]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit('Nommez un devoir et un exercice : make exercice ARGS="devoir0 unit_columns".')
    known(*sys.argv[1:])
    if subprocess.run([sys.executable, "-m", "mlcourse", "publier", sys.argv[1]], cwd=ROOT, check=False).returncode:
        sys.exit(2)
    rewrite(sys.argv[1])
    sys.exit(pytest.main(arguments(*sys.argv[1:])))
