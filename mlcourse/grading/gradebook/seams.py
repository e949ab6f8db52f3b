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
from nbgrader.converters import Autograde, base
from nbgrader.converters.base import BaseConverter
from nbgrader.preprocessors import ClearHiddenTests, SaveAutoGrades, SaveCells
from nbgrader.utils import find_all_files

SEAMS: dict[str, tuple[str, tuple[Callable[..., Any], ...]]] = {}  # {couture: (version lue, code lu)}


def read_in(version, *functions):
    """Note qu'une couture repose sur ces fonctions de nbgrader, et la version où elles ont été lues."""

    def note(seam):
        SEAMS[seam.__name__] = version, functions
        return seam

    return note


@read_in("0.9.6", BaseConverter.start, BaseConverter.init_notebooks, BaseConverter.convert_notebooks)
def choose_submissions(converter, names, refused=()):
    """Donne à nbgrader la liste des copies et de leurs carnets, sauf `refused` ; rend les dossiers de ces copies.

    nbgrader crée l'exportateur après avoir dressé cette liste et avant de la parcourir : on peut alors la corriger.
    """
    folders = [folder for folder in folders_of(converter) if os.path.isdir(folder) and folder not in refused]
    converter.assignments = {folder: [os.path.join(folder, f"{name}.ipynb") for name in names] for folder in folders}
    return folders


def folders_of(converter):
    """Les dossiers des étudiants demandés ; un nom qui existe est d'abord un nom, même s'il contient des crochets."""
    coursedir = converter.coursedir
    pattern = converter._format_source(coursedir.assignment_id, coursedir.student_id)
    return [pattern] if coursedir.student_id != "*" and os.path.lexists(pattern) else glob.glob(pattern)


@read_in("0.9.6", BaseConverter.init_assignment, find_all_files)
def copy_only(folders, select):
    """Fait que nbgrader ne recopie de ces dossiers que les fichiers que rend `select`, sans les parcourir lui-même."""
    base.find_all_files = lambda path, exclude=None: select(path) if path in folders else find_all_files(path, exclude)


@read_in("0.9.6", Autograde.convert_single_notebook)
def in_first_pass(converter):
    """Vrai pendant la première des deux passes de nbgrader sur un carnet, celle qui l'assainit."""
    return getattr(converter, "_sanitizing", False)


@read_in("0.9.6", ClearHiddenTests._remove_hidden_test_region)
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


@read_in(
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


@read_in("0.9.6", SaveAutoGrades.preprocess, SaveAutoGrades._add_score)
def flag_grade(saver, cell):
    """Fait demander par formgrader qu'une personne note cette cellule, que `saver` vient d'inscrire."""
    names = saver.notebook_id, saver.assignment_id, saver.student_id
    saver.gradebook.find_grade(cell, *names).needs_manual_grade = True
    saver.gradebook.db.commit()


@read_in("0.9.6", SaveCells.preprocess, SaveCells._create_notebook)
def save_cells(notebook, resources, config):
    """Inscrit les cellules d'un sujet au carnet de notes ; des copies une fois notées, ce sont celles qui y sont."""
    SaveCells(config=config)(notebook, resources)


@read_in("0.9.6", Gradebook.__init__, nbgrader.api.get_alembic_version)
def create_gradebook(url, course_id):
    """Crée la base ; la version de son schéma se lit ici, quand nbgrader lance un programme parfois hors du PATH."""
    nbgrader.api.get_alembic_version = schema_version
    Gradebook(url, course_id).close()


def schema_version():
    """La version du schéma que connaît ce nbgrader."""
    from alembic.script import ScriptDirectory  # ici, et non en tête : une correction commence plus tôt sans lui

    return ScriptDirectory(str(Path(nbgrader.api.__file__).parent / "alembic")).get_current_head()


@contextlib.contextmanager
@read_in("0.9.6", Gradebook.update_or_create_student)
def quiet_journal():
    """Fait taire la trace complète que nbgrader journalise à chaque erreur de la base, avant de la lever."""
    journal = logging.getLogger("tornado.application")
    level = journal.level
    journal.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        journal.setLevel(level)
