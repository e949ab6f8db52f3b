"""« Exécuter », sur les codes d'une page : ce que le lecteur clique, change, lit et arrête."""

import re

import pytest
from playwright.sync_api import expect

from .axe import examine, faults

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(1800)]

PAGE = "retropropagation/cout"
BARS = ".code-tools:has(button)"
SLOW = 240_000  # millisecondes : une machine occupée n'est pas une erreur


@pytest.fixture(scope="module")
def page_with_code(site, pages):
    """La page, si le livre a été construit avec Python."""
    if not (site / "_static" / "pyodide").is_dir():
        pytest.skip("le livre est construit sans Python dans la page")
    return pages[PAGE]


@pytest.fixture(scope="module")
def tab(browser, site_url, page_with_code):
    """La page, ouverte une fois : Python y reste ouvert d'un test au suivant."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(SLOW)
    tab.asked = []
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.goto(f"{site_url}/{PAGE}.html", wait_until="networkidle")
    tab.first_asked = [*tab.asked]
    yield tab
    context.close()


class Code:
    """Le code d'une page, par son rang parmi ceux que l'on peut exécuter."""

    def __init__(self, tab, rank):
        self.tab = tab
        self.bar = tab.locator(BARS).nth(rank)
        self.cell = self.bar.locator("xpath=ancestor::div[contains(concat(' ', @class, ' '), ' cell ')][1]")
        self.output = self.cell.locator("> .cell_output")
        self.status = self.bar.locator(".code-status")

    def button(self, name):
        return self.bar.get_by_role("button", name=name)

    def wait(self, text):
        expect(self.status).to_have_text(re.compile(text), timeout=SLOW)

    def write(self, text):
        self.button("Modifier").click()
        self.cell.locator(".cm-content").wait_for()
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.insert_text(text)

    def run(self, text="^Exécuté"):
        self.button("Exécuter").click()
        self.wait(text)

    def restore(self):
        self.button("Rétablir").click()


@pytest.fixture
def code(tab):
    """Un code de la page, rendu tel qu'il était."""
    used = []

    def pick(rank):
        used.append(Code(tab, rank))
        return used[-1]

    yield pick
    for each in used:
        if each.button("Rétablir").count() and each.button("Rétablir").is_visible():
            each.restore()


def test_every_code_that_is_seen_can_be_executed_or_says_why_not(site, pages, page_with_code):
    silent = {
        name: cell.get_text()[:60]
        for name, soup in pages.items()
        for cell in soup.select(".cell_input")
        if not cell.select_one(".code-tools button, .code-tools p")
    }
    assert silent == {}


def test_a_page_asks_nothing_of_python_before_a_click(tab):
    assert not [url for url in tab.first_asked if "/pyodide/" in url or "python-" in url or "/cellules/" in url]


def test_a_code_gives_what_the_book_says(tab, code):
    first = code(0)
    said = first.output.inner_text()
    first.run()
    assert first.output.inner_text() == said
    assert "computed" in first.output.get_attribute("class")
    assert first.output.get_attribute("aria-live") == "polite"


def test_a_code_runs_what_it_needs_above_and_says_so(tab, code):
    tab.evaluate("coursePython.stop()")
    third = code(2)
    third.run()
    assert "avec un code plus haut, dont il se sert" in third.status.inner_text()


def test_a_changed_number_changes_the_figure_and_restoring_brings_the_book_back(tab, code):
    second = code(1)
    original = second.output.inner_html()
    drawn = "import matplotlib.pyplot as plt\nplt.plot([1, {}, 3]);"
    second.write(drawn.format(2))
    second.run()
    image = second.output.locator("img")
    first = tab.evaluate("(url) => fetch(url).then((r) => r.text())", image.get_attribute("src"))
    second.write(drawn.format(5))
    second.run()
    assert tab.evaluate("(url) => fetch(url).then((r) => r.text())", image.get_attribute("src")) != first
    assert image.get_attribute("alt").startswith("Figure du code modifié.")
    second.restore()
    assert second.output.inner_html() == original
    assert second.cell.locator(".cm-editor").count() == 0


def test_an_error_is_told_under_the_code_in_french(tab, code):
    second = code(1)
    second.write("x = 1\nprint(x)\nabsent + 1")
    second.run("erreur")
    error = second.output.get_by_role("alert")
    assert error.locator("p").inner_text().startswith("NameError, ligne 3")
    assert "le nom «\N{NO-BREAK SPACE}absent\N{NO-BREAK SPACE}» n'est pas défini" in error.inner_text()
    assert second.output.inner_text().startswith("1")
    error.locator("summary").click()
    assert 'File "<cellule' in error.locator("pre").inner_text()


def test_an_endless_loop_is_stopped_and_the_page_goes_on(tab, code):
    second, first = code(1), code(0)
    second.write("while True:\n    pass")
    second.button("Exécuter").click()
    second.wait("^Exécute…")
    second.button("Arrêter").click()
    second.wait("Arrêté")
    first.run()


def test_the_keyboard_is_enough(tab, code):
    first = code(0)
    first.button("Exécuter").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    first.cell.locator(".cm-content").wait_for()
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text("print('écrit au clavier')")
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Control+Enter")
    first.wait("^Exécuté")
    assert first.output.inner_text().strip() == "écrit au clavier"
    tab.keyboard.press("Escape")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.tagName") != "DIV"
    assert PAGE in tab.url


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_a_code_at_work_is_for_everybody(tab, code, scheme, width):
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 900})
    second = code(1)
    second.write("print('a')\nabsent")
    second.run("erreur")
    assert faults(examine(tab, {"include": [[".cell:has(.cm-editor)"]]})) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_paper_has_no_button(tab):
    tab.emulate_media(media="print")
    assert tab.locator(BARS).first.is_hidden()
    tab.emulate_media(media="screen")


def test_from_a_file_there_is_no_button_and_one_sentence_says_why(browser, site, page_with_code):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto((site / f"{PAGE}.html").as_uri())
    assert tab.locator(".code-tools:visible").count() == 0
    assert tab.locator(".no-python:visible").count() == 1
    assert "ouvert depuis un dossier" in tab.locator(".no-python").inner_text()
    context.close()


def test_without_javascript_nothing_is_promised(browser, site_url, page_with_code):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site_url}/{PAGE}.html")
    assert tab.locator(".code-tools:visible, .no-python:visible").count() == 0
    context.close()


@pytest.mark.long
def test_a_folded_code_puts_its_result_where_the_book_had_folded_it(browser, site_url, page_with_code):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{site_url}/prerequis.html")
    fold = tab.locator(f"details:has({BARS})")
    fold.locator("summary").click()
    said = fold.locator(".cell_output").inner_text()
    code = Code(tab, tab.locator(BARS).count() - 1)
    code.button("Exécuter").click()
    code.wait("^Exécuté")
    assert tab.locator(".cell:has(details) .cell_output").count() == 1
    assert fold.locator(".cell_output.computed").inner_text().split() == said.split()
    context.close()
