"""La page d'une copie se compose en une fois, et ce qui ne change pas d'une copie à l'autre ne se recompose pas."""

import base64
import io

import nbconvert.exporters.html
import numpy as np
import pygments
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image
from traitlets.config import Config

from mlcourse.grading.gradebook.composing import PageExporter
from mlcourse.grading.gradebook.viewing import view

NAMES = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "notebook_path")


def plot(kind):
    image = io.BytesIO()
    Image.fromarray(np.zeros((2, 2, 3), dtype=np.uint8)).save(image, kind)
    return base64.b64encode(image.getvalue()).decode()


def composed(source, *outputs):
    """La page de formgrader d'un carnet d'une cellule."""
    config = view(Config({"HTMLExporter": {"template_name": "formgrade"}}))
    resources = dict.fromkeys(NAMES, "x") | {"index": 0, "total": 1}
    notebook = new_notebook(cells=[new_code_cell(source, id="une", outputs=[*outputs])])
    return PageExporter(config=config).from_notebook_node(notebook, resources)[0]


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_figure_of_a_copy_is_shown_with_its_text(kind):
    data = plot(kind)
    page = composed("tracer()", new_output("display_data", {f"image/{kind}": data}))
    assert f'alt="figure" src="data:image/{kind};base64,{data}"' in page


def test_page_is_not_parsed_again_once_written(monkeypatch):
    def parse(*_, **__):
        raise AssertionError("La page est relue.")

    monkeypatch.setattr(nbconvert.exporters.html, "BeautifulSoup", parse)
    assert "tracer" in composed("tracer(1)")
    with pytest.raises(AssertionError, match="relue"):
        HTMLExporter().from_notebook_node(new_notebook())


def test_code_that_several_copies_share_is_coloured_once(monkeypatch):
    first = composed("commun = 1 + 1")
    monkeypatch.setattr(pygments, "format", lambda *_: "repeint")
    assert composed("commun = 1 + 1") == first
    assert "repeint" in composed("autre = 1 + 1")
