"""Faire passer `nbgrader autograde` et le bouton de formgrader par le même moteur que `mlcourse corriger`."""

import glob
import os
import re
from fnmatch import fnmatch
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor

from mlcourse.grading.batch.archive import harmless
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.database import in_french, open_gradebook
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.master import master_for, source_path
from mlcourse.grading.gradebook.registration import register
from mlcourse.grading.sandbox.box import NoBox, require_box
from mlcourse.grading.submission.reading import read_submission
from mlcourse.grading.submission.rebuild import rebuild, with_remarks


class SubmissionExporter(NotebookExporter):
    """Lit une copie comme le lot la lit, quel que soit l'état de son carnet.

    nbgrader crée l'exportateur après avoir dressé la liste des copies et avant de la parcourir : c'est le moment de
    corriger cette liste, qui ignore les carnets renommés et copie tous les autres fichiers, liens compris.
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
        """Lit tout le dossier de la copie, à la première des deux passes de nbgrader ; la seconde relit la nôtre."""
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources, **options)
        path, resources = Path(filename), dict(resources or {})
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        resources["submission"] = read_submission(path.parent)
        return self.from_notebook_node(nbformat.v4.new_notebook(), resources, **options)


class Rebuild(NbGraderPreprocessor):
    """Remplace le carnet rendu par celui de l'enseignant, où l'étudiant a répondu."""

    def preprocess(self, nb, resources):
        """Reconstruit le carnet, et note en tête ce qu'il y avait à remarquer."""
        names, reading = resources["nbgrader"], resources["submission"]
        coursedir = self.parent.parent.coursedir
        source = master_for(coursedir, names["assignment"], names["notebook"], self.config)
        rebuilt = rebuild(source, reading.files, names["notebook"])
        remarks = [*reading.remarks, *rebuilt.remarks]
        for remark in remarks:
            self.log.warning("%s : %s", names["student"], remark)
        del resources["submission"]
        return with_remarks(rebuilt.notebook, remarks), resources


def _prepare(converter, config):
    """Inscrit le sujet au carnet de notes et dit à nbgrader quoi lire dans chaque copie."""
    try:
        if not SplitExecute(config=config).sans_boite:
            require_box()
    except NoBox as error:
        raise GradingError(str(error)) from None
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
    pattern = converter._format_source(assignment, coursedir.student_id)
    folders = [folder for folder in glob.glob(pattern) if os.path.isdir(folder)]
    wanted = [path.stem for path in notebooks if fnmatch(path.stem, coursedir.notebook_id)]
    converter.assignments = {folder: [os.path.join(folder, f"{name}.ipynb") for name in wanted] for folder in folders}
    own = [expression for expression in coursedir.ignore if not os.path.isabs(expression)]
    coursedir.ignore = [*own, *(glob.escape(path) for folder in folders for path in _unsafe(folder))]


def _unsafe(folder):
    """Les fichiers d'une copie que nbgrader ne doit pas recopier : liens, tubes, pages web, fichiers démesurés."""
    safe = {name for name in read_submission(folder).files if harmless(name)}
    for directory, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(directory, name)
            if os.path.relpath(path, folder) not in safe and not re.fullmatch(r".*\.ipynb", name):
                yield path
