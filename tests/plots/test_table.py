"""Les tableaux de nombres : ils s'écrivent à la française et se lisent sans souris."""

from bs4 import BeautifulSoup

from mlcourse.french import NARROW, NO_BREAK
from mlcourse.plots.table import Table


def test_a_table_names_its_columns_and_its_rows_and_is_typeset():
    html = BeautifulSoup(Table(["usage d'alors", "8 ; 9 %"], [["a < b", 0.25]])._repr_html_(), "html.parser")
    assert [cell["scope"] for cell in html.select("th")] == ["col", "col", "row"]
    assert [cell.get_text() for cell in html.select("th, td")] == [
        "usage d’alors",
        f"8{NARROW}; 9{NO_BREAK}%",
        "a < b",
        "0,25",
    ]


def test_an_empty_corner_is_not_a_header():
    html = BeautifulSoup(Table(["", "ici"], [["pente", 1]])._repr_html_(), "html.parser")
    assert [cell.get_text() for cell in html.select("thead th")] == ["ici"]
    assert len(html.select("thead td")) == 1


def test_the_sizes_of_a_network_stay_on_one_line_and_nothing_else_is_tied():
    table = Table(["réseau", "type"], [["784-128-1, lot 64", "peut-être 1"]])
    html = BeautifulSoup(table._repr_html_(), "html.parser")
    assert [tied.get_text() for tied in html.select(".text-nowrap")] == ["784-128-1"]
    assert html.select_one("tbody th").get_text() == "784-128-1, lot 64"
