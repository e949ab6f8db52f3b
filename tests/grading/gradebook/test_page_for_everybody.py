"""La page de retour, lue par tout le monde : au lecteur d'écran, sur un téléphone, sur le papier."""

import pytest

from mlcourse.grading.gradebook.feedback import write_pages

from ...book.axe import examine, faults
from ..batches import run
from ..small_course import ASSIGNMENT, WRONG, filled

pytestmark = pytest.mark.navigateur
LONG = "Parce que $" + " + ".join(f"x_{{{i}}}" for i in range(60)) + "$, et `" + "x" * 300 + "`."


@pytest.fixture
def tab(course, browser, extension):
    """La page d'une copie ratée, dont la réponse est large, à la largeur d'un téléphone."""
    course.submit("aimé", filled(course.released(), f"{WRONG}  # {'long ' * 60}", LONG))
    run(course)
    ((path,),) = write_pages(course.open(), ASSIGNMENT, ["aimé"]).values()
    extension("npm_packages").install_npm_packages()  # axe vient avec ceux du livre
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    tab = context.new_page()
    tab.goto(path.as_uri())
    yield tab
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_say(tab, scheme):
    tab.emulate_media(color_scheme=scheme)
    shade = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (shade == "rgb(255, 255, 255)") == (scheme == "light")
    tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    found = examine(tab)
    assert faults(found) == []
    assert len(found["passes"]) > 10


def test_nothing_is_wider_than_a_phone(tab):
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_table_of_points_prints_and_the_way_back_to_the_top_does_not(tab):
    tab.emulate_media(media="print")
    assert tab.locator(".points").is_visible()
    assert not tab.locator(".haut").is_visible()
