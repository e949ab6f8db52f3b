"""La graine va du meneur aux seuls tests, et à la seule passe qui note : la copie ne la connaît jamais."""

import pytest

from mlcourse.checks import draws
from mlcourse.grading.examination.run import run_notebook

from ..miniature import CHECKS, QUICK, Graded, assignment, submission

pytestmark = pytest.mark.boite

DRAWN = f"""{CHECKS}
# DÉBUT TESTS CACHÉS
_check.require(False, str(_check.generator().integers(2**62)))
# FIN TESTS CACHÉS
"""
GUESSED = f"""{CHECKS}
# DÉBUT TESTS CACHÉS
_check.require(double(0) == _check.generator().integers(2**62), "le nombre tiré")
# FIN TESTS CACHÉS
"""
VISIBLE_DRAW = f"{CHECKS}_check.require(False, str(_check.generator().integers(2**62)))"
GUESS = """
def double(x):
    from mlcourse.checks import Check
    return Check(double, "double rend le double").generator().integers(2**62)
"""


def expected(seed):
    draws.use(seed)
    return str(draws.generator("double rend le double").integers(2**62))


def marked(solution, test, seed):
    source = assignment(test)
    return Graded(run_notebook(submission(source, solution), source, QUICK, seed=seed))


def test_hidden_tests_draw_from_the_seed_and_repeat_it():
    said = [marked("def double(x): pass", DRAWN, seed).whole[0] for seed in (1, 1, 2)]
    assert [expected(seed) in text for seed, text in zip((1, 1, 2), said, strict=True)] == [True] * 3


def test_copy_cannot_draw_what_its_tests_draw():
    assert marked(GUESS, GUESSED, 1).points == [0]


def test_what_the_student_reads_owes_nothing_to_the_seed():
    assert expected(1) not in marked("def double(x): pass", VISIBLE_DRAW, 1).text
