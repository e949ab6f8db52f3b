"""Ce qu'une copie écrit se lit, et n'agit pas : ni dans le Markdown, ni dans le HTML, ni dans le TeX."""

import re
import time
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell, new_notebook, new_output

from mlcourse.grading.submission.formulas import inert_formulas
from mlcourse.grading.submission.inert import inert_attachments, inert_outputs, inert_prose
from mlcourse.grading.submission.symbols import COMMANDS

from ...assignments.workshop import ROOT
from ..copies.hostile_display import CELLS
from .rebuilding import PNG

DENIED = """
href url def gdef edef xdef let global newcommand renewcommand providecommand newenvironment DeclareMathOperator
require class cssId style data html htmlClass htmlId htmlStyle htmlData unicode char mmlToken smash rlap llap clap
mathrlap mathllap mathclap rule Rule Space raise lower moveleft moveright kern mkern hskip mskip hspace vspace mspace
negthinspace bbox enclose genfrac above abovewithdelims label ref eqref definecolor colorbox fcolorbox toggle mathtip
texttip Huge huge setOptions ce begingroup endgroup csname input include special
"""
ACTIVE = ("script", "iframe", "object", "embed", "form", "base", "meta", "link", "style", "svg", "video", "audio", "a")


def stock(source, attachments=None):
    """Ce qu'en ferait nbconvert tout nu : ni nettoyage, ni réglage."""
    kept = inert_attachments(attachments or {})
    renderer = IPythonRenderer(escape=False, attachments=kept, exclude_anchor_links=True)
    return BeautifulSoup(MarkdownWithMath(renderer=renderer).render(inert_prose(source, kept)), "html.parser")


@pytest.mark.parametrize("name", DENIED.split())
def test_command_that_acts_elsewhere_is_denied(name):
    assert name not in COMMANDS
    assert f"\\{name}" not in inert_prose(rf"$x \{name} y$ $\frac{{\{name}{{a}}}}{{b}}$")


@pytest.mark.parametrize("name", CELLS)
def test_attack_leaves_nothing_for_a_naked_reader_to_obey(name):
    for cell in CELLS[name]():
        if cell.cell_type == "markdown":
            page = stock(cell.source, cell.get("attachments", {}))
            assert page.find_all(ACTIVE) == []
            assert {key for tag in page.find_all(True) for key in tag.attrs} <= {"src", "alt", "class", "style"}
            assert not re.search(r"\\(href|def|style|class|smash|rule|\w*command|require)\b", page.get_text())
            assert all(re.match(r"data:image|attachment:|[\w.-]+\.png", image["src"]) for image in page.find_all("img"))


HIDDEN_ADDRESSES = [
    "https:\x1b[0m//a.fr",
    "https:/\x1b[1;31m/a.fr",
    "ww\x1b[0mw.a.fr",
    "zoe\x1b[0m@a.fr",
    "https:x\b//a.fr",
    "xxxxxx//a.fr\rhttps:",
    "x\x1b[0mxxxxx//a.fr\rhttps:",
    "https:\x1b[é m//a.fr",
]


@pytest.mark.parametrize("text", HIDDEN_ADDRESSES)
def test_address_that_only_the_screen_would_compose_is_broken_in_an_output(text):
    notebook = new_notebook(cells=[new_code_cell("", outputs=[new_output("stream", name="stdout", text=text)])])
    (output,) = inert_outputs(notebook).cells[0].outputs
    shown = re.sub(r"\x1b\[.*?[@-~]", "", output.text)
    assert not re.search(r"://|www\.|\w@\w|[\r\b]", shown)
    assert "a.fr" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mrouge\x1b[0m\n", "\x1b[31mrouge\x1b[0m\n"),
        ("1 sur 3\r2 sur 3\r3 sur 3\nfini\n", "3 sur 3\nfini\n"),
        ("[     ]\b\b\b\b\b\b##\n", "[##   ]\n"),
        ("fin de ligne\r\n", "fin de ligne\n"),
        ("long\rcou", "coug"),
    ],
)
def test_output_keeps_its_colors_and_what_the_screen_ends_with(text, shown):
    notebook = new_notebook(cells=[new_code_cell("", outputs=[new_output("stream", name="stdout", text=text)])])
    assert inert_outputs(notebook).cells[0].outputs[0].text == shown


@pytest.mark.parametrize(
    "text", ["<b>https://a.fr</b>", "<i>a@b.fr</i>", "_www.a.fr_", "xwww.a.fr", "<sub>www.a.fr</sub>"]
)
def test_address_is_broken_wherever_it_stands(text):
    assert not re.search(r"://|www\.|\w@\w", inert_prose(text))


def test_same_attack_unchanged_is_obeyed():
    source = CELLS["links_to_a_page_that_commands_jupyterlab"]()[0].source
    page = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source)
    assert BeautifulSoup(page, "html.parser").find_all("a")


@pytest.mark.parametrize("path", sorted((ROOT / "book").rglob("*.md")), ids=lambda path: path.stem)
def test_formulas_of_the_book_come_out_as_they_are(path):
    for formula in re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", path.read_text("utf-8"), re.DOTALL):
        assert inert_formulas(formula) == formula


@pytest.mark.parametrize(
    "source",
    [
        r"On a $a < b$, $\hat y_i = \sigma(w^\top x)$ et $$\begin{cases}1 & x > 0\\ 0 & x \le 0\end{cases}$$",
        "**gras**, *italique*, `x[0]`, H<sub>2</sub>O, 3 < 4\n\n- un\n- deux\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "```python\ndef f(x):\n    return x[1:]  # '\\n'\n```",
        "![courbe](figures/courbe.png) ![collée](attachment:image.png)",
        f"![x](data:image/png;base64,{PNG})",
    ],
)
def test_honest_prose_comes_out_as_it_is(source):
    assert inert_prose(source, {"image.png": {}}).replace("\N{WORD JOINER}", "") == source


@pytest.mark.parametrize("source", ["![a](../a.png)", "![a](//b/a.png)", "![a](b.svg)", "![a](attachment:absente.png)"])
def test_picture_from_elsewhere_is_words(source):
    assert stock(source).find("img") is None


def test_attachment_that_is_no_picture_is_dropped():
    pasted = {"a.png": {"image/png": PNG}, "b.png": {"image/png": "PGltZz4="}, "c": {"text/html": "PGltZz4="}}
    assert inert_attachments(pasted) == {"a.png": {"image/png": PNG}}


NO_BASE_64 = ("é" * 20, "A", "====", "\ud800", "\N{NO-BREAK SPACE}" * 64, PNG + "é", PNG + '" onerror="x')


@pytest.mark.parametrize("data", NO_BASE_64, ids=ascii)
def test_attachment_that_is_no_base_64_is_dropped(data):
    assert inert_attachments({"a.png": {"image/png": data}}) == {}


def test_outputs_lose_their_addresses_and_nothing_else():
    error = new_output("error", ename="E", evalue="http://x", traceback=["http://x", "ligne 2"])
    outputs = [new_output("stream", text="voir http://x"), error, new_output("display_data", {"text/plain": "3.0"})]
    (cell,) = inert_outputs(new_notebook(cells=[new_code_cell("1", outputs=outputs)])).cells
    assert cell.outputs[0].text == "voir http: //x"
    assert cell.outputs[1].traceback == ["http: //x", "ligne 2"]
    assert cell.outputs[2].data == {"text/plain": "3.0"}


SEEDS = (
    "<img ",
    "![",
    "![a](",
    "<b>",
    "#",
    "> ",
    "\n",
    "a\n=",
    "&",
    "&amp;",
    "\\",
    "\\a",
    "$",
    "]:",
    "a@",
    "```",
    "a/",
)


@pytest.mark.parametrize("seed", SEEDS)
def test_time_grows_with_the_text_and_not_with_its_square(seed):
    clock = SimpleNamespace(short=spent(seed, 5_000), long=spent(seed, 40_000))
    assert clock.long < 24 * clock.short + 0.05, clock


def spent(seed, length):
    """Le temps de processeur le plus court de trois essais."""
    text, times = (seed * length)[:length], []
    for _ in range(3):
        start = time.process_time()
        inert_prose("$" + text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("number", ["9" * 5_000, "x" + "f" * 5_000, "0" * 5_000 + "60"])
def test_number_too_long_to_be_read_names_no_character(number):
    assert inert_prose(f"a&#{number};b") == "a\N{REPLACEMENT CHARACTER}b"


def test_entities_nested_without_end_cost_nothing():
    start = time.process_time()
    assert "&#36;" not in inert_prose("&" + "amp;" * 40_000 + "#36;")
    assert time.process_time() - start < 2
