"""Ce que `mlcourse.checks` accepte, refuse, et dit à l'étudiant."""

import sys
import time
import warnings
from typing import NamedTuple

import numpy as np
import pytest

from mlcourse.checks import Check, CheckError, calls

EXPECTED = np.array([[1.0, -2.0, 5.0], [3.0, 0.5, -4.0]])


def message(action, *arguments, **options):
    """Le message de l'échec attendu, aux espaces près."""
    with pytest.raises(CheckError) as failure:
        action(*arguments, **options)
    return " ".join(str(failure.value).split())


def check_of(function, *returns):
    return Check(function, "dW est le gradient du coût", returns)


CHECK = check_of(abs)


def test_right_value_passes_silently():
    CHECK.close("dW", EXPECTED + 1e-14, EXPECTED, m=7)
    CHECK.close("J", np.float64(0.25), 0.25)


@pytest.mark.parametrize(
    ("value", "clue"),
    [
        (np.ones(3), "keepdims=True"),
        (np.ones((3, 4)), "la somme ne porte pas sur l'axe 1"),
        (np.ones((1, 4)), "ou plutôt, sommer sur l'axe 1"),
        (np.float64(1.0), "keepdims=True"),
        (np.ones((3, 1), dtype=int), "tronque"),
        (np.ones((3, 1), dtype=np.float32), "float32"),
        (np.ones((3, 1), dtype=object), "object"),
        (np.full((3, 1), np.nan), "3 valeurs NaN ou infinies"),
        (np.array([[1.0], [np.inf], [0.0]]), "1 valeur NaN ou infinie"),
        (np.ma.ones((3, 1)), "MaskedArray"),
        ((1.0, 1.0), "tuple, de longueur 2"),
        ([[1.0], [1.0], [1.0]], "list"),
        (None, "None"),
    ],
    ids=repr,
)
def test_array_of_another_kind_is_refused(value, clue):
    assert clue in message(CHECK.array, "db", value, (3, 1))


@pytest.mark.parametrize("value", [True, 1, "1.0", np.ones(1), np.ones((1, 1)), [1.0], None, np.nan, 1j], ids=repr)
def test_number_of_another_kind_is_refused(value):
    assert "J" in message(CHECK.number, "J", value)


@pytest.mark.parametrize("value", [0.5, np.float64(0.5), np.array(0.5), np.float32(0.5)], ids=repr)
def test_number_comes_back_as_a_float(value):
    assert type(CHECK.number("J", value)) is float


def test_list_is_not_told_to_sum_over_its_axes():
    assert "axe" not in message(CHECK.number, "J", [1.0, 2.0])
    assert "sommez" in message(CHECK.number, "J", np.ones(2))


def test_gradient_is_measured_by_centered_differences():
    at = np.array([[0.3, -1.2]])
    CHECK.gradient("dW", np.cos(at), lambda x: np.sin(x).sum(), at)
    assert "le signe est opposé" in message(CHECK.gradient, "dW", -np.cos(at), lambda x: np.sin(x).sum(), at)


def test_function_is_called_on_copies():
    def in_place(x):
        x *= 2
        return x

    given = np.ones(3)
    assert check_of(in_place).call(given).tolist() == [2, 2, 2]
    assert given.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "view", [np.arange(24.0)[::2], np.ones((6, 6))[::2, ::3], np.ones((2, 3)).T], ids=["1d", "2d", "T"]
)
def test_copies_keep_the_layout_of_a_view(view):
    seen = check_of(lambda x: x).call(view)
    assert seen is not view
    assert np.array_equal(seen, view)
    assert (seen.flags.c_contiguous, seen.flags.f_contiguous) == (view.flags.c_contiguous, view.flags.f_contiguous)


def spoil_array(x, cache):
    x[0] = np.nextafter(x[0], 2)


def spoil_entry(x, cache):
    cache["W"] -= 1


def drop_entry(x, cache):
    del cache["W"]


def replace_entry(x, cache):
    cache["W"] = None


@pytest.mark.parametrize("spoil", [spoil_array, spoil_entry, drop_entry, replace_entry])
def test_changed_argument_is_seen(spoil):
    check = check_of(lambda *arguments: spoil(*arguments) or 0.0)
    assert "arguments intacts" in message(check.unchanged, np.ones(2), {"W": np.ones(3)})


def test_intact_arguments_give_the_result_back():
    assert check_of(lambda x, cache: x.sum()).unchanged(np.ones(2), {"W": np.ones(3)}) == 2


class Pair(NamedTuple):
    m: object
    u: object


def test_named_tuple_is_lent_as_any_tuple_as_from_one_process_to_another():
    def kind(state):
        return float(type(state["w"]) is tuple and state["w"][1].sum() == 2)

    assert check_of(kind).unchanged({"w": Pair(0.0, np.ones(2))}) == 1

    def spoil(state):
        state["w"][1][:] = 0
        return 0.0

    assert "arguments intacts" in message(check_of(spoil).unchanged, {"w": Pair(0.0, np.ones(2))})


def test_warning_and_error_stream_cost_nothing(capsys):
    def noisy(x):
        warnings.warn("attention", RuntimeWarning, stacklevel=1)
        print("bruit", file=sys.stderr)
        return np.log(x)

    assert check_of(noisy).call(np.zeros(1))[0] == -np.inf
    assert capsys.readouterr().err == ""


def shapes(x):
    return x @ np.ones(7)


def out_of_time(x):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("function", "clue"),
    [
        (shapes, "« return x @ np.ones(7) » ValueError"),
        (shapes, "comparez les .shape"),
        (lambda x: undefined, "NameError : le nom « undefined » n'est pas défini"),  # noqa: F821
        (lambda x: sys.exit(0), "SystemExit"),
        (lambda x: None, "l'instruction return manque"),
    ],
    ids=["ligne", "formes", "nom", "sortie", "rien"],
)
def test_failing_function_is_explained(function, clue):
    assert clue in message(check_of(function).call, np.ones(2))


def test_stub_is_recognized():
    def stub(x):
        raise NotImplementedError("Cette fonction reste à écrire.")

    assert "reste à écrire" in message(check_of(stub).call, 1)


def test_interruption_is_left_to_the_kernel():
    with pytest.raises(KeyboardInterrupt):
        check_of(out_of_time).call(1)


def test_endless_loop_is_stopped_and_told(monkeypatch):
    def endless(x):
        while True:
            x += 1

    monkeypatch.setattr(calls, "CALL_SECONDS", 0.3)
    for call in (check_of(endless).call, check_of(endless).unchanged):
        assert "une boucle sans fin" in message(call, 1)


def test_waiting_is_not_computing(monkeypatch):
    monkeypatch.setattr(calls, "CALL_SECONDS", 0.2)
    assert check_of(lambda x: time.sleep(0.7) or x).call(1) == 1


@pytest.mark.parametrize("results", [[1.0, 2.0], (1.0,), 1.0], ids=repr)
def test_results_come_as_the_named_tuple(results):
    assert "le tuple (J, delta)" in message(check_of(lambda: results, "J", "delta").call)


def test_zeros_do_not_count_as_computing_nor_does_what_only_looks_right():
    check = check_of(abs, "J", "delta")
    check.computes((0.0, EXPECTED + 1e-12), (4.0, EXPECTED))
    check.computes((4.0, None), (4.0, EXPECTED))
    check.computes(EXPECTED + 1e-12, EXPECTED)  # un seul résultat, tel quel
    assert "un résultat juste" in message(check.computes, EXPECTED[:1], EXPECTED)
    for delta in (0 * EXPECTED, 1.3 * EXPECTED, -EXPECTED, EXPECTED.T, EXPECTED * np.nan, EXPECTED.tolist()):
        assert "un résultat juste parmi J, delta" in message(check.computes, (np.nan, delta), (4.0, EXPECTED))


def test_error_measure_must_tell_right_from_wrong():
    CHECK.tells_apart(1e-9, right=True)
    CHECK.tells_apart(0.3, right=False)
    assert "pour lui seul" in message(CHECK.tells_apart, 0.3, right=True)
    assert "pour lui seul" in message(CHECK.tells_apart, 0.0, right=False)


@pytest.mark.parametrize("error", [np.nan, np.inf, -np.inf, -1.0], ids=repr)
@pytest.mark.parametrize("right", [True, False])
def test_error_that_is_no_number_tells_nothing_apart(error, right):
    message(CHECK.tells_apart, error, right=right)


NEVER = [False, np.nan, None, [], np.array([]), np.array([True, False]), np.array([1.0, 1.0]), 1, "oui"]


@pytest.mark.parametrize("condition", NEVER, ids=repr)
def test_condition_is_a_boolean_and_nothing_else(condition):
    assert "ceci" in message(CHECK.require, condition, "ceci")


@pytest.mark.parametrize("condition", [True, np.bool_(True), np.array([[True, True]])], ids=repr)
def test_condition_that_holds_passes(condition):
    CHECK.require(condition, "ceci")


def test_gradient_that_almost_vanishes_is_measured_no_better_than_it_can_be():
    points, at = np.array([0.3, np.pi - 0.3 + 1e-5]), np.zeros((1, 1))
    right = np.cos(points).sum(keepdims=True)[None]
    assert 0 < abs(right.item()) < 1e-5
    CHECK.gradient("db", right, lambda b: np.sin(points + b).sum(), at)
    for wrong in (0 * right, 2 * right, -right, right / 2, right + 1e-8):
        message(CHECK.gradient, "db", wrong, lambda b: np.sin(points + b).sum(), at)


@pytest.mark.parametrize("spoiled", [np.nan, np.inf, 1e308])
def test_gradient_that_cannot_be_measured_is_not_right(spoiled):
    at = np.array([[0.3, -1.2]])
    with pytest.raises((CheckError, ValueError)):
        CHECK.gradient("dW", np.full((1, 2), spoiled), lambda x: np.sin(x).sum(), at)
    with pytest.raises((CheckError, ValueError)), np.errstate(all="ignore"):
        CHECK.gradient("dW", np.ones((1, 2)), lambda x: spoiled * np.exp(x).sum(), at)


@pytest.mark.parametrize("expected", [np.nan, np.inf, np.full((1, 2), np.nan)], ids=repr)
def test_nothing_equals_what_is_no_number(expected):
    for value in (0.5, 1e308, np.nan, np.ones((1, 2)), np.full((1, 2), np.nan)):
        message(CHECK.close, "J", value, expected)
