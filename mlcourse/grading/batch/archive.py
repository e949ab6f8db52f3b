"""Ranger une copie corrigée là où nbgrader la cherche, sans que personne n'en voie jamais la moitié."""

import contextlib
import json

import nbformat

from mlcourse.grading.batch.store import DISK_FULL
from mlcourse.grading.files import write_atomically
from mlcourse.grading.submission.reading import harmless
from mlcourse.grading.submission.unread import is_unread


class Archive:
    """Le dossier des copies corrigées d'un devoir (classe/autograded)."""

    def __init__(self, course, assignment, given):
        self.course, self.assignment = course, assignment
        self._mode = course.permissions()
        self._given = given  # ce qui accompagne le sujet

    def _folder(self, student):
        return self.course.autograded_folder(student, self.assignment)

    def key(self, student, name):
        """Rend (empreinte complète, empreinte de la copie) du carnet rangé, ou deux chaînes vides."""
        try:
            marks = self._read(student, name)["metadata"]["mlcourse"]
            return marks["key"], marks["copy"]
        except (OSError, ValueError, KeyError, TypeError):
            return "", ""

    def remarks(self, student, name):
        """Ce que la correction a remarqué d'une copie, tel que le dit en tête le carnet rangé."""
        try:
            return tuple(self._read(student, name)["cells"][0]["metadata"]["mlcourse"]["remarks"])
        except (OSError, ValueError, LookupError, TypeError):
            return ()

    def unread(self, student, name):
        """Vrai si rien du carnet rangé n'a été exécuté : ses points, s'il en a, une personne les a tous donnés."""
        try:
            return is_unread(self._read(student, name)["cells"])
        except (OSError, ValueError, LookupError, TypeError):
            return False

    def _read(self, student, name):
        return json.loads((self._folder(student) / f"{name}.ipynb").read_text("utf-8"))

    def write(self, student, name, notebook, files):
        """Range le carnet, les fichiers inoffensifs de la copie et ceux du sujet ; le carnet vient en dernier."""
        folder = self._folder(student)
        own = {path: content for path, content in files.items() if harmless(path) and path not in self._given}
        kept = self._given | own  # ceux du sujet d'abord : aucun dossier de la copie ne prend leur place
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in kept.items():
            self._write_beside(folder / path, content)
        write_atomically(folder / f"{name}.ipynb", nbformat.writes(notebook).encode("utf-8"), self._mode)
        self._sweep(folder, kept)

    def _write_beside(self, path, content):
        """Range un fichier ; un nom que le système refuse ne prive pas la copie de sa note."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content, self._mode)
        except OSError as error:
            if error.errno in DISK_FULL:  # celui-là, une personne doit le savoir
                raise

    def _sweep(self, folder, kept):
        """Efface ce que la copie ne contient plus, et ce qu'une interruption aurait laissé."""
        for path in [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]:
            relative = path.relative_to(folder).as_posix()
            if relative not in kept and (path.suffix != ".ipynb" or path.parent != folder):
                with contextlib.suppress(OSError):
                    path.unlink()
