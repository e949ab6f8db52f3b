"""Un nom de fichier, tel qu'une remarque le cite."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.grading.submission.reading import shown


@pytest.mark.parametrize("name", ["TP d’Inès, 2e essai.ipynb", "हिन्दी", "ภาษาที่สอง", "D'Arc — copie (1)", "20 °C, deux"])
def test_honest_name_is_quoted_as_it_is(name):
    assert shown(name) == f"« {name} »"


def test_name_that_a_mac_writes_in_pieces_is_whole():
    assert shown(unicodedata.normalize("NFD", "Inès Hélène.ipynb")) == "« Inès Hélène.ipynb »"


@pytest.mark.parametrize(
    "name", ["<b>", "a\x1b[2J", "a\nb", "a\u202eb", "`a`", "[a](b)", 'a"b', "a\\b", "a#b", "a&b;", "a*b"]
)
def test_what_would_act_in_a_terminal_or_a_page_is_not_quoted(name):
    assert not set(shown(name)) & set('<>\x1b\n\u202e`[]"\\#&;*')


@given(st.text())
def test_quotation_is_short_stays_on_its_line_and_piles_no_marks(name):
    quoted = shown(name)
    assert len(quoted) <= len("«  »") + 60
    assert quoted.splitlines() == [quoted]
    marks = "".join("x" if unicodedata.category(c).startswith("M") else " " for c in quoted)
    assert "xxx" not in marks
