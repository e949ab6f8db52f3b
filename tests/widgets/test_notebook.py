"""Chaque curseur dans un vrai JupyterLab, de la roue seule, sans node."""

import re
import subprocess
import sys
from html import unescape

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from mlcourse.widgets import SLIDERS

from ..grading.copies.opening import Jupyter

pytestmark = [pytest.mark.long, pytest.mark.navigateur]

# Le dessin ; ce qui y est rogné en est un autre, dedans.
DRAWING = ".curseur-dessin > svg"
RUN_ALL = """async () => {
  await window.jupyterapp.restored;
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.sessionContext.ready;
  await window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""


@pytest.fixture(scope="module")
def laboratory(wheel, tmp_path_factory):
    """JupyterLab, ouvert sur un carnet d'un curseur par cellule ; `mlcourse` n'y vient que de la roue."""
    folder, home, package = (tmp_path_factory.mktemp(name) for name in ("carnet", "maison", "roue"))
    command = ["pip", "install", "--no-deps", "--no-index", "--target", package, wheel]
    subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
    cells = [f'from mlcourse.widgets import slider\n\nslider("{name}")' for name in SLIDERS]
    where = new_code_cell("import mlcourse\n\nmlcourse.__file__")
    # Sans noyau nommé, JupyterLab demanderait lequel.
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[where, *map(new_code_cell, cells)], metadata=kernel), folder / "essai.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(package))
        patch.setenv("PATH", str(home))  # ni node, ni rien d'autre
        with Jupyter("lab", folder, home, None, "--LabApp.expose_app_in_browser=True") as server:
            yield server, package


@pytest.fixture(scope="module")
def notebook(laboratory, browser):
    """Le carnet, toutes ses cellules exécutées."""
    server, package = laboratory
    context = browser.new_context(viewport={"width": 1280, "height": 6000}, locale="fr-FR")
    tab = context.new_page()
    tab.asked = []
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.goto(f"{server.address}/lab/tree/essai.ipynb?reset")
    tab.locator(".jp-Notebook .jp-Cell").first.wait_for()
    tab.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext")
    tab.evaluate(RUN_ALL)
    tab.locator(".curseur svg > *").first.wait_for(state="attached", timeout=60_000)
    assert str(package) in tab.locator(".jp-OutputArea").first.inner_text()
    yield tab
    context.close()


@pytest.mark.parametrize("name", SLIDERS)
def test_each_slider_moves_and_python_answers(notebook, name):
    row = SLIDERS[name]
    el = notebook.locator(".curseur").nth(list(SLIDERS).index(name))
    el.locator("svg > *").first.wait_for(state="attached")
    control, drawing = row.controls[0], el.locator(DRAWING)
    before = drawing.inner_html()
    el.locator(f"input[data-name={control.name}]").press("Home")
    expected = unescape(re.sub(r"</?i>", "", row.say(row.at({control.name: 0}))))
    el.locator(".curseur-phrase", has_text=expected).wait_for(timeout=20_000)
    assert drawing.inner_html() != before
    el.get_by_role("button", name="Rétablir").click()
    start = unescape(re.sub(r"</?i>", "", row.say(row.at())))
    el.locator(".curseur-phrase", has_text=start).wait_for(timeout=20_000)


def test_a_live_slider_asks_nothing_of_another_host(notebook, laboratory):
    server, _ = laboratory
    strangers = [url for url in notebook.asked if not url.startswith((server.address, "data:", "blob:", "ws:"))]
    assert strangers == []
