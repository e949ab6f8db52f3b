"""L'énoncé dit les limites que suit la correction : celles des réglages."""

import nbformat.v4 as nbf
from traitlets.config import Config

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.gradebook.statement import TellLimits, told
from mlcourse.grading.submission.notebooks import MAX_SOURCE
from mlcourse.grading.submission.rebuild import MAX_ADDED

from ...assignments.workshop import ROOT, read


def test_release_tells_the_limits_of_the_settings():
    source = nbf.new_notebook(cells=[nbf.new_markdown_cell("**Limites.** @limites@"), nbf.new_code_cell("'@limites@'")])
    notebook, _ = TellLimits(config=Config(SplitExecute={"cell_seconds": 7.0})).preprocess(source, {})
    assert notebook.cells[0].source == f"**Limites.** {told(Limits(cell_seconds=7.0))}"
    assert "une cellule a 7 s" in " ".join(notebook.cells[0].source.split())
    assert notebook.cells[1].source == "'@limites@'"


def test_every_limit_is_told():
    figures, disk = 19 * 2**20, 23 * 2**20
    limits = Limits(11, 333, 13 * 2**20, 17 * 1024, figures, disk_bytes=disk, processes=29)
    words = " ".join(told(limits).replace("\u202f", "").split())
    for said in ("11 s", "1 s", "pris 111", "333 s", "13 Mo", "17 Ko", "19 Mo", "23 Mo", 29, MAX_ADDED, MAX_SOURCE):
        assert str(said) in words, said


def test_first_assignment_tells_what_it_is_graded_with():
    introduction = read(ROOT / "exercises" / "devoir1" / "devoir1.ipynb").cells[0].source
    assert told(Limits()) in introduction
