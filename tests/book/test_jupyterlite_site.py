"""L'atelier que sert le site : ses carnets, Python en un exemplaire, et ce que dit un livre qui n'a pas d'atelier."""

import copy
import hashlib
import json
import re
from types import SimpleNamespace

import nbformat
import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, directives
from docutils.utils import new_document

from .conftest import BOOK, ROOT

CODE = re.compile(r"^```\{code-cell\}[^\n]*\n(?:---\n.*?\n---\n|(?::[^\n]*\n)+)?(.*?)^```", re.MULTILINE | re.DOTALL)
SLIDER = "from mlcourse.widgets import slider\n\nslider("
MYST = re.compile(r"\{[a-z:]+\}`|^(?:```|:::)\{", re.MULTILINE)


@pytest.fixture(scope="module")
def lab(site):
    folder = site / "atelier"
    if not folder.is_dir():
        pytest.skip("le livre est construit sans les fichiers de Pyodide, et donc sans atelier")
    return folder


@pytest.fixture(scope="module")
def page_notebooks(lab):
    """Le carnet de chaque page, par le nom de celle-ci."""
    top = lab / "files" / "livre"
    paths = {path.relative_to(top).with_suffix("").as_posix(): path for path in top.rglob("*.ipynb")}
    return {name: nbformat.read(path, as_version=4) for name, path in paths.items()}


@pytest.fixture
def jupyterlite_site(extension):
    return extension("jupyterlite_site")


def test_assignments_are_those_that_are_handed_out_and_nothing_else(lab):
    served = {path.name: path.read_bytes() for path in (lab / "files").glob("*.ipynb")}
    assert served == {path.name: path.read_bytes() for path in (ROOT / "exercises").glob("*/*.ipynb")}


def test_no_solution_and_no_hidden_test_is_served(lab):
    texts = [path.read_text("utf-8") for path in lab.rglob("*.ipynb")]
    assert not [text for text in texts if "DÉBUT SOLUTION" in text or "DÉBUT TESTS CACHÉS" in text]


def test_one_copy_of_python_serves_the_pages_and_the_notebooks(site, lab):
    assert [path.relative_to(site).as_posix() for path in site.rglob("*.wasm")] == ["_static/pyodide/pyodide.asm.wasm"]
    settings = json.loads((lab / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]["litePluginSettings"]
    (kernel,) = settings.values()
    assert (lab / kernel["pyodideUrl"]).resolve() == site / "_static" / "pyodide" / "pyodide.js"
    assert kernel["disablePyPIFallback"]


def test_whatever_the_lock_names_is_there_and_true(site, lab):
    packages = json.loads((lab / "pyodide-lock.json").read_text("utf-8"))["packages"]
    assert {"comm", "numpy"} <= packages.keys()
    assert {"anywidget", "matplotlib"} <= {*packages["mlcourse"]["depends"]}
    for package in packages.values():
        content = (site / "_static" / "pyodide" / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"]
        assert {name.lower().replace("_", "-") for name in package["depends"]} <= packages.keys()


def test_a_library_is_served_without_what_only_this_machine_can_run(jupyterlite_site):
    name, content = jupyterlite_site.wheel("psygnal")
    assert name.endswith("-py3-none-any.whl")
    assert b"psygnal/__init__.py" in content
    assert b".so" not in content
    assert jupyterlite_site.wheel("psygnal")[1] == content


def test_the_interface_speaks_french(lab):
    settings = json.loads((lab / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]["settingsOverrides"]
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"] == "fr_FR"
    words = json.loads((lab / "api" / "translations" / "fr_FR.json").read_text("utf-8"))["data"]
    assert words["jupyterlite"]["Download"] == ["Télécharger"]
    assert words["jupyterlab"]["Run All Cells"] == ["Exécuter toutes les cellules"]
    assert all('<html lang="fr">' in path.read_text("utf-8") for path in lab.glob("*/index.html"))


def test_every_page_that_runs_code_offers_its_notebook(pages, page_notebooks):
    offered = {
        name: link["href"].partition("?path=")[2]
        for name, soup in pages.items()
        if (link := soup.select_one("p.reading-time a"))
    }
    assert offered == {name: f"livre/{name}.ipynb" for name in page_notebooks}
    assert "retropropagation/cout" in offered
    assert "notations" not in offered


def test_a_notebook_has_all_the_code_of_its_page_in_order(page_notebooks):
    for name, notebook in page_notebooks.items():
        written = [code.strip() for code in CODE.findall((BOOK / f"{name}.md").read_text("utf-8"))]
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        kept = [cell.strip() for cell in cells if not cell.startswith(SLIDER)]
        assert [re.sub(r"def glue\(.*\n.*", "from myst_nb import glue", cell) for cell in kept] == written


def test_a_notebook_runs_without_anything_of_the_book(page_notebooks):
    for notebook in page_notebooks.values():
        assert not [cell.source for cell in notebook.cells if "myst_nb" in cell.source]


def test_the_text_of_a_notebook_is_plain_markdown(page_notebooks):
    for notebook in page_notebooks.values():
        nbformat.validate(notebook)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert not MYST.findall(text)
        assert not re.findall(r"</?(?!details|summary)[a-z]+\b[^>\n]*>", text)
        assert len(re.findall(r"<details>\n+<summary>.+</summary>", text)) == text.count("<details>")
        assert not re.findall(r"formule\d+x", text)


def test_every_formula_of_a_page_is_in_its_notebook_in_order(articles, page_notebooks):
    for name, notebook in page_notebooks.items():
        article = copy.copy(articles[name])
        for unwanted in article.select("section:has(> .question), script, .curseur > *"):
            unwanted.decompose()
        shown = [" ".join(tag.get_text().split()) for tag in article.select(".math annotation")]
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        place = 0
        for tex in shown:
            place = text.find(f"${tex}", place)
            assert place >= 0, (name, tex)
            place += len(tex)


def test_a_numbered_formula_keeps_its_number(page_notebooks):
    text = "\n".join(cell.source for cell in page_notebooks["retropropagation/cout"].cells)
    assert "\n$$\\mathcal{L}(z, y) = \\log(1 + e^{z}) - y\\,z. \\tag{1.3}$$\n" in text


def test_a_slider_becomes_the_cell_that_shows_it(page_notebooks):
    sources = [cell.source for cell in page_notebooks["retropropagation/derniere-couche"].cells]
    assert any(re.fullmatch(r'from mlcourse\.widgets import slider\n\nslider\("\w+"\)', source) for source in sources)


def test_a_book_without_python_says_so_and_has_no_lab(jupyterlite_site, tmp_path):
    app = SimpleNamespace(pyodide=None, outdir=tmp_path, doctreedir=tmp_path)
    jupyterlite_site.write(app, None)
    assert not list(tmp_path.iterdir())
    document = new_document("page", get_default_settings(Parser))
    document.settings.env = SimpleNamespace(app=app)
    text = ".. atelier::\n   :sinon: Sans Python, il faut Jupyter.\n\n   Ouvrir le devoir.\n"
    directives.register_directive("atelier", jupyterlite_site.Lab)
    Parser().parse(text, document)
    assert [node.astext() for node in document.findall(nodes.paragraph)] == ["Sans Python, il faut Jupyter."]
