"""Ce que `mlcourse.checks` dit à l'étudiant : l'écart qui se voit, l'erreur probable s'il n'y en a qu'une."""

import re
import unicodedata

import numpy as np
import pytest

from mlcourse.checks import Check, CheckError
from mlcourse.checks.messages import MAX_SAID

from .test_checks import CHECK, EXPECTED, message


@pytest.mark.parametrize(
    ("value", "clue"),
    [
        (7 * EXPECTED, "le facteur 1/m manque"),
        (EXPECTED / 7, "1/m est compté une fois de trop"),
        (-EXPECTED, "le signe est opposé"),
        (EXPECTED / 2, "la moyenne porte aussi sur les lignes"),
        (EXPECTED * 7 / 2, "divisée par 2, et non par m = 7"),
        (EXPECTED * 7 / 3, "divisée par 3, et non par m = 7"),
        (0 * EXPECTED, "nul partout"),
        (EXPECTED.T.copy(), "transposé"),
        (EXPECTED[0], ""),
        (EXPECTED + 0.1, "attendu : dW ="),
    ],
    ids=str,
)
def test_known_mistake_is_named(value, clue):
    text = message(CHECK.close, "dW", value, EXPECTED, m=7)
    assert text.startswith("Propriété non vérifiée : dW est le gradient du coût.")
    assert clue in text


def test_transpose_of_a_square_matrix_is_named():
    square = EXPECTED[:, :2]
    assert "transposée" in message(CHECK.close, "dW", square.T.copy(), square)


def test_mistake_of_the_exercise_is_named():
    text = message(CHECK.close, "J", 5.0, 2.0, m=3, mistakes={"la perte est comptée deux fois et demie": 5.0})
    assert "piste : la perte est comptée deux fois et demie" in text


def test_value_that_two_mistakes_explain_names_neither():
    assert "piste" not in message(CHECK.close, "J", 6.0, 2.0, m=3, mistakes={"la perte est comptée trois fois": 6.0})
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert "piste" not in message(CHECK.close, "dW", square / 2, square, m=2)  # les lignes, ou les exemples


def test_number_of_opposite_sign_is_not_taken_for_a_gradient():
    said = message(CHECK.close, "rate", -0.5, 0.5)
    assert "le signe est opposé" in said
    assert "gradient pointe" not in said


def test_integer_is_told_how_a_float_is_written():
    assert "s'écrit 1.0" in message(CHECK.number, "nu", 1)
    assert "s'écrit" not in message(CHECK.number, "nu", True)


def test_hint_of_an_exercise_replaces_the_one_of_a_sum():
    said = message(CHECK.array, "b", np.ones((2, 2)), (2, 1), "chaque tableau a ses états")
    assert "chaque tableau a ses états" in said
    assert "somme" not in said


def test_what_a_check_tells_is_typeset(capsys):
    CHECK.tell("exactitude : bonne")
    assert capsys.readouterr().out == "exactitude\N{NO-BREAK SPACE}: bonne\n"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float32(1 / 3), 1 / 3),
        (1 / 3 + 1e-11, 1 / 3),
        (1e6 + 1e-4, 1e6),
        (EXPECTED + 1e-9, EXPECTED),
        (np.zeros((9, 9)), np.eye(9)[::-1] * (np.arange(9) == 4)),
    ],
    ids=repr,
)
def test_expected_and_received_never_print_the_same(value, expected):
    with pytest.raises(CheckError) as failure:
        CHECK.close("J", value, expected)
    told = dict(re.findall(r"^  (\w+)\s: (.+(?:\n    .+)*)$", str(failure.value), re.MULTILINE))
    assert told["attendu"] != told["reçu"]


@pytest.mark.parametrize("pair", [("é", "e\u0301"), ("é", "é"), ("« 1/m »", "«\xa01/m »")], ids=ascii)
def test_texts_that_look_the_same_are_told_apart(pair):
    expected, received = re.findall(r"^  (?:attendu|reçu)\s: (.+)$", str(CheckError("nom", *pair)), re.MULTILINE)
    assert unicodedata.normalize("NFKC", expected) != unicodedata.normalize("NFKC", received)


def test_gap_of_rounding_says_what_may_produce_it():
    assert "float32, ou un terme ajouté" in message(CHECK.close, "J", np.float32(1 / 3), 1 / 3)


def test_message_ends_on_the_section_to_read_again():
    check = Check(lambda x: None, "la propriété", section="1.3")
    for action in (lambda: check.call(1), lambda: check.close("J", 2.0, 1.0), lambda: check.require(False, "mieux")):
        assert message(action).endswith("relire : section 1.3")
    assert "relire" not in message(CHECK.close, "J", 2.0, 1.0)


def test_unknown_mistake_gives_no_clue():
    assert "piste" not in message(CHECK.close, "dW", EXPECTED + 0.1, EXPECTED, m=7)


def test_single_example_is_not_blamed_for_its_batch_size():
    assert "1/m" not in message(CHECK.close, "dW", -EXPECTED, EXPECTED, m=1)


def test_mistake_that_overflows_explains_nothing():
    assert "piste" not in message(CHECK.close, "J", 3.0, 2.0, mistakes={"un débordement": np.inf, "un autre": np.nan})


def test_notebook_shows_the_message_alone():
    error = CheckError("la propriété", expected="1", received="2")
    assert error._render_traceback_() == [str(error)]


def test_word_of_a_million_letters_is_told_in_part():
    for said in ("expected", "received", "hint"):
        error = CheckError("le nom est de la liste", **{said: "é" * 2**20})
        assert max(map(len, error.details.values())) == MAX_SAID + 1
        assert len(str(error)) < MAX_SAID + 100
