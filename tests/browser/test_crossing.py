"""Ce qui passe de Python à la page, et ce qui n'y passe pas."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from mlcourse.browser.crossing import call, plain
from mlcourse.browser.imports import packages_for
from mlcourse.browser.notebook import answer


class Pair(NamedTuple):
    left: int
    right: np.ndarray


@dataclass
class Run:
    cost: float


def test_a_structure_becomes_lists_and_dictionaries():
    result = plain({"pair": Pair(1, np.array([2.5])), "run": Run(np.float32(0.5)), "many": (True, None, "a")})
    assert result["pair"]["right"].tolist() == [2.5]
    assert (result["pair"]["left"], result["run"], result["many"]) == (1, {"cost": 0.5}, [True, None, "a"])


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.arange(3), np.int32),
        (np.array([2**40]), np.float64),
        (np.array([True]), np.int32),
        (np.array([0.5], dtype=np.float32), np.float64),
        (np.zeros((2, 3)).T, np.float64),
    ],
)
def test_an_array_passes_as_numbers_the_page_can_read(array, dtype):
    crossed = plain(array)
    assert crossed.dtype == dtype
    assert crossed.flags.c_contiguous
    assert np.array_equal(crossed, array)


@pytest.mark.parametrize("value", [object(), np.array(["a"]), {"a": lambda: 0}])
def test_what_is_not_data_is_refused_in_a_sentence(value):
    with pytest.raises(ValueError, match="attendu"):
        plain(value)


def test_only_functions_of_the_course_are_called():
    assert call("mlcourse.french", "french_number", [0.5]) == "0,5"
    with pytest.raises(ValueError, match="un module de mlcourse est attendu, reçu « os »"):
        call("os", "getcwd", [])
    with pytest.raises(ValueError, match="n'a pas de fonction « rien »"):
        call("mlcourse.french", "rien", [])


def test_the_error_of_a_function_is_given_and_not_raised():
    told = answer("mlcourse.activations", "relu", ["a"])
    assert told["value"] is None
    assert told["error"]["type"] in {"ValueError", "TypeError"}


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import numpy as np\nfrom mlcourse.model import x", ["numpy"]),
        ("from mlcourse.plots.table import Table", ["matplotlib"]),
        ("from mlcourse import plots", ["matplotlib"]),
        ("import matplotlib.pyplot as plt", ["matplotlib"]),
        ("import mlcourse", []),
        ("ce n'est pas du Python", []),
    ],
)
def test_a_code_says_what_it_needs(source, packages):
    assert packages_for(source) == packages
