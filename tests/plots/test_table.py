"""Les tableaux de nombres : ils s'écrivent à la française et se lisent sans souris."""

import pytest
from bs4 import BeautifulSoup

from mlcourse.plots.table import Table, fixed, french_number, spread

NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("x", "digits", "written"),
    [
        (0, 3, "0"),
        (-2.5, 3, "-2,5"),
        (0.5, 3, "0,5"),
        (0.341, 2, "0,34"),
        (0.9999, 4, "0,9999"),
        (45.46, 3, "45,5"),
        (709, 3, "709"),
        (16729.4, 3, f"16{THIN}729"),
        (70811, 3, f"70{THIN}811"),
        (1e-5, 3, "10⁻⁵"),
        (1e8, 3, "10⁸"),
        (4.589e8, 2, f"4,6{NBSP}×{NBSP}10⁸"),
        (1e-22, 2, "10⁻²²"),
        (1.04e-22, 2, f"1,0{NBSP}×{NBSP}10⁻²²"),
    ],
)
def test_numbers_are_written_in_french(x, digits, written):
    assert french_number(x, digits) == written


def test_published_decimals_are_kept():
    assert fixed(33.9, 2) == "33,90"


@pytest.mark.parametrize(
    ("values", "digits", "written"),
    [
        ([0.3, 0.32, 0.31], 2, f"0,31 (0,30{NBSP}à{NBSP}0,32)"),
        ([100.0, 97.7, 97.74], 3, f"97,7 (97,7{NBSP}à{NBSP}100,0)"),
        ([0, 0.78, 1.95], 2, f"0,78 (0,00{NBSP}à{NBSP}1,95)"),
        ([95, 90, 97], 3, f"95 (90{NBSP}à{NBSP}97)"),
        ([2, 3], 3, f"2,50 (2,00{NBSP}à{NBSP}3,00)"),
        ([0.90001, 0.9, 0.90002], 2, "0,90"),
        ([4e-23, 5e-23, 1e-22], 2, f"5,0{NBSP}×{NBSP}10⁻²³ (4,0{NBSP}×{NBSP}10⁻²³{NBSP}à{NBSP}10⁻²²)"),
    ],
)
def test_spread_writes_median_and_range_with_the_same_decimals(values, digits, written):
    assert spread(values, digits) == written


def test_a_table_names_its_columns_and_its_rows_and_is_typeset():
    html = BeautifulSoup(Table(["usage d'alors", "8 ; 9 %"], [["a < b", 0.25]])._repr_html_(), "html.parser")
    assert [cell["scope"] for cell in html.select("th")] == ["col", "col", "row"]
    assert [cell.get_text() for cell in html.select("th, td")] == [
        "usage d’alors",
        f"8{THIN}; 9{NBSP}%",
        "a < b",
        "0,25",
    ]


def test_an_empty_corner_is_not_a_header():
    html = BeautifulSoup(Table(["", "ici"], [["pente", 1]])._repr_html_(), "html.parser")
    assert [cell.get_text() for cell in html.select("thead th")] == ["ici"]
    assert len(html.select("thead td")) == 1
