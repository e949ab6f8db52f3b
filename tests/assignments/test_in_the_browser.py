"""Le devoir 1 fait dans l'atelier du livre, du lien de la page à la note, comme par qui n'a rien installé."""

import json
import os
from contextlib import contextmanager

import nbformat
import pytest

from mlcourse.checks.notebook import grade_id, grading

from .class_of_devoir1 import ANSWERS, RELEASE, WRONG, filled

pytestmark = [pytest.mark.long, pytest.mark.navigateur, pytest.mark.boite]

FAULT = WRONG["delta_divided_by_m"]
CHANGED = {FAULT.exercise: FAULT.source}
WRITTEN = ANSWERS | CHANGED
CELLS = ".jp-Notebook .jp-Cell"
OUTPUT = ".jp-OutputArea-output"
EXECUTED = """[...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every(
  (prompt) => /\\[\\d+\\]/.test(prompt.textContent))"""
TESTS = [
    place
    for place, cell in enumerate(RELEASE.cells)
    if cell.cell_type == "code" and grading(cell).get("grade") and not grading(cell).get("solution")
]
VERIFY = 'from mlcourse.checks.verify import verify\nverify("devoir1.ipynb")'
MARKS = """
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///classe/gradebook.db") as gradebook:
    print(json.dumps({
        submission.student.id: {grade.name: grade.auto_score for book in submission.notebooks for grade in book.grades}
        for submission in gradebook.find_assignment("devoir1").submissions
    }))
"""


@contextmanager
def student(browser, chromium, profile):
    """Le navigateur de quelqu'un, qui garde dans `profile` ce qu'un navigateur garde d'un jour à l'autre."""
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium, chromium_sandbox=os.geteuid() != 0, locale="fr-FR"
    )
    context.set_default_timeout(180_000)
    yield context
    context.close()


def open_notebook(page, site_url, cells):
    """Suit le lien de la page des devoirs, jusqu'à ce que le carnet soit là."""
    page.goto(f"{site_url}/devoirs.html")
    page.get_by_role("link", name="Ouvrir le devoir 1 dans le navigateur").click()
    page.wait_for_function(f"document.querySelectorAll('{CELLS}').length === {cells}")


def write(page, place, source):
    """Remplace le contenu d'une cellule, au clavier."""
    cell = page.locator(CELLS).nth(place)
    if RELEASE.cells[place].cell_type == "markdown":
        cell.locator(".jp-MarkdownOutput").dblclick()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def verified(page):
    """Ce que dit `verify`, d'une cellule ajoutée à la fin du carnet."""
    page.keyboard.press("Control+s")
    page.locator(".jp-Notebook-footer").click()
    page.keyboard.press("Enter")
    page.keyboard.insert_text(VERIFY)
    page.keyboard.press("Control+Enter")
    said = page.locator(CELLS).last.locator(OUTPUT)
    said.get_by_text("Points réussis").wait_for()
    return "\n".join(said.all_inner_texts())


@pytest.fixture(scope="module")
def seen(browser, chromium, site_url, tmp_path_factory):
    """Ce qu'a donné le devoir : les demandes faites au réseau, les messages, la vérification, le carnet téléchargé."""
    folder = tmp_path_factory.mktemp("navigateur")
    asked = []
    with student(browser, chromium, folder / "profil") as context:
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        open_notebook(page, site_url, len(RELEASE.cells))
        for place, cell in enumerate(RELEASE.cells):
            if grade_id(cell) in WRITTEN:
                write(page, place, WRITTEN[grade_id(cell)])
        page.get_by_role("menuitem", name="Exécution").click()
        page.get_by_role("menuitem", name="Exécuter toutes les cellules").first.click()
        page.wait_for_function(EXECUTED)
        told = [page.locator(CELLS).nth(place).locator(OUTPUT).all_inner_texts() for place in TESTS]
        report = verified(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Télécharger").click()
        download.value.save_as(folder / "devoir1.ipynb")
    with student(browser, chromium, folder / "profil") as context:
        page = context.new_page()
        open_notebook(page, site_url, len(RELEASE.cells) + 1)
        kept = page.locator(CELLS).last.inner_text()
    return {
        "asked": asked,
        "told": ["\n".join(texts) for texts in told],
        "report": report,
        "kept": kept,
        "copy": folder / "devoir1.ipynb",
    }


def test_visible_tests_tell_what_is_right_and_name_the_mistake(seen):
    assert any(text.startswith("Réussi") for text in seen["told"])
    assert any("piste" in text for text in seen["told"])


def test_running_everything_goes_to_the_end_and_every_test_says_something(seen):
    assert len(seen["told"]) > 20
    missed = [place for place, text in enumerate(seen["told"]) if "piste" in text or "Error" in text]
    assert missed[0] < len(TESTS) - 1
    assert [place for place, text in enumerate(seen["told"]) if not text.strip()] == []


def test_verify_says_what_remains_to_be_done(seen):
    assert "réussi" in seen["report"]
    assert "à revoir" in seen["report"]
    assert "Il reste à faire" in seen["report"]


def test_the_work_is_there_when_the_browser_opens_again(seen):
    assert "verify" in seen["kept"]


def test_nothing_is_asked_of_another_host(seen, site_url):
    own = (f"{site_url}/", f"{site_url.replace('http', 'ws')}/", "data:", "blob:")
    assert [url for url in seen["asked"] if not url.startswith(own)] == []


def test_what_ties_cells_to_grading_survives(seen):
    downloaded = nbformat.read(seen["copy"], as_version=4)
    assert downloaded.metadata.mlcourse == RELEASE.metadata.mlcourse
    for cell, given in zip(downloaded.cells, RELEASE.cells, strict=False):
        assert cell.metadata.get("nbgrader") == given.metadata.get("nbgrader")
        assert grading(given).get("solution") or cell.source == given.source


def test_the_copy_is_marked_like_the_same_answers_from_jupyterlab(seen, course):
    course.nbgrader("generate_assignment", "devoir1")
    copies = {"Atelier": seen["copy"].read_bytes(), "JupyterLab": nbformat.writes(filled(**CHANGED)).encode()}
    for name, content in copies.items():
        folder = course.folder / "classe" / "submitted" / name / "devoir1"
        folder.mkdir(parents=True)
        (folder / "devoir1.ipynb").write_bytes(content)
    done = course.python("-m", "mlcourse", "corriger", "devoir1")
    assert "Atelier" in done.stdout, done.stderr
    marks = json.loads(course.python("-c", MARKS).stdout)
    assert marks["Atelier"] == marks["JupyterLab"]
    points = {name: mark for name, mark in marks["Atelier"].items() if mark is not None}
    assert sum(points.values()) > 0
    assert all(points[name] == 0 for name in FAULT.missed)
