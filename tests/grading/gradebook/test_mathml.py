"""Une formule n'entre dans une page qu'en arbre vérifié : ni élément, ni attribut, ni balise qui n'y soit permis."""

import re

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment
from latex2mathml.converter import convert_to_element

from mlcourse.grading.gradebook.markup import TAGS, clean, markdown2html
from mlcourse.grading.gradebook.mathml import ATTRIBUTES, ELEMENTS, formula
from mlcourse.grading.submission.inert import inert_attachments, inert_prose
from mlcourse.grading.submission.symbols import COMMANDS

from ...assignments.workshop import ROOT
from ..copies.hostile_display import CELLS

INERT = {"src", "alt", "class", "style", "id", "title"} | ATTRIBUTES
RECOMPOSED = ('<img/src="x"/onerror="x">', "<script>x</script>", '<meta/http-equiv="refresh">', "<a/href=//x>")
WAYS = (r"\text{{1{}cm}}", r"\mbox{{2{}pt}}", r"\textbf{{\operatorname{}}}", r"\text{{{}}}", r"{}", r"\mathrm{{{}}}")


def shown(source, attachments):
    """Ce qu'une page montre d'une prose de copie, après tout ce qui la rend inerte."""
    filters = Environment()
    filters.filters["markdown2html"] = markdown2html
    cell = {"attachments": inert_attachments(attachments)}
    source = inert_prose(source, cell["attachments"])
    return BeautifulSoup(
        filters.from_string("{{ source | markdown2html(cell.attachments) }}").render(source=source, cell=cell),
        "html.parser",
    )


@pytest.mark.parametrize("name", CELLS)
def test_page_shows_of_an_attack_only_what_is_allowed(name):
    for cell in CELLS[name]():
        if cell.cell_type == "markdown":
            tags = shown(cell.source, cell.get("attachments", {})).find_all(True)
            assert {tag.name for tag in tags} <= TAGS | ELEMENTS
            assert {key for tag in tags for key in tag.attrs if tag.name != "a"} <= INERT
            assert {tag.get("href", "#image-")[:7] for tag in tags if tag.name == "a"} <= {"#image-"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("word", RECOMPOSED)
@pytest.mark.parametrize(
    "written", [lambda word: word, lambda word: word.replace("<", "< "), lambda word: f"&lt;{word[1:]}"]
)
def test_tag_inside_a_formula_is_text(way, word, written):
    page = BeautifulSoup(formula(way.format(written(word))), "html.parser")
    assert {tag.name for tag in page.find_all(True)} <= ELEMENTS | {"code"}


@pytest.mark.parametrize("value", ["url(https://x)", "red;position:fixed", 'a" onclick="x', "https://x"])
def test_value_that_is_no_word_nor_number_is_dropped(value):
    assert "mathcolor" in formula(r"\textcolor{red}{x}")
    page = BeautifulSoup(formula(rf"\textcolor{{{value}}}{{x}}"), "html.parser")
    assert {key for tag in page.find_all(True) for key in tag.attrs} <= {"display"}


@pytest.mark.parametrize("number", ["#xD800", "#x110000", "#xFFFFFFFFFF", "#0"])
def test_reference_to_no_character_is_a_character_all_the_same(number):
    assert formula(rf"\text{{&{number};}}").encode()


def test_formula_set_aside_never_lands_in_an_attribute():
    assert clean('<b title="\ue0000\ue001">x</b>') == "<b>x</b>"


@pytest.mark.parametrize("path", sorted((ROOT / "book").rglob("*.md")), ids=lambda path: path.stem)
def test_formulas_of_the_book_lose_nothing(path):
    for source in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", path.read_text("utf-8"), re.DOTALL):
        source = "".join(source)
        if formula(source).startswith("<math"):
            for element in convert_to_element(source).iter():
                assert element.tag in ELEMENTS
                assert set(element.attrib) <= ATTRIBUTES | {"xmlns"}


@pytest.mark.parametrize(("opening", "closing"), [("{}{}", ""), ("{", "}"), ("^", ""), (" ", "")])
def test_formula_costs_in_proportion_to_its_length_whatever_command_is_repeated(opening, closing):
    for command in COMMANDS:
        short, long = (formula(f"\\{command}{opening}" * times + "x" + closing * times) for times in (5, 10))
        assert len(long) < 4 * len(short), command
