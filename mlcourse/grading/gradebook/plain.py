"""Faire passer `nbgrader autograde` et le bouton de formgrader par le même moteur que `mlcourse corriger`."""

import os
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde, NbGraderException

from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.grade import require
from mlcourse.grading.gradebook.database import in_french, open_gradebook
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.master import graded_form, source_path
from mlcourse.grading.gradebook.registration import register
from mlcourse.grading.gradebook.seams import choose_submissions, in_first_pass, leave_out
from mlcourse.grading.submission.reading import harmless, read_submission


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
    require(not SplitExecute(config=config).sans_boite)
    coursedir = converter.coursedir
    assignment = coursedir.assignment_id
    notebooks = sorted(source_path(coursedir, assignment, "x").parent.glob("*.ipynb"))
    gradebook = open_gradebook(coursedir)
    try:
        with in_french():
            for path in notebooks:
                register(gradebook, coursedir, assignment, path, config)
    finally:
        gradebook.close()
    wanted = [path.stem for path in notebooks if fnmatch(path.stem, coursedir.notebook_id)]
    folders = choose_submissions(converter, wanted)
    leave_out(coursedir, [path for folder in folders for path in _unsafe(folder)])


def _unsafe(folder):
    """Les fichiers d'une copie que nbgrader ne doit pas recopier : liens, tubes, pages web, fichiers démesurés."""
    safe = {name for name in read_submission(folder).files if harmless(name)}
    for directory, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(directory, name)
            if os.path.relpath(path, folder) not in safe and not re.fullmatch(r".*\.ipynb", name):
                yield path
