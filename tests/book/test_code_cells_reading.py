"""Ce que la construction lit du code d'une page : ce qu'une cellule demande, et ce qui l'empêche d'avoir un bouton."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cells(extension):
    return extension("code_cells")


def notebook(*sources):
    """Un carnet : un texte, puis une cellule par source ; une source est un code, ou un code et ses étiquettes."""
    pairs = [source if isinstance(source, tuple) else (source, []) for source in sources]
    code = [{"cell_type": "code", "source": text, "metadata": {"tags": tags}} for text, tags in pairs]
    return {"cells": [{"cell_type": "markdown", "source": "Un texte.", "metadata": {}}, *code]}


def test_numbers_named_for_the_prose_are_not_computed_again(cells):
    source = "from myst_nb import glue\nx = 1\nglue('a', slow(x), display=False)\ny = x"
    assert cells.without_glue(source) == "from myst_nb import glue\nx = 1\ny = x"


@pytest.mark.parametrize("source", ["x = 1  # inchangé", "ce n'est pas du Python : glue(", "glued(1)"])
def test_other_code_is_left_as_it_is_written(cells, source):
    assert cells.without_glue(source) == source


def test_hidden_code_is_kept_for_those_who_need_it_and_seen_code_is_left_whole(cells):
    read = cells.read_cells(notebook(("glue('a', 1)\nx = 1", ["remove-cell"]), "glue('a', x)"))
    assert [(cell["index"], cell["source"], cell["seen"]) for cell in read] == [
        (1, "x = 1", False),
        (2, "glue('a', x)", True),
    ]


def test_a_cell_too_long_for_a_browser_has_no_button_nor_has_what_needs_it(cells):
    read = cells.read_cells(notebook(("x = train()", [cells.TOO_LONG]), "print(x)", "print(1)"))
    assert [cell["why"] for cell in read] == ["long", "needs", None]


def test_a_cell_whose_library_a_browser_lacks_has_no_button(cells):
    read = cells.read_cells(notebook("import torch", "import json, numpy", "from mlcourse.plots import use_svg"))
    assert [cell["why"] for cell in read] == ["absent", None, None]


def test_a_figure_asks_for_matplotlib_even_when_hidden_code_imports_it(cells):
    read = cells.read_cells(
        notebook(("from mlcourse.plots import plot_digits", ["remove-cell"]), "plot_digits(1)", "1")
    )
    assert [cell["packages"] for cell in read] == [["matplotlib"], ["matplotlib"], []]


def test_a_bar_has_two_buttons_or_one_sentence(cells):
    assert cells.bar(3, 1, None, "carnet.html").count("<button") == 2
    assert "Jupyter" in cells.bar(3, 1, "absent", "carnet.html")
    for why in ("long", "needs"):
        said = cells.bar(3, 1, why, "carnet.html")
        assert "<button" not in said
        assert '<a href="carnet.html">le carnet de cette page</a>' in said


@pytest.mark.parametrize("built_with_python", [False, True])
def test_a_book_built_without_python_has_no_bar_and_its_pages_load_nothing(cells, tmp_path, built_with_python):
    asked, known = [], [{"index": 0, "source": "1", "seen": True, "why": None, "packages": []}]
    app = SimpleNamespace(pyodide=tmp_path if built_with_python else None, outdir=tmp_path)
    app.add_js_file, app.add_css_file = (lambda name, **_: asked.append(name) for _ in range(2))
    app.env = SimpleNamespace(app=app, docname="page", metadata={"page": {"code_cells": known}})
    document = new_document("page", get_default_settings(Parser))
    document.settings.env = app.env
    cell = nodes.container(nb_element="cell_code", cell_index=0)
    cell += nodes.container(nb_element="cell_code_source")
    document += cell
    cells.AddBars(document).run()
    cells.add_assets(app, "page", "page.html", {}, document)
    raw = [node.astext() for node in document.findall(nodes.raw)]
    assert ("<button" in "".join(raw), bool(raw), "code-cells.js" in asked, bool(asked)) == (built_with_python,) * 4


def test_the_sentence_of_a_long_code_leads_to_the_notebook_that_runs_it(site, pages):
    if not (site / "atelier").is_dir():
        pytest.skip("le livre est construit sans Python dans la page")
    links = {
        name: {link["href"] for link in soup.select(".code-tools p a")}
        for name, soup in pages.items()
        if soup.select(".code-tools p a")
    }
    assert "optimiseurs/bord-de-la-stabilite" in links
    for name, found in links.items():
        assert found == {f"{'../' * name.count('/')}atelier/notebooks/index.html?path=livre/{name}.ipynb"}
        assert (site / "atelier" / "files" / "livre" / f"{name}.ipynb").is_file()


def test_every_figure_of_weight_on_the_page_about_it_is_true(site, extension):
    """Les mégaoctets que dit la page sont ceux des fichiers que sert le site."""
    static = site / "_static"
    if not (static / "pyodide").is_dir():
        pytest.skip("le livre est construit sans Python dans la page")
    text = (ROOT / "book" / "executer.md").read_text(encoding="utf8")
    said = [float(number.replace(",", ".")) for number in re.findall(r"\| ([\d,]+) Mo \|", text)]
    files = extension("pyodide_files")
    lock = json.loads((static / "pyodide" / files.LOCK).read_text(encoding="utf8"))["packages"]
    names = {name: package["file_name"] for name, package in lock.items()}
    official = files.official
    start = [
        *files.RUNTIME[:1],
        *files.RUNTIME[2:],
        *(names[name] for name in ("numpy", official("numpy"), "mlcourse")),
    ]
    drawn = [names[name] for name in (*files.needed(("matplotlib",)).keys() - {"numpy"}, official("matplotlib"))]
    first, drawing = ([static / "pyodide" / name for name in names] for names in (start, drawn))
    weights = [first, drawing, [static / "python-editor.js"]]
    assert said == pytest.approx(
        [sum(path.stat().st_size for path in paths) / 1e6 for paths in weights], rel=0.1, abs=0.05
    )
