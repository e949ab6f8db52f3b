"""La page où une personne lit une copie : la réponse et son barème d'abord, le reste quand on le demande."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell

from mlcourse.grading.gradebook.viewing import view

from ..batches import run
from ..small_course import ASSIGNMENT, filled

EXPECTED, RUBRIC = "Parce qu'il est divisible par deux.", "**Barème** : $\\frac{1}{2}$ pour la définition."


@pytest.fixture
def lessons(course):
    """La classe, dont la question a un barème sous sa réponse."""
    source = nbformat.read(course.source, as_version=4)
    source.cells[-1].source = f"{EXPECTED}\n\n---\n\n{RUBRIC}"
    nbformat.write(source, course.source)
    return course


def page(course, copy, **resources):
    """La page que formgrader compose, par le même exportateur et les mêmes réglages."""
    config = view(course.open().config.copy())
    config.HTMLExporter.template_name = "formgrade"
    path = course.root / "classe" / "autograded" / copy / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    names = {"index": 2, "total": 5, "base_url": "", "notebook_path": "", "submission_id": "1", "student": copy}
    names |= {"assignment_id": ASSIGNMENT, "notebook_id": ASSIGNMENT}
    html, _ = HTMLExporter(config=config).from_filename(str(path), names | resources)
    return BeautifulSoup(html, "html.parser")


def shown(found):
    """Les cellules qui se voient d'abord, par leurs premiers mots."""
    return [" ".join(cell.get_text().split()) for cell in found.select("section.à-lire")]


def test_answer_is_there_at_once_with_its_statement_and_nothing_else(lessons):
    run(lessons)
    found = page(lessons, "aimé")
    assert "lecture" in found.body["class"]
    statement, answer = shown(found)
    assert statement.startswith("Question")
    assert "Il se divise par deux." in answer
    assert "def double" in found.select_one("#notebook").get_text()


def test_rubric_stands_beside_the_answer_and_the_expected_one_is_folded(lessons):
    run(lessons)
    (aside,) = page(lessons, "aimé").select("aside")
    assert aside.math is not None
    assert EXPECTED in aside.details.get_text()
    assert "Barème" not in aside.details.get_text()
    assert aside.find_parent(class_="nbgrader_cell").select_one(".score")["id"] == "question"


def test_what_the_student_added_around_the_answer_is_read_with_it(lessons):
    notebook = filled(lessons.released())
    notebook.cells[1:1] = [new_markdown_cell("ajoutée au début")]
    notebook.cells += [new_code_cell("'ajoutée après la réponse'")]
    lessons.submit("aimé", notebook)
    run(lessons)
    seen = " ".join(shown(page(lessons, "aimé")))
    assert "ajoutée après la réponse" in seen
    assert "ajoutée au début" not in seen


def test_copy_that_could_not_be_read_shows_why_and_where_its_mark_goes(lessons):
    (lessons.root / "classe" / "submitted" / "aimé" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").unlink()
    lessons.submit("aimé", b"PDF", name="copie.pdf")
    run(lessons)
    seen = shown(page(lessons, "aimé"))
    assert "la copie ne contient pas de carnet" in seen[0]
    (held,) = [text for text in seen if "attend celle que vous mettrez ici" in text]
    assert "double-test" in held
    assert not any("double-zero" in text for text in seen)


def test_page_without_the_subject_shows_the_answer_all_the_same(lessons):
    run(lessons)
    found = page(lessons, "aimé", assignment_id="ailleurs")
    assert found.select("aside") == []
    assert any("Il se divise par deux." in text for text in shown(found))


def test_marks_are_written_in_french_and_in_text_fields(lessons):
    source = nbformat.read(lessons.source, as_version=4)
    source.cells[-1].metadata.nbgrader.points = 2.5
    nbformat.write(source, lessons.source)
    run(lessons)
    field = page(lessons, "aimé").select_one("#question")
    assert field["type"] == "text"  # un champ de nombres d'un navigateur anglais ôte la virgule
    assert "2,5" in field.find_parent("label").get_text()


def test_name_given_to_a_folder_acts_on_nothing(lessons):
    run(lessons)
    evil = '"><img src=x onerror=alert(1)>'
    found = page(lessons, "aimé", student=evil)
    assert found.select("img") == []
    assert found.select_one("a.name-shown").get_text() == evil


def test_no_field_takes_what_nothing_would_record_yet(lessons):
    run(lessons)
    fields = page(lessons, "aimé").select(".score, .extra-credit, .comment")
    assert len(fields) > 3
    assert all(field.has_attr("readonly") for field in fields)  # lecture.js les ouvre, une fois suivis
