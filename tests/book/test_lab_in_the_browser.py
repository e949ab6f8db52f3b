"""Le carnet d'une page dans l'atelier, en vrai : un curseur bouge et ce qu'il montre change, de jour comme de nuit."""

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.long, pytest.mark.timeout(900)]

SLIDER = ".curseur.vivant"
DRAWN = f"document.querySelector('{SLIDER} .curseur-dessin svg').innerHTML"


@pytest.fixture(scope="module")
def lab_url(site, site_url):
    if not (site / "atelier").is_dir():
        pytest.skip("le livre est construit sans les fichiers de Pyodide, et donc sans atelier")
    return f"{site_url}/atelier/notebooks/index.html?path="


@pytest.fixture
def tab(browser):
    context = browser.new_context(locale="fr-FR", color_scheme="dark")
    context.set_default_timeout(240_000)
    yield context.new_page()
    context.close()


def test_a_slider_of_a_page_answers_in_its_notebook(tab, lab_url):
    tab.goto(f"{lab_url}livre/retropropagation/derniere-couche.ipynb")
    cell = tab.locator(".jp-CodeCell").filter(has_text='slider("')
    cell.locator(".cm-content").click()
    tab.keyboard.press("Control+Enter")
    tab.wait_for_function(f"document.querySelector('{SLIDER} .curseur-dessin svg')?.childElementCount > 3")
    said, drawn = tab.locator(f"{SLIDER} .curseur-phrase").inner_text(), tab.evaluate(DRAWN)
    tab.locator(f"{SLIDER} input[type=range]").first.focus()  # au clavier : JupyterLab y répond aux flèches, ailleurs
    for _ in range(4):
        tab.keyboard.press("ArrowRight")
    tab.wait_for_function(f"(before) => {DRAWN} !== before", arg=drawn)
    tab.wait_for_function(
        f"(before) => document.querySelector('{SLIDER} .curseur-phrase').innerText !== before", arg=said
    )


def test_an_assignment_is_dark_for_who_asked_for_the_dark(tab, lab_url):
    tab.goto(f"{lab_url}devoir0.ipynb")
    tab.locator(".jp-Notebook .jp-Cell").first.wait_for()
    tab.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    color = "(selector) => getComputedStyle(document.querySelector(selector)).backgroundColor"
    assert tab.evaluate(color, ".jp-Notebook") != "rgb(255, 255, 255)"
