"""Une page se compose en un temps borné : passé ce temps, tout se lit encore, sans couleurs ni mise en forme."""

import time

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment

from mlcourse.grading.gradebook.markup import markdown2html
from mlcourse.grading.gradebook.patience import colored, highlight_code

OVER, PATIENT = {"deadline": 0.0}, {"deadline": float("inf")}
DEAR = {"points": "a." * 10_000, "blancs": "x = 1\n" + "  \n" * 6_600 + "y = 2", "vides": "x" + "\n" * 20_000 + "y"}


def page(name, source, resources):
    filters = Environment()
    filters.filters.update(markdown2html=markdown2html, highlight_code=highlight_code)
    template = filters.from_string("{{ source | " + name + " }}")
    return BeautifulSoup(template.render(source=source, cell={}, resources=dict(resources)), "html.parser")


@pytest.mark.parametrize("resources", [OVER, PATIENT])
def test_code_reads_the_same_with_and_without_colors(resources):
    shown = page("highlight_code", "def f(x):\n    return '<b>'  # é\n", resources)
    assert shown.get_text().strip() == "def f(x):\n    return '<b>'  # é"
    assert bool(shown.find(class_="k")) == (resources is PATIENT)


def test_prose_is_shown_as_it_is_written_once_time_is_over():
    assert page("markdown2html", "**gras**", PATIENT).find("strong").get_text() == "gras"
    assert page("markdown2html", "**gras**", OVER).find("pre").get_text() == "**gras**"


@pytest.mark.parametrize("source", DEAR.values(), ids=DEAR)
def test_coloring_stops_in_the_middle_of_a_cell(source):
    start = time.process_time()
    shown = BeautifulSoup(colored(source, "ipython3", start + 0.2), "html.parser")
    assert time.process_time() - start < 2
    assert shown.get_text().strip() == source


def test_time_is_counted_once_for_the_whole_page():
    resources = {}
    filters = Environment()
    filters.filters["highlight_code"] = highlight_code
    template = filters.from_string("{{ a | highlight_code }}{% set _ = resources.update(deadline=0.0) %}"
                                   "{{ b | highlight_code(metadata={}) }}")  # fmt: skip
    shown = BeautifulSoup(template.render(a="def f(): 1", b="def g(): 2", resources=resources), "html.parser")
    assert [each.get_text() for each in shown.find_all(class_="k")] == ["def"]
