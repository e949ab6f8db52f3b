"""La page sur l'accessibilité n'affirme que ce que vérifie un test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "accessibilite.md").read_text(encoding="utf8")
CHECKED = PAGE.partition("## Ce qui est vérifié")[2].partition("## Ce qui ne l'est pas")[0]
STATEMENTS = [" ".join(block.split()) for block in re.split(r"\n\n|\n(?=- )", CHECKED.strip())]
TESTS = "".join(
    (ROOT / "tests" / "book" / name).read_text(encoding="utf8") for name in ("test_browser.py", "test_pages.py")
)
EVERY_TEST = "".join(path.read_text(encoding="utf8") for path in (ROOT / "tests" / "book").glob("test_*.py"))
# Chaque affirmation, dans l'ordre de la page, et le test qui la vérifie.
CLAIMS = {
    "ne relève aucun défaut, hors de l'intérieur des formules": "axe_finds_nothing_to_say",
    "la page ne déborde pas": "no_page_overflows_its_window",
    "rien ne bouge pendant qu'elle se charge": "nothing_moves_while_a_page_loads",
    "il ne reste d'anglais": "the_interface_says_nothing_in_english_whatever_its_state",
    "rien n'est demandé à un autre site": "no_page_asks_anything_of_another_host",
    "sa langue, le français, est déclarée": "every_page_says_it_is_french",
    "un titre principal et un seul": "every_page_has_one_main_title_and_a_description",
    "un texte de remplacement de plus de trente caractères": "every_image_has_a_text_and_keeps_its_place",
    "chaque lien vers une page du livre": "every_internal_link_and_anchor_leads_somewhere",
    "moins de 300 Kio": "before_one_scrolls_a_page_has_asked_for_less_than_three_hundred_kibibytes",
    "le titre et les formules de chaque page s'affichent": "formulas_and_text_are_there_without_javascript",
    "le code replié s'ouvre": "folded_code_opens_without_javascript",
    "« Passer au contenu principal »": "the_keyboard_reaches_the_text_first",
    "le bouton du thème": "the_reader_chooses_between_light_and_dark",
    "les flèches mènent à la page voisine": "an_arrow_turns_the_page_and_its_link_says_so",
    "sans gêner ce qui défile": "in_a_box_that_scrolls_an_arrow_scrolls",
    "un renvoi de chaque espèce montre son aperçu": "the_keyboard_shows_it_describes_the_link_and_escape_hides_it",
    "chaque figure qui bouge obéit": "the_keyboard_moves_it_and_its_sentence_is_pythons",
}


def test_it_says_that_nobody_has_audited_the_book():
    assert "**État : non audité.**" in PAGE


@pytest.mark.parametrize(("claim", "name"), CLAIMS.items(), ids=CLAIMS.values())
def test_each_claim_has_its_test(claim, name):
    assert any(claim in statement for statement in STATEMENTS)
    assert f"def test_{name}(" in EVERY_TEST


def test_nothing_else_is_claimed():
    said = [statement for statement in STATEMENTS if not statement.endswith(" :")]
    assert [statement for statement in said if not any(claim in statement for claim in CLAIMS)] == []


def test_the_numbers_are_those_of_the_tests():
    wide, narrow = (int(width) for width in re.findall(r'"width": (\d+)', TESTS))
    assert f"{wide // 1000} {wide % 1000:03} pixels" in CHECKED
    assert f"{narrow} pixels" in CHECKED
    assert "STILL = 0.05 " in TESTS
    assert "0,05 près" in CHECKED
    assert "MAX_GZIPPED = 300 * 1024" in TESTS
    assert 'len(image.get("alt", "")) > 30' in TESTS
