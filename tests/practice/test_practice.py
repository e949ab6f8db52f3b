"""La preuve des exercices du livre : ce qui est juste passe, ce qui est faux échoue où il faut, et se l'entend dire."""

import ast
import inspect
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mlcourse.checks import draws
from mlcourse.french import typeset
from mlcourse.practice import judge, load, names

from .workshop import attempts, lost

SEEDS = range(4)
ROOT = Path(__file__).parents[2]
WRONG, RIGHT = attempts("wrong_"), attempts("right_")


@pytest.fixture(autouse=True)
def fixed_seed():
    """Les données des exercices se tirent d'une graine connue."""
    draws.use(SEEDS[0])


@pytest.fixture(params=SEEDS)
def seed(request, fixed_seed):
    """Puis de plusieurs autres."""
    draws.use(request.param)
    return request.param


@cache
def tried(attempt, seed):
    """Ce que perd un essai, et son verdict."""
    return lost(attempt.exercise, attempt.code)


@pytest.mark.usefixtures("seed")
@pytest.mark.parametrize("name", names())
def test_the_solution_passes_and_the_starting_code_does_not(name):
    exercise = load(name)
    assert judge(name, exercise.answer)["details"] == {}
    verdict = judge(name, exercise.start)
    assert not verdict["passed"]
    assert verdict["properties"], "le code de départ s'exécute"


@pytest.mark.parametrize("attempt", WRONG, ids=str)
def test_a_wrong_attempt_loses_the_properties_that_it_breaks_and_no_other(attempt, seed):
    missed, verdict = tried(attempt, seed)
    assert missed == attempt.lost, verdict["details"]


@pytest.mark.parametrize("attempt", WRONG, ids=str)
def test_the_likely_mistake_is_the_true_one_when_one_is_named(attempt, seed):
    named = tried(attempt, seed)[1]["details"].get("piste", "")
    assert bool(named) == bool(attempt.told), named
    assert typeset(attempt.told) in named


@pytest.mark.parametrize("attempt", RIGHT, ids=str)
def test_a_right_attempt_written_otherwise_passes(attempt, seed):
    missed, verdict = tried(attempt, seed)
    assert not missed, verdict["details"]


@pytest.mark.parametrize("answer", ["None", "'un texte'", "()", "np.zeros(2)", "{}", "np.nan", "(None, None)", "True"])
@pytest.mark.parametrize("name", names())
def test_whatever_a_function_returns_the_verdict_is_in_french_and_never_passes(name, answer):
    verdict = judge(name, f"import numpy as np\ndef {name}(*arguments):\n    return {answer}")
    assert not verdict["passed"]
    assert verdict["details"]
    json.dumps(verdict)


def test_every_exercise_has_three_wrong_attempts_and_one_right():
    wrong, right = (Counter(attempt.exercise for attempt in found) for found in (WRONG, RIGHT))
    assert {name: (wrong[name], right[name]) for name in names() if wrong[name] < 3 or not right[name]} == {}


def test_every_property_is_lost_by_a_wrong_attempt():
    for name in names():
        verifiers = {verify.__name__.removeprefix("_") for verify in load(name).properties.values()}
        assert verifiers == set().union(*(attempt.lost for attempt in WRONG if attempt.exercise == name)), name


@pytest.mark.parametrize("name", names())
def test_the_module_the_function_and_the_starting_code_agree(name):
    exercise = load(name)
    # Le code de départ s'écrit dans un champ, la solution se lit dans un cadre plus étroit.
    for code, widest in ((exercise.start, 84), (exercise.answer, 76)):
        (function,) = [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)]
        assert function.name == exercise.name == name
        assert [argument.arg for argument in function.args.args] == [*inspect.signature(exercise.stub).parameters]
        assert max(map(len, code.splitlines())) <= widest, "une ligne plus longue se lirait mal dans la page"
    assert ast.get_docstring(ast.parse(exercise.start).body[-1])
    assert exercise.explanation
    assert exercise.hint


def test_no_exercise_of_the_book_is_one_of_the_graded_ones():
    graded = {
        "".join(node.name)
        for path in (ROOT / "exercises").glob("*/*.ipynb")
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] == "code"
        for node in ast.walk(ast.parse("".join(cell["source"])))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(graded) > 10
    assert graded.isdisjoint(names())
