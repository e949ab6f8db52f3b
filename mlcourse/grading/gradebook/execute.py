"""Le préprocesseur qui remplace `Execute` : nbgrader et formgrader exécutent par lui les copies, en boîte et séparées.

Dans nbgrader_config.py, il prend la place de `Execute` dans `c.Autograde.autograde_preprocessors` ; le reste de
nbgrader ne change pas.
"""

from pathlib import Path

import nbformat
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from traitlets import Bool, Float, Integer

from mlcourse.grading.examination.limits import MEGABYTE, Limits
from mlcourse.grading.examination.run import run_notebook
from mlcourse.grading.submission.reading import companions, files_beside, read_submission


class SplitExecute(NbGraderPreprocessor):
    """Exécute une copie dans deux boîtes : le code de l'étudiant dans l'une, les tests dans l'autre."""

    cell_seconds = Float(Limits.cell_seconds, help="Le temps d'une cellule, en secondes.").tag(config=True)
    submission_seconds = Float(Limits.submission_seconds, help="Le temps d'une copie, en secondes.").tag(config=True)
    memory_megabytes = Integer(
        Limits.memory_bytes // MEGABYTE, help="La mémoire d'une copie et celle de ses tests, en mégaoctets."
    ).tag(config=True)
    sans_boite = Bool(False, help="Accepter d'exécuter les copies sans boîte, quand bubblewrap manque.").tag(
        config=True
    )

    @property
    def limits(self):
        """Ce qu'une copie peut dépenser, selon les réglages."""
        return Limits(
            cell_seconds=self.cell_seconds,
            submission_seconds=self.submission_seconds,
            memory_bytes=self.memory_megabytes * MEGABYTE,
        )

    @property
    def delimiters(self):
        """Ce qui entoure les tests cachés, selon les réglages."""
        hidden = ClearHiddenTests(parent=self) if self.parent else ClearHiddenTests(config=self.config)
        return hidden.begin_test_delimeter, hidden.end_test_delimeter

    def preprocess(self, nb, resources):
        """Exécute le carnet ; chaque remarque va dans le journal de nbgrader."""
        names = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        subject = Path(course.format_path(course.source_directory, ".", names["assignment"]))
        path = subject / f"{names['notebook']}.ipynb"
        # À défaut, la copie en tient lieu : nbgrader vient d'en rétablir les cellules verrouillées.
        source = nbformat.read(path, as_version=4) if path.exists() else nb
        files, too_big = companions(read_submission(resources["metadata"]["path"]).files)
        settings = {"boxed": not self.sans_boite, "delimiters": self.delimiters, "files": files}
        run = run_notebook(nb, source, self.limits, given=files_beside(subject), **settings)
        for remark in (*too_big, *run.remarks):
            self.log.warning("%s : %s", names["student"], remark)
        return run.notebook, resources
