"""Les pages construites, lues sans navigateur : français, formules, liens, figures, poids."""

import copy
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from mlcourse.french import printed

ROOT = Path(__file__).resolve().parents[2]
NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
# Ce que Sphinx, le thème et les greffons laissent en anglais si l'on n'y veille pas.
ENGLISH = re.compile(
    r"\b(search|toggle|show|hide|copy|copied|contents|skip|back to|home|next|previous|permalink|menu|"
    r"main|by the|color mode|light|dark|system|link to|in page|proof|figure out|table of|close|open)\b",
    re.IGNORECASE,
)
CITATION = "a[href*='bibliographie.html#']"
# Où le livre affirme.
CLAIMING = (
    "retropropagation/",
    "activations-initialisation-normalisation/",
    "experiences/",
    "introduction",
    "prerequis",
    "errata",
)
# Un travail sans adresse, rapporté d'après la table commentée ; un article de 1998, cité dans son édition de 2012.
REPORTED = ["Cette même table porte d’ailleurs", "L’article de 1998 décrit ses données"]


@pytest.fixture(scope="module")
def prose(articles, sentences):
    """Les phrases du livre, chacune avec sa page."""
    return [(name, sentence) for name, article in articles.items() for sentence in sentences(article)]


@pytest.fixture(scope="module")
def search(site):
    return BeautifulSoup((site / "search.html").read_text(encoding="utf8"), "html.parser")


def test_every_page_of_the_contents_is_built(site, page_names):
    assert page_names
    assert [name for name in page_names if not (site / f"{name}.html").is_file()] == []


def test_every_page_says_it_is_french(pages):
    assert {name: soup.html.get("lang") for name, soup in pages.items() if soup.html.get("lang") != "fr"} == {}


def test_every_page_has_one_main_title_and_a_description(pages, search):
    wrong = [
        name
        for name, soup in {**pages, "search": search}.items()
        if len(soup.find_all("h1")) != 1 or not soup.find("meta", attrs={"name": "description"})
    ]
    assert wrong == []


def test_chapters_and_sections_are_numbered_and_subtitles_are_not(pages):
    chapter = [soup for name, soup in pages.items() if name.startswith("retropropagation/")]
    numbers = [soup.select_one("h1 .section-number").get_text(strip=True) for soup in chapter]
    assert numbers == ["1", *(f"1.{k}" for k in range(1, len(chapter)))]
    assert [name for name, soup in pages.items() if soup.select("h2 .section-number, h3 .section-number")] == []


@pytest.mark.parametrize(("part", "chapter"), [("retropropagation", "1."), ("experiences", "")])
def test_every_labelled_equation_carries_its_number_and_that_of_its_chapter_if_any(articles, part, chapter):
    tags = [tag for name in articles if name.startswith(f"{part}/") for tag in articles[name].select("div.math .eqno")]
    numbers = [tag.get_text().removesuffix("#") for tag in tags]
    assert numbers == [f"({chapter}{k})" for k in range(1, len(numbers) + 1)]
    assert len(numbers) > 10


def test_formulas_are_rendered_and_none_is_in_error(pages):
    for name, soup in pages.items():
        for formula in soup.select("span.math, div.math"):
            assert formula.select_one(".katex .katex-html"), f"{name} : formule non rendue : {formula.get_text()[:60]}"
        assert not soup.select(".katex-error"), name


def test_no_output_is_the_raw_form_of_a_python_object(articles):
    # Une liste de chaînes montre leurs guillemets, et ce qui y est insécable sous son numéro ; un flottant, son type.
    raw = re.compile(r"\\[ux][0-9a-f]{2}|\bnp\.\w+\(|\['|\b[A-Z]\w+\(\w+=")
    shown = [(name, pre) for name, article in articles.items() for pre in article.select(".cell_output pre")]
    outputs = [(name, pre.get_text()) for name, pre in shown if not pre.select(".k, .kn")]
    assert outputs
    assert [(name, text[:80]) for name, text in outputs if raw.search(text)] == []


def test_no_raw_tex_shows_in_the_prose(prose):
    assert [(name, sentence) for name, sentence in prose if re.search(r"\\[a-z(\[]|\$", sentence)] == []


def test_prose_has_no_ordinary_space_before_french_punctuation(prose):
    faulty = re.compile(r".{0,20}(?: (?=[;!?»:%](?:\s|$))|« ).{0,10}")
    assert [(name, match[0]) for name, sentence in prose for match in faulty.finditer(sentence)] == []


def test_prose_has_no_straight_quotation_mark(prose):
    assert [(name, sentence) for name, sentence in prose if re.search(r"['\"]", sentence)] == []


def test_no_break_spaces_are_really_there(prose):
    text = "".join(sentence for _, sentence in prose)
    assert min(text.count(f"{NBSP}:"), text.count(f"{THIN};"), text.count(f"{THIN}?"), text.count(f"«{NBSP}")) > 2


def test_titles_in_the_menus_are_typeset_too(pages):
    for name, soup in pages.items():
        menus = " ".join(tag.get_text() for tag in soup.select("nav, .prev-next-area"))
        assert not re.search(r"\w'\w", menus), name


def labels(soup):
    """Donne tout ce que la page dit hors de son texte : boutons, bulles, étiquettes, intitulés."""
    for attribute in ("title", "aria-label", "placeholder", "data-bs-title", "data-toggle-hint"):
        # La bulle d'un renvoi à un ouvrage en donne le titre, dans sa langue.
        tags = (tag for tag in soup.find_all(attrs={attribute: True}) if "bibliographie" not in tag.get("href", ""))
        yield from (tag[attribute] for tag in tags)
    for tag in soup.select(
        "button, summary, .admonition-title, .caption-text, .prev-next-subtitle, .bd-footer-content p"
    ):
        yield tag.get_text(" ", strip=True)


def test_no_label_is_left_in_english(pages, search):
    soups = {**pages, "search": search}
    assert {(name, label) for name, soup in soups.items() for label in labels(soup) if ENGLISH.search(label)} == set()


def test_the_bibliography_is_in_french_and_identifies_every_work(articles):
    entries = [tag.get_text() for tag in articles["bibliographie"].select(".citation p")]
    assert len(entries) > 10
    english = re.compile(r"\. In [A-Z]|PhD|pages \d|Volume \d|, editors?\b|URL:|doi:")
    assert [entry for entry in entries if english.search(entry)] == []
    authors = [re.split(r"\.(?! [A-Z]\.)(?= [A-Z][\w’-]* )", entry)[0] for entry in entries]
    assert [names for names in authors if " and " in names] == []
    unidentified = [entry for entry in entries if f"DOI{NBSP}:" not in entry and f"En ligne{NBSP}:" not in entry]
    # Seul un ouvrage d'avant le numérique peut n'avoir ni DOI ni adresse stable.
    assert [entry for entry in unidentified if int(re.findall(r"\d{4}", entry)[-1]) > 1990] == []


def test_every_internal_link_and_anchor_leads_somewhere(site, pages):
    anchors = {name: {tag["id"] for tag in soup.find_all(id=True)} for name, soup in pages.items()}
    broken = []
    for name, soup in pages.items():
        for link in soup.find_all("a", href=True):
            url = urlsplit(link["href"])
            if url.scheme or url.netloc:
                continue
            target = (site / name).parent.joinpath(unquote(url.path)).resolve() if url.path else site / f"{name}.html"
            page = str(target.relative_to(site)).removesuffix(".html")
            missing = url.fragment and page in anchors and unquote(url.fragment) not in anchors[page]
            if not target.is_file() or missing:
                broken.append((name, link["href"]))
    assert broken == []


def test_every_image_has_a_text_and_keeps_its_place(articles):
    for name, article in articles.items():
        for image in article.find_all("img"):
            assert len(image.get("alt", "")) > 30, f"{name} : {image['src']} n'est pas décrite"
            assert image.get("width"), f"{name} : la place de {image['src']} n'est pas gardée"
            assert image.get("height"), f"{name} : la place de {image['src']} n'est pas gardée"


def test_a_figure_waits_until_one_comes_near_it_unless_it_is_the_first_of_its_page(articles):
    waiting = {name: [image.get("loading") for image in article.find_all("img")] for name, article in articles.items()}
    assert sum(map(len, waiting.values())) > len(pages_with_figures := [each for each in waiting.values() if each])
    assert [each for each in pages_with_figures if each != [None, *["lazy"] * (len(each) - 1)]] == []


def test_a_text_says_what_its_figure_shows_and_not_what_it_is(articles):
    texts = Counter(image["alt"] for article in articles.values() for image in article.find_all("img"))
    assert [text for text, count in texts.items() if count > 1] == [], "deux figures ne montrent pas la même chose"
    assert [
        text
        for text in texts
        if re.match(
            r"(?:une? |la |le )?(?:figure|image|graphique|schéma|courbe)s? (?:de|du|des|d’|qui montre)\b",
            text,
            re.IGNORECASE,
        )
    ] == []
    assert [text for text in texts if not text.endswith(".") or len(text.split()) < 12] == []
    for article in articles.values():
        for figure in article.find_all("figure"):
            assert figure.img["alt"] not in figure.figcaption.get_text(), "la légende est déjà lue à voix haute"


def test_the_name_of_a_page_says_its_title_once(pages):
    for name, soup in pages.items():
        for repeated in (title := copy.copy(soup.h1)).select(".katex-mathml, .headerlink"):
            repeated.decompose()
        words = title.get_text().replace("\N{ZERO WIDTH SPACE}", "").split()
        assert soup.title.get_text().split()[: len(words)] == words, name


def test_every_work_of_the_bibliography_is_cited_by_a_page(articles):
    known = {tag["id"] for tag in articles["bibliographie"].select(".citation[id]")}
    links = [link["href"] for name, article in articles.items() for link in article.select(CITATION)]
    assert known - {link.partition("#")[2] for link in links} == set()


def test_what_is_said_of_a_year_is_cited(articles):
    """Une date est une affirmation d'histoire : sa section cite un ouvrage, ou sa page en cite un de cette année-là."""
    year, bare = re.compile(r"\b(?:18|19|20)\d\d\b(?!\N{NARROW NO-BREAK SPACE})"), []
    for name, article in articles.items():
        cited = " ".join(link.get_text() for link in article.select(CITATION))
        for dated in article.find_all(["p", "li"], string=None) if name.startswith(CLAIMING) else ():
            section = dated.find_parent("section")
            words = "".join(text for text in dated.find_all(string=True) if not text.find_parent(class_="katex"))
            if not section.select_one(CITATION) and not set(year.findall(words)) <= {*year.findall(cited)}:
                bare.append((name, words[:90]))
    assert [found for found in bare if not any(known in found[1] for known in REPORTED)] == []


def test_the_index_leads_from_every_word_of_the_glossary_to_a_section(articles):
    words = [tag.get_text().removesuffix("#") for tag in articles["glossaire"].select("dl.glossary dt")]
    entries = articles["notions"].select("ul li")
    assert [entry.strong.get_text() for entry in entries] == words
    assert [entry.get_text() for entry in entries if len(entry.select("a")) < 2] == []


def test_the_page_on_assignments_says_what_the_notebook_says(articles, extension, sentences):
    source = extension("assignment_cells").cell_source("devoir1", "introduction")
    shown = " ".join(sentences(articles["devoirs"]))
    assert [
        row
        for row in re.findall(r"^\| (Exercice .*?|Question .*?) \|", source, re.MULTILINE)
        if printed(row) not in shown
    ] == []
    with pytest.raises(ValueError, match="n'a pas de cellule « inconnue »"):
        extension("assignment_cells").cell_source("devoir1", "inconnue")


def test_the_changes_are_those_of_the_journal(articles):
    titles = re.findall(r"^## (.*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf8"), re.MULTILINE)
    assert [tag.get_text().removesuffix("#") for tag in articles["changements"].find_all("h2")] == titles


def test_nothing_in_the_site_is_fetched_from_another_host(site):
    fetched = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*\b(?:src|href)=["'](?:https?:)?//[^"']+""")
    imported = re.compile(r"""(?:url\(|@import )\s*["']?(?:https?:)?//[^)"']+""")
    found = []
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        pattern = imported if path.suffix == ".css" else fetched
        found += [(path.name, match) for match in pattern.findall(path.read_text(encoding="utf8"))]
    assert found == []


def test_every_icon_of_the_pages_is_in_the_reduced_font(site, extension):
    assets = extension("site_assets")
    font = TTFont(site / "_static" / f"{assets.ICONS}.woff2")
    css = (site / "_static/styles/pydata-sphinx-theme.css").read_text(encoding="utf8")
    for name in ("bars", "list", "magnifying-glass", "sun", "moon", "circle-half-stroke", "angle-right", "arrow-up"):
        code = re.search(rf'\.fa-{name}:before(?:,[^{{]*)?\{{content:"\\([0-9a-f]+)"', css)
        assert code, f"l'icône {name} n'a plus de règle"
        assert int(code[1], 16) in font.getBestCmap(), f"l'icône {name} n'a plus de dessin"


def test_every_sign_of_a_formula_is_in_the_reduced_fonts(site, articles, extension):
    formulas = [tag for article in articles.values() for tag in article.select(".katex-html")]
    drawn = {ord(sign) for tag in formulas for sign in tag.get_text()}
    cursive = {ord(sign) for tag in formulas for part in tag.select(".mathcal") for sign in part.get_text()}
    for whole in (extension("katex_prerender").DIST / "fonts").glob("*.woff2"):
        before, after = (TTFont(path).getBestCmap() for path in (whole, site / "_static/katex/fonts" / whole.name))
        wanted = cursive if "Caligraphic" in whole.name else drawn  # une police qui ne sert qu'à ces lettres
        assert wanted & before.keys() <= after.keys(), whole.name
        assert len(after) <= len(before)
