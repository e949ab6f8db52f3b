"""Ce qu'un navigateur affiche sans danger d'une copie : ni script de l'étudiant, ni test caché de l'enseignant."""

import contextlib
import copy
import html
import logging
from pathlib import Path

from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_output
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets import Bool
from traitlets.config import Config

from mlcourse.checks.notebook import is_test
from mlcourse.french import short, typeset
from mlcourse.grading.gradebook.bounds import PART_TEXT as MAX_TEXT
from mlcourse.grading.gradebook.composing import PageExporter
from mlcourse.grading.gradebook.markup import picture
from mlcourse.grading.gradebook.seams import hide_tests
from mlcourse.grading.gradebook.sections import Book
from mlcourse.grading.gradebook.viewing import OURS
from mlcourse.grading.submission.inert import is_image

MAX_OUTPUTS = 20
# Ce que la page de retour permet au navigateur : montrer les images qu'elle contient, et rien d'autre.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# Ce que formgrader recopie tel quel dans sa page.
NAMES = ("student", "first_name", "last_name", "assignment_id", "notebook_id", "notebook_path")


class FeedbackExporter(PageExporter):
    """La page de retour : française, immobile, sans une ligne de script."""

    def __init__(self, config=None, **options):
        own = {"template_name": "retour", "extra_template_basedirs": [str(OURS)], "extra_template_paths": [str(OURS)]}
        config = Config(config or {})
        config.merge({"FeedbackExporter": own})  # ceux de HTMLExporter sont pour formgrader
        super().__init__(config=config, **options)
        self.register_filter("picture", picture)
        self.register_filter("linked", Book(self._root(), config=self.config).linked)
        self.register_filter("points", lambda score: short(float(score or 0)))

    def _root(self):
        return str(self.config.get("CourseDirectory", {}).get("root", "."))

    def from_notebook_node(self, nb, resources=None, **options):
        """Compose la page."""
        return super().from_notebook_node(nb, {**(resources or {}), "policy": POLICY}, **options)


def write_pages(course, assignment, students, common=()):
    """Fait les pages de ces étudiants, comme nbgrader les ferait ; rend {étudiant: pages}, aucune si l'on n'a pas pu.

    Une page dont la note a changé depuis est refaite : `c.GenerateFeedback.force` le demande à nbgrader aussi.
    Les remarques de `common`, qui valent pour toute la classe, n'y sont pas.
    """
    pages: dict[str, list[Path]] = {}
    coursedir, config = course.coursedir, copy.deepcopy(course.config)
    config.merge(Config({"Review": {"common": [typeset(text) for text in common]}}))
    coursedir.assignment_id = assignment
    for student in students:
        coursedir.student_id = student
        converter = GenerateFeedback(coursedir=coursedir, config=config)
        converter.log.setLevel(logging.CRITICAL)
        pages[student] = []
        with contextlib.suppress(NbGraderException, OSError):  # une page d'une autre fois reste alors, qui ne vaut plus
            converter.start()
            folder = Path(coursedir.format_path(coursedir.feedback_directory, student, assignment))
            pages[student] = sorted(folder.glob("*.html"))
    return pages


class SafeOutputs(Preprocessor):
    """Réduit les sorties des cellules à du texte et à des images, bornés."""

    enabled = Bool(True, help="Ne montrer que ce qui s'affiche sans danger.").tag(config=True)
    in_course = Bool(False, help="Vrai quand les réglages du cours sont là.").tag(config=True)

    def preprocess(self, nb, resources):
        """Prépare un carnet et les noms qui l'entourent ; ôte la cellule qui signale que les réglages manquent."""
        if self.in_course:
            nb.cells = [cell for cell in nb.cells if not cell.metadata.get("mlcourse", {}).get("notice")]
        nb, resources = super().preprocess(nb, resources)
        escaped = {name: html.escape(resources[name]) for name in NAMES if isinstance(resources.get(name), str)}
        resources.update(escaped)
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        """Retire d'une cellule les sorties qu'un navigateur exécuterait."""
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(_output, cell.outputs[:MAX_OUTPUTS]) if output]
        return cell, resources


class HideTests(Preprocessor):
    """Retire d'un carnet corrigé, avant qu'il ne revienne à l'étudiant, les tests cachés et ce qui peut en venir."""

    enabled = Bool(True, help="Ne pas montrer les tests cachés.").tag(config=True)

    def preprocess(self, nb, resources):
        """Ne touche qu'aux tests : dans ses propres cellules, l'étudiant peut écrire ce qu'il veut."""
        hidden = Config({"ClearHiddenTests": self.config.ClearHiddenTests})
        for cell in filter(is_test, nb.cells):
            hide_tests(cell, hidden)
            told = cell.metadata.get("mlcourse", {}).get("told")  # les sorties sont pour l'enseignant
            cell.outputs = [new_output("error", ename="", evalue=told, traceback=[told])] if told else []
        return nb, resources


def _output(output):
    """La même sortie, bornée ; None si rien n'en est montrable."""
    if output.output_type == "stream":
        output.text = output.text[:MAX_TEXT]
    elif output.output_type == "error":
        output.traceback = [line[:MAX_TEXT] for line in output.traceback[:20]]
    else:
        kept = {kind: data for kind, data in output.data.items() if _presentable(kind, data)}
        if not kept:
            return None
        output.data, output.metadata = kept, {}
    return output


def _presentable(kind, data):
    if kind == "text/plain":
        return len(data) <= MAX_TEXT
    return kind in ("image/png", "image/jpeg") and is_image(kind, "".join(data.split()))
