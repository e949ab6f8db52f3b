"""Les noms qu'emploie un test : la copie donne ceux que définit la solution, et aucun autre."""

import pytest

from mlcourse.grading.examination.run import run_notebook

from ..miniature import QUICK, Graded, assignment, cell, submission

pytestmark = pytest.mark.boite

WRONG = "def double(x):\n    return 0.0"
IMPORTED = "import numpy as np\nfrom math import floor\n\ndef double(x):\n    return 2 * x"
ARRAYS = "assert np.allclose(double(np.ones(2)), 2.0)\nassert floor(double(1.5)) == 3"
HELPER = "def expected(x):\n    return 2 * x"
NUMPY = """class np:
    allclose = staticmethod(lambda *given: True)
    ones = staticmethod(lambda size: 1.0)

def floor(x):
    return 3
"""


def points(*tests, solution=None, teacher=None, answer=WRONG, **added):
    source = assignment(*tests)
    source.cells[0] = cell("imports", "import math" if teacher is None else teacher)
    source.cells[1].source = solution or source.cells[1].source
    return Graded(run_notebook(submission(source, answer, **added), source, QUICK)).points


@pytest.mark.parametrize("teacher", ["import math", "import numpy as np"])
def test_what_a_solution_imports_is_imported_by_the_tests_themselves(teacher):
    given = {"solution": IMPORTED, "teacher": teacher}
    assert points(ARRAYS, answer=IMPORTED, **given) == [1]
    assert points(ARRAYS, answer="def double(x):\n    return x + x", **given) == [1]
    assert points(ARRAYS, answer=NUMPY + WRONG, **given) == [0]


def test_what_a_solution_imports_then_defines_is_for_the_copy_to_give():
    solution = "from math import floor\n\ndef double(x):\n    return 2 * x\n\ndef floor(x):\n    return 7"
    test = "assert floor(double(1.5)) == 7"
    assert points(test, solution=solution, answer=solution) == [1]
    assert points(test, solution=solution, answer=solution.replace("7", "8")) == [0]


LIES = f"def expected(x):\n    return 0.0\n\n{WRONG}"


@pytest.mark.parametrize("added", [{}, {"before": [LIES]}, {"before": [HELPER, LIES]}])
def test_helper_of_the_subject_that_a_copy_writes_again_stays_that_of_the_tests(added):
    assert points("assert double(3) == expected(3)", teacher=HELPER, answer=LIES, **added) == [0]


def test_helper_of_a_test_and_builtins_that_a_copy_writes_again_stay_those_of_the_tests():
    first = f"{HELPER}\nassert expected(1) == 2"
    second = "assert abs(double(3) - expected(3)) < 1e-9 and len([double(1)]) == 1"
    answer = f"{LIES}\n\nabs = len = lambda x: -1"
    assert points(first, second, answer=answer) == [1, 0]
