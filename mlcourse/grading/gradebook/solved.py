"""Le corrigé : le sujet distribué, où chaque réponse est celle de l'enseignant ; aucun test caché n'y est.

Le commentaire qui ouvre une solution l'explique : il devient un texte, au-dessus d'elle.
"""

import contextlib
import copy
import os
import re
import tempfile
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor

from mlcourse.checks.notebook import grade_id, is_solution
from mlcourse.grading.files import write_atomically
from mlcourse.grading.gradebook.database import in_french, open_gradebook
from mlcourse.grading.gradebook.delimiters import HIDDEN, SCHEME, configured
from mlcourse.grading.gradebook.handin import HandIn
from mlcourse.grading.gradebook.leaks import refuse_leaks
from mlcourse.grading.gradebook.master import graded_form, stages

_COMMENT = re.compile(r"\s*# ?")


def write_solved(course, assignment):
    """Écrit le corrigé d'un devoir, relu d'abord, et rend le chemin de son dossier."""
    forms = {path.name: graded_form(path, course.config) for path in course.notebooks(assignment)}
    pairs = configured(course.config)
    made = {name: _bytes(solved(mine, public, pairs)) for name, (mine, _, public) in forms.items()}
    made |= course.given_files(assignment)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), made)
        refuse_leaks([mine for mine, *_ in forms.values()], Path(folder), course.config, (HIDDEN, SCHEME))
    target = Path(course.coursedir.format_path(course.coursedir.solution_directory, ".", assignment))
    _write(target, made)
    return os.path.relpath(target, course.root)


def _bytes(notebook):
    return f"{nbformat.writes(notebook)}\n".encode()


def _write(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / name, content)


def solved(mine, public, pairs):
    """Le sujet `public`, où les réponses sont celles du carnet de l'enseignant, `mine`."""
    answers = {grade_id(cell): cell.source for cell in mine.cells if is_solution(cell)}
    notebook = copy.deepcopy(public)
    notebook.cells = [made for cell in notebook.cells for made in _solved(cell, answers, pairs)]
    return notebook


def _solved(cell, answers, pairs):
    """Une cellule du corrigé, et devant elle, s'il y en a une, celle qui l'explique."""
    if is_solution(cell):
        said, cell.source = explained(answers[grade_id(cell)], pairs, cell.cell_type == "code")
        if said:
            yield nbformat.v4.new_markdown_cell(f"**Explication.** {said}", id=f"explication-{cell.id}"[:64])
    yield cell


def explained(source, pairs, code=True):
    r"""Sépare une réponse, sans ses délimiteurs, de ce qui l'explique.

    >>> from mlcourse.grading.gradebook.delimiters import Delimiters
    >>> explained("def f(x):\n    # DEB\n    # Le double.\n    return 2 * x\n    # FIN", [Delimiters("", "DEB", "FIN")])
    ('Le double.', 'def f(x):\n    return 2 * x')
    """
    said, kept, opening = [], [], False
    for line in source.split("\n"):
        if any(text in line for pair in pairs for text in (pair.begin, pair.end)):
            opening = code and any(pair.begin in line for pair in pairs)
        elif opening and line.lstrip().startswith("#"):
            said.append(_COMMENT.sub("", line, count=1))
        else:
            opening = False
            kept.append(line)
    return "\n".join(said), "\n".join(kept)


class Solved(NbGraderPreprocessor):
    """Fait de `nbgrader generate_solution`, qui laisserait les tests cachés, l'égal de `mlcourse corrige`."""

    def preprocess(self, nb, resources):
        """Rend le corrigé du carnet de l'enseignant."""
        names = resources["nbgrader"]
        _, public = stages(Path(names["assignment"], f"{names['notebook']}.ipynb"), nb, self.config)
        return solved(nb, public, configured(self.config)), resources


def due_date(course, assignment):
    """L'échéance d'un devoir, en heure universelle, ou None s'il n'en a pas ; les réglages passent avant le carnet."""
    if due := HandIn(config=course.config).universal(assignment):
        return due
    with contextlib.closing(open_gradebook(course.coursedir)) as gradebook, in_french():
        try:
            return gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            return None
