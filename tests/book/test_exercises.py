"""Les exercices du livre : comment ils s'écrivent, et ce qu'en fait un vrai navigateur."""

import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from mlcourse.practice import judge, load, names

from .axe import examine, faults
from .test_questions import TAUGHT

WRITTEN = """# Titre

```{exercice} signed_loss
Un énoncé, avec $s$.

Et sa suite.
```
"""
EMPTY = "# Titre\n\nSans exercice.\n"


# --- La directive -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def build(tmp_path_factory, extension):
    """Construit deux pages sans Python, dont une sans exercice ; donne les messages et les deux pages analysées."""
    folder = str(Path(extension("exercises").__file__).parent)

    @cache
    def build_pages(text):
        root = tmp_path_factory.mktemp("exercices")
        (root / "conf.py").write_text(
            f"import sys\nsys.path.insert(0, {folder!r})\n"
            "extensions, myst_enable_extensions = ['myst_parser', 'exercises'], ['dollarmath']\n"
            "suppress_warnings = ['myst.xref_missing']\n",
            encoding="utf8",
        )
        (root / "index.md").write_text(f"{text}\n```{{toctree}}\nautre\n```\n", encoding="utf8")
        (root / "autre.md").write_text(EMPTY, encoding="utf8")
        command = [sys.executable, "-m", "sphinx", "-q", "-E", root, root / "html"]
        without = os.environ | {"MLCOURSE_PYODIDE": str(root / "vide"), "PIP_NO_INDEX": "1"}
        result = subprocess.run(command, capture_output=True, text=True, check=True, env=without)
        pages = [(root / "html" / f"{name}.html").read_text(encoding="utf8") for name in ("index", "autre")]
        return result.stderr, *(BeautifulSoup(page, "html.parser") for page in pages)

    return build_pages


def test_an_exercise_is_a_statement_a_starting_code_and_two_folds(build):
    messages, soup, _ = build(WRITTEN)
    assert messages == ""
    exercise = soup.select_one("div#exercice-signed-loss.exercise[role=group][data-exercise=signed_loss]")
    assert exercise.find("p").get_text().startswith("Exercice 1. Un énoncé")
    assert soup.select_one(f"#{exercise['aria-labelledby']}").get_text() == "Exercice 1."
    assert exercise.select_one(".exercise-editor pre").get_text().strip() == load("signed_loss").start.strip()
    assert exercise.select_one(".exercise-tools").has_attr("hidden")
    hint, solution = exercise.select(".exercise-fold")
    assert "np.logaddexp" in hint.get_text()
    assert load("signed_loss").answer.strip() in solution.get_text()


def test_the_style_and_the_script_go_with_the_exercises_only(build):
    _, written, other = build(WRITTEN)
    assert written.select_one("script[src*='exercises.js'][defer]")
    assert written.select_one("link[href*='exercises.css']")
    assert not other.select("[src*='exercises.'], [href*='exercises.']")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("signed_loss", "inconnu", "« inconnu » n'en est pas un"),
        ("Un énoncé, avec $s$.\n\nEt sa suite.\n", "", "s'ouvre sur l'énoncé"),
        ("Un énoncé, avec $s$.", "- Un énoncé.", "s'ouvre sur l'énoncé"),
    ],
    ids=["inconnu", "sans énoncé", "une liste"],
)
def test_an_exercise_ill_written_is_refused_in_french(build, old, new, complaint):
    messages, soup, _ = build(WRITTEN.replace(old, new))
    assert complaint in messages
    assert not soup.select(".exercise")


def test_an_exercise_is_given_once(build):
    messages, *_ = build(WRITTEN + WRITTEN.removeprefix("# Titre\n"))
    assert "exercice-signed_loss" in messages


# --- Les exercices du livre -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def given(articles):
    """Les noms des exercices de chaque page qui en donne."""
    found = {name: [box["data-exercise"] for box in article.select(".exercise")] for name, article in articles.items()}
    return {name: exercises for name, exercises in found.items() if exercises}


@pytest.mark.parametrize("name", TAUGHT)
def test_a_page_that_teaches_gives_two_exercises_just_before_its_questions(articles, given, name):
    assert len(given[name]) >= 2
    titles = [section.get("id") for section in articles[name].select("section > section")]
    assert titles[-2:] == ["exercices", "questions"]


def test_every_exercise_is_given_once_in_the_section_that_it_names(pages, given):
    counts = Counter(exercise for exercises in given.values() for exercise in exercises)
    assert counts == Counter(names())
    for name, exercises in given.items():
        number = pages[name].select_one("h1 .section-number").get_text(strip=True)
        assert {load(exercise).section for exercise in exercises} == {number}, name


def test_only_the_pages_with_exercises_load_what_exercises_need(pages, given):
    loading = {name for name, soup in pages.items() if soup.select("[src*='exercises.js'], [href*='exercises.css']")}
    assert loading == set(given)


# --- Dans un navigateur -----------------------------------------------------------------------------------------------

# Python est joué par le test : même juge, mais rien à télécharger ; `while True` attend qu'on l'arrête.
PLAYED = """{
  let refuse = null;
  window.coursePython = {
    available: true,
    reason: null,
    editor: () => import("/_static/python-editor.js"),
    start: async (listen) => listen({ step: "téléchargement de Python", loaded: 1, total: 2 }),
    call: (module, name, [exercise, code]) => new Promise((resolve, reject) => {
      refuse = reject;
      if (module !== "mlcourse.practice" || name !== "judge") reject(new Error(`${module}.${name}`));
      if (!code.includes("while True")) judgeHere(exercise, code).then(resolve, reject);
    }),
    stop: () => refuse?.({ stopped: true, message: "Python a été arrêté." }),
  };
}"""
RIGHT = load("signed_loss").answer


@pytest.fixture
def address(site_url):
    return f"{site_url}/retropropagation/cout.html"


@pytest.fixture
def editor(site):
    """L'éditeur, si le livre a été construit avec Python."""
    if not (site / "_static" / "python-editor.js").is_file():
        pytest.skip("le site est construit sans Python")


@pytest.fixture
def opened(browser, address):
    """Ouvre la page pour un lecteur nouveau ; `script` remplace celui de Python, ou le fait manquer."""
    contexts = []

    def open_page(script=PLAYED, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", **options)
        contexts.append(context)
        tab = context.new_page()
        tab.expose_function("judgeHere", judge)
        tab.add_init_script(script or "")
        tab.route("**/python.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        tab.goto(address)
        return tab

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["large-clair", "étroit-sombre"])
def tab(request, opened):
    width, scheme = request.param
    return opened(width=width, color_scheme=scheme)


def exercise(tab):
    return tab.locator("#exercice-signed-loss")


def verdict(tab):
    return exercise(tab).get_by_role("status")


def written(tab):
    """Ce qui est écrit, dans le champ ou dans l'éditeur qui en a pris la place."""
    return (
        exercise(tab)
        .get_by_role("textbox")
        .evaluate(
            "box => box.value ?? [...box.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\\n')"
        )
    )


def wait_for_editor(tab):
    exercise(tab).locator(".cm-content").wait_for()


def check(tab, code=None):
    """Écrit un essai, demande ce qu'il vaut, et attend la réponse."""
    if code is not None:
        exercise(tab).get_by_role("textbox").fill(code)
    exercise(tab).get_by_role("button", name="Vérifier").click()
    tab.wait_for_function("document.querySelector('#exercice-signed-loss .verdict').classList.length > 1")
    return verdict(tab).inner_text()


@pytest.mark.navigateur
def test_a_wrong_attempt_reads_what_fails_and_a_right_one_passes(tab):
    said = check(tab)
    assert said.startswith("Pas encore.")
    assert re.search(r"vérifié\s: la perte est celle du livre", said)
    assert re.search(r"à revoir\s: elle reste juste pour des logits de mille", said)
    assert "attendu" in said
    assert "un exp déborde-t-il" in said
    assert check(tab, RIGHT).startswith("Juste.")


@pytest.mark.navigateur
def test_what_the_code_prints_and_where_it_stops_are_shown(tab):
    said = check(tab, "print('bonjour')\nsigned_loss = z")
    assert said.startswith("Le code ne s’exécute pas.")
    assert "votre code s'arrête à la ligne 2" in said
    assert "bonjour" in said


@pytest.mark.navigateur
def test_an_attempt_is_kept_on_this_machine_and_erased_on_demand(tab):
    box, code = exercise(tab), exercise(tab).get_by_role("textbox")
    start = written(tab)
    assert not box.get_by_role("button", name="Effacer mon essai").is_visible()
    code.fill("x = 1\n")
    tab.reload()
    assert written(tab) == "x = 1\n"
    assert tab.context.cookies() == []
    box.get_by_role("button", name="Rétablir").click()
    assert written(tab) == start
    box.get_by_role("button", name="Reprendre mon essai").click()
    assert written(tab) == "x = 1\n"
    box.get_by_role("button", name="Effacer mon essai").click()
    assert verdict(tab).inner_text() == "Essai effacé."
    assert tab.evaluate("localStorage.getItem('livre-exercices')") == "{}"
    tab.reload()
    assert written(tab) == start


@pytest.mark.navigateur
def test_an_endless_loop_is_stopped_by_the_reader(tab):
    box = exercise(tab)
    box.get_by_role("textbox").fill("while True:\n    pass\n")
    box.get_by_role("button", name="Vérifier").click()
    assert box.get_by_role("button", name="Vérifier").is_disabled()
    box.get_by_role("button", name="Arrêter").click()
    tab.wait_for_function("document.querySelector('#exercice-signed-loss .verdict').textContent.startsWith('Arrêté')")
    assert not box.get_by_role("button", name="Arrêter").is_visible()
    assert check(tab, RIGHT).startswith("Juste.")


@pytest.mark.navigateur
def test_the_keyboard_indents_checks_and_leaves_the_editor(editor, tab):
    exercise(tab).get_by_role("textbox").focus()
    wait_for_editor(tab)
    tab.keyboard.press("Control+a")
    tab.keyboard.type("def f():")
    tab.keyboard.press("Enter")
    tab.keyboard.type("return 1")
    assert written(tab) == "def f():\n    return 1"
    tab.keyboard.press("Control+Enter")
    tab.wait_for_function("document.querySelector('#exercice-signed-loss .verdict').classList.contains('wrong')")
    tab.keyboard.press("ArrowRight")
    assert "cout.html" in tab.url
    tab.keyboard.press("Escape")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Vérifier"


@pytest.mark.navigateur
def test_the_editor_comes_at_the_first_touch_and_keeps_what_was_typed_meanwhile(editor, opened):
    tab, held = opened(), []
    tab.route("**/python-editor.js*", lambda route: held.append(route))  # Playwright n'admet pas une méthode intégrée
    box, start = exercise(tab).get_by_role("textbox"), written(tab)
    height = box.bounding_box()["height"]
    with tab.expect_request("**/python-editor.js*"):
        box.focus()
    box.evaluate("field => field.setSelectionRange(0, 0)")
    tab.keyboard.type("a")
    assert len(held) == 1
    held[0].continue_()
    wait_for_editor(tab)
    tab.keyboard.type("b")
    assert written(tab) == f"ab{start}"
    assert abs(exercise(tab).locator(".exercise-code").bounding_box()["height"] - height) <= 2
    tab.reload()
    assert written(tab) == f"ab{start}"


@pytest.mark.navigateur
def test_without_the_editor_the_field_does_as_well(opened):
    tab = opened()
    tab.route("**/python-editor.js*", lambda route: route.abort())
    assert check(tab, RIGHT).startswith("Juste.")
    exercise(tab).get_by_role("textbox").fill("signed_loss = 1\n")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_function("document.querySelector('#exercice-signed-loss .verdict').classList.contains('wrong')")
    assert exercise(tab).locator("textarea").count() == 1


@pytest.mark.navigateur
def test_a_judged_exercise_satisfies_axe_and_stays_in_its_window(editor, tab):
    check(tab)
    wait_for_editor(tab)
    assert (
        tab.get_by_role("group", name="Exercice 1.").get_by_role("textbox", name="Votre code, exercice 1").count() == 1
    )
    assert faults(examine(tab, "#exercices")) == []
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.navigateur
@pytest.mark.parametrize(
    ("script", "said"),
    [("", "construit sans Python"), ("window.coursePython = { available: false, reason: 'Parce que.' }", "Parce que.")],
    ids=["sans fichiers", "refusé"],
)
def test_without_python_everything_reads_and_one_sentence_says_why(opened, script, said):
    tab = opened(script)
    assert tab.locator(".exercise-note").all_inner_texts() == [tab.locator(".exercise-note").inner_text()]
    assert said in tab.locator(".exercise-note").inner_text()
    assert not exercise(tab).get_by_role("button", name="Vérifier").is_visible()
    assert "def signed_loss(z, s)" in exercise(tab).inner_text()
    for fold in exercise(tab).locator("details").all():
        fold.locator("summary").click()
    assert "np.logaddexp(0, -s * z)" in exercise(tab).inner_text()


@pytest.mark.navigateur
def test_without_javascript_the_folds_open(opened):
    tab = opened(java_script_enabled=False)
    fold = exercise(tab).locator("details").last
    assert not fold.locator("pre").is_visible()
    fold.locator("summary").click()
    assert fold.locator("pre").is_visible()


@pytest.mark.navigateur
def test_on_paper_the_starting_code_is_printed_and_the_editor_is_not(tab):
    tab.emulate_media(media="print")
    assert exercise(tab).locator(".exercise-editor pre").is_visible()
    assert not exercise(tab).get_by_role("textbox").is_visible()
    assert not exercise(tab).get_by_role("button", name="Vérifier").is_visible()


@pytest.mark.navigateur
@pytest.mark.timeout(300)
def test_python_itself_judges_in_the_page(browser, address, site):
    if not (site / "_static" / "python.js").is_file():
        pytest.skip("le site est construit sans Python")
    context = browser.new_context(locale="fr-FR")
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    tab.goto(address)
    assert "un exp déborde-t-il" in check(tab)
    assert check(tab, RIGHT).startswith("Juste.")
    context.close()
