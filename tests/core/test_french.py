"""Le français imprimé : la prose, les messages, les nombres et les dates."""

import pytest

from mlcourse.french import NARROW, NO_BREAK, calendar_day, fixed, french_number, printed, short, spread, typeset

TIMES = f"{NO_BREAK}×{NO_BREAK}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Pourquoi ?", f"Pourquoi{NARROW}?"),
        ("Pourquoi?", f"Pourquoi{NARROW}?"),
        ("une perte ; un coût", f"une perte{NARROW}; un coût"),
        ("Vraiment ?!", f"Vraiment{NARROW}?!"),
        ("(vraiment ?)", f"(vraiment{NARROW}?)"),
        ("le coût : une moyenne", f"le coût{NO_BREAK}: une moyenne"),
        ("voici :", f"voici{NO_BREAK}:"),
        ("« 90 % »", f"«{NO_BREAK}90{NO_BREAK}%{NO_BREAK}»"),
        ("«mot»", f"«{NO_BREAK}mot{NO_BREAK}»"),
        ("« Oui ! »", f"«{NO_BREAK}Oui{NARROW}!{NO_BREAK}»"),
        ("l'écart d'un lot", "l’écart d’un lot"),
        ("l'« écart »", f"l’«{NO_BREAK}écart{NO_BREAK}»"),
        ("et ainsi de suite...", "et ainsi de suite…"),
        ("1 797 images", f"1{NARROW}797 images"),
        ("1 234 567 octets", f"1{NARROW}234{NARROW}567{NO_BREAK}octets"),
        ("en 12 ms ou 3 s", f"en 12{NO_BREAK}ms ou 3{NO_BREAK}s"),
        ("voir p. 12", f"voir p.{NO_BREAK}12"),
        ("0,25 et 12,8 millions", "0,25 et 12,8 millions"),
        ("theta <- theta - alpha g", f"theta{NO_BREAK}← theta −{NO_BREAK}alpha g"),
        ("z >= 0 et a <= 1", f"z ≥{NO_BREAK}0 et a ≤{NO_BREAK}1"),
        ("exp(-z), de -1 à 1", "exp(−z), de −1 à 1"),
        ("relu'(z)", "relu′(z)"),
        ("ndarray -- le gradient", f"ndarray{NO_BREAK}– le gradient"),
        ("-0,39", "−0,39"),
        ("8 x 8 pixels", f"8{TIMES}8{NO_BREAK}pixels"),
        ("28 × 28 pixels", f"28{TIMES}28{NO_BREAK}pixels"),
        ("23,60 ± 0,12", f"23,60{NO_BREAK}±{NO_BREAK}0,12"),
        ("f''(x) et f'''(x)", "f″(x) et f‴(x)"),
        ("les clés 'W1' et 'b1', l'une puis l'autre", "les clés 'W1' et 'b1', l’une puis l’autre"),
        ("un porte-clés, dix-sept", "un porte-clés, dix-sept"),
    ],
)
def test_prose_is_printed_the_french_way(typed, expected):
    assert printed(typed) == expected


@pytest.mark.parametrize("text", ["https://exemple.fr/a?b=1", "à 10:30", "module::nom", "a != b", "en 1986 et 2015"])
def test_what_is_not_punctuation_is_left_alone(text):
    assert printed(text) == text


def test_printing_twice_changes_nothing_more():
    once = printed("L'erreur : « 1 797 » fois, soit 90 % ! Pourquoi ?")
    assert printed(once) == once


def test_a_message_keeps_its_code_and_gets_its_spaces():
    assert typeset("dW : b' ; x - 1 ?") == f"dW{NO_BREAK}: b'{NARROW}; x - 1{NARROW}?"


def test_a_mark_shows_no_useless_zero():
    assert [short(mark) for mark in (14.5, 16.0, 1 / 3, 100, 0)] == ["14,5", "16", "0,33", "100", "0"]


def test_a_day_is_written_day_first():
    assert calendar_day("2026-01-05") == "05/01/2026"


@pytest.mark.parametrize(
    ("x", "digits", "written"),
    [
        (0, 3, "0"),
        (-2.5, 3, "−2,5"),
        (0.5, 3, "0,5"),
        (0.341, 2, "0,34"),
        (0.9999, 4, "0,9999"),
        (45.46, 3, "45,5"),
        (709, 3, "709"),
        (16729.4, 3, f"16{NARROW}729"),
        (70811, 3, f"70{NARROW}811"),
        (1e-5, 3, "10⁻⁵"),
        (1e8, 3, "10⁸"),
        (4.589e8, 2, f"4,6{TIMES}10⁸"),
        (1e-22, 2, "10⁻²²"),
        (1.04e-22, 2, f"1,0{TIMES}10⁻²²"),
    ],
)
def test_numbers_are_written_in_french(x, digits, written):
    assert french_number(x, digits) == written


def test_published_decimals_are_kept():
    assert fixed(33.9, 2) == "33,90"


@pytest.mark.parametrize(
    ("values", "digits", "written"),
    [
        ([0.3, 0.32, 0.31], 2, f"0,31 (0,30{NO_BREAK}à{NO_BREAK}0,32)"),
        ([100.0, 97.7, 97.74], 3, f"97,7 (97,7{NO_BREAK}à{NO_BREAK}100,0)"),
        ([0, 0.78, 1.95], 2, f"0,78 (0,00{NO_BREAK}à{NO_BREAK}1,95)"),
        ([95, 90, 97], 3, f"95 (90{NO_BREAK}à{NO_BREAK}97)"),
        ([2, 3], 3, f"2,50 (2,00{NO_BREAK}à{NO_BREAK}3,00)"),
        ([0.90001, 0.9, 0.90002], 2, "0,90"),
        (
            [4e-23, 5e-23, 1e-22],
            2,
            f"5,0{TIMES}10⁻²³ (4,0{TIMES}10⁻²³{NO_BREAK}à{NO_BREAK}10⁻²²)",
        ),
    ],
)
def test_spread_writes_median_and_range_with_the_same_decimals(values, digits, written):
    assert spread(values, digits) == written
