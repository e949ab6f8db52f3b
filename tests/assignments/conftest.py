"""Un cours entier dans un dossier temporaire, au chemin difficile, où tourne le vrai nbgrader."""

import os
import shutil
import subprocess
import sys

import pytest

from .workshop import ROOT, SOURCES


class Course:
    """Une copie du cours : les sujets de l'enseignant, les réglages, et la commande nbgrader."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        shutil.copytree(ROOT / "solutions", folder / "solutions")

    def python(self, *arguments):
        """Lance Python dans le dossier du cours, loin des réglages de l'utilisateur."""
        home = self.folder / "accueil"
        home.mkdir(exist_ok=True)
        environment = os.environ | {"HOME": str(home), "JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def nbgrader(self, *arguments):
        """Lance nbgrader et exige qu'il réussisse."""
        done = self.python("-m", "nbgrader", *arguments)
        assert done.returncode == 0, done.stderr
        return done


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Un cours dont aucun sujet n'est encore publié."""
    return Course(tmp_path_factory.mktemp("cours d'été à l'école"))


@pytest.fixture(scope="module")
def published(course):
    """Le même, dont chaque sujet est publié, sans carnet de notes."""
    for path in SOURCES.values():
        course.nbgrader("generate_assignment", path.parent.name, "--no-db")
    return course
