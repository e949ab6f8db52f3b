"""Ce qui est venu à côté d'un carnet, ou à sa place, se nomme et s'ouvre dans formgrader."""

import os

import pytest

from ..batches import run
from ..copies.opening import Jupyter
from ..small_course import ASSIGNMENT
from .test_opening import submission

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(300)]
PDF = b"%PDF-1.4\n%%EOF"
ODD = os.fsdecode(b"d\xe9j\xe0.pdf")  # tel que l'écrit un vieux Windows
EVIL = "<img src=x onerror=window.PIRATE=1>.pdf"


@pytest.fixture(scope="module")
def handed_in(fresh_class, tmp_path_factory):
    """Une copie où un PDF tient lieu de carnet, avec ce qui ne s'ouvre pas, ce qui est caché, et un lien."""
    course = fresh_class.copy(tmp_path_factory.mktemp("avec"))
    folder = course.submit("Ève", PDF, "copie à moi #1.pdf")
    for name in (EVIL, "calcul.py", ".caché.pdf", ODD):
        (folder / name).write_bytes(PDF)
    (folder / "ailleurs.pdf").symlink_to(course.source)
    course.submit("Max", b'{"cells": [')
    run(course)
    return course


@pytest.fixture(scope="module")
def server(handed_in, tmp_path_factory):
    with Jupyter("server", handed_in.root, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


def test_pdf_that_came_instead_of_a_notebook_opens_from_its_page(page, server):
    page.goto(submission(server, "Ève"), wait_until="networkidle")
    told = page.inner_text(".venu-avec")
    assert f"classe/submitted/Ève/{ASSIGNMENT}/copie à moi #1.pdf" in told
    assert "calcul.py" in told
    assert "d\N{REPLACEMENT CHARACTER}j\N{REPLACEMENT CHARACTER}.pdf" in told
    assert "caché" not in told
    assert "ailleurs" not in told
    assert page.evaluate("window.PIRATE") is None
    assert EVIL in told
    links = page.locator(".venu-avec a")
    assert links.count() == 2
    for link in links.all():
        address = f"{server.address}{link.get_attribute('href')}"
        answer = page.request.get(address, headers={"Referer": page.url})  # comme un clic le dit à Jupyter
        assert (answer.status, answer.body()) == (200, PDF)


def test_notebook_that_does_not_open_is_named_with_its_fault_and_what_to_do(page, server):
    page.goto(submission(server, "Max"), wait_until="networkidle")
    told = page.inner_text(".venu-avec").replace("\u00a0", " ")
    assert f"classe/submitted/Max/{ASSIGNMENT}/{ASSIGNMENT}.ipynb" in told
    assert (
        "ne s’ouvre pas : le fichier est incomplet ou abîmé, et Jupyter ne pourrait pas l'ouvrir. Demandez à l’étudiant"
        in told
    )
    assert page.locator(".venu-avec a").count() == 0  # Jupyter ne l'ouvrirait pas davantage
    page.goto(submission(server, "Zoé N'Guyen"), wait_until="networkidle")
    assert page.locator(".venu-avec").count() == 0
