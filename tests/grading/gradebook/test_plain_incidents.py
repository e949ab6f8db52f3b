"""Un incident sur une copie n'arrête pas les autres : ni leurs pages de commentaires, ni leurs lignes à l'export."""

import csv
import logging
import re
import sqlite3

import pytest
from nbgrader.apps import ExportApp
from nbgrader.converters import Autograde, GenerateFeedback, NbGraderException, base
from nbgrader.nbgraderformat import SchemaTooOldError
from sqlalchemy.exc import OperationalError

from mlcourse.grading.gradebook import feedback, marks, review
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


INCIDENTS = [
    ValueError("un incident"),
    OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked")),
    SchemaTooOldError("un vieux carnet", 1, 3),
    NbGraderException("un incident"),
]


@pytest.fixture
def pages(graded):
    """Fait les pages de la classe comme « nbgrader generate_feedback » ; rend ceux qui en ont une."""

    def make():
        graded.coursedir.assignment_id = ASSIGNMENT
        converter = GenerateFeedback(coursedir=graded.coursedir, config=graded.config)
        converter.log.setLevel(logging.CRITICAL)
        with pytest.raises(NbGraderException, match=f"{re.escape(UNLUCKY)}.*tout le reste est fait"):
            converter.start()
        return {path.parts[-3] for path in (graded.root / "classe" / "feedback").rglob("*.html")}

    return make


def for_one(incident, plain):
    """Le même travail, qui lève pour un étudiant."""

    def work(self, nb, resources=None, **options):
        if resources["nbgrader"]["student"] == UNLUCKY:
            raise incident
        return plain(self, nb, resources, **options)

    return work


@pytest.mark.parametrize("incident", INCIDENTS, ids=lambda incident: type(incident).__name__)
def test_page_that_cannot_be_composed_takes_no_other_with_it(pages, monkeypatch, incident):
    plain = feedback.FeedbackExporter.from_notebook_node
    monkeypatch.setattr(feedback.FeedbackExporter, "from_notebook_node", for_one(incident, plain))
    assert pages() == OTHERS


def test_gradebook_locked_for_one_page_takes_no_other_with_it(pages, monkeypatch):
    locked = OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))
    monkeypatch.setattr(review.Review, "preprocess", for_one(locked, review.Review.preprocess))
    assert pages() == OTHERS


def test_old_page_that_cannot_be_erased_takes_no_other_with_it(pages, graded, monkeypatch):
    (graded.root / "classe" / "feedback" / UNLUCKY / ASSIGNMENT).mkdir(parents=True)
    plain = base.rmtree

    def refuse(path):
        if UNLUCKY in path:
            raise PermissionError(path)
        plain(path)

    monkeypatch.setattr(base, "rmtree", refuse)
    assert pages() == OTHERS


@pytest.mark.boite
def test_gradebook_locked_for_one_mark_takes_no_other_with_it(graded, monkeypatch):
    locked = OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))
    monkeypatch.setattr(marks.SaveMarks, "preprocess", for_one(locked, marks.SaveMarks.preprocess))
    graded.coursedir.assignment_id = ASSIGNMENT
    converter = Autograde(coursedir=graded.coursedir, config=graded.config, force=True)
    converter.log.setLevel(logging.CRITICAL)
    with pytest.raises(NbGraderException, match="tout le reste est fait"):
        converter.start()
    notebooks = (graded.root / "classe" / "autograded").rglob("*.ipynb")
    assert {path.parts[-3] for path in notebooks} == OTHERS


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


@pytest.mark.parametrize("column", ["last_name", "first_name", "email"])
def test_exported_name_is_no_formula_of_a_spreadsheet(graded, tmp_path, column):
    with open_gradebook(graded.coursedir) as gradebook:
        gradebook.update_or_create_student("=1+1", **{column: "@SUM(1)"})
        RowByRow(to=str(tmp_path / "notes.csv"), student=["=1+1"], assignment=[ASSIGNMENT]).export(gradebook)
    (row,) = rows(tmp_path / "notes.csv")
    assert (row["student_id"], row[column]) == ("'=1+1", "'@SUM(1)")
