"""La page d'accueil : ce qu'elle donne à voir d'abord, et par où elle fait entrer."""

import pytest

pytestmark = pytest.mark.navigateur

WAYS = ["Lire.", "Pratiquer.", "Enseigner."]


@pytest.fixture(scope="module")
def home(articles):
    return articles["introduction"]


def test_something_moves_before_any_section_begins(home):
    first = home.select_one(".curseur, h2")
    assert first.get("data-slider") == "first_look"


def test_there_are_three_ways_in_and_each_leads_somewhere_in_the_book(home, site):
    entries = home.select(".entrees > .entree")
    assert [entry.select_one("strong").get_text() for entry in entries] == WAYS
    for entry in entries:
        links = [link["href"].partition("#")[0] for link in entry.select("a")]
        assert links
        assert all((site / link).is_file() for link in links)


@pytest.mark.parametrize(("width", "columns"), [(1280, 3), (390, 1)])
def test_the_ways_in_stand_side_by_side_where_there_is_room(page, site_url, width, columns):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site_url}/introduction.html")
    lefts = page.locator(".entree").evaluate_all("boxes => boxes.map(box => box.getBoundingClientRect().left)")
    assert len(set(lefts)) == columns
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
