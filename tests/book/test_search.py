"""La recherche : ce qu'un lecteur taperait, et la page qui doit répondre."""

import gzip
import json
import re

import pytest
from bs4 import BeautifulSoup

NBSP = "\N{NO-BREAK SPACE}"
MAX_GZIPPED = 300 * 1024  # ce que pèse au plus une page du livre
# La demande, la page attendue, et parmi combien de premières.
QUERIES = [
    ("retropropagation", "retropropagation/index", 1),
    ("derivee", "prerequis", 1),
    ("cout", "retropropagation/cout", 3),
    ("epoque", "glossaire", 3),
    ("noeud", "retropropagation/regle-de-la-chaine", 1),
    ("REGLE DE LA CHAINE", "retropropagation/regle-de-la-chaine", 1),
    ("initialisations", "activations-initialisation-normalisation/initialisation", 1),
    ("nous initialisons les poids", "activations-initialisation-normalisation/initialisation", 1),
    ("unites mortes", "experiences/relu-mortes", 3),
    ("jacobiennes", "prerequis", 1),
    ("nous dérivons", "prerequis", 3),
    ("minimisent", "retropropagation/cout", 1),
    ("saturent", "glossaire", 3),
    ("vérifier son gradient", "retropropagation/algorithme", 1),
    ("normaliser les données", "activations-initialisation-normalisation/normalisation", 1),
    ("taux d'apprentissage", "glossaire", 3),
    ("entropie croisee", "retropropagation/cout", 3),
    ("softmax", "glossaire", 1),
    ("produit de hadamard", "notations", 3),
    ("momentum", "experiences/taux-de-convergence", 3),
    ("learning rate", "glossaire", 1),
    ("chain rule", "glossaire", 1),
    ("minibatch", "experiences/variance-du-gradient", 3),
    ("clip_by_norm", "reference", 1),
    ("adam biais", "experiences/correction-du-biais", 3),
    ("Rumelhart 1986", "retropropagation/fondements", 3),
    ("« descente de gradient »", "glossaire", 1),
    ("erreur d arrondi", "glossaire", 1),
    ("initialisation de He", "experiences/he", 3),
    ("installer", "devoirs", 3),
    ("deux poids", "experiences/normalisation", 3),
    ("petit réseau", "experiences/vectorisation", 1),
    ("retropopagation", "retropropagation/index", 1),
]
LISTED = "[...document.querySelectorAll('#recherche-reponses h2 a')].map(link => link.getAttribute('href'))"


@pytest.fixture(scope="module")
def passages(site):
    script = (site / "_static" / "recherche-passages.js").read_text(encoding="utf8")
    return json.loads(script.removeprefix("const PAGES = ").removesuffix(";\n"))


@pytest.fixture(scope="module")
def offline(browser, site):
    """La page de recherche, ouverte depuis son dossier, sans réseau."""
    context = browser.new_context(locale="fr-FR", offline=True)
    tab = context.new_page()
    tab.goto((site / "search.html").as_uri())
    yield tab
    context.close()


def ask(tab, query):
    """Tape une demande, la soumet, et donne les pages qui répondent, dans l'ordre."""
    tab.locator("main input[name=q]").fill(query)
    tab.locator("main input[name=q]").press("Enter")
    return [page.removesuffix(".html") for page in tab.evaluate(LISTED)]


def count(tab):
    return tab.locator("#recherche-compte").inner_text()


@pytest.mark.navigateur
@pytest.mark.parametrize(("query", "wanted", "rank"), QUERIES, ids=[query for query, *_ in QUERIES])
def test_what_a_reader_types_finds_the_page_that_answers(offline, query, wanted, rank):
    assert wanted in ask(offline, query)[:rank]


@pytest.mark.navigateur
@pytest.mark.parametrize(
    "same", [("dérivée", "derivee", "DÉRIVÉES"), ("nœud", "noeud", "noeuds"), ("mini-batch", "minibatch")]
)
def test_accents_capitals_ligatures_hyphens_and_plurals_change_nothing(offline, same):
    assert len({tuple(ask(offline, query)) for query in same}) == 1


@pytest.mark.navigateur
def test_a_phrase_is_found_as_it_is_written_and_only_so(offline):
    pages = {}
    phrase = '"descente de gradient"'
    for query in ("gradient descente", phrase, f"{phrase} momentum", '"gradient de descente"'):
        ask(offline, query)
        pages[query] = int((re.match(r"\d+", count(offline)) or ["0"])[0])
    assert list(pages.values()) == sorted({*pages.values(), 0}, reverse=True)  # toujours moins, et rien à la fin


@pytest.mark.navigateur
def test_the_count_says_what_was_found_and_what_was_not(offline):
    ask(offline, "leaky_relu_derivative")
    assert count(offline) == f"1 page contient «{NBSP}leaky_relu_derivative{NBSP}»."
    ask(offline, "retropopagation")
    assert re.fullmatch(
        "Rien n’est écrit tout à fait ainsi\N{NARROW NO-BREAK SPACE}; \\d+ pages s’en approchent\\.", count(offline)
    )
    ask(offline, "zzzzzzzz")
    assert count(offline) == f"Aucune page ne contient «{NBSP}zzzzzzzz{NBSP}»."
    ask(offline, "")
    assert count(offline) == ""
    assert offline.locator("#recherche-compte").get_attribute("role") == "status"


@pytest.mark.navigateur
def test_an_answer_leads_to_its_passage_and_the_words_are_marked_there(offline):
    ask(offline, "époque")
    link = offline.locator("#recherche-reponses a[href='glossaire.html#term-epoque']")
    assert link.locator("mark").inner_text() == "époque"
    link.focus()
    offline.keyboard.press("Enter")
    offline.wait_for_selector("#term-epoque .highlighted, #term-epoque.highlighted")
    assert offline.url.endswith("glossaire.html#term-epoque")
    offline.go_back()
    assert "glossaire" in ask(offline, "époque")


@pytest.mark.navigateur
def test_the_rest_of_a_long_answer_comes_on_demand_and_the_keyboard_follows(offline):
    first = ask(offline, "gradient")
    assert len(first) == 10
    offline.locator("#recherche-suite").press("Enter")
    assert len(offline.evaluate(LISTED)) > 10
    assert offline.evaluate("document.activeElement.matches('li:nth-child(11) h2 a')")


@pytest.mark.navigateur
def test_the_search_opens_from_any_page_and_its_address_keeps_the_question(page, site):
    page.goto((site / "retropropagation" / "cout.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("epoque")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=epoque")
    assert "glossaire.html" in page.evaluate(LISTED)
    page.locator("main input[name=q]").fill("relu mortes")
    page.wait_for_url("**/search.html?q=relu+mortes")  # ce que l'on tape s'ajoute de soi-même à l'adresse
    page.reload()
    assert page.evaluate(LISTED)[0] == "experiences/relu-mortes.html"


def test_a_passage_is_what_is_read_under_its_title(passages):
    anchors = {anchor: (title, text) for anchor, title, text in passages["glossaire.html"]}
    assert anchors["term-taux-d-apprentissage"][0] == "taux d’apprentissage (learning rate)"
    assert passages["retropropagation/cout.html"][0][:2] == ["", "1.1\u2002Ce que l’on minimise"]
    names = [title for _, title, _ in passages["reference.html"]]
    assert "mlcourse.training.clip_by_norm" in names


def test_every_passage_has_a_title_and_an_anchor_of_its_page(passages, pages):
    assert set(passages) == {f"{name}.html" for name in pages}
    for name, soup in pages.items():
        known = {tag["id"] for tag in soup.find_all(id=True)} | {""}
        assert [anchor for anchor, title, _ in passages[f"{name}.html"] if anchor not in known or not title] == []


def test_no_passage_shows_tex_or_a_formula_twice(passages):
    texts = [text for sections in passages.values() for *_, text in sections]
    prose = [text for text in texts if "def " not in text and "import " not in text]
    assert [found[0] for text in prose for found in re.finditer(r".{0,30}(?:\\[a-z]{2,}|[_^]\{).{0,30}", text)] == []
    once = next(text for anchor, _, text in passages["glossaire.html"] if anchor == "term-activation")
    assert once.count("a = g(z)") == 1
    assert once.count("g(z)") == 1


def test_a_passage_says_nothing_of_the_apparatus_nor_of_the_answers(passages):
    others = re.compile(r"Afficher le code|Lecture\s?: \d|Question \d+\s?: que vaut la réponse")
    texts = [text for sections in passages.values() for *_, text in sections]
    assert [found[0] for text in texts for found in others.finditer(text)] == []


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><mi>z</mi></mrow></mfrac>", "∂L/∂z"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msubsup><mi>w</mi><mi>i</mi><mrow><mo>[</mo><mi>l</mi><mo>]</mo></mrow></msubsup>", "wᵢ^[l]"),
        ("<msup><mn>10</mn><mrow><mo>−</mo><mn>3</mn></mrow></msup>", "10⁻³"),
        ("<msub><mi>θ</mi><mrow><mi>t</mi><mo>+</mo><mi>α</mi></mrow></msub>", "θ_(t+α)"),
        ("<mover><mi>y</mi><mo>^</mo></mover><mo>=</mo><msqrt><mi>v</mi></msqrt>", "ŷ = √v"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
            "1 2 ; 3",
        ),
        (
            "<mi>y</mi><mi>log</mi><mo>⁡</mo><mi>a</mi><mo>+</mo><mi>tanh</mi><mo>⁡</mo><mo>(</mo><mi>z</mi><mo>)</mo>",
            "y log a+tanh(z)",
        ),
        ("<semantics><mi>x</mi><annotation>\\vec x</annotation></semantics>", "x"),
    ],
)
def test_a_formula_is_read_on_one_line(extension, formula, text):
    math = BeautifulSoup(f"<math>{formula}</math>", "html.parser").math
    assert extension("readable_formulas").read_formula(math) == text.replace("ŷ", "y\u0302")


@pytest.mark.mesure
def test_the_search_weighs_little_and_only_on_its_own_page(site, pages, measured):
    soup = BeautifulSoup((site / "search.html").read_text(encoding="utf8"), "html.parser")
    own = {"minisearch.js", "recherche-passages.js", "recherche.js", "recherche.css", "language_data.js"}
    assert own <= {re.sub(r".*/|\?.*", "", tag.get("src") or tag["href"]) for tag in soup.select("script[src], link")}
    weight = sum(len(gzip.compress((site / "_static" / name).read_bytes())) for name in own)
    measured("ce que la recherche ajoute à sa page", weight / 1024, "Kio", most=MAX_GZIPPED / 1024)
    assert weight < MAX_GZIPPED
    others = "script[src*=recherche], script[src*=minisearch], link[href*=recherche], script[src*=searchindex]"
    assert [name for name, page in pages.items() if page.select(others)] == []
    assert not (site / "searchindex.js").exists()
