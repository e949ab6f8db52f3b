"""Les coutures : ce qu'on emploie de nbgrader sans qu'il le promette, et la version où chacune a été lue.

`SEAMS` associe à chaque couture le code de nbgrader sur lequel elle repose ; un test compare ce code à celui qui a été
lu, et nomme la couture à relire quand nbgrader en a changé.
"""

import contextlib
import glob
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbgrader.api
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, NbGraderException, base
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, SaveAutoGrades, SaveCells
from nbgrader.utils import find_all_files

from mlcourse.grading.submission.reading import shown

SEAMS: dict[str, tuple[str, tuple[Callable[..., Any], ...]]] = {}  # {couture: (version lue, code lu)}


def _read_in(version, *functions):
    def note(seam):
        SEAMS[seam.__name__] = version, functions
        return seam

    return note


@_read_in("0.9.6", BaseConverter.start, BaseConverter.init_notebooks, BaseConverter.convert_notebooks)
def choose_submissions(converter, names, refused=()):
    """Donne à nbgrader la liste des copies et de leurs carnets, sauf `refused` ; rend les dossiers de ces copies.

    nbgrader crée l'exportateur après avoir dressé cette liste et avant de la parcourir : on peut alors la corriger.
    """
    folders = [folder for folder in _folders(converter) if os.path.isdir(folder) and folder not in refused]
    converter.assignments = {folder: [os.path.join(folder, f"{name}.ipynb") for name in names] for folder in folders}
    return folders


def _folders(converter):
    """Les dossiers des étudiants demandés ; un nom qui existe est d'abord un nom, même s'il contient des crochets."""
    coursedir = converter.coursedir
    pattern = converter._format_source(coursedir.assignment_id, coursedir.student_id)
    return [pattern] if coursedir.student_id != "*" and os.path.lexists(pattern) else glob.glob(pattern)


@_read_in("0.9.6", BaseConverter.init_notebooks)
def find_any_name():
    """Fait trouver à nbgrader les carnets d'un dossier dont le nom contient des crochets, qu'il prend pour un motif."""
    plain = SEAMS["find_any_name"][1][0]

    def init_notebooks(self):
        coursedir, found = self.coursedir, {}
        for folder in _folders(self):
            found[folder] = glob.glob(os.path.join(glob.escape(folder), f"{coursedir.notebook_id}.ipynb"))
        self.notebooks, self.assignments = [], {folder: paths for folder, paths in found.items() if paths}
        if not self.assignments:
            plain(self)  # dira ce qui manque

    setattr(BaseConverter, "init_notebooks", init_notebooks)  # noqa: B010


@_read_in("0.9.6", BaseConverter.start, BaseConverter.convert_notebooks)
def one_by_one():
    """Fait que rien de ce qui arrive à une copie n'arrête les suivantes, dans « autograde » et « generate_feedback ».

    De lui-même, nbgrader abandonne la classe pour une base occupée, ou pour un dossier qu'il ne peut pas effacer.
    """
    plain = SEAMS["one_by_one"][1][1]

    def convert_notebooks(self):
        copies, failed = self.assignments, []
        for folder in sorted(copies):
            self.assignments = {folder: copies[folder]}
            try:
                plain(self)
            except Exception as error:
                if not isinstance(error, NbGraderException):  # celles-là, il les a déjà dites
                    self.log.error("%s", folder, exc_info=True)
                failed.append(folder)
        self.assignments = copies
        if failed:
            told = ", ".join(shown(Path(folder).parent.name) for folder in failed)
            raise NbGraderException(f"Un incident a laissé de côté {told} ; tout le reste est fait.")

    for converter in (Autograde, GenerateFeedback):
        setattr(converter, "convert_notebooks", convert_notebooks)  # noqa: B010 (mypy)


@_read_in("0.9.6", BaseConverter.init_assignment, find_all_files)
def copy_only(folders, select):
    """Fait que nbgrader ne recopie de ces dossiers que les fichiers que rend `select`, sans les parcourir lui-même."""
    base.find_all_files = lambda path, exclude=None: select(path) if path in folders else find_all_files(path, exclude)


@_read_in("0.9.6", Autograde.convert_single_notebook)
def in_first_pass(converter):
    """Vrai pendant la première des deux passes de nbgrader sur un carnet, celle qui l'assainit."""
    return getattr(converter, "_sanitizing", False)


@_read_in("0.9.6", ClearHiddenTests._remove_hidden_test_region)
def hide_tests(cell, config):
    """Retire d'une cellule ses tests cachés ; tout son texte, s'il manque un délimiteur."""
    try:
        ClearHiddenTests(config=config)._remove_hidden_test_region(cell)
    except RuntimeError:  # dans le doute, on ne montre rien
        cell.source = ""


class _SubmissionView:
    """Le carnet de notes réduit à une copie déjà chargée, pour SaveAutoGrades : ni requête ni écriture par cellule."""

    def __init__(self, grades, comments):
        self._grades, self._comments, self.db = grades, comments, self

    def find_grade(self, cell, *_):
        return self._grades[cell]

    def find_comment(self, cell, *_):
        return self._comments[cell]

    def commit(self):
        """N'écrit rien : la copie entière s'écrit d'un coup."""


@_read_in(
    "0.9.6",
    SaveAutoGrades.preprocess,
    SaveAutoGrades.preprocess_cell,
    SaveAutoGrades._add_score,
    SaveAutoGrades._add_comment,
)
def fill(saver, grades, comments, notebook, resources):
    """Fait remplir par `saver`, un SaveAutoGrades, des notes et des commentaires déjà chargés, {cellule: ligne}."""
    names = resources["nbgrader"]
    saver.gradebook = _SubmissionView(grades, comments)
    saver.notebook_id, saver.assignment_id = names["notebook"], names["assignment"]
    saver.student_id = names["student"]
    for index, cell in enumerate(notebook.cells):
        saver.preprocess_cell(cell, resources, index)


@_read_in("0.9.6", CourseDirectory.get_existing_timestamp, NbGraderAPI.get_submitted_timestamp)
def read_dates_with(read):
    """Fait dire par `read` la date que contient un dossier : nbgrader lit le fichier entier, quel qu'il soit."""
    setattr(CourseDirectory, "get_existing_timestamp", read)  # noqa: B010 (mypy)

    def get_submitted_timestamp(self, assignment_id, student_id):
        folder = self.coursedir.format_path(self.coursedir.submitted_directory, student_id, assignment_id)
        return read(self.coursedir, folder)

    setattr(NbGraderAPI, "get_submitted_timestamp", get_submitted_timestamp)  # noqa: B010


@_read_in("0.9.6", CourseDirectory.format_path, BaseConverter.init_single_notebook_resources)
def read_any_name():
    """Fait suivre à nbgrader un dossier dont le nom a une fin de ligne ; de lui-même, il abandonne la classe."""
    plain = SEAMS["read_any_name"][1][0]

    def format_path(self, nbgrader_step, student_id, assignment_id, escape=False):
        path = plain(self, nbgrader_step, student_id, assignment_id, escape)
        return f"(?s){path}" if escape else path

    setattr(CourseDirectory, "format_path", format_path)  # noqa: B010


@_read_in(
    "0.9.6",
    NbGraderAPI.get_notebook_submissions,
    NbGraderAPI.get_student_notebook_submissions,
    NbGraderAPI.get_student_submissions,
)
def tell_held(held):
    """Fait dire à formgrader, d'une copie et d'un carnet, si `held` y trouve un test à noter : `code_waits`."""
    for plain in SEAMS["tell_held"][1]:
        setattr(NbGraderAPI, plain.__name__, _with_held(plain, held))


def _with_held(plain, held):
    def told(self, *names):
        found = plain(self, *names)
        with self.gradebook as gradebook:
            waiting = held(gradebook)
        for each in found:
            each["code_waits"] = each["id"] in waiting
        return found

    return told


@_read_in("0.9.6", GenerateAssignment.start, BaseConverter.convert_notebooks, BaseConverter.init_destination)
def release_by(release):
    """Confie à `release(converter, plain)` la production de tout sujet : une faute, et nbgrader efface l'ancien."""
    plain = SEAMS["release_by"][1][0]
    setattr(GenerateAssignment, "start", lambda self: release(self, plain))  # noqa: B010 (mypy)


@_read_in("0.9.6", SaveAutoGrades.preprocess, SaveAutoGrades._add_score)
def flag_grade(saver, cell):
    """Fait demander par formgrader qu'une personne note cette cellule, que `saver` vient d'inscrire."""
    names = saver.notebook_id, saver.assignment_id, saver.student_id
    saver.gradebook.find_grade(cell, *names).needs_manual_grade = True
    saver.gradebook.db.commit()


@_read_in("0.9.6", SaveCells.preprocess, SaveCells._create_notebook)
def save_cells(notebook, resources, config):
    """Inscrit les cellules d'un sujet au carnet de notes ; des copies une fois notées, ce sont celles qui y sont."""
    SaveCells(config=config)(notebook, resources)


@_read_in("0.9.6", Gradebook.__init__, nbgrader.api.get_alembic_version)
def create_gradebook(url, course_id):
    """Crée la base ; la version de son schéma se lit ici, quand nbgrader lance un programme parfois hors du PATH."""
    nbgrader.api.get_alembic_version = schema_version
    Gradebook(url, course_id).close()


def schema_version():
    """La version du schéma que connaît ce nbgrader."""
    from alembic.script import ScriptDirectory  # ici, et non en tête : une correction commence plus tôt sans lui

    return ScriptDirectory(str(Path(nbgrader.api.__file__).parent / "alembic")).get_current_head()


@contextlib.contextmanager
@_read_in("0.9.6", Gradebook.update_or_create_student)
def quiet_journal():
    """Fait taire la trace complète que nbgrader journalise à chaque erreur de la base, avant de la lever."""
    journal = logging.getLogger("tornado.application")
    level = journal.level
    journal.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        journal.setLevel(level)
