"""L'échéance, la plateforme et la personne ne s'écrivent que dans les réglages : énoncé et correction les y lisent."""

import pytest

from mlcourse.command import main

from ..batches import rows
from ..small_course import ASSIGNMENT

TABLE = "| Avant le | @échéance@ |\n| Sur | @plateforme@ |\n| À qui s'adresser | @personne@ |"


@pytest.fixture
def told(course, monkeypatch):
    """Le cours, dont l'énoncé porte les trois marques ; rend ce qu'en lit l'étudiant une fois les réglages changés."""
    monkeypatch.chdir(course.root)
    text = course.source.read_text("utf-8")
    course.source.write_text(text.replace("Une fonction à écrire", TABLE.replace("\n", "\\n")), "utf-8")
    settings = course.root / "nbgrader_config.py"

    def publish(*lines):
        settings.write_text("\n".join([settings.read_text("utf-8"), *lines, ""]), "utf-8")
        code = main(["publier", ASSIGNMENT])
        return " ".join(course.released().cells[0].source.split()) if code == 0 else ""

    return publish


def test_statement_leaves_a_place_for_what_the_settings_do_not_say(told):
    assert told().count("*à compléter par l'enseignant*") == 3


def test_date_of_the_settings_is_the_one_of_the_statement_of_the_gradebook_and_of_the_solved_notebook(
    course, told, capsys
):
    said = told(f"c.HandIn.due = {{{ASSIGNMENT!r}: '2126-12-01 23:59 Europe/Paris'}}", "c.HandIn.platform = 'Moodle'")
    assert "| Avant le | dimanche 1er décembre 2126 à 23 h 59 (Europe/Paris) | | Sur | Moodle |" in said
    assert rows(course, "SELECT duedate FROM assignment") == [("2126-12-01 22:59:00.000000",)]
    said = told(f"c.HandIn.due = {{{ASSIGNMENT!r}: '2126-12-02 08:00 Europe/Paris'}}")
    assert "lundi 2 décembre 2126 à 8 h 00" in said
    assert rows(course, "SELECT duedate FROM assignment") == [("2126-12-02 07:00:00.000000",)]
    assert main(["corrige", ASSIGNMENT]) == 2
    assert "attend que chacun ait rendu" in capsys.readouterr().err


@pytest.mark.parametrize("date", ["1er décembre", "2026-12-01 23:59", "2026-12-01 23:59 Europe/Pari", 7])
def test_date_that_is_not_one_is_refused_with_what_to_write(told, capsys, date):
    assert told(f"c.HandIn.due = {{{ASSIGNMENT!r}: {date!r}}}") == ""
    said = capsys.readouterr()
    assert "comme « 2026-12-01 23:59 Europe/Paris »" in (said.out + said.err).replace("\u00a0", " ")
