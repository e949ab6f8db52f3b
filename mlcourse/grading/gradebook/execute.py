"""Le préprocesseur qui remplace `Execute` : nbgrader et formgrader exécutent par lui les copies, en boîte et séparées.

Dans nbgrader_config.py, il prend la place de `Execute` dans `c.Autograde.autograde_preprocessors` ; le reste de
nbgrader ne change pas.
"""

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from traitlets import Bool, Float, Integer, List, Unicode

from mlcourse.grading.examination.grade import grade
from mlcourse.grading.examination.limits import MEGABYTE, Limits
from mlcourse.grading.gradebook.master import master_for, source_path
from mlcourse.grading.gradebook.seeds import seed_of
from mlcourse.grading.submission.reading import files_beside, read_submission


class SplitExecute(NbGraderPreprocessor):
    """Corrige une copie : le code de l'étudiant s'exécute dans une boîte, les tests dans une autre."""

    cell_seconds = Float(Limits.cell_seconds, help="Le temps d'une cellule, en secondes.").tag(config=True)
    submission_seconds = Float(Limits.submission_seconds, help="Le temps d'une copie, en secondes.").tag(config=True)
    memory_megabytes = Integer(
        Limits.memory_bytes // MEGABYTE, help="La mémoire d'une copie et celle de ses tests, en mégaoctets."
    ).tag(config=True)
    sans_boite = Bool(False, help="Accepter d'exécuter les copies sans boîte, quand bubblewrap manque.").tag(
        config=True
    )
    accepter = List(
        Unicode(),
        help="Les cellules de tests que l'on note quoique le corrigé y échoue, ou que le squelette y réussisse.",
    ).tag(config=True)

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

    def examination(self):
        """Les conditions de l'examen, selon les réglages."""
        return {"limits": self.limits, "boxed": not self.sans_boite, "delimiters": self.delimiters}

    def preprocess(self, nb, resources):
        """Corrige la copie telle qu'elle a été rendue ; chaque remarque va dans le journal de nbgrader."""
        names, course = resources["nbgrader"], CourseDirectory(parent=self)
        student, assignment, name = names["student"], names["assignment"], names["notebook"]
        source = master_for(course, assignment, name, self.config)
        given = files_beside(source_path(course, assignment, name).parent)
        reading = read_submission(course.format_path(course.submitted_directory, student, assignment))
        seed = seed_of(course, assignment, name, student)
        settings = self.examination() | {"given": given, "seed": seed, "remarks": reading.remarks}
        graded = grade(source, reading.files, name, **settings)
        graded.notebook.metadata["mlcourse"] = graded.notebook.metadata.get("mlcourse", {}) | {"seed": seed}
        for remark in graded.remarks.texts:
            self.log.warning("%s : %s", student, remark)
        return graded.notebook, resources
