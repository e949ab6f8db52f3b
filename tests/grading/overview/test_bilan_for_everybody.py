"""Le bilan, lu par tout le monde : au lecteur d'écran, et sur un téléphone."""

import pytest

from mlcourse.command import main

from ...book.axe import examine, faults
from ..batches import NAMES, run
from ..small_course import ASSIGNMENT, filled
from .test_bilan import Telling

pytestmark = pytest.mark.navigateur
SHARED = (
    "Un entier pair se partage en deux parts égales, et doubler fait justement deux parts égales de cet entier. "
    "Un impair laisse toujours une unité de côté, quelle que soit la manière dont on le coupe, et le reste le dit. "
    "Il suffit donc de compter ce qui dépasse, une fois les paires formées, pour savoir de quel côté il se range."
)


@pytest.fixture
def tab(course, browser, extension, monkeypatch):
    """La page d'une classe où il y a de tout : un absent, une erreur nommée, deux réponses qui se ressemblent."""
    monkeypatch.chdir(course.root)
    (course.root / "classe" / "liste.csv").write_text("Nom complet\nAda Absente\n" + "\n".join(NAMES), "utf-8")
    for student in NAMES[:2]:
        wrong = "def double(x):\n    return 3 * x"
        course.submit(student, filled(course.released(), wrong, f"{SHARED} {SHARED.lower()[::-1]}"))
    run(course, Telling())
    main(["bilan", ASSIGNMENT])
    extension("npm_packages").install_npm_packages()  # axe vient avec ceux du livre
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    tab = context.new_page()
    tab.goto((course.root / "classe" / "bilan" / f"{ASSIGNMENT}.html").as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    yield tab
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_say_and_nothing_is_wider_than_a_phone(tab, scheme):
    tab.emulate_media(color_scheme=scheme)
    assert tab.locator("details").count() == 1
    shade = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (shade == "rgb(255, 255, 255)") == (scheme == "light")
    found = examine(tab)
    assert faults(found) == []
    assert len(found["passes"]) > 10
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
