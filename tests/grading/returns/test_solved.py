"""Le corrigé que reçoit la classe après l'échéance : les solutions et ce qui les explique, rien de caché."""

import json
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from nbgrader.converters import GenerateSolution

from mlcourse.checks.verify import examine
from mlcourse.command import main

from ..batches import execute
from ..small_course import ASSIGNMENT, SOLUTION

EXPLAINED = SOLUTION.replace("    return", "    # Deux fois $x$ est $x + x$.\n    # Rien d'autre.\n    return")


@pytest.fixture
def published(subject, tmp_path, monkeypatch):
    """Le petit cours, dont le sujet est distribué et la solution expliquée."""
    course = subject.copy(tmp_path)
    rewrite(course, SOLUTION, EXPLAINED)
    monkeypatch.chdir(course.root)
    assert main(["publier"]) == 0
    return course


def rewrite(course, old, new):
    """Récrit une cellule du sujet de l'enseignant, ou un passage."""
    notebook = nbformat.read(course.source, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, course.source)


def solved_path(course):
    return course.root / "classe" / "solution" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def sources(course):
    """Les textes du corrigé, cellule par cellule."""
    return ["".join(cell["source"]) for cell in json.loads(solved_path(course).read_text("utf-8"))["cells"]]


def due_in(**delay):
    moment = datetime.now(UTC) + timedelta(**delay)
    return f"UPDATE assignment SET duedate = '{moment:%Y-%m-%d %H:%M}:00.000000'"


def said(capsys):
    return capsys.readouterr().err.replace("\u00a0", " ")


def test_answers_stand_in_the_subject_and_nothing_hidden_does(published):
    assert main(["corrige", ASSIGNMENT]) == 0
    found = sources(published)
    assert 'def double(x):\n    """Le double de x."""\n    return x + x' in found
    assert "Parce qu'il est divisible par deux, mon cher." in found
    assert "assert double(2) == 4" in "\n".join(found)
    assert not [text for text in found if "31415" in text or "CACHÉS" in text or "SOLUTION" in text]


def test_comment_that_opens_a_solution_becomes_a_text_above_it(published):
    main(["corrige", ASSIGNMENT])
    found = sources(published)
    rank = found.index("**Explication.** Deux fois $x$ est $x + x$.\nRien d'autre.")
    assert found[rank + 1].startswith("def double(x):")


def test_tests_that_a_solved_subject_shows_all_pass(published):
    main(["corrige", ASSIGNMENT])
    assert examine(solved_path(published)).all_well()


def test_hidden_line_quoted_by_an_answer_stops_everything(published, capsys):
    rewrite(published, "mon cher", "car assert double(31415) == 62830  # le nombre caché")
    assert main(["corrige", ASSIGNMENT]) == 2
    assert "contient « assert double(31415) == 62830" in said(capsys)
    assert not solved_path(published).exists()


def test_solved_subject_waits_for_the_deadline(published, capsys):
    execute(published, due_in(hours=1))
    assert main(["corrige", ASSIGNMENT]) == 2
    assert "attend que chacun ait rendu" in said(capsys)
    assert not solved_path(published).exists()
    assert main(["corrige", ASSIGNMENT, "--avant"]) == 0


def test_solved_subject_waits_for_the_last_extension(published):
    execute(published, due_in(hours=-2))
    roster = published.root / "classe" / "liste.csv"
    roster.write_text("Nom complet,Prolongation\nZoé,3 h\nNoé,1 h\n", "utf-8")
    assert main(["corrige", ASSIGNMENT]) == 2
    roster.write_text("Nom complet,Prolongation\nZoé,1 h\nNoé,1 h\n", "utf-8")
    assert main(["corrige", ASSIGNMENT]) == 0


def test_unknown_deadline_is_told(published, capsys):
    assert main(["corrige", ASSIGNMENT]) == 0
    assert "Aucune échéance n'est inscrite" in capsys.readouterr().out.replace("\u00a0", " ")


def test_nbgrader_itself_makes_the_same_solved_subject(published):
    main(["corrige", ASSIGNMENT])
    expected = sources(published)
    solved_path(published).unlink()
    course = published.open()
    course.coursedir.assignment_id = ASSIGNMENT
    converter = GenerateSolution(coursedir=course.coursedir, config=course.config)
    converter.force = True
    converter.start()
    assert sources(published) == expected
