"""Une classe ouverte dans formgrader, avec un vrai navigateur."""

import nbformat
import pytest

from ..batches import rows, run
from ..copies.opening import Jupyter
from ..gradebook.test_opening import submission
from .gestures import RUBRIC


@pytest.fixture(scope="module")
def graded(fresh_class, tmp_path_factory):
    course = fresh_class.copy(tmp_path_factory.mktemp("lecture"))
    source = nbformat.read(course.source, as_version=4)
    source.cells[-1].source = RUBRIC
    nbformat.write(source, course.source)
    run(course)
    return course


@pytest.fixture(scope="module")
def server(graded, tmp_path_factory):
    with Jupyter("server", graded.root, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture
def tab(browser, server, graded):
    """Une copie ouverte, dans une classe où rien n'est lu : un test n'hérite pas des notes d'un autre."""
    context = browser.new_context(locale="en-US")  # où un champ de nombres ôterait la virgule
    tab = context.new_page()
    tab.goto(f"{server.address}/formgrader", wait_until="networkidle")
    forget(context, server, graded)
    tab.goto(submission(server, "aimé"), wait_until="networkidle")
    yield tab
    context.close()


def forget(context, server, graded):
    """Ôte de la classe toute note et tout commentaire mis à la main, par où les met la page."""
    given = "manual_score IS NOT NULL OR extra_credit IS NOT NULL"
    marks = [f"grade/{each}" for (each,) in rows(graded, f"SELECT id FROM grade WHERE {given}")]
    comments = [f"comment/{each}" for (each,) in rows(graded, "SELECT id FROM comment WHERE manual_comment <> ''")]
    token = {each["name"]: each["value"] for each in context.cookies()}["_xsrf"]
    nothing = {"manual_score": None, "extra_credit": None, "manual_comment": None}
    for each in marks + comments:
        address = f"{server.address}/formgrader/api/{each}"
        assert context.request.put(address, data=nothing, headers={"X-CSRFToken": token}).ok
