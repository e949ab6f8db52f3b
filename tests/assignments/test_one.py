"""`make exercice` ne prouve qu'un exercice, et le choisit par le nom de ses tests."""

import os
import subprocess
import sys

import pytest

from .one import arguments, known

TESTS = """
import pytest

@pytest.mark.parametrize("name", ["devoir2", "devoir2-orthogonal", "devoir2-lsuv-scaled", "devoir3", "devoir3-lsuv"])
def test_something(name):
    pass
"""


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (("devoir0", "unit_column"), "« unit_column » : unit_columns."),
        (("devoir9", "unit_columns"), "devoir0, devoir1"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(named, said):
    with pytest.raises(SystemExit, match=said):
        known(*named)


def test_tests_of_the_exercise_and_of_its_assignment_are_chosen_and_no_other(tmp_path):
    (tmp_path / "test_some.py").write_text(TESTS, "utf-8")
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "-p", "no:cacheprovider", "--collect-only", "."]
    done = subprocess.run(
        [*command, *arguments("devoir2", "lsuv")[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    chosen = [line.partition("[")[2] for line in done.stdout.splitlines() if "::" in line]
    assert chosen == ["devoir2]", "devoir2-lsuv-scaled]"]
