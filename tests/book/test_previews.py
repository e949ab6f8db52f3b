"""Les aperçus : ce qu'ils montrent d'un renvoi, et comment la souris, le clavier et le doigt les ouvrent."""

import gzip
import json
import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from .axe import examine, faults

MAX_GZIPPED = 60 * 1024
# Une page, un renvoi de chaque espèce, et ce que son aperçu en dit.
KINDS = {
    "citation": ("experiences/he", "a[href*='bibliographie.html#']", "Delving Deep into Rectifiers"),
    "équation": ("retropropagation/algorithme", "a[href='#equation-eq-avant']", "(1.25)"),
    "figure": ("retropropagation/algorithme", "a[href='#fig-historique']", "Figure 1."),
    "curseur": ("retropropagation/algorithme", "a[href='#fig-gradient-check']", "Figure 1."),
    "mot du glossaire": ("glossaire", "dd a[href='#term-neurone']", "neurone"),
    "section": ("retropropagation/algorithme", "a[href='bilan.html#devoir-1']", "notées sur 20"),
    "page": ("retropropagation/cout", "a[href$='vectorisation.html']", "Ce que gagne la vectorisation"),
    "entrée de la référence": ("reference", "a[href='#mlcourse.datasets.Dataset']", "avec sa provenance"),
}
CARD = "#apercu"
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGE = """<meta name="description" content="Ce que a < b veut dire."><article><section id="titre"><h1>Un titre</h1>
<p class="reading-time">Lecture : 3 min</p><p id="debut">Un <a class="reference internal" href="#mot">mot</a>.</p>
<section id="sans-texte"><h2>Rien</h2><ul><li>une liste</li></ul></section>
<span id="etiquette"></span><figure id="fig"><div class="curseur"><p class="curseur-tache">Trouvez.</p>
<div class="curseur-dessin"><img src="../_images/a.svg" alt="Une courbe."></div></div>
<figcaption>Dite.</figcaption></figure>
<dl><dt id="mot">mot<a class="headerlink" href="#mot">#</a></dt><dd><p>Une définition.</p></dd></dl>
<div class="citation" id="ref" role="listitem"><span class="label">[1]</span><p>Un auteur. Un titre.</p></div>
</section></article>"""


@pytest.fixture(scope="module")
def previews(extension):
    return extension("previews")


@pytest.fixture
def written(previews, tmp_path):
    """La page d'essai, lue comme les pages construites."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf8")
    return previews.read_page(tmp_path / "page.html")


@pytest.mark.parametrize(
    ("anchor", "text"),
    [
        ("", "Un titre Ce que a < b veut dire."),
        ("titre", "Un titre Un mot."),
        ("etiquette", "Un titre Un mot."),
        ("mot", "mot Une définition."),
        ("ref", "Un auteur. Un titre."),
        ("fig", "Dite."),
        ("sans-texte", ""),
        ("nulle-part", ""),
    ],
)
def test_a_preview_says_what_is_there_and_nothing_of_the_apparatus(previews, written, anchor, text):
    parts = [part.get_text(" ", strip=True) for part in previews.shown(written, anchor)]
    assert re.sub(r"\s+", " ", " ".join(parts)).replace(" .", ".") == text


def test_a_fragment_keeps_its_images_and_drops_what_only_holds_in_its_page(previews, written):
    ((figure,), title) = previews.shown(written, "fig"), previews.shown(written, "titre")
    shown = BeautifulSoup(previews.portable(figure, "chapitre/page.html", "accueil.html"), "html.parser")
    assert shown.img["src"] == "_images/a.svg"
    assert shown.select(".curseur, .curseur-tache, [id], [role]") == []
    text = "".join(previews.portable(part, "chapitre/page.html", "accueil.html") for part in title)
    assert "<a" not in text
    assert not re.search(r"<h\d", text)


def test_two_pages_show_each_other_and_leave_the_rest(previews, tmp_path):
    linked = """<article><a class="reference internal" href="b/c.html#mot">mot</a>
        <a class="reference internal" href="b/c.html#perdu">perdu</a>
        <a class="reference internal" href="_x/d.zip">archive</a></article>"""
    (tmp_path / "a.html").write_text(linked, encoding="utf8")
    (tmp_path / "c.html").write_text(PAGE, encoding="utf8")
    pages = {"a.html": previews.read_page(tmp_path / "a.html"), "b/c.html": previews.read_page(tmp_path / "c.html")}
    assert list(previews.previews(pages, "a.html")) == ["b/c.html#mot"]
    assert list(previews.previews(pages, "b/c.html")) == ["#mot"]


# --- Dans le livre ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written_previews(site, page_names):
    scripts = {name: (site / "_static" / "apercus" / f"{name}.js").read_text(encoding="utf8") for name in page_names}
    return {
        name: json.loads(script.removeprefix("const APERCUS = ").removesuffix(";\n"))
        for name, script in scripts.items()
    }


def test_almost_every_reference_of_the_book_has_its_preview(articles, written_previews):
    links = {(name, link["href"]) for name, page in articles.items() for link in page.select("a.reference.internal")}
    bare = [(name, href) for name, href in links if href not in written_previews[name] and "_downloads/" not in href]
    assert len(links) > 500
    assert len(bare) < len(links) / 50, bare  # une section qui s'ouvre sur une liste n'a rien à montrer d'une ligne


def test_no_preview_holds_an_anchor_a_script_or_tex(written_previews):
    found = re.compile(r'<script|<annotation|<button| id="|headerlink|\\frac')
    texts = [(name, href, text) for name, page in written_previews.items() for href, text in page.items()]
    assert [(name, href) for name, href, text in texts if found.search(text)] == []


def test_every_image_of_a_preview_is_where_it_says(site, written_previews):
    for name, page in written_previews.items():
        for source in re.findall(r'<img[^>]* src="([^"]+)"', "".join(page.values())):
            assert ((site / name).parent / source).resolve().is_file(), (name, source)


@pytest.mark.mesure
def test_the_previews_of_a_page_weigh_little_and_come_only_on_demand(site, pages, page_names, measured):
    folder = site / "_static" / "apercus"
    weights = {name: len(gzip.compress((folder / f"{name}.js").read_bytes())) for name in page_names}
    for name, weight in weights.items():
        measured("les aperçus d'une page, à la demande", weight / 1024, "Kio", name, most=MAX_GZIPPED / 1024)
    assert {name: weight for name, weight in weights.items() if weight > MAX_GZIPPED} == {}
    assert [name for name, soup in pages.items() if soup.select("script[src*='apercus/']")] == []


# --- Dans un navigateur -----------------------------------------------------------------------------------------------


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


# La souris les montre tous ; ce qui ne tient pas au contenu se voit sur trois, et les autres sont longs.
a_few = pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=() if rank in (1, 3, 4) else pytest.mark.long) for rank, kind in enumerate(KINDS)],
    indirect=True,
)


@pytest.mark.navigateur
def test_the_mouse_shows_it_and_leaving_it_hides_it(page, site_url, kind):
    name, selector, words = kind
    page.goto(f"{site_url}/{name}.html")
    page.locator(f"article {selector}:visible").first.hover()
    card = page.locator(CARD)
    expect(card).to_contain_text(words)
    card.hover()  # aller du renvoi à l'aperçu ne le ferme pas
    page.wait_for_timeout(400)
    assert card.is_visible()
    assert page.locator(f"{CARD} img").evaluate_all("images => images.every(image => image.naturalWidth > 50)")
    page.mouse.move(0, 0)
    expect(card).to_be_hidden()


@pytest.mark.navigateur
@a_few
def test_the_keyboard_shows_it_describes_the_link_and_escape_hides_it(page, site_url, kind):
    name, selector, words = kind
    page.goto(f"{site_url}/{name}.html")
    link = page.locator(f"article {selector}:visible").first
    page.keyboard.press("Tab")  # le navigateur sait alors que l'on se sert du clavier
    link.focus()
    expect(page.locator(CARD)).to_contain_text(words)
    assert link.get_attribute("aria-describedby") == "apercu"
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_be_hidden()
    assert link.get_attribute("aria-describedby") is None
    assert link.evaluate("link => link === document.activeElement")


@pytest.mark.navigateur
def test_from_a_citation_the_keyboard_goes_into_its_preview_and_on(page, site_url):
    page.goto(f"{site_url}/experiences/he.html")
    page.keyboard.press("Tab")
    page.locator("article a[href*='bibliographie.html#']").first.focus()
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#apercu') && document.activeElement.host") == "doi.org"
    page.keyboard.press("Tab")
    expect(page.locator(CARD)).to_be_hidden()


@pytest.mark.navigateur
@a_few
def test_a_first_touch_shows_it_and_a_second_follows_the_link(browser, site, kind):
    name, selector, words = kind
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, offline=True)
    tab = context.new_page()
    address = (site / f"{name}.html").as_uri()
    tab.goto(address)
    link = tab.locator(f"article {selector}:visible").first
    target = link.evaluate("link => link.href")
    link.tap()
    card = tab.locator(CARD)
    expect(card).to_contain_text(words)
    expect(card).to_contain_text("Touchez encore")
    assert tab.url == address
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert tab.evaluate(EXCESS) == 0
    link.tap()
    tab.wait_for_url(target)
    context.close()


@pytest.mark.navigateur
def test_what_has_no_preview_is_followed_at_the_first_touch(browser, site_url):
    context = browser.new_context(has_touch=True, is_mobile=True)
    tab = context.new_page()
    tab.route("**/apercus/**", lambda route: route.abort())
    tab.goto(f"{site_url}/retropropagation/cout.html")
    tab.locator("article a[href$='vectorisation.html']").first.tap()
    tab.wait_for_url("**/vectorisation.html")
    context.close()


@pytest.mark.navigateur
@a_few
@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="large-clair"),
        pytest.param(390, "dark", id="étroit-sombre", marks=pytest.mark.long),
    ],
)
def test_shown_it_satisfies_axe_and_asks_nothing_of_another_host(browser, site_url, kind, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR")
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{site_url}/{kind[0]}.html")
    tab.locator(f"article {kind[1]}:visible").first.hover()
    expect(tab.locator(CARD)).to_be_visible()
    assert faults(examine(tab, {"include": ["#apercu"], "exclude": [".katex"]})) == []
    assert [url for url in asked if not url.startswith((f"{site_url}/", "data:"))] == []
    context.close()
