"""Le carnet de notes se sauvegarde avant qu'on y écrive, et une commande y revient."""

import contextlib
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mlcourse.command import main
from mlcourse.grading.errors import GradingError
from mlcourse.grading.files import alone
from mlcourse.grading.gradebook import backup, database
from mlcourse.grading.gradebook.backup import save, saves
from mlcourse.grading.gradebook.database import open_gradebook

from ..batches import execute, rows, run
from ..small_course import ASSIGNMENT, RIGHT, WRONG, SmallCourse, filled

LOSS = "UPDATE grade SET manual_score = NULL"


@pytest.fixture
def graded(course, monkeypatch):
    run(course)
    execute(course, "UPDATE grade SET manual_score = 2")
    monkeypatch.chdir(course.root)
    return course


def base(course):
    return course.root / "classe" / "gradebook.db"


def test_command_that_writes_saves_first_and_the_save_comes_back(graded, capsys):
    before = rows(graded)
    main(["notes", ASSIGNMENT])
    name = saves(base(graded))[-1].name
    execute(graded, LOSS)
    damaged = rows(graded)
    assert main(["restaurer", name]) == 0
    assert rows(graded) == before
    capsys.readouterr()
    assert main(["restaurer"]) == 0
    names = capsys.readouterr().out.split()
    assert name in names
    assert main(["restaurer", names[-1]]) == 0  # ce que l'on vient de remplacer
    assert rows(graded) == damaged


def test_damaged_gradebook_is_told_how_to_come_back_and_does(graded, capsys):
    before = rows(graded)
    main(["notes", ASSIGNMENT])
    base(graded).write_bytes(b"x" * 10_000)
    capsys.readouterr()
    assert main(["notes", ASSIGNMENT]) == 2
    assert "mlcourse restaurer" in capsys.readouterr().err
    assert main(["restaurer", saves(base(graded))[-1].name]) == 0
    assert rows(graded) == before


def test_damaged_gradebook_that_is_replaced_is_kept_as_it_was_and_told(graded, capsys):
    main(["notes", ASSIGNMENT])
    damaged = b"x" * 10_000
    base(graded).write_bytes(damaged)
    capsys.readouterr()
    assert main(["restaurer", saves(base(graded))[-1].name]) == 0
    told = capsys.readouterr().out
    (aside,) = (base(graded).parent / "sauvegardes").glob("*illisible*")
    assert aside.read_bytes() == damaged
    assert "qui ne se lit plus" in told
    assert aside.name in told
    assert aside not in saves(base(graded))


@pytest.mark.parametrize("left", ["rien", "un fichier vide"])
def test_save_comes_back_where_there_is_no_gradebook_and_nothing_else_is_said_to_be_saved(graded, capsys, left):
    before = rows(graded)
    main(["notes", ASSIGNMENT])
    known = saves(base(graded))
    base(graded).unlink()
    if left != "rien":
        base(graded).touch()
    capsys.readouterr()
    assert main(["restaurer", known[-1].name]) == 0
    assert rows(graded) == before
    assert saves(base(graded)) == known
    assert "il n'y en avait pas avant lui" in capsys.readouterr().out


def test_what_is_replaced_is_named_and_comes_back(graded, capsys):
    main(["notes", ASSIGNMENT])
    name = saves(base(graded))[-1].name
    execute(graded, LOSS)
    lost = rows(graded)
    capsys.readouterr()
    assert main(["restaurer", name]) == 0
    last = saves(base(graded))[-1].name
    assert last != name
    assert f"sauvegardé sous le nom {last}" in capsys.readouterr().out
    main(["restaurer", last])
    assert rows(graded) == lost


def test_oldest_save_comes_back_though_what_it_replaces_takes_its_place(graded, monkeypatch):
    monkeypatch.setattr(backup, "KEPT", 1)
    save(base(graded))
    before, (oldest,) = rows(graded), saves(base(graded))
    execute(graded, LOSS)
    assert main(["restaurer", oldest.name]) == 0
    assert not oldest.exists()
    assert rows(graded) == before


def test_gradebook_in_use_stays_and_what_it_held_is_not_lost(graded, capsys, monkeypatch):
    main(["notes", ASSIGNMENT])
    name = saves(base(graded))[-1].name
    execute(graded, LOSS)
    before = rows(graded)
    monkeypatch.setattr(backup, "PATIENCE", 0)
    with contextlib.closing(sqlite3.connect(base(graded), isolation_level=None)) as busy:
        busy.execute("BEGIN EXCLUSIVE")
        assert main(["restaurer", name]) == 2
        busy.execute("ROLLBACK")
    assert "ne se sauvegarde pas" in capsys.readouterr().err
    assert rows(graded) == before


def test_gradebook_of_a_class_that_a_command_still_grades_stays(graded, capsys):
    main(["notes", ASSIGNMENT])
    name = saves(base(graded))[-1].name
    execute(graded, LOSS)
    damaged = rows(graded)
    with alone(graded.root / "classe" / "correction" / ASSIGNMENT):
        assert main(["restaurer", name]) == 2
    assert f"Une autre commande est déjà à l'œuvre sur {ASSIGNMENT}" in capsys.readouterr().err
    assert rows(graded) == damaged
    assert main(["restaurer", name]) == 0


def test_what_did_not_change_is_saved_once_and_the_oldest_leave(graded, monkeypatch):
    save(base(graded))
    first = saves(base(graded))
    save(base(graded))
    assert saves(base(graded)) == first
    monkeypatch.setattr(backup, "KEPT", 2)
    for score in (5, 6, 7):
        execute(graded, f"UPDATE grade SET manual_score = {score}")
        save(base(graded))
    assert len(saves(base(graded))) == 2
    with sqlite3.connect(saves(base(graded))[-1]) as last:
        assert last.execute("SELECT DISTINCT manual_score FROM grade").fetchall() == [(7,)]
    assert not [path for path in saves(base(graded))[0].parent.iterdir() if path.suffix != ".db"]


def test_save_that_cannot_be_made_stops_what_would_write(graded):
    folder = base(graded).parent / "sauvegardes"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("un fichier")
    with pytest.raises(GradingError, match="ne se sauvegarde pas"):
        open_gradebook(graded.open().coursedir)


def test_two_commands_at_once_create_one_gradebook(tmp_path, monkeypatch):
    coursedir, plain, created = SmallCourse(tmp_path).open().coursedir, database.create_gradebook, []

    def create(*arguments):
        created.append(arguments)
        time.sleep(0.3)
        plain(*arguments)

    monkeypatch.setattr(database, "create_gradebook", create)
    with ThreadPoolExecutor(2) as threads:
        for gradebook in threads.map(lambda _: open_gradebook(coursedir), range(2)):
            gradebook.close()
    assert len(created) == 1


def test_unknown_name_is_told(graded, capsys):
    assert main(["restaurer", "../gradebook.db"]) == 2
    assert "Aucune sauvegarde ne s'appelle" in capsys.readouterr().err


# Le schéma d'un nbgrader d'avant 2019 : ni cours, ni numéro d'étudiant.
OLDER = (
    "CREATE TABLE older (id VARCHAR(32) PRIMARY KEY, name VARCHAR(128) NOT NULL UNIQUE, duedate DATETIME)",
    "INSERT INTO older SELECT id, name, duedate FROM assignment",
    "DROP TABLE assignment",
    "ALTER TABLE older RENAME TO assignment",
    "DROP TABLE course",
    "ALTER TABLE student DROP COLUMN lms_user_id",
    "UPDATE alembic_version SET version_num = '167914646830'",
)


def test_gradebook_of_an_older_nbgrader_opens_and_is_saved_as_it_was(graded):
    before = rows(graded)
    execute(graded, *OLDER)
    run(graded)
    assert rows(graded) == before
    with sqlite3.connect(saves(base(graded))[-1]) as last:
        assert last.execute("SELECT version_num FROM alembic_version").fetchall() == [("167914646830",)]


def test_gradebook_of_a_nbgrader_to_come_is_left_as_it_is(graded, capsys):
    execute(graded, "UPDATE alembic_version SET version_num = 'demain'")
    before = rows(graded)
    assert main(["notes", ASSIGNMENT]) == 2
    assert "date d'un autre nbgrader" in capsys.readouterr().err
    assert rows(graded) == before
    assert not [*base(graded).parent.glob("*mise-a-niveau*")]


def test_save_made_before_a_new_copy_is_graded_is_known_to_speak_of_another(course, capsys, monkeypatch):
    monkeypatch.chdir(course.root)
    student, released = "Zoé N'Guyen", course.released()
    course.submit(student, filled(released, WRONG, "D'abord ceci."))
    run(course)
    execute(course, "UPDATE grade SET manual_score = 2, needs_manual_grade = 0 WHERE auto_score IS NULL")
    save(base(course))
    old = saves(base(course))[-1].name
    course.submit(student, filled(released, RIGHT, "Puis cela."))
    lot, _ = run(course)
    assert lot.final[student].score == 3.0  # la note mise à la main est celle de l'autre copie, et ne compte plus
    assert main(["restaurer", old]) == 0
    capsys.readouterr()
    main(["notes", ASSIGNMENT])
    lines = {line[:5]: " ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    assert lines["Zoé N"].endswith("à corriger")
    assert lines["aimé "].endswith("notée")
    lot, pool = run(course)
    assert lot.graded == {student}
    assert pool.graded == []  # le résultat était connu : seul le carnet de notes l'avait oublié
    assert (lot.final[student].score, lot.final[student].to_read) == (3.0, 1)  # lue, mais dans l'autre copie
    assert [lot.final[name].to_read for name in lot.final if name != student] == [0, 0]
    lot, _ = run(course)
    assert lot.graded == set()


def test_save_that_speaks_of_the_same_copies_comes_back_with_what_was_read_and_nothing_to_do(course, monkeypatch):
    monkeypatch.chdir(course.root)
    run(course)
    execute(course, "UPDATE grade SET manual_score = 2, needs_manual_grade = 0 WHERE auto_score IS NULL")
    save(base(course))
    before, name = rows(course), saves(base(course))[-1].name
    execute(course, LOSS)
    assert main(["restaurer", name]) == 0
    lot, _ = run(course)
    assert lot.graded == set()
    assert rows(course) == before


def test_gradebook_of_before_that_does_not_say_of_which_copies_it_speaks_is_believed(course):
    run(course)
    execute(course, "DROP TABLE mlcourse_copies")
    lot, _ = run(course)
    assert lot.graded == set()
