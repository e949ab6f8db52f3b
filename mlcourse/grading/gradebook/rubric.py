"""Ce que lit une personne dans formgrader : les réponses rédigées, chacune avec ce qui l'entoure et son barème.

Le barème est dans la réponse que l'enseignant a écrite, sous un filet (`---`) ; celle de l'étudiant a pris sa place.
"""

import re

from nbconvert.preprocessors import Preprocessor
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool
from traitlets.config import Config

from mlcourse.checks.notebook import grade_id, grading, is_solution
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.delimiters import configured
from mlcourse.grading.gradebook.master import graded_form, source_path
from mlcourse.grading.gradebook.solved import explained
from mlcourse.grading.submission.unread import is_unread

_RULE = re.compile(r"^-{3,} *$", re.MULTILINE)
_TABLE = re.compile(r"^\|.*\n\|[ :|-]+\n((?:\|.*\n?)*)", re.MULTILINE)
_TOLD = ("notice", "remarks", "held", "faulty")  # ce que la correction a signalé, ou retenu


def is_written(cell):
    """Vrai d'une réponse qu'une personne note."""
    return bool((is_solution(cell) and grading(cell).get("grade")) or grading(cell).get("task"))


def rubrics(notebook, pairs):
    """{réponse: (son barème, la réponse attendue)}, d'après le carnet de l'enseignant."""
    written = {grade_id(cell): _plain(cell, pairs) for cell in notebook.cells if is_written(cell) and is_solution(cell)}
    return {name: _parted(text) for name, text in written.items()}


def _plain(cell, pairs):
    code = cell.cell_type == "code"
    _, text = explained(cell.source, pairs, code)
    return f"```python\n{text}\n```" if code else text


def _parted(text):
    r"""Le barème et la réponse ; sans filet, tout est barème.

    >>> _parted("Parce que.\n\n---\n\nUn point."), _parted("Un point.")
    (('Un point.', 'Parce que.'), ('Un point.', ''))
    """
    *answer, rubric = _RULE.split(text)
    return rubric.strip(), "---".join(answer).strip()


def _lines(rubric):
    r"""Ce que demande chaque ligne des tableaux d'un barème, tel qu'il s'écrit.

    >>> _lines("| Partie | Points |\n|:---|---:|\n| 1. Le reste de $2n$ | 0,7 |\n| 2. La suite | 1 |")
    ['1. Le reste de $2n$', '2. La suite']
    """
    rows = [row for table in _TABLE.findall(rubric) for row in table.splitlines()]
    return [re.split(r"(?<!\\)\|", row)[1].strip() for row in rows]


class Reading(Preprocessor):
    """Marque dans un carnet corrigé ce qui est à lire, et y joint les barèmes."""

    enabled = Bool(True, help="Montrer d'abord les réponses à lire, avec leur barème.").tag(config=True)

    def preprocess(self, nb, resources):
        """Marque les cellules ; le carnet ne s'écrit pas, la page seule en est changée."""
        found = self._rubrics(resources)
        for cell in nb.cells:
            ours = cell.metadata.setdefault("mlcourse", {})
            ours["rubric"], ours["expected"] = found.get(grade_id(cell), ("", "")) if is_written(cell) else ("", "")
            ours["lines"] = _lines(ours["rubric"])
            ours["reading"] = any(ours.get(name) for name in _TOLD)
        for place in [place for place, cell in enumerate(nb.cells) if is_written(cell)]:
            for cell in _around(nb.cells, place):
                cell.metadata.mlcourse["reading"] = True
        resources["unread"] = is_unread(nb.cells)
        resources["written"] = any(is_written(cell) for cell in nb.cells)
        return nb, resources

    def _rubrics(self, resources):
        """Les barèmes du sujet ; rien s'il n'est pas là, par exemple si Jupyter a démarré hors du cours."""
        config = Config(self.config)
        config.pop("NbConvertBase", None)  # de l'exportateur : les préprocesseurs de nbgrader ne le connaissent pas
        try:
            path = source_path(CourseDirectory(config=config), resources["assignment_id"], resources["notebook_id"])
            notebook, *_ = graded_form(path, config)
        except (GradingError, OSError):
            return {}
        return rubrics(notebook, configured(config))


def _around(cells, place):
    """Une réponse, l'énoncé qui la précède, et les cellules que l'étudiant a ajoutées autour d'elle."""
    first, last = place, place + 1
    while first and not grading(cells[first - 1]):
        first -= 1
    while last < len(cells) and not grading(cells[last]):
        last += 1
    return cells[max(first - 1, 0) : last]
