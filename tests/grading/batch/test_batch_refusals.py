"""Un lot : les copies illisibles ou dangereuses, et ce qui l'arrête d'une phrase."""

import contextlib
import errno
import os
import pkgutil
import sqlite3

import pytest
from nbgrader.api import Gradebook

from mlcourse.grading.batch import archive
from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook import database
from mlcourse.grading.gradebook.database import EntryRefusedError

from ..batches import NAMES, execute, rows, run
from ..small_course import ASSIGNMENT, WRONG, InstantPool, SmallCourse, filled


@pytest.mark.parametrize("content", [b"", b"{", b"[]", "é".encode("latin-1")], ids=repr)
def test_unreadable_copy_ends_with_a_mark_a_reason_and_a_person(course, content):
    course.submit("Ève", content)
    lot, _ = run(course)
    assert lot.final["Ève"].score == 0
    assert lot.outcomes["Ève"].needs_person
    assert any("ne se lit pas" in remark for remark in lot.outcomes["Ève"].texts)
    assert not any(row[2] is None and row[1] != "question" for row in rows(course))


def test_links_are_not_followed_and_harmful_files_are_not_filed(course, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("gardé")
    folder = course.submit("Ève", filled(course.released()))
    (folder / "a.txt").symlink_to(secret)
    os.link(secret, folder / "b.txt")
    (folder / "dossier").symlink_to(tmp_path)
    for name in ("notes.txt", "page.html", "dessin.svg", "sous/figure.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    (course.source.parent / "donnees.csv").write_text("1;2")
    lot, _ = run(course)
    filed = course.root / "classe" / "autograded" / "Ève" / ASSIGNMENT
    names = {path.relative_to(filed).as_posix() for path in filed.rglob("*") if path.is_file()}
    assert names == {"petit.ipynb", "notes.txt", "sous/figure.png", "donnees.csv"}
    assert lot.outcomes["Ève"].needs_person
    assert sum("lien" in remark for remark in lot.outcomes["Ève"].texts) == 3
    (folder / "notes.txt").unlink()
    run(course)
    assert not (filed / "notes.txt").exists()


def test_link_in_place_of_the_folder_is_refused(course, tmp_path):
    other = course.root / "classe" / "submitted" / "aimé" / ASSIGNMENT
    (course.root / "classe" / "submitted" / "Ève").mkdir()
    (course.root / "classe" / "submitted" / "Ève" / ASSIGNMENT).symlink_to(other)
    lot, _ = run(course)
    assert lot.final["Ève"].score == 0
    assert lot.outcomes["Ève"].needs_person


def test_date_of_submission_and_late_penalty_are_those_of_nbgrader(course):
    settings = (course.root / "nbgrader_config.py").read_text("utf-8")
    late = settings + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\nc.HandInDates.from_copies = True\n"
    (course.root / "nbgrader_config.py").write_text(late, "utf-8")
    (course.submit("aimé", filled(course.released())) / "timestamp.txt").write_text("2026-01-02 10:00:00 UTC")
    (course.submit("Zoé N'Guyen", filled(course.released())) / "timestamp.txt").write_text("2025-12-31 10:00:00 CET")
    run(course)
    execute(course, "UPDATE assignment SET duedate = '2026-01-01 00:00:00.000000'")
    lot, _ = run(course, force=True)
    assert [lot.final[name].score for name in ("aimé", "Zoé N'Guyen")] == [0, 3]
    stamps = rows(
        course, "SELECT student_id, timestamp FROM submitted_assignment WHERE timestamp NOT NULL ORDER BY 1 DESC"
    )
    assert stamps == [("aimé", "2026-01-02 10:00:00.000000"), ("Zoé N'Guyen", "2025-12-31 09:00:00.000000")]
    execute(course, "UPDATE assignment SET duedate = NULL")
    assert run(course, force=True)[0].final["aimé"].score == 3


def test_date_that_is_not_one_is_said(course):
    (course.submit("aimé", filled(course.released())) / "timestamp.txt").write_text("demain")
    lot, _ = run(course)
    assert lot.outcomes["aimé"].needs_person
    assert any("timestamp.txt" in remark for remark in lot.outcomes["aimé"].texts)


def test_full_disk_is_one_sentence_and_loses_nothing(course, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(archive, "write_atomically", full)
    with pytest.raises(GradingError, match="Le disque est plein"):
        run(course)
    monkeypatch.undo()
    assert len(run(course)[1].graded) == len(NAMES) - 1


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("mlcourse.grading.batch.archive.Archive.write", ValueError("un incident")),
        ("mlcourse.grading.batch.archive.Archive.write", PermissionError(errno.EACCES, "refusé")),
        ("mlcourse.grading.batch.store.Store.save", UnicodeEncodeError("utf-8", "x", 0, 1, "illisible")),
        ("mlcourse.grading.gradebook.writer.GradeWriter._save", EntryRefusedError("refusé")),
        ("mlcourse.grading.batch.batch.Batch._already_done", RuntimeError("un incident")),
    ],
    ids=str,
)
def test_what_fails_for_one_copy_stops_no_other(course, monkeypatch, place, error):
    owner, _, name = place.rpartition(".")
    owner = pkgutil.resolve_name(owner.replace(f".{owner.rpartition('.')[2]}", f":{owner.rpartition('.')[2]}"))
    plain = getattr(owner, name)

    def fail_once(self, *arguments, **options):
        monkeypatch.setattr(owner, name, plain)
        raise error

    monkeypatch.setattr(owner, name, fail_once)
    lot, _ = run(course)
    told = {student: outcome for student, outcome in lot.outcomes.items() if outcome.needs_person}
    assert len(told) == 1
    assert "incident" in " ".join(*(outcome.texts for outcome in told.values()))
    assert type(error).__name__ in (course.root / "classe" / "correction" / ASSIGNMENT / "journal.txt").read_text(
        "utf-8"
    )
    assert sum(mark.score for mark in run(course)[0].final.values()) == 7


def test_busy_gradebook_is_one_sentence_and_loses_nothing(course, monkeypatch):
    run(course)
    course.submit("aimé", filled(course.released(), WRONG))
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    other = sqlite3.connect(course.root / "classe" / "gradebook.db", isolation_level=None)
    with Batch(course.open(), ASSIGNMENT) as lot:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GradingError, match=r"occupé.*formgrader"):
            list(lot.run(InstantPool()))
    other.execute("COMMIT")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(GradingError, match="occupé"):
        run(course)
    other.close()
    lot, pool = run(course)
    assert pool.graded == []
    assert lot.final["aimé"].score == 1


def test_student_that_another_command_has_just_met_loses_nothing(course, monkeypatch):
    plain = Gradebook.add_student

    def too_late(self, student, **known):
        with contextlib.closing(database.open_gradebook(course.open().coursedir)) as other:
            plain(other, student)
        return plain(self, student, **known)

    monkeypatch.setattr(Gradebook, "add_student", too_late)
    lot, _ = run(course)
    assert sum(mark.score for mark in lot.final.values()) == 7
    assert not any(outcome.needs_person for outcome in lot.outcomes.values())


def test_damaged_gradebook_is_one_sentence(course):
    (course.root / "classe" / "gradebook.db").write_bytes(b"ceci n'est pas une base" * 100)
    with pytest.raises(GradingError, match="abîmé"):
        run(course)


def test_two_batches_at_once_are_refused(course):
    with Batch(course.open(), ASSIGNMENT), pytest.raises(GradingError, match="déjà à l'œuvre"):
        run(course)
    run(course)


def test_unknown_assignment_names_those_that_exist(course):
    with pytest.raises(GradingError, match=r"Devoir inconnu.*petit"):
        Batch(course.open(), "devoir9")


def test_class_that_handed_nothing_in_is_said(tmp_path):
    with pytest.raises(GradingError, match="Aucune copie de petit"):
        Batch(SmallCourse(tmp_path).open(), ASSIGNMENT)


def test_folder_whose_name_is_no_text_does_not_stop_the_others(course):
    folder = os.fsencode(course.root / "classe" / "submitted") + b"/\xff\xfe"
    os.makedirs(folder + f"/{ASSIGNMENT}".encode())
    lot, pool = run(course)
    assert sorted(pool.graded) == sorted(NAMES)
    assert [outcome.needs_person for outcome in lot.outcomes.values()].count(True) == 1
