"""Le carnet de notes d'un département, sur un vrai serveur PostgreSQL : le même, que plusieurs écrivent à la fois."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from mlcourse.command import main
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.backup import on_server_path, saves
from mlcourse.grading.gradebook.database import open_gradebook

from ...conftest import SERVER_PATH
from ..batches import DUMP, NAMES, run
from ..batches import rows as sqlite_rows
from ..small_course import ASSIGNMENT

INITDB, POSTGRES = (shutil.which(name, path=SERVER_PATH) for name in ("initdb", "postgres"))
pytestmark = pytest.mark.serveur
OTHER = "grand"
TOGETHER = """
import sys
from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.gradebook.course import Course
sys.path.insert(0, sys.argv[1])
from tests.grading.small_course import InstantPool
with Batch(Course("."), sys.argv[2]) as batch:
    for _ in batch.run(InstantPool()):
        pass
"""


@pytest.fixture(scope="module")
def address():
    """Un serveur qui n'écoute qu'un fichier, le temps de ces tests."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # court : c'est aussi le chemin d'une socket
    user = {"user": "postgres"} if os.geteuid() == 0 else {}  # PostgreSQL refuse d'être administrateur
    if user:
        shutil.chown(folder, "postgres")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder} | user
    command = [INITDB, "--no-sync", "--auth=trust", "--username=cours", "--encoding=UTF8", "--locale=C", "-D", "base"]
    subprocess.run(command, check=True, **quiet)
    options = ("-c", "listen_addresses=", "-c", "fsync=off", "-k", str(folder))
    server = subprocess.Popen([POSTGRES, "-D", "base", *options], **quiet)
    found = f"postgresql+psycopg://cours@/postgres?host={folder}"
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.callback(server.wait)
        stack.callback(server.terminate)
        _wait(found)
        yield found


def _wait(address):
    engine = create_engine(address)
    for _ in range(300):
        with contextlib.suppress(Exception):
            engine.connect().close()
            break
        subprocess.run(["sleep", "0.1"], check=True)
    engine.dispose()


@pytest.fixture
def shared(course, address, monkeypatch):
    """La classe, dont le carnet est sur le serveur, vide."""
    (course.root / "classe" / "gradebook.db").unlink()
    settings = course.root / "nbgrader_config.py"
    settings.write_text(f"{settings.read_text('utf-8')}\nc.CourseDirectory.db_url = {address!r}\n", "utf-8")
    with ask(address) as base:
        base.execute(text("DROP SCHEMA public CASCADE"))
        base.execute(text("CREATE SCHEMA public"))
    monkeypatch.chdir(course.root)
    return course


@contextlib.contextmanager
def ask(address):
    engine = create_engine(address)
    with engine.begin() as base:
        yield base
    engine.dispose()


def rows(address, query=DUMP):
    """Ce que répond le serveur ; il ne classe pas les noms comme SQLite."""
    with ask(address) as base:
        return sorted(tuple(row) for row in base.execute(text(query)))


def test_same_marks_as_in_a_file(shared, address, fresh_class, tmp_path):
    theirs = fresh_class.copy(tmp_path / "fichier")
    run(theirs)
    run(shared)
    assert rows(address) == sorted(sqlite_rows(theirs))
    assert main(["notes", ASSIGNMENT]) == 1
    assert not (shared.root / "classe" / "gradebook.db").exists()


def test_two_commands_at_once_lose_nothing(shared, address):
    source = shared.source.parent.with_name(OTHER)
    shutil.copytree(shared.source.parent, source)
    (source / shared.source.name).rename(source / f"{OTHER}.ipynb")
    classroom = shared.root / "classe" / "submitted"
    for number in range(20):
        shutil.copytree(classroom / "aimé", classroom / f"étudiant {number:02}")
    for student in classroom.iterdir():
        shutil.copytree(student / ASSIGNMENT, student / OTHER)
    open_gradebook(shared.open().coursedir).close()
    here = str(Path(__file__).parents[3])
    started = [
        subprocess.Popen([sys.executable, "-c", TOGETHER, here, name], cwd=shared.root) for name in (ASSIGNMENT, OTHER)
    ]
    assert [each.wait(timeout=300) for each in started] == [0, 0]
    given = rows(address, "SELECT student_id, count(*), sum(auto_score) FROM grade JOIN submitted_notebook ON "
                          "submitted_notebook.id = grade.notebook_id JOIN submitted_assignment ON "
                          "submitted_assignment.id = submitted_notebook.assignment_id GROUP BY student_id")  # fmt: skip
    assert len(given) == len(NAMES) + 20
    assert {(cells, points) for student, cells, points in given if "étudiant" in student} == {(6, 6.0)}


def test_gradebook_is_saved_in_a_file_and_comes_back_to_the_server(shared, address, capsys):
    run(shared)
    with ask(address) as base:
        base.execute(text("UPDATE grade SET manual_score = 2.5"))
    before = rows(address)
    main(["notes", ASSIGNMENT])
    name = saves(on_server_path(shared.open().coursedir))[-1].name
    with ask(address) as base:
        base.execute(text("UPDATE grade SET manual_score = NULL"))
    assert main(["restaurer", name]) == 0
    assert rows(address) == before
    capsys.readouterr()
    main(["restaurer"])
    assert name in capsys.readouterr().out


def test_year_put_aside_keeps_its_gradebook_in_a_file_and_leaves_the_server_empty(shared, address):
    run(shared)
    before = rows(address)
    assert main(["annee", "2026-2027"]) == 0
    assert rows(address) == []
    with contextlib.closing(sqlite3.connect(shared.root / "classe" / "annees" / "2026-2027" / "serveur.db")) as base:
        assert sorted(base.execute(DUMP).fetchall()) == before
    assert main(["publier"]) == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [("postgresql+psycopg://x@/y?host=/nulle/part", "ne répond pas"), ("postgresql+pg8000://x/y", "Il manque")],
)
def test_server_that_cannot_be_reached_is_one_sentence(course, url, said):
    settings = course.root / "nbgrader_config.py"
    settings.write_text(f"{settings.read_text('utf-8')}\nc.CourseDirectory.db_url = {url!r}\n", "utf-8")
    with pytest.raises(GradingError, match=said):
        open_gradebook(course.open().coursedir)
