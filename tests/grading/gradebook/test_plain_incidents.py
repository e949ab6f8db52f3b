"""Un incident sur une copie n'arrête pas les autres : ni leurs pages de commentaires, ni leurs lignes à l'export."""

import csv
import logging

import pytest
from nbgrader.apps import ExportApp
from nbgrader.converters import GenerateFeedback, NbGraderException

from mlcourse.grading.gradebook import feedback
from mlcourse.grading.gradebook.database import open_gradebook
from mlcourse.grading.gradebook.export import RowByRow

from ..batches import NAMES, run
from ..small_course import ASSIGNMENT

UNLUCKY = NAMES[1]
OTHERS = {*NAMES} - {UNLUCKY}


@pytest.fixture
def graded(course, monkeypatch):
    """La classe corrigée, vue de nbgrader."""
    run(course)
    monkeypatch.chdir(course.root)
    return course.open()


def rows(path):
    """Les lignes d'un tableau exporté."""
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def breaks(student):
    """Lève, pour cet étudiant seul."""
    if student == UNLUCKY:
        raise ValueError("un incident")


def test_page_that_cannot_be_composed_takes_no_other_with_it(graded, monkeypatch):
    plain = feedback.FeedbackExporter.from_notebook_node

    def fail_for_one(self, nb, resources=None, **options):
        breaks(resources["nbgrader"]["student"])
        return plain(self, nb, resources, **options)

    monkeypatch.setattr(feedback.FeedbackExporter, "from_notebook_node", fail_for_one)
    graded.coursedir.assignment_id = ASSIGNMENT
    converter = GenerateFeedback(coursedir=graded.coursedir, config=graded.config)
    converter.log.setLevel(logging.CRITICAL)
    with pytest.raises(NbGraderException):
        converter.start()
    pages = (graded.root / "classe" / "feedback").rglob("*.html")
    assert {path.parts[-3] for path in pages} == OTHERS


def test_row_that_cannot_be_made_takes_no_other_with_it(graded, tmp_path, monkeypatch, caplog):
    with open_gradebook(graded.coursedir) as gradebook:
        plain = gradebook.find_submission

        def fail_for_one(assignment, student):
            breaks(student)
            return plain(assignment, student)

        monkeypatch.setattr(gradebook, "find_submission", fail_for_one)
        with pytest.raises(NbGraderException, match="Il manque 1 ligne"):
            RowByRow(to=str(tmp_path / "notes.csv"), log=logging.getLogger("export")).export(gradebook)
    assert {row["student_id"] for row in rows(tmp_path / "notes.csv")} == OTHERS
    assert "sa ligne de petit n'a pas pu se faire" in caplog.text


def test_course_exports_row_by_row(graded):
    app = ExportApp(config=graded.config)
    assert app.plugin_class is RowByRow


@pytest.mark.parametrize("name", ["Dupont, Jean", "deux\nlignes", '"cité"'])
def test_exported_name_stays_in_its_column(graded, tmp_path, name):
    with open_gradebook(graded.coursedir) as gradebook:
        gradebook.update_or_create_student(NAMES[0], last_name=name)
        RowByRow(to=str(tmp_path / "notes.csv"), student=[NAMES[0]], assignment=[ASSIGNMENT]).export(gradebook)
    (row,) = rows(tmp_path / "notes.csv")
    assert row["last_name"] == name
    assert float(row["max_score"]) > float(row["raw_score"]) > 0
