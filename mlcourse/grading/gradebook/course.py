"""Le cours vu de la correction : ses réglages, ses dossiers, ses sujets et ses copies."""

import os
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from mlcourse.french import plain
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.register import home
from mlcourse.grading.submission.reading import COMPANION_BYTES, IGNORED, MAX_REFUSALS, MEGABYTE, files_beside, shown

SETTINGS = "nbgrader_config.py"
YEARS = "annees"  # où se mettent de côté les classes des années passées


def find_root(start):
    """Le dossier du cours : le premier, en remontant, qui contient les réglages de nbgrader.

    Ceux qu'un étudiant aurait rendus avec sa copie sont un programme à lui : ils ne se lisent jamais.
    """
    found = [folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()]
    if not found:
        raise GradingError(f"Aucun fichier {SETTINGS} ici ni au-dessus : lancez la commande dans le dossier du cours.")
    root, *inner = reversed(found)
    for folder in inner:
        root = root if Course(root).holds(folder) else folder
    return root


class Course:
    """Un cours, avec les réglages que nbgrader lirait dans le même dossier."""

    def __init__(self, root):
        self.root = Path(root)
        self.config = _load_config(self.root)
        self.coursedir = CourseDirectory(config=self.config)
        if "root" not in self.config.CourseDirectory:
            self.coursedir.root = str(self.root)

    def _path(self, step, student, assignment):
        return Path(self.coursedir.format_path(step, student, assignment))

    def holds(self, folder):
        """Vrai d'un dossier qui vient d'une copie : rendue, remplacée, corrigée, commentée, ou d'une année passée."""
        names = ("submitted_directory", "autograded_directory", "feedback_directory")
        homes = [self._path(getattr(self.coursedir, name), ".", ".").resolve() for name in names]
        homes += [home(self.coursedir), home(self.coursedir).with_name(YEARS)]
        return any(folder.resolve().is_relative_to(home) for home in homes)

    def source_folder(self, assignment):
        """Le dossier des carnets de l'enseignant."""
        return self._path(self.coursedir.source_directory, ".", assignment)

    def submitted_folder(self, student, assignment):
        """Le dossier d'une copie rendue."""
        return self._path(self.coursedir.submitted_directory, student, assignment)

    def autograded_folder(self, student, assignment):
        """Le dossier d'une copie corrigée."""
        return self._path(self.coursedir.autograded_directory, student, assignment)

    def results_folder(self, assignment):
        """Le dossier des résultats, à côté de celui des copies corrigées."""
        return self._path(self.coursedir.autograded_directory, ".", ".").resolve().parent / "correction" / assignment

    def permissions(self):
        """Les droits que nbgrader donne aux copies corrigées."""
        return int(str(Autograde(coursedir=self.coursedir, config=self.config).permissions), 8)

    def assignments(self):
        """Les devoirs qui ont un sujet."""
        folder = self.source_folder(".")
        return sorted(path.name for path in folder.glob("*") if any(path.glob("*.ipynb")))

    def notebooks(self, assignment):
        """Les chemins des carnets d'un devoir."""
        known = self.assignments()
        if assignment not in known:
            raise GradingError(f"Devoir inconnu : {assignment}. Devoirs du cours : {', '.join(known) or 'aucun'}.")
        return sorted(self.source_folder(assignment).glob("*.ipynb"))

    def given_files(self, assignment):
        """Ce que l'enseignant a mis à côté de ses carnets, {chemin relatif: contenu}."""
        files = files_beside(self.source_folder(assignment))
        weight = sum(map(len, files.values()))
        if weight > COMPANION_BYTES:
            raise GradingError(
                f"Les fichiers qui accompagnent {assignment} pèsent {weight // MEGABYTE} Mo ; la correction en donne "
                f"{COMPANION_BYTES // MEGABYTE} Mo au plus aux copies."
            )
        return files

    def handed_in(self, assignment):
        """Ceux dont un dossier est rangé pour ce devoir, dans l'ordre alphabétique."""
        folder = self.submitted_folder(".", ".")
        names = os.listdir(folder) if folder.is_dir() else []
        present = (name for name in names if os.path.lexists(self.submitted_folder(name, assignment)))
        return sorted(present, key=lambda name: (plain(name), name))

    def students(self, assignment):
        """Les mêmes ; refuse un devoir que personne n'a rendu."""
        students = self.handed_in(assignment)
        if not students:
            example = os.path.relpath(self.submitted_folder("<nom>", assignment), self.root)
            raise GradingError(
                " ".join([f"Aucune copie de {assignment} : rangez-les dans {example}, un dossier par étudiant.",
                          *self.strays()])
            )  # fmt: skip
        return students

    def strays(self):
        """Une phrase qui nomme ce qui est parmi les copies sans en être une, s'il y en a : rien n'y est corrigé."""
        folder = self.submitted_folder(".", ".")
        found = [name for each in _visible(folder) or () for name in self._misplaced(folder, each)]
        if found:
            more = f" et {len(found) - MAX_REFUSALS} autres" if len(found) > MAX_REFUSALS else ""
            names = ", ".join(map(shown, found[:MAX_REFUSALS]))
            yield f"(!) N'est pas à la place d'une copie, et n'est pas corrigé : {names}{more}."

    def _misplaced(self, folder, name):
        inside = _visible(folder / name)
        if inside is None or not inside:
            return [name if inside is None else f"{name}/ (vide)"]
        return [f"{name}/{each}" for each in inside if each not in self.assignments()]


def _visible(folder):
    """Les noms que contient un dossier, sauf ce qu'un système y laisse de lui-même ; None si ce n'en est pas un."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    return sorted(name for name in os.listdir(folder) if not IGNORED.fullmatch(name))


def _load_config(root):
    """Les réglages de l'utilisateur, puis ceux du cours, qui l'emportent : l'ordre de nbgrader."""
    config = Config()
    for folder in (*reversed(jupyter_config_path()), root):
        try:
            config.merge(PyFileConfigLoader(SETTINGS, str(folder)).load_config())
        except ConfigFileNotFound:
            continue
        except Exception as error:  # noqa: BLE001 (c'est du Python : tout peut y arriver)
            raise GradingError(f"{folder}/{SETTINGS} ne se lit pas : {error}") from None
    return config
