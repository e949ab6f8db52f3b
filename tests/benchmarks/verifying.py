"""Ce que dure `mlcourse verifier` sur chaque devoir résolu, imports compris : moins de trois secondes."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.assignments.proof import released  # noqa: E402 (le dépôt n'est pas un paquet)
from tests.assignments.workshop import SOURCES, coded_exercises, grade_id, read, with_source  # noqa: E402

RUNS, BAR = 5, 3.0  # exécutions, et secondes


def main():
    """Mesure chaque devoir, et dit lequel dépasse."""
    slow = 0
    for assignment, path in SOURCES.items():
        notebook, source = released(assignment), read(path)
        answers = {grade_id(cell): cell.source for cell in source.cells}
        for exercise in coded_exercises(source):
            notebook = with_source(notebook, exercise, answers[exercise])
        longest = max(duration(notebook) for _ in range(RUNS))
        print(f"{assignment} : {longest:.2f} s au plus, sur {RUNS} exécutions")
        slow += longest > BAR
    return slow


def duration(notebook):
    """Ce que dure la commande, de son lancement à sa fin."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "devoir.ipynb"
        nbformat.write(notebook, path)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "mlcourse", "verifier", str(path)], check=False, capture_output=True)
        return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
