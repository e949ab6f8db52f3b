"""Le fil entre deux processus : des fonctions, et tout ce qu'un exercice fait passer par elles."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from mlcourse.checks import Check, CheckError

from ...assignments import workshop
from .wires import split

SIZES = [(3, 5), (1, 4), (4, 1)]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VARIANTS = load(Path(workshop.__file__).parent / "devoir1" / "directional_check.py")


def test_directional_check_gives_across_the_wire_what_it_gives_here():
    theta = np.random.default_rng(1).normal(size=(6, 8))[::2, ::3]
    with split(f=VARIANTS.right_random_signs) as student:
        for grad in (np.exp, lambda theta: 0.9 * np.exp(theta)):
            here, there = np.random.default_rng(2), np.random.default_rng(2)
            expected = VARIANTS.right_random_signs(lambda theta: np.sum(np.exp(theta)), grad, theta, here)
            found = student["f"](lambda theta: np.sum(np.exp(theta)), grad, theta, there)
            assert found == expected
            assert there.bit_generator.state == here.bit_generator.state


def test_function_passed_in_sees_points_of_the_right_shape_type_and_layout():
    seen = []

    def f(theta):
        seen.append((theta.shape, theta.dtype.name, theta.flags.forc))
        return float(theta.sum())

    with split(g=lambda f, theta: f(theta)) as student:
        block = np.ones((4, 6), dtype=np.float32)
        for theta in (block, block.T, block[::2, ::3]):
            student["g"](f, theta)
    assert seen == [((4, 6), "float32", True), ((6, 4), "float32", True), ((2, 2), "float32", False)]


def spoil(theta, cache, extra):
    theta[0] = 9.0
    cache["W"] = None
    del cache["b"]
    extra.append(theta)
    return theta


def test_changes_made_in_place_come_back():
    theta, cache, extra = np.zeros((4, 4))[::2, 1], {"W": np.ones(2), "b": 1}, []
    with split(spoil=spoil) as student:
        assert student["spoil"](theta, cache, extra) is theta
    assert theta.tolist() == [9.0, 0.0]
    assert cache == {"W": None}
    assert extra[0] is theta


def test_check_sees_an_argument_changed_in_place():
    with split(f=lambda x: x.__imul__(2)) as student:
        check = Check(student["f"], "les arguments restent intacts")
        assert check.call(np.ones(2)).tolist() == [2, 2]
        with pytest.raises(CheckError, match="arguments intacts"):
            check.unchanged(np.ones(2))


def test_read_only_array_stays_read_only():
    given = np.ones(3)
    given.flags.writeable = False
    with split(f=lambda x: x.__imul__(2)) as student, pytest.raises(ValueError, match="read-only"):
        student["f"](given)


def test_same_array_given_twice_is_one_array_there_too():
    with split(f=lambda a, b: a is b) as student:
        x = np.ones(2)
        assert student["f"](x, x) is True
        assert student["f"](x, x.copy()) is False


def test_objects_that_nobody_kept_are_forgotten():
    kept = []
    with split(f=lambda x, g: g(x) and None) as student:
        for _ in range(50):
            student["f"](np.ones(4), lambda x: kept.append(x) or 1)
        assert student.shared.mark() == 0


class CustomError(ValueError):
    """L'erreur d'un étudiant."""


def fail(kind):
    raise {"custom": CustomError("trop petit"), "key": KeyError("W"), "exit": SystemExit(0), "stop": StopIteration()}[
        kind
    ]


@pytest.mark.parametrize(
    ("kind", "expected", "text"),
    [
        ("custom", ValueError, "trop petit"),
        ("key", KeyError, "'W'"),
        ("exit", SystemExit, "0"),
        ("stop", StopIteration, ""),
    ],
)
def test_exception_keeps_its_standard_type_and_its_message(kind, expected, text):
    with split(fail=fail) as student, pytest.raises(expected) as caught:
        student["fail"](kind)
    assert str(caught.value) == text


def test_exception_of_a_test_function_reaches_the_student_without_its_source():
    def f(x):
        raise RuntimeError("une valeur")

    def tell(f):
        try:
            f(1)
        except RuntimeError as error:
            return [str(error), type(error).__name__, [line for _, line in error.remote_frames]]

    with split(tell=tell) as student:
        assert student["tell"](f) == ["une valeur", "RuntimeError", []]


def test_calls_nest_in_both_directions():
    with split(f=lambda g, n: 1 if n == 0 else n * g(n - 1)) as student:
        f = student["f"]
        assert f(lambda n: f(lambda n: n + 1, n), 3) == 3 * (2 * (1 + 1))


def test_endless_mutual_recursion_ends_with_an_error():
    with split(f=lambda g: g(g)) as student:
        f = student["f"]
        with pytest.raises(RecursionError):
            f(lambda g: f(g))


def test_function_handed_back_is_the_original():
    with split(f=lambda g: [g, {"g": g}]) as student:
        first, second = student["f"](np.tanh)
        assert first is second["g"] is np.tanh
