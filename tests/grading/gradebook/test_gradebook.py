"""Le carnet de notes : celui qu'aurait tenu nbgrader, par des requêtes qui ne grandissent pas avec la classe."""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import event

from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.gradebook.database import open_gradebook

from ..batches import COMMENTS, DUMP
from ..small_course import ASSIGNMENT, RIGHT, WRONG, InstantPool, SmallCourse, filled

STUDENTS = ("Zoé N'Guyen", "aimé", "Élodie", "Vide")
DATES = "SELECT student_id, timestamp, extension FROM submitted_assignment ORDER BY student_id"
NOTEBOOKS = """
SELECT student_id, notebook.name, flagged, late_submission_penalty FROM submitted_notebook
JOIN notebook ON notebook.id = submitted_notebook.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id ORDER BY student_id
"""
# Les réglages d'usine, moins ce qui n'a pas d'effet ici : de quoi interroger le nbgrader que tout le monde connaît.
PLAIN = """
for section, name in (("Autograde", "exporter_class"), ("Autograde", "sanitize_preprocessors"),
                      ("Autograde", "autograde_preprocessors")):
    del c[section][name]
c.LateSubmissionPlugin.penalty_method = "zero"
c.HandInDates.from_copies = True
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = SmallCourse(tmp_path_factory.mktemp("carnet"))
    released = course.released()
    unsure = filled(released, RIGHT, "Je ne sais pas.")
    for student, notebook in zip(STUDENTS, (filled(released), filled(released, WRONG), unsure, released), strict=True):
        folder = course.submit(student, notebook)
    (folder / "timestamp.txt").write_text("2026-02-01 10:00:00 UTC")
    (folder.parents[1] / "aimé" / ASSIGNMENT / "timestamp.txt").write_text("2026-02-01 23:00:00 Europe/Paris")
    open_gradebook(course.open().coursedir).close()
    return course


def grade(course):
    with Batch(course.open(), ASSIGNMENT) as batch:
        list(batch.run(InstantPool()))


def rows(course, query):
    with contextlib.closing(sqlite3.connect(course.root / "classe" / "gradebook.db")) as base:
        return base.execute(query).fetchall()


def set_deadline(course):
    with contextlib.closing(sqlite3.connect(course.root / "classe" / "gradebook.db")) as base:
        base.execute("UPDATE assignment SET duedate = '2026-02-01 12:00:00.000000'")
        base.commit()


def nbgrader(course, *arguments):
    environment = os.environ | {"JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_same_rows_as_those_of_plain_nbgrader(course, tmp_path):
    theirs, ours = (course.copy(tmp_path / name) for name in ("eux", "nous"))
    for each in (theirs, ours):
        settings = each.root / "nbgrader_config.py"
        settings.write_text(settings.read_text("utf-8") + PLAIN, "utf-8")
        nbgrader(each, "generate_assignment", ASSIGNMENT)
        set_deadline(each)
    nbgrader(theirs, "autograde", ASSIGNMENT)
    grade(ours)
    for query in (DUMP, COMMENTS, DATES, NOTEBOOKS):
        assert rows(ours, query) == rows(theirs, query)
        assert rows(ours, query)
    assert any(penalty for *_, penalty in rows(ours, NOTEBOOKS))


def test_subject_never_published_is_registered_as_nbgrader_would(course, tmp_path):
    theirs, ours = (course.copy(tmp_path / name) for name in ("eux", "nous"))
    nbgrader(theirs, "generate_assignment", ASSIGNMENT)
    grade(ours)
    columns = "base_cell.name, base_cell.type, max_score, cell_type FROM base_cell LEFT JOIN grade_cells USING (id)"
    source = "name, cell_type, source, checksum, locked FROM source_cell"
    for query in (f"SELECT {columns} ORDER BY 1, 2", f"SELECT {source} ORDER BY 1"):
        assert rows(ours, query) == rows(theirs, query)


@pytest.fixture
def statements():
    """Les requêtes que reçoit un moteur SQLAlchemy, une fois qu'on l'écoute."""
    heard = []

    def listen(engine):
        event.listen(engine, "before_cursor_execute", lambda *arguments: heard.append(arguments[2:4]))
        return heard

    return listen


def one(values):
    """Les valeurs d'une requête, ou de la première d'une série."""
    return values[0] if values and isinstance(values[0], tuple) else values


def test_recording_a_copy_costs_the_same_queries_in_a_large_class(course, tmp_path, statements):
    many = course.copy(tmp_path)
    released = many.released()
    for number in range(60):
        many.submit(f"étudiant {number:02}", filled(released))
    counts = {}
    with Batch(many.open(), ASSIGNMENT) as batch:
        heard = statements(batch.writer.gradebook.engine)
        for student in batch.run(InstantPool()):
            counts[student] = len(heard)
            heard.clear()
    assert len(counts) == 64
    assert {counts[f"étudiant {number:02}"] for number in range(60)} == {counts["étudiant 00"]}
    assert counts["étudiant 00"] < 30


def test_no_query_of_the_writer_reads_a_whole_table_of_the_class(course, tmp_path, statements):
    some = course.copy(tmp_path)
    with Batch(some.open(), ASSIGNMENT) as batch:
        heard = statements(batch.writer.gradebook.engine)
        finished = batch.run(InstantPool())
        next(finished)
        heard.clear()
        next(finished)
        queries = [(text, values) for text, values in heard if text.lstrip().startswith(("SELECT", "UPDATE"))]
        finished.close()
    assert len(queries) > 10
    with contextlib.closing(sqlite3.connect(some.root / "classe" / "gradebook.db")) as base:
        for text, values in queries:
            plan = " | ".join(row[3] for row in base.execute(f"EXPLAIN QUERY PLAN {text}", one(values)))
            assert not re.search(r"SCAN (grade|comment|student|submitted_\w+)\b(?!_)", plan), (text, plan)


def test_gradebook_is_created_whole_or_not_at_all(tmp_path, monkeypatch):
    course = SmallCourse(tmp_path)
    classroom = course.root / "classe"
    classroom.mkdir()
    monkeypatch.setattr("mlcourse.grading.gradebook.database.os.replace", lambda *_: os.kill(os.getpid(), 2))
    with pytest.raises(KeyboardInterrupt):
        open_gradebook(course.open().coursedir)
    assert not (classroom / "gradebook.db").exists()
    (classroom / ".gradebook.db.nouveau-journal").write_bytes(b"un journal interrompu")
    monkeypatch.undo()
    open_gradebook(course.open().coursedir).close()
    assert [path.name for path in classroom.iterdir()] == ["gradebook.db"]
