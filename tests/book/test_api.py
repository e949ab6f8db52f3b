"""La référence de mlcourse : rien n'y manque, tout y est en français, chaque entrée mène à sa section."""

import functools
import importlib
import re
import sys

import pytest
from pybtex.database import parse_string

NBSP = "\N{NO-BREAK SPACE}"
SECTION = re.compile(rf"^[Ss]ection{NBSP}(\d+\.\d+) du livre$")
HEADINGS = {"Paramètres", "Attributs", "Renvoie", "Produit", "Lève", "Sources"}


@pytest.fixture(scope="module")
def reference(articles):
    return articles["reference"]


@pytest.fixture(scope="module")
def sections(pages):
    """La page de chaque section numérotée du livre."""
    numbers = {name: soup.select_one("h1 .section-number") for name, soup in pages.items()}
    return {tag.get_text(strip=True): f"{name}.html" for name, tag in numbers.items() if tag}


def test_every_public_name_of_the_core_has_its_entry(reference, core):
    anchors = {tag["id"] for tag in reference.select("dt.sig[id]")}
    assert len(core) > 50
    assert anchors == set(core)


def test_every_module_opens_with_its_docstring_and_a_table_of_its_entries(reference, core):
    own = {name: kind for name, kind in core.items() if kind not in {"method", "property"}}
    titles = {title.get_text().rstrip("#"): title.parent for title in reference.select("h2")}
    assert set(titles) == {name.rpartition(".")[0] for name in own}
    for module, part in titles.items():
        first_word = importlib.import_module(module).__doc__.split()[0].replace("'", "’")
        assert part.find("p", recursive=False).get_text().startswith(first_word), module
        links = [link["href"].lstrip("#") for link in part.select("table.api-sommaire td:first-child a")]
        assert sorted(links) == sorted(name for name in own if name.rpartition(".")[0] == module)
        roles = [cell.get_text(strip=True) for cell in part.select("table.api-sommaire td:nth-child(2)")]
        assert all(roles), f"{module} : une entrée n'a pas de première phrase"


def test_modules_follow_the_course(reference):
    firsts = []
    for part in reference.select("section:has(> h2)"):
        cells = [cell.get_text(strip=True) for cell in part.select("table.api-sommaire td:nth-child(3)")]
        firsts.append(min(tuple(map(int, number.split("."))) for number in cells if number))
    assert len(firsts) > 10
    assert firsts == sorted(firsts)


def test_a_section_that_exists_is_a_link_to_its_page_and_another_is_plain_text(reference, sections):
    cells = [tag for tag in reference.select("table.api-sommaire td:nth-child(3) *") if not tag.find(True)]
    phrases = [text.parent for text in reference.find_all(string=SECTION)]
    assert len(phrases) > len(cells) > 50
    for tag in [*cells, *phrases]:
        link = tag if tag.name == "a" else tag.find_parent("a")
        number = re.search(r"\d+\.\d+", tag.get_text())[0]
        assert (link["href"] if link else None) == sections.get(number), tag


def test_every_section_of_the_sources_was_recognised(reference):
    whole = "".join(text for text in reference.find_all(string=True) if not text.find_parent(["pre", "dt"]))
    assert len(re.findall(r"[Ss]ection\s\d+\.\d+\sdu\slivre", whole)) == len(reference.find_all(string=SECTION))


def test_a_work_cited_in_the_sources_leads_to_the_bibliography(reference, articles):
    known = {f"bibliographie.html#{tag['id']}" for tag in articles["bibliographie"].select(".citation[id]")}
    titles = [title for title in reference.select("dl.field-list dt") if "Sources" in title.get_text()]
    sources = [title.find_next_sibling("dd") for title in titles]
    links = [link["href"] for source in sources for link in source.select("a[href^='bibliographie']")]
    assert len(links) > 10
    assert set(links) <= known
    cited = [text for source in sources for text in source.find_all(string=re.compile(r"\((18|19|20)\d\d\)"))]
    assert [text for text in cited if not text.find_parent("a")] == [], "ajoutez ces ouvrages à book/references.bib"


def test_an_identifier_between_backquotes_leads_to_its_entry(reference, core):
    links = {link.get_text(): link["href"] for link in reference.select("dd a.reference.internal:has(code)")}
    assert links["OPTIMIZERS"] == "#mlcourse.optimizers.OPTIMIZERS"
    assert links["LOSSES"] == "#mlcourse.losses.LOSSES"
    assert {href.lstrip("#").removeprefix("module-") for href in links.values()} <= {
        *core,
        *(name.rpartition(".")[0] for name in core),
    }


def test_no_heading_and_no_type_is_left_in_english(reference):
    headings = {title.get_text(strip=True).rstrip(":") for title in reference.select("dl.field-list dt")}
    assert headings <= HEADINGS
    assert {title.get_text(strip=True) for title in reference.select(".rubric")} <= {"Exemples", "Notes"}
    types = [tag.get_text() for tag in reference.select("dl.field-list em")]
    assert [text for text in types if re.search(r"\b(?:optional|of|or|default)\b", text)] == []
    kinds = {tag.get_text(strip=True) for tag in reference.select("dt.sig em.property") if "=" not in tag.get_text()}
    assert kinds == {"classe", "propriété"}
    assert "Alias for field" not in reference.get_text()


def test_every_function_shows_a_coloured_example_and_its_code(reference, core):
    for name in (name for name, kind in core.items() if kind == "function"):
        entry = reference.find(id=name).find_next_sibling("dd")
        code = entry.select_one("details.code pre")
        assert code.select("span"), f"{name} : le code n'est pas coloré"
        assert code.get_text().startswith(f"def {name.rpartition('.')[2]}(")
        assert entry.select(".highlight .gp") or "Voir" in entry.get_text(), f"{name} : l'exemple n'est pas coloré"


def test_the_code_of_a_loss_shows_its_equation_after_its_checks(reference):
    code = reference.find(id="mlcourse.losses.cross_entropy").find_next_sibling("dd").select_one("details.code pre")
    assert "\ndef _cross_entropy(Z, Y):\n" in code.get_text()
    assert "np.log(np.exp(shifted)" in code.get_text()


def test_a_dictionary_gives_each_key_and_its_functions(reference):
    rows = reference.find(id="mlcourse.optimizers.OPTIMIZERS").find_next_sibling("dd").select("tbody tr")
    optimizers = importlib.import_module("mlcourse.optimizers").OPTIMIZERS
    assert [row.td.get_text(strip=True) for row in rows] == [repr(key) for key in optimizers]
    assert [row.a["href"] for row in rows] == [f"#{rule.__module__}.{rule.__name__}" for rule in optimizers.values()]


def test_the_stylesheet_of_the_reference_is_loaded_there_only(pages):
    styled = {name for name, soup in pages.items() if soup.select("link[href*='api_reference.css']")}
    assert styled == {"reference"}


@pytest.mark.navigateur
def test_the_search_finds_an_entry(page, site_url):
    page.goto(f"{site_url}/search.html?q=adam")
    page.wait_for_selector("#recherche-reponses li a")
    links = page.locator("#recherche-reponses li a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert any(link.startswith("reference.html#mlcourse.") and link.endswith(".adam") for link in links)


DOCUMENTED = '''def {name}():
    """Une fonction.

    Section {section} du livre.
    """


'''


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Un paquet inventé : deux modules, un module privé, une commande, un sous-paquet."""
    files = {
        "__init__.py": "",
        "early.py": DOCUMENTED.format(name="g", section="1.2") + DOCUMENTED.format(name="_h", section="1.1"),
        "a_late.py": f"from invente.early import g\n\n{DOCUMENTED.format(name='f', section='3.1')}ROWS = {{'f': f}}\n",
        "_private.py": "",
        "command.py": "",
        "layer/__init__.py": "",
    }
    for name, text in files.items():
        (tmp_path / "invente" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "invente" / name).write_text(text, encoding="utf8")
    (tmp_path / "pyproject.toml").write_text('[project.scripts]\na = "invente.command:main"\n', encoding="utf8")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "invente"]:
        del sys.modules[name]


def test_a_new_module_enters_the_reference_by_itself_at_its_place(extension, package, monkeypatch):
    api = extension("api_reference")
    monkeypatch.setattr(api, "PYPROJECT", package / "pyproject.toml")
    modules = api.core_modules(importlib.import_module("invente"))
    assert [module.__name__ for module in modules] == ["invente.early", "invente.a_late"]
    assert [list(api.entries(module)) for module in modules] == [["g"], ["f", "ROWS"]]


def test_a_row_of_a_dictionary_names_its_public_functions(extension):
    functions_of = extension("api_reference").functions_of
    public = importlib.import_module
    assert list(functions_of(public)) == list(functions_of(functools.partial(public, "a"))) == [public]
    assert list(functions_of((public, lambda z: z, "a", 3))) == [public]


BOOKS = """@book{un, author = {Petit, Anne and van der Berg, Jo}, year = {2001}}
@book{deux, author = {Roy, Luc and A, A and B, B}, year = {2002}}
@book{trois, author = {Roy, Luc and C, C and D, D}, year = {2002}}"""


def test_a_citation_is_recognised_in_both_its_forms_unless_it_is_ambiguous(extension):
    keys = extension("docstring_links").citation_keys(parse_string(BOOKS, "bibtex").entries)
    assert keys == {"Petit et van der Berg (2001)": "un", "Roy, A et B (2002)": "deux", "Roy, C et D (2002)": "trois"}


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Section 3.4 du livre.", f":section:`Section{NBSP}3.4 du livre <3.4>`."),
        ("la section 3.4\n    du livre", f"la :section:`section{NBSP}3.4 du livre <3.4>`"),
        ("Kingma et\n    Ba (2015), algorithme 1.", ":cite:t:`kingma`, algorithme 1."),
        ("section 3.4 de l'article, Kingma (2015)", "section 3.4 de l'article, Kingma (2015)"),
    ],
)
def test_sections_and_citations_become_links(extension, text, linked):
    assert extension("docstring_links").link_sources(text, {"Kingma et Ba (2015)": "kingma"}) == linked


def test_what_napoleon_leaves_in_english_is_put_in_french(extension):
    french = extension("docstring_links").french_fields
    assert french(":Attributes: * **t** (*tuple of int*)") == ":Attributs: * **t** (*tuple de int*)"
    assert french("* **t** (*int, optional*) -- Un.") == "* **t** (*int, facultatif*) -- Un."
    assert french(":returns: *dict of str to float*") == ":returns: *dict de str vers float*"
    assert french("l'un of l'autre") == "l'un of l'autre"
