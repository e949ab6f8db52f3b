"""Les pages dans un vrai navigateur : ce qu'elles demandent, ce qu'elles montrent, à qui elles sont lisibles."""

import functools
import gzip
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from .axe import examine
from .test_french import check, french_checker, unknown

pytestmark = pytest.mark.navigateur

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SETTINGS = [
    pytest.param((WIDE, "light"), id="large-clair"),
    pytest.param((NARROW, "dark"), id="étroit-sombre", marks=pytest.mark.long),
    pytest.param((WIDE, "dark"), id="large-sombre", marks=pytest.mark.long),
    pytest.param((NARROW, "light"), id="étroit-clair", marks=pytest.mark.long),
]
STILL = 0.05  # le décalage qu'une page peut avoir en se chargeant
MAX_GZIPPED = 300 * 1024
LABELS = Path(__file__).with_name("interface.js").read_text(encoding="utf8")
# L'anglais que le correcteur laisse passer : des mots qui sont aussi français, ou des noms.
ENGLISH = re.compile(r"\bMain\b|\b(?i:the|of|to|with|and|in|top|close|contents|light|dark|home)\b")
QUESTIONS = {"réponses": "gradient", "peu": "momentum nesterov", "aucune": "girafe", "à peu près": "gradient girafe"}
SHIFT = """() => { window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) window.shift += entry.value; })).observe({ type: "layout-shift", buffered: true }); }"""
# Un écran large n'oblige à faire défiler aucun code, replié ou non.
SCROLLING = """() => { document.querySelectorAll("article details").forEach(fold => { fold.open = true; });
    return innerWidth < 1280 ? [] : [...document.querySelectorAll("article pre")]
        .filter(code => code.scrollWidth > code.clientWidth).map(code => code.textContent.slice(0, 60)); }"""
# Ce qui est soudé à une formule se tient à sa hauteur : sinon la ligne s'est coupée entre les deux.
TORN = """() => [...document.querySelectorAll(".welded")].filter(whole => {
    const formula = whole.querySelector(".katex-html").getBoundingClientRect();
    return [...whole.childNodes].filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim()).some(text => {
        const range = document.createRange();
        range.selectNode(text);
        const box = range.getBoundingClientRect();
        return formula.height && (box.bottom < formula.top || box.top > formula.bottom);
    });
}).map(whole => whole.textContent.slice(-40))"""

# De combien la page dépasse de sa fenêtre, ou l'un de ses derniers liens, que leur boîte rogne.
EXCESS = """() => Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ...[...document.querySelectorAll(".prev-next-area *")].map(part => part.getBoundingClientRect().right)
        .map(right => right - innerWidth))"""
# Le thème pose une icône sur le titre d'un encadré, à l'endroit de ses premières lettres.
COVERED = """() => [...document.querySelectorAll("article .admonition > .admonition-title")]
    .filter(title => getComputedStyle(title, "::after").content !== "none").map(title => title.textContent)"""
# Ce qui dessine une formule laisse sa place à une boîte vide : axe n'en lit rien, et y passait la moitié de son temps.
EMPTIED = """() => {
    const drawings = [...document.querySelectorAll(".katex-html")];
    const boxes = drawings.map(drawing => drawing.getBoundingClientRect());
    drawings.forEach((drawing, rank) => {
        drawing.replaceChildren();
        drawing.style.cssText = `display: inline-block; width: ${boxes[rank].width}px; height: ${boxes[rank].height}px`;
    });
}"""
# Les formules qui ne se voient pas, hors de ce qui est replié.
FLAT = """() => [...document.querySelectorAll(".katex-html:not(details:not([open]) *)")].filter(formula => {
    const box = formula.getBoundingClientRect();
    return box.width <= 2 || box.height <= 5;
}).map(formula => formula.textContent.slice(0, 60))"""


@dataclass
class Visit:
    """Ce que demande, dit et montre une page à un visiteur nouveau."""

    asked: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    shift: float = 0
    excess: int = 0
    labels: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    scrolling: list[str] = field(default_factory=list)
    violations: list[dict] = field(default_factory=list)


def arrive(browser, viewport, scheme, address):
    """Ouvre une page chez un visiteur nouveau, où rien n'est déjà en cache, et note ce qu'elle demande."""
    tab = browser.new_context(viewport=viewport, color_scheme=scheme, locale="fr-FR").new_page()
    seen = Visit()
    tab.on("request", lambda request: seen.asked.append(request.url))
    tab.on("pageerror", lambda error: seen.complaints.append(str(error)))
    tab.on("response", lambda response: seen.complaints.append(response.url) if response.status >= 400 else None)
    tab.on("console", lambda line: seen.complaints.append(line.text) if line.type in ("error", "warning") else None)
    tab.add_init_script(f"({SHIFT})()")
    tab.goto(address)
    return tab, seen


def look(tab, seen, without=()):
    """Note tout ce qu'une page ouverte montre, aux règles près qu'axe laisse ; puis la ferme."""
    tab.wait_for_load_state("networkidle")
    seen.loaded = [*seen.asked]
    seen.shift = tab.evaluate("window.shift")
    seen.excess = tab.evaluate(EXCESS)
    seen.torn = tab.evaluate(TORN)
    seen.covered = tab.evaluate(COVERED)
    tab.evaluate(EMPTIED)
    # L'intérieur d'une formule est fait pour l'œil ; les lecteurs d'écran lisent le MathML à côté.
    seen.violations = examine(tab, {"exclude": [".katex"]}, without)["violations"]
    seen.labels = tab.evaluate(LABELS)
    seen.scrolling = tab.evaluate(SCROLLING)
    tab.context.close()
    return seen


def fonts_of(tab, selector):
    """Donne les polices dont le navigateur s'est vraiment servi pour un paragraphe, emphases comprises."""
    session = tab.context.new_cdp_session(tab)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return {font["familyName"] for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}


@pytest.fixture(scope="module", params=SETTINGS)
def visits(request, browser, addresses, pages):
    """Une visite de chaque page, dans chaque réglage : une page arrive pendant qu'on regarde la précédente."""
    viewport, scheme = request.param
    # Les contrastes sont la moitié du temps d'axe, et la largeur n'y change rien : l'étroit les lit sur chaque page.
    thorough = {*addresses} if viewport == NARROW else {*one_of_each_kind(pages)}
    newcomer, seen = functools.partial(arrive, browser, viewport, scheme), {}
    names = [*addresses]
    coming = newcomer(addresses[names[0]])
    for name, following in itertools.zip_longest(names, names[1:]):
        here, coming = coming, newcomer(addresses[following]) if following else None
        seen[name] = look(*here, without=() if name in thorough else ["color-contrast"])
        # Une machine occupée retarde une police ou un morceau de page : ce qui est vrai se revoit une seconde fois.
        if seen[name].shift > STILL or seen[name].scrolling:
            again = look(*newcomer(addresses[name]))
            seen[name].shift, seen[name].scrolling = again.shift, again.scrolling
    return seen


@pytest.fixture(scope="module")
def addresses(site_url, page_names):
    """L'adresse de chaque page ; celle de recherche vide, puis avec beaucoup, peu ou pas de réponses."""
    searches = {f"search ({state})": f"{site_url}/search.html?q={query}" for state, query in QUESTIONS.items()}
    return {name: f"{site_url}/{name}.html" for name in [*page_names, "search"]} | searches


@pytest.mark.mesure
def test_no_page_asks_anything_of_another_host(visits, site_url, measured):
    assert all(seen.asked for seen in visits.values())
    strangers = {url for seen in visits.values() for url in seen.asked if not url.startswith((f"{site_url}/", "data:"))}
    measured("demandes faites à un autre hôte", len(strangers), most=0)
    assert strangers == set()


@pytest.mark.mesure
def test_before_one_scrolls_a_page_has_asked_for_less_than_three_hundred_kibibytes(
    visits, site, site_url, pages, measured
):
    # Figures déjà proches, et polices qu'une grande parenthèse ou une lettre cursive va chercher, comprises.
    weigh, heavy = functools.cache(lambda path: len(gzip.compress(path.read_bytes()))), {}
    for name, soup in pages.items():
        addresses = [url.removeprefix(f"{site_url}/") for url in visits[name].loaded if not url.startswith("data:")]
        loaded = {site.joinpath(unquote(urlsplit(address).path)).resolve() for address in addresses}
        figures = {(site / f"{name}.html").parent.joinpath(image["src"]).resolve() for image in soup.select("img[src]")}
        first, whole = (sum(map(weigh, files)) for files in (loaded, loaded | figures))
        measured("poids d'une page avant de défiler", first / 1024, "Kio", name, most=MAX_GZIPPED / 1024)
        measured("poids d'une page entière", whole / 1024, "Kio", name)
        if first > MAX_GZIPPED:
            heavy[name] = first
    assert heavy == {}


def test_no_page_complains_in_the_console(visits):
    assert {name: seen.complaints for name, seen in visits.items() if seen.complaints} == {}


def one_of_each_kind(pages):
    """Une page par façon de se charger : deux pages qui demandent les mêmes scripts et les mêmes styles se valent."""
    kinds = {}
    for name, soup in pages.items():
        asked = {Path(tag.get("src") or tag["href"]).name for tag in soup.select("script[src], link[rel=stylesheet]")}
        kinds.setdefault(frozenset(asked), name)
    return [*kinds.values()]


each_or_all = pytest.mark.parametrize(
    "choose",
    [pytest.param(one_of_each_kind, id="une par sorte"), pytest.param(list, id="toutes", marks=pytest.mark.long)],
)


@each_or_all
def test_no_page_complains_when_it_is_opened_from_a_file(browser, site, pages, choose):
    context = browser.new_context()
    tab, complaints = context.new_page(), []
    tab.on("pageerror", lambda error: complaints.append((tab.url, str(error))))
    tab.on("console", lambda line: complaints.append((tab.url, line.text)) if line.type != "log" else None)
    tab.goto((site / "search.html").as_uri())
    for name in choose(pages):
        tab.goto((site / f"{name}.html").as_uri())
        tab.evaluate("document.fonts.ready.then(() => {})")
        assert "Source Serif 4" in fonts_of(tab, "article section > p:not([class])"), name
    context.close()
    assert complaints == []


def test_no_page_overflows_its_window(visits):
    assert {name: seen.excess for name, seen in visits.items() if seen.excess > 0} == {}


@pytest.mark.mesure
def test_nothing_moves_while_a_page_loads(visits, measured):
    for name, seen in visits.items():
        measured("décalage pendant le chargement", seen.shift, "", name, most=STILL)
    assert {name: seen.shift for name, seen in visits.items() if seen.shift > STILL} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_its_colours_before_the_script_of_the_theme(browser, site_url, scheme):
    context = browser.new_context(color_scheme=scheme)
    tab = context.new_page()
    tab.route("**/pydata-sphinx-theme.js*", lambda route: route.abort())
    tab.goto(f"{site_url}/devoirs.html")
    assert tab.evaluate("document.documentElement.dataset.theme") == scheme
    context.close()


def english(labels, lexicon):
    """Donne ce qui n'est pas du français parmi des étiquettes."""
    words = {word for word, _ in unknown(check(labels), lexicon)}
    return sorted(
        label for label in labels if ENGLISH.search(label) or words.intersection(re.findall(r"[\w-]+", label))
    )


@french_checker
@pytest.mark.mesure
def test_the_interface_says_nothing_in_english_whatever_its_state(visits, lexicon, measured):
    labels = sorted({label for seen in visits.values() for label in seen.labels})
    assert len(labels) > 100
    faulty = english(labels, lexicon)
    measured("étiquettes restées en anglais", len(faulty), most=0)
    assert {label: [name for name, seen in visits.items() if label in seen.labels][:3] for label in faulty} == {}


@french_checker
@pytest.mark.parametrize(
    "label",
    [
        "Search",
        "Toggle primary sidebar",
        "Skip to main content",
        "Back to top",
        "Copy to clipboard",
        "Copied!",
        "Main",
        "On this page",
        "Hide code cell source",
        "Show code cell source",
        "System Settings",
        "Light",
        "Dark",
        "Color mode",
        "previous page",
        "next page",
        "Link to this heading",
        "Permalink to this image",
        "Proof.",
        "Contents",
        "By the authors",
    ],
)
def test_the_english_of_the_themes_would_be_seen(label, lexicon):
    assert english([label], lexicon) == [label]


def test_no_punctuation_falls_alone_after_its_formula(visits):
    assert {name: seen.torn for name, seen in visits.items() if seen.torn} == {}


def test_nothing_covers_the_title_of_a_box(visits):
    assert {name: seen.covered for name, seen in visits.items() if seen.covered} == {}


def test_no_listing_scrolls_on_a_wide_screen(visits):
    # La référence montre le code du cours tel qu'il est, sur 120 colonnes.
    scrolling = {name: seen.scrolling for name, seen in visits.items() if seen.scrolling}
    assert {name: codes for name, codes in scrolling.items() if name != "reference"} == {}


def test_no_label_lets_go_of_its_punctuation(visits):
    labels = {label for seen in visits.values() for label in seen.labels}
    assert sorted(label for label in labels if re.search(r" [;:!?»%]|« |'", label)) == []


@pytest.mark.mesure
def test_axe_finds_nothing_to_say(visits, measured):
    for name, seen in visits.items():
        measured("défauts relevés par axe, d'une page", len(seen.violations), "", name, most=0)
    findings = [
        (name, found["id"], len(found["nodes"]), node["html"][:160], node["failureSummary"][:200])
        for name, seen in visits.items()
        for found in seen.violations
        for node in found["nodes"][:1]
    ]
    assert findings == []


@each_or_all
def test_formulas_and_text_are_there_without_javascript(browser, addresses, pages, choose):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for name in choose(pages):
        tab.goto(addresses[name])
        assert tab.locator("h1").first.is_visible(), name
        assert tab.evaluate(FLAT) == [], name
    context.close()


def test_folded_code_opens_without_javascript(browser, addresses, pages):
    folded = [name for name, soup in pages.items() if soup.select("details.hide")]
    assert folded
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(addresses[folded[0]])
    fold = tab.locator("details.hide").first
    assert not fold.locator("pre").first.is_visible()
    assert fold.locator("summary").inner_text().strip() == "Afficher le code"
    fold.locator("summary").click()
    assert fold.locator("pre").first.is_visible()
    assert fold.locator("summary").inner_text().strip() == "Masquer le code"
    context.close()


def test_the_reader_chooses_between_light_and_dark(page, site_url):
    page.goto(f"{site_url}/introduction.html")
    seen = set()
    for _ in range(3):
        page.locator("button.theme-switch-button").first.click()
        seen.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(seen) == 2


def test_a_wide_formula_scrolls_in_its_own_box(browser, addresses):
    context = browser.new_context(viewport=NARROW)
    tab = context.new_page()
    wider = "[...document.querySelectorAll('.katex-display')].some(box => box.scrollWidth > box.clientWidth)"
    assert any(tab.goto(address) and tab.evaluate(wider) for address in addresses.values())
    context.close()


def test_the_keyboard_reaches_the_text_first(page, site_url):
    page.goto(f"{site_url}/retropropagation/cout.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Passer au contenu principal"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"
