"""Formgrader parle français : ses listes, ses boutons, ses dates, et les noms qu'on y lit."""

import re

import pytest

from mlcourse.grading.gradebook import scripts, wording

from ..batches import run
from ..copies.opening import Jupyter
from ..small_course import ASSIGNMENT

ENGLISH = re.compile(
    r"\b(assignments?|submissions?|students?|scores?|manage|grad(?:e|ing|ed)|show|search|loading|notebooks?|needs?|"
    r"failed|status|edit|feedback|click|please|name|id|none)\b",
    re.IGNORECASE,
)
PAGES = ("manage_assignments", f"manage_submissions/{ASSIGNMENT}", "gradebook", f"gradebook/{ASSIGNMENT}",
         f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}", "manage_students", "manage_students/aimé",
         f"manage_students/aimé/{ASSIGNMENT}")  # fmt: skip
WITHOUT = "Ève sans carnet"
LIST = f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}"


@pytest.mark.parametrize("name", [each.name for each in scripts.JS.iterdir()])
def test_what_a_script_does_is_not_translated_away(name):
    ours = scripts.mended(name)
    assert ours.count('get("flagged")') == (scripts.JS / name).read_text("utf-8").count('get("flagged")')
    for theirs, replaced in scripts.MENDED.get(name, ()):
        assert theirs in (scripts.JS / name).read_text("utf-8")
        assert wording.french_script(replaced) in ours


def test_every_word_of_the_dictionary_is_still_one_of_nbgrader():
    theirs = "".join(each.read_text("utf-8") for each in scripts.JS.iterdir())
    pages = "".join(each.read_text("utf-8") for each in (scripts.JS.parent.parent / "templates").glob("*.tpl"))
    assert [word for word in wording.SCRIPTS if f'"{word}"' not in theirs] == []
    assert [word for word in wording.PAGES if word not in pages] == []


@pytest.fixture(scope="module")
def course(fresh_class, tmp_path_factory):
    course = fresh_class.copy(tmp_path_factory.mktemp("mots"))
    config = course.root / "nbgrader_config.py"
    due = f'c.HandIn.due = {{"{ASSIGNMENT}": "2026-12-01 23:59 Europe/Paris"}}'
    config.write_text(config.read_text("utf-8").replace("c.HandIn.due = {}", due), "utf-8")
    course.submit(WITHOUT, b"%PDF", "rapport.pdf")
    run(course)
    return course


@pytest.fixture(scope="module")
def home(course, tmp_path_factory):
    with Jupyter("server", course.root, tmp_path_factory.mktemp("jupyter")) as server:
        yield f"{server.address}/formgrader"


@pytest.mark.navigateur
@pytest.mark.timeout(300)
def test_pages_of_a_class_have_no_english_word(page, home):
    for address in PAGES:
        page.goto(f"{home}/{address}", wait_until="networkidle")
        read = page.inner_text("body").replace("nbgrader", "")
        assert not ENGLISH.findall(read), (address, ENGLISH.findall(read))
        assert page.get_attribute("html", "lang") == "fr"
        page.get_by_text("Chercher").wait_for()


@pytest.mark.navigateur
@pytest.mark.timeout(300)
def test_no_list_is_wider_than_a_phone(page, home):
    page.set_viewport_size({"width": 390, "height": 844})
    for address in PAGES:
        page.goto(f"{home}/{address}", wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address


@pytest.mark.navigateur
@pytest.mark.timeout(300)
def test_names_are_shown_until_one_hides_them_and_stay_hidden_from_a_list_to_a_copy(page, home):
    page.goto(f"{home}/{LIST}", wait_until="networkidle")
    link = page.get_by_role("link", name="N'Guyen, Zoé")
    assert link.is_visible()
    assert page.get_by_role("link", name="aimé", exact=True).is_visible()
    page.click("text=Cacher les noms")
    assert link.is_hidden()
    page.reload(wait_until="networkidle")
    assert link.is_hidden()
    page.get_by_role("link", name="Copie n°").first.click()
    page.locator(".live-notebook a.name-hidden").wait_for()
    page.locator(".live-notebook .glyphicon:visible").click()
    page.locator(".live-notebook a.name-shown").wait_for()
    page.goto(f"{home}/{LIST}", wait_until="networkidle")
    assert link.is_visible()


@pytest.mark.navigateur
@pytest.mark.timeout(300)
def test_dates_are_those_of_the_course_and_points_have_a_comma(page, home, course):
    page.goto(f"{home}/manage_assignments", wait_until="networkidle")
    assert "01/12/2026 23:59" in page.inner_text("table")
    page.goto(f"{home}/gradebook/{ASSIGNMENT}", wait_until="networkidle")
    assert re.search(r"\d,\d+ / 3", page.inner_text("table"))


@pytest.mark.navigateur
@pytest.mark.timeout(300)
def test_lists_have_no_column_for_what_the_assignment_has_not_and_a_copy_without_notebook_waits(page, home):
    for address in (LIST, f"gradebook/{ASSIGNMENT}", f"manage_students/{WITHOUT}",
                    f"manage_students/{WITHOUT}/{ASSIGNMENT}"):  # fmt: skip
        page.goto(f"{home}/{address}", wait_until="networkidle")
        headings = page.locator("th").all_inner_texts()
        assert not any("âches" in each for each in headings)
        assert any(each in ("Code", "Moyenne du code") for each in headings)
        cells = page.locator("tbody tr").first.locator("td")
        assert cells.count() == len(headings)
        if WITHOUT in address:
            assert page.locator("tbody .code-score").all_inner_texts() == ["à noter"]
            assert page.locator("tbody .score").all_inner_texts() == ["à lire"]
    page.goto(f"{home}/{LIST}", wait_until="networkidle")
    points = page.locator("tbody .code-score").all_inner_texts()
    assert sorted(points) == ["1 / 3", "3 / 3", "3 / 3", "à noter"]
    assert page.locator("tr", has_text="carnet").locator(".code-score").inner_text() == "à noter"
