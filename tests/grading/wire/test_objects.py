"""Les poignées : les objets de la copie restent chez elle, et ne trompent pas les tests."""

from collections import OrderedDict
from enum import Enum, StrEnum
from typing import NamedTuple

import numpy as np
import pytest

from mlcourse.checks import Check, CheckError

from .wires import split


class Universal:
    """Un objet égal à tout, qui se prétend tableau, nombre et condition."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __getattr__(self, name):
        return (2, 2) if name == "shape" else self

    def __call__(self, *arguments, **options):
        return self

    def __array__(self, *arguments, **options):
        return np.ones((2, 2))

    def __float__(self):
        return 1.0

    def __bool__(self):
        return True

    def __len__(self):
        return 2

    def __getitem__(self, key):
        return 1.0


EXPECTED = np.ones((2, 2))


class Moments(NamedTuple):
    m: object
    u: object


class Kind(StrEnum):
    FIRST = "m"


class Plain(Enum):
    FIRST = "m"


# Ce qu'une copie garde d'un appel à l'autre, et comment elle le relit.
KEPT = {
    "un tuple nommé, relu par position": (Moments(1.0, 2.0), lambda kept: kept[1]),
    "le membre d'une énumération": (Kind.FIRST, lambda kept: 2.0 if kept is Kind.FIRST else 0.0),
    "des clés d'énumération": ({Plain.FIRST: 2.0}, lambda kept: kept[Plain.FIRST]),
    "des ensembles pour clés": ({frozenset("m"): 2.0}, lambda kept: kept[frozenset("m")]),
    "des clés d'énumération, rangées": (OrderedDict({Plain.FIRST: 2.0}), lambda kept: kept[Plain.FIRST]),
}


@pytest.mark.parametrize(("kept", "read"), KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("ask", [Check.call, Check.unchanged], ids=["call", "unchanged"])
def test_what_a_copy_keeps_from_one_call_to_the_next_comes_back_as_it_left(kept, read, ask):
    def step(theta, state):
        return {"W": theta}, {"W": kept, "lu": read(state["W"]) if state else 0.0}

    with split(step=step) as student:
        check = Check(student["step"], "l'état revient")
        _, state = ask(check, np.ones(2), {})
        _, state = ask(check, np.ones(2), state)
        assert state["lu"] == 2.0


def test_member_of_an_enumeration_that_is_the_answer_or_one_of_its_elements_is_the_word_it_is_worth():
    with split(whole=lambda: Kind.FIRST, parts=lambda: Moments(1.0, Kind.FIRST)) as student:
        assert student["whole"]() == "m"
        assert student["parts"]() == (1.0, "m")
        assert Check(student["parts"], "intact").unchanged() == (1.0, "m")


def test_whole_answer_whose_keys_do_not_cross_is_refused():
    with split(f=lambda: {Plain.FIRST: 1.0}) as student:
        for ask in (Check.call, Check.unchanged):
            with pytest.raises(CheckError, match="ne peut pas"):
                ask(Check(student["f"], "juste"))


@pytest.mark.parametrize(
    "use",
    [
        np.asarray,
        float,
        bool,
        int,
        np.isfinite,
        *(np.mean, np.sum, np.all, np.max, np.shape, np.size, np.ravel),
        np.linalg.norm,
        lambda value: np.array([value, value]),
        lambda value: np.allclose(value, EXPECTED),
        lambda value: np.array_equal(value, EXPECTED),
        lambda value: np.testing.assert_array_equal(value, EXPECTED),
        lambda value: value < 1e-7,
        lambda value: value >= 0,
        lambda value: abs(value),
        lambda value: value - EXPECTED,
        lambda value: np.float64(1) * value,
        lambda value: f"{value:.1e}",
        lambda value: Check(abs, "juste").close("y", value, EXPECTED),
        lambda value: Check(abs, "juste", ("y",)).computes((value,), (EXPECTED,)),
        lambda value: Check(abs, "juste").number("y", value),
    ],
)
def test_universal_object_is_nothing_to_the_tests(use):
    with split(f=lambda: Universal()) as student:
        value = student["f"]()
        with pytest.raises((TypeError, AssertionError)):
            use(value)
        assert (value == EXPECTED.tolist()) is False
        assert value != 1.0


@pytest.mark.parametrize(
    "value",
    [
        np.array([1.0, 1.0], dtype=object),
        np.zeros(2, dtype=[("a", float)]),
        np.ones(2).view(np.recarray),
        np.ma.ones(2),
        type("Dict", (dict,), {})(a=1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_disguised_value_stays_where_it_is(value):
    with split(f=lambda: value) as student:
        found = student["f"]()
        assert type(found).__module__ == "copie"
        with pytest.raises((TypeError, CheckError)):
            Check(abs, "juste").close("y", found, np.ones(2))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10**5000, "un entier de"),
        ("x" * (2**20 + 1), "une chaîne de"),
        ([0] * 300_000, "trop d'éléments"),
        (np.zeros(10_000_000), "Mo"),
    ],
    ids=["int", "str", "list", "array"],
)
def test_value_too_big_for_the_wire_is_an_ordinary_error(value, text):
    with split(f=lambda: value, g=lambda: 1) as student:
        with pytest.raises(ValueError, match=text):
            student["f"]()
        assert student["g"]() == 1


def test_dictionary_that_holds_itself_is_an_ordinary_error():
    value = {}
    value["soi"] = value
    with split(f=lambda: value, g=lambda: 1) as student:
        with pytest.raises(ValueError, match="récursive"):
            student["f"]()
        assert student["g"]() == 1


def test_object_of_the_copy_goes_back_to_it_as_itself():
    class Model:
        def twin(self, other):
            return other is self

    with split(make=Model, apply=lambda f, x: f(x), double=lambda x: 2 * x) as student:
        model = student["make"]()
        assert model.twin(model) is True
        assert student["apply"](student["double"], 3) == 6
        assert student["make"] is student["make"]
