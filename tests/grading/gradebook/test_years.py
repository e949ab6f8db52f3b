"""Une année se met de côté tout entière, la suivante s'ouvre vide, et l'ancienne s'efface quand on le demande."""

import fcntl
import os

import pytest

from mlcourse.command import main
from mlcourse.grading.gradebook import years

from ..batches import execute, rows, run
from ..small_course import ASSIGNMENT, filled

YEAR = "2026-2027"


@pytest.fixture
def taught(course, monkeypatch):
    """Une classe corrigée, avec ses notes, ses pages et ses sauvegardes."""
    monkeypatch.chdir(course.root)
    assert main(["publier"]) == 0
    run(course)
    execute(course, "UPDATE assignment SET duedate = '2026-01-01 00:00:00.000000'")
    for verb in ("notes", "rendre"):
        main([verb, ASSIGNMENT])
    return course


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_whole_class_is_put_aside_and_the_next_one_starts_anew(taught, capsys):
    classroom = taught.root / "classe"
    before = files(classroom)
    assert main(["annee", YEAR]) == 0
    assert files(classroom / "annees" / YEAR) == before
    assert [path.name for path in classroom.iterdir()] == ["annees"]
    assert main(["publier"]) == 0
    taught.submit("Nouvelle", filled(taught.released()))
    lot, _ = run(taught)
    assert [*lot.final] == ["Nouvelle"]
    assert rows(taught, "SELECT duedate FROM assignment") == [(None,)]
    capsys.readouterr()
    main(["annee"])
    assert capsys.readouterr().out.split() == [YEAR]


def test_nobody_of_a_year_that_is_erased_is_left(taught, capsys):
    main(["annee", YEAR])
    assert main(["annee", YEAR, "--effacer"]) == 0
    assert "(3 étudiants)" in capsys.readouterr().out
    assert files(taught.root / "classe") == {}


def test_year_under_way_is_never_erased(taught, capsys):
    before = files(taught.root / "classe")
    assert main(["annee", YEAR, "--effacer"]) == 2
    assert main(["annee", "--effacer"]) == 2
    assert main(["annee", "..", "--effacer"]) == 2
    assert "Aucune année mise de côté" in capsys.readouterr().err
    assert files(taught.root / "classe") == before


@pytest.mark.parametrize("name", ["..", "a/b", ".x", " "])
def test_name_that_leads_elsewhere_is_refused(taught, name):
    before = files(taught.root)
    assert main(["annee", name]) == 2
    assert files(taught.root) == before


@pytest.mark.parametrize("kept", [f"annees/{YEAR}/submitted/aimé/{ASSIGNMENT}", f"remises/{ASSIGNMENT}/aimé"])
def test_settings_brought_by_a_copy_that_was_put_aside_are_never_read(taught, monkeypatch, kept, capsys):
    main(["annee", YEAR])
    folder = taught.root / "classe" / kept
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text("raise RuntimeError('lu')")
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert main(["annee"]) == 0
    assert capsys.readouterr().out.split() == [YEAR]


def test_year_already_there_and_class_that_is_empty_are_refused(taught, capsys):
    main(["annee", YEAR])
    assert main(["annee", YEAR]) == 2
    assert main(["annee", "2027-2028"]) == 2
    said = capsys.readouterr().err
    assert "déjà mise de côté" in said
    assert "la classe est vide" in said


def test_class_that_is_being_graded_is_left_in_its_place(taught, capsys):
    before = files(taught.root / "classe")
    with open(taught.root / "classe" / "correction" / ASSIGNMENT / "verrou", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["annee", YEAR]) == 2
    assert "déjà à l'œuvre" in capsys.readouterr().err
    assert files(taught.root / "classe") == before


def test_command_that_was_interrupted_ends_what_it_began(taught, monkeypatch):
    before = files(taught.root / "classe")
    plain, moved = os.replace, []

    def replace(source, target):
        if len(moved) == 2:
            raise KeyboardInterrupt
        moved.append(source)
        plain(source, target)

    monkeypatch.setattr(years.os, "replace", replace)
    assert main(["annee", YEAR]) == 130
    monkeypatch.setattr(years.os, "replace", plain)
    assert main(["annee", YEAR]) == 0
    assert files(taught.root / "classe" / "annees" / YEAR) == before
