"""Faire passer `nbgrader autograde` et le bouton de formgrader par le même moteur que `mlcourse corriger`."""

import logging
import os
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, NbGraderException

from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.grade import require
from mlcourse.grading.gradebook.database import in_french, open_gradebook
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.master import graded_form, master_text, source_path
from mlcourse.grading.gradebook.names import NO_TEXT, is_text
from mlcourse.grading.gradebook.registration import register
from mlcourse.grading.gradebook.rehearsal import rehearse_here, require_tests
from mlcourse.grading.gradebook.seams import choose_submissions, copy_only, in_first_pass
from mlcourse.grading.submission.reading import files_beside, harmless, read_submission, shown

# Ce que nbgrader dit d'utile à une personne, et comment le lui dire.
SAID = {"Skipping existing assignment: ": "déjà corrigée, et le reste sans --force : {}"}
UNSAID = ("Removing existing assignment", "No submitted file")  # ce que demande --force ; ce que dit mieux une remarque


class French(logging.Filter):
    """Ne laisse du journal de « nbgrader autograde » que ce qui regarde une personne."""

    def filter(self, record):
        """Vrai de ce qui reste à dire."""
        text = record.getMessage()
        if start := next((start for start in SAID if text.startswith(start)), None):
            record.msg, record.args = SAID[start].format(text.removeprefix(start)), ()
            return True
        return record.levelno > logging.INFO and not text.startswith(UNSAID)


class SubmissionExporter(NotebookExporter):
    """Fait corriger toutes les copies, quel que soit l'état de leurs carnets.

    De lui-même, nbgrader ignore les carnets renommés et copie tous les autres fichiers, liens compris.
    """

    def __init__(self, parent=None, **options):
        super().__init__(parent=parent, **options)
        if isinstance(parent, Autograde):
            try:
                _prepare(parent, self.config)
            except GradingError as error:
                parent.log.error(str(error))
                raise NbGraderException(str(error)) from None

    def from_filename(self, filename, resources=None, **options):
        """Lit le sujet à la première passe de nbgrader ; la copie n'est lue qu'à la seconde, par le moteur."""
        converter: Any = self.parent
        if not in_first_pass(converter):
            return super().from_filename(filename, resources, **options)
        path, resources = Path(filename), dict(resources or {})
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        assignment = resources["nbgrader"]["assignment"]
        _, _, released = graded_form(source_path(converter.coursedir, assignment, path.stem), self.config)
        return self.from_notebook_node(released, resources, **options)


def _prepare(converter, config):
    """Inscrit le sujet au carnet de notes et dit à nbgrader quoi lire dans chaque copie."""
    if isinstance(converter.parent, AutogradeApp):  # sinon ce journal est celui de Jupyter
        converter.log.addFilter(French())
    settings = SplitExecute(config=config)
    require(not settings.sans_boite)
    coursedir = converter.coursedir
    assignment = coursedir.assignment_id
    notebooks = sorted(source_path(coursedir, assignment, "x").parent.glob("*.ipynb"))
    sources = {path.stem: master_text(path, config) for path in notebooks}
    require_tests(sources)
    for name, source in sources.items():
        given = files_beside(source_path(coursedir, assignment, name).parent)
        rehearse_here(source, name, settings.accepter, given=given, **settings.examination())
    gradebook = open_gradebook(coursedir)
    try:
        with in_french():
            for path in notebooks:
                register(gradebook, coursedir, assignment, path, config)
    finally:
        gradebook.close()
    wanted = [path.stem for path in notebooks if fnmatch(path.stem, coursedir.notebook_id)]
    folders = choose_submissions(converter, wanted, _refused(converter))
    copy_only({*folders}, _harmless)


def _refused(converter):
    """Les dossiers dont le nom ne s'écrit pas au carnet de notes ; on le dit, et l'on corrige les autres."""
    coursedir, found = converter.coursedir, []
    submitted = Path(coursedir.format_path(coursedir.submitted_directory, ".", "."))
    for name in sorted(os.listdir(submitted)) if submitted.is_dir() else ():
        folder = coursedir.format_path(coursedir.submitted_directory, name, coursedir.assignment_id)
        if os.path.lexists(folder) and not is_text(name):
            converter.log.error("%s : %s", shown(name), NO_TEXT)
            found.append(folder)
    return found


def _harmless(folder):
    """Les fichiers d'une copie que nbgrader peut recopier : ni lien, ni tube, ni fichier démesuré, rien qui agisse."""
    paths = (os.path.join(folder, name) for name in read_submission(folder).files if harmless(name))
    return [path for path in paths if os.path.lexists(path)]
