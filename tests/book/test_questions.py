"""Les questions du livre : comment elles s'écrivent, et ce qu'en fait un vrai navigateur."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .axe import examine, faults

# Les pages qui enseignent quelque chose.
CHAPTERS = {
    "retropropagation": "cout regle-de-la-chaine derniere-couche couches-internes algorithme fondements",
    "activations-initialisation-normalisation": "activations initialisation normalisation au-dela",
    "optimiseurs": "mini-lots momentum taux-par-parametre adam apres-adam bord-de-la-stabilite choisir",
}
TAUGHT = [f"{chapter}/{page}" for chapter, pages in CHAPTERS.items() for page in pages.split()]
WRITTEN = """# Titre

```{question} essai
Un énoncé, avec $x$ ?

- [ ] Le *premier*.

  Parce que non.
- [x] Le second.

  Parce que oui.

  Et plus encore.
```
"""
EMPTY = "# Titre\n\nSans question.\n"


# --- La directive -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def build(tmp_path_factory, extension):
    """Construit deux pages, dont une sans question ; donne les messages et les deux pages analysées."""
    folder = str(Path(extension("questions").__file__).parent)

    @cache
    def build_pages(text):
        root = tmp_path_factory.mktemp("questions")
        (root / "conf.py").write_text(
            f"import sys\nsys.path.insert(0, {folder!r})\n"
            "extensions, myst_enable_extensions = ['myst_parser', 'questions'], ['dollarmath']\n",
            encoding="utf8",
        )
        (root / "index.md").write_text(f"{text}\n```{{toctree}}\nautre\n```\n", encoding="utf8")
        (root / "autre.md").write_text(EMPTY, encoding="utf8")
        command = [sys.executable, "-m", "sphinx", "-q", "-E", root, root / "html"]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        pages = [(root / "html" / f"{name}.html").read_text(encoding="utf8") for name in ("index", "autre")]
        return result.stderr, *(BeautifulSoup(page, "html.parser") for page in pages)

    return build_pages


def test_a_question_is_a_fieldset_of_native_buttons_and_folded_explanations(build):
    messages, soup, _ = build(WRITTEN)
    assert messages == ""
    question = soup.select_one("fieldset#question-essai.question")
    assert question.find("legend").get_text().startswith("Question 1. Un énoncé")
    assert question.select_one("legend .math")
    assert [label.get_text(" ", strip=True) for label in question.select("label")] == [
        "A. Le premier .",
        "B. Le second.",
    ]
    assert {button["name"] for button in question.select("label > input[type=radio]")} == {"question-essai"}
    assert len({button["value"] for button in question.select("input")}) == 2
    folds = [(fold["class"], [p.get_text() for p in fold.find_all("p")]) for fold in question.find_all("details")]
    assert folds == [
        (["wrong"], ["Faux. Parce que non."]),
        (["right"], ["Juste. Parce que oui.", "Et plus encore."]),
    ]
    assert question.select_one(".question-tools").has_attr("hidden")


def test_a_kept_answer_stands_for_the_text_of_its_choice(build):
    _, before, _ = build(WRITTEN)
    _, after, _ = build(WRITTEN.replace("Le second", "Le dernier"))
    values = [[button["value"] for button in soup.select("label > input")] for soup in (before, after)]
    assert values[0][0] == values[1][0]
    assert values[0][1] != values[1][1]


def test_the_style_and_the_script_go_with_the_questions_only(build):
    _, asked, other = build(WRITTEN)
    assert asked.select_one("script[src*='questions.js'][defer]")
    assert asked.select_one("link[href*='questions.css']")
    assert not other.select("[src*='questions.'], [href*='questions.']")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[x]", "[ ]", "un choix juste, un seul"),
        ("[ ]", "[x]", "un choix juste, un seul"),
        ("[ ] Le", "Le", "le choix A est une puce qui s'ouvre sur"),
        ("\n  Parce que non.", "", "le choix A est une puce qui s'ouvre sur"),
        ("Un énoncé, avec $x$ ?\n", "", "un énoncé suivi d'une liste de choix"),
    ],
    ids=["aucun juste", "deux justes", "sans case", "sans explication", "sans énoncé"],
)
def test_a_question_ill_written_is_refused_in_french(build, old, new, complaint):
    messages, soup, _ = build(WRITTEN.replace(old, new))
    assert complaint in messages
    assert not soup.select("fieldset")


def test_two_questions_do_not_share_a_name(build):
    messages, *_ = build(WRITTEN + WRITTEN.removeprefix("# Titre\n"))
    assert "question-essai" in messages


# --- Les questions du livre --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asked(articles):
    """Les questions de chaque page qui en pose."""
    return {name: found for name, article in articles.items() if (found := article.select("fieldset.question"))}


@pytest.mark.parametrize("name", TAUGHT)
def test_a_page_that_teaches_asks_four_questions_at_least_and_ends_on_them(articles, asked, name):
    assert len(asked[name]) >= 4
    assert articles[name].find_all("section")[-1].get("id") == "questions"


def test_every_experiment_ends_on_its_question_and_its_folded_answer(articles, page_names):
    experiments = [name for name in page_names if name.startswith("experiences/") and not name.endswith("/index")]
    assert experiments
    for name in experiments:
        last = articles[name].find_all("section")[-1].find_all(True, recursive=False)[-1]
        assert last.name == "fieldset" or "dropdown" in last["class"], name


def test_every_choice_is_explained_and_one_is_right(asked):
    for questions in asked.values():
        for question in questions:
            assert len(question.select("label")) == len(question.find_all("details")) >= 3, question["id"]
            assert len(question.select("details.right")) == 1, question["id"]
            for fold in question.find_all("details"):
                assert len(fold.get_text()) > 90, question["id"]


def test_neither_its_place_nor_its_length_gives_the_right_answer_away(asked):
    places, longest = [], []
    for question in (question for questions in asked.values() for question in questions):
        place = [fold["class"] for fold in question.find_all("details")].index(["right"])
        lengths = [len(choice.get_text()) for choice in question.select(".choice")]
        places.append(place)
        longest.append(lengths[place] == max(lengths))
    assert max(map(places.count, places)) < len(places) / 2
    assert sum(longest) < len(longest) / 2


def test_only_the_pages_with_questions_load_what_questions_need(pages, asked):
    loading = {name for name, soup in pages.items() if soup.select("[src*='questions.js'], [href*='questions.css']")}
    assert loading == set(asked)


# --- Dans un navigateur -----------------------------------------------------------------------------------------------


@pytest.fixture
def address(site_url):
    return f"{site_url}/retropropagation/cout.html"


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["large-clair", "étroit-sombre"])
def tab(request, browser, address):
    """La page, ouverte par un lecteur nouveau."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR")
    tab = context.new_page()
    tab.goto(address)
    yield tab
    context.close()


def question(tab):
    return tab.locator("fieldset.question").first


@pytest.mark.navigateur
def test_the_keyboard_chooses_and_only_then_asks_for_the_verdict(tab):
    asked = question(tab)
    verdict = asked.get_by_role("status")
    asked.get_by_role("radio").first.focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowDown")
    assert verdict.inner_text() == ""
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert verdict.inner_text().startswith("Faux.")
    tab.keyboard.press("Shift+Tab")
    for _ in range(2):
        tab.keyboard.press("ArrowDown")
    assert verdict.inner_text() == ""
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    assert verdict.inner_text().startswith("Juste.")


@pytest.mark.navigateur
def test_screen_readers_are_told_the_question_the_choices_and_the_verdict(tab):
    asked = tab.get_by_role("group", name=re.compile(r"^Question 1\."))
    assert asked.get_by_role("radio", name=re.compile(r"^D\. Le premier, de beaucoup")).count() == 1
    asked.get_by_role("button", name="Vérifier").click()
    assert asked.get_by_role("status").inner_text() == "Choisissez d’abord une réponse."
    # Une zone annoncée l'est quand elle change : elle est là, vide, avant toute réponse.
    others = tab.locator("fieldset.question").nth(1).get_by_role("status")
    assert others.count() == 1
    assert others.inner_text() == ""


@pytest.mark.navigateur
def test_an_answer_is_kept_on_this_machine_and_forgotten_on_demand(tab):
    asked = question(tab)
    asked.get_by_role("radio").nth(3).check()
    asked.get_by_role("button", name="Vérifier").click()
    tab.reload()
    assert asked.get_by_role("radio").nth(3).is_checked()
    assert asked.get_by_role("status").inner_text().startswith("Juste.")
    assert tab.context.cookies() == []
    asked.get_by_role("button", name="Effacer ma réponse").click()
    assert asked.get_by_role("status").inner_text() == "Réponse effacée."
    assert tab.evaluate("document.activeElement.type") == "radio"
    tab.reload()
    assert asked.locator("input:checked").count() == 0
    assert asked.get_by_role("status").inner_text() == ""
    assert tab.evaluate("localStorage.getItem('livre-questions')") == "{}"


@pytest.mark.navigateur
def test_an_answered_question_satisfies_axe_and_stays_in_its_window(tab):
    for asked, choice in zip(tab.locator("fieldset.question").all(), (3, 0, 1), strict=False):
        asked.get_by_role("radio").nth(choice).check()
        asked.get_by_role("button", name="Vérifier").click()
    assert faults(examine(tab, "#questions")) == []
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.navigateur
def test_without_javascript_every_explanation_unfolds_and_nothing_is_out_of_order(browser, address):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    asked = question(tab)
    assert not asked.get_by_role("button").first.is_visible()
    fold = asked.locator("details").first
    assert not fold.locator("p").first.is_visible()
    fold.locator("summary").click()
    assert fold.locator("p").first.inner_text().startswith("Faux.")
    context.close()


@pytest.mark.navigateur
def test_where_nothing_may_be_kept_the_questions_are_asked_all_the_same(browser, address):
    context = browser.new_context()
    tab = context.new_page()
    tab.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refusé'); } })")
    tab.goto(address)
    asked = question(tab)
    asked.get_by_role("radio").nth(3).check()
    asked.get_by_role("button", name="Vérifier").click()
    assert asked.get_by_role("status").inner_text().startswith("Juste.")
    context.close()


@pytest.mark.navigateur
def test_on_paper_the_questions_come_first_and_then_every_answer_open(tab):
    tab.emulate_media(media="print")
    assert not question(tab).get_by_role("button").first.is_visible()
    # À l'écran, le script les remplace ; sur le papier, elles reviennent toutes, ouvertes.
    answers = tab.locator("fieldset.question > details")
    assert all(fold.locator("p").first.bounding_box()["height"] > 5 for fold in answers.all())
    choices, answer = tab.locator(".choices").last.bounding_box(), answers.first.bounding_box()
    assert answer["y"] >= choices["y"] + choices["height"]
