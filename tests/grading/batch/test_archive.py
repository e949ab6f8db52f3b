"""Ce qui se range à côté d'un carnet corrigé : de quoi le lire, et rien que démarre le programme qui l'ouvre."""

import os
import subprocess
import sys

import pytest

from mlcourse.grading.batch.archive import Archive
from mlcourse.grading.gradebook.plain import _harmless as copied_by_nbgrader

from ..copies.hostile_files import LAUNCHER
from ..small_course import ASSIGNMENT, SmallCourse, filled

KEPT = {"figures/courbe.png": b"", "mesures.csv": b"a,b", "poids.npz": b"", "notes.txt": b""}
IMPORTED = (
    "ipykernel_launcher.py",
    "sitecustomize.py",
    "traitlets/__init__.py",
    "json.PY",
    "zmq.cpython-311.so",
    "a.pth",
)
SETTINGS = (
    *("jupyter_config.json", "jupyter_lab_config.json", "ipython_kernel_config.json", "kernels/python3/kernel.json"),
    *("nbgrader_config.py", ".vscode/tasks.json", ".jupyter/notes.txt", "pyvenv.cfg", "Makefile", "lisez-moi.md"),
)
FILES = KEPT | dict.fromkeys(IMPORTED + SETTINGS, LAUNCHER.encode())
STUDENT = "Ève"


@pytest.fixture
def course(tmp_path):
    return SmallCourse(tmp_path)


def beside(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def filed(course, files, given):
    """Le dossier où se range une copie, après qu'elle l'a été."""
    Archive(course.open(), ASSIGNMENT, given).write(STUDENT, ASSIGNMENT, filled(course.released()), files)
    return course.open().autograded_folder(STUDENT, ASSIGNMENT)


def test_only_pictures_and_data_are_filed_beside_the_notebook(course):
    assert beside(filed(course, FILES, {})) == KEPT.keys() | {f"{ASSIGNMENT}.ipynb"}


def test_nbgrader_copies_the_same_files(course):
    folder = course.submit(STUDENT, filled(course.released()))
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assert {os.path.relpath(path, folder) for path in copied_by_nbgrader(folder)} == KEPT.keys()


def test_kernel_that_starts_beside_the_notebook_is_the_one_of_who_opens_it(course):
    folder = filed(course, FILES, {})
    command = [sys.executable, "-m", "ipykernel_launcher", "--version"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not (folder / "MARQUE-PIRATE.txt").exists()


def test_files_of_the_assignment_keep_their_place(course):
    given = {"outils.py": b"x = 1", "donnees.csv": b"juste"}
    folder = filed(course, {"outils.py/courbe.png": b"", "donnees.csv": b"faux", "mesures.csv": b"a"}, given)
    assert {name: (folder / name).read_bytes() for name in given} == given
    assert (folder / "mesures.csv").read_bytes() == b"a"
