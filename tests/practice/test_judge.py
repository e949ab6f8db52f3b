"""Le verdict d'un essai : ce qu'en lit le lecteur, quoi qu'il ait écrit."""

import json

import pytest

from mlcourse.french import NO_BREAK
from mlcourse.practice import judge, load

NAME = "signed_loss"


def hint_of(code):
    return judge(NAME, code)["details"]["piste"].replace(NO_BREAK, " ")


def test_a_verdict_is_plain_data():
    verdict = judge(NAME, load(NAME).start)
    assert json.loads(json.dumps(verdict)) == verdict
    assert set(verdict) == {"passed", "properties", "details", "printed"}


def test_what_the_reader_prints_comes_back_even_from_inside_the_function():
    code = "def signed_loss(z, s):\n    print(z.shape)\n    return z"
    assert "(1, 8)" in judge(NAME, "print('avant')\n" + code)["printed"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def signed_loss(z, s)\n    return z", "votre code s'arrête à la ligne 1\nSyntaxError : il manque « : »"),
        ("x = 1\ny = z\n", "votre code s'arrête à la ligne 2\nNameError : le nom « z » n'est pas défini"),
        ("raise SystemExit", "votre code s'arrête à la ligne 1\nSystemExit"),
        ("signed_loss = 3", "votre code ne définit pas la fonction « signed_loss »"),
        ("def signed_loss(z, s):\n    return z @ s", "votre fonction s'arrête à la ligne 2, « return z @ s »"),
        ("def signed_loss(z, s):\n    pass", "l'instruction return manque"),
    ],
    ids=["syntaxe", "nom", "sortie", "sans fonction", "erreur", "sans return"],
)
def test_code_that_fails_says_where_and_why_in_french(code, said):
    assert said in hint_of(code)


def test_one_attempt_leaves_nothing_to_the_next():
    judge(NAME, "left = 1")
    assert "le nom « left »" in hint_of("left\n")


def test_an_unknown_exercise_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r"« \.\./x » n'en est pas un"):
        judge("../x", "")


def test_code_that_changes_what_it_is_given_is_told_once_the_rest_is_right():
    right = load(NAME).answer
    spoiled = f"{right}\nright = {NAME}\ndef {NAME}(z, s):\n    J = right(z, s)\n    z[...] = 0\n    return J"
    assert judge(NAME, right)["passed"]
    verdict = judge(NAME, spoiled)
    assert not verdict["passed"]
    assert [claim for claim, held in verdict["properties"] if not held] == ["les arguments restent intacts"]
    assert "change ce qu'on lui donne" in verdict["details"]["piste"].replace("\u2019", "'")
