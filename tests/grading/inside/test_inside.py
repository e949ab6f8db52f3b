"""Ce qui tourne dans les boîtes s'y voit en entier : rien de secret n'y est écrit."""

import subprocess
import sys

import pytest

from mlcourse.grading.sandbox.imports import INSIDE, PACKAGE, members

from ..copies.base import ASSIGNMENT
from ..copies.inspection import canaries

PROGRAMS = ("student", "examiner", "warm")


def test_no_solution_nor_hidden_test_is_written_in_what_the_boxes_show():
    folders = [PACKAGE / "grading" / name for name in ("inside", "wire")]
    text = "\n".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    assert [canary for canary in canaries(ASSIGNMENT) if canary in text] == []
    assert {path.suffix for folder in folders for path in folder.rglob("*") if path.is_file()} <= {".py", ".pyc"}


def test_programs_named_by_the_sandbox_are_there():
    assert {f"{INSIDE}.{name}" for name in PROGRAMS} <= members(INSIDE)


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_load_neither_the_leader_nor_nbgrader(name):
    code = f"import {INSIDE}.{name}, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    rooms = {module.split(".")[2] for module in loaded if module.startswith("mlcourse.grading.")}
    assert rooms == {"inside", "wire"}
    assert {module.partition(".")[0] for module in loaded}.isdisjoint({"nbgrader", "nbformat", "IPython", "matplotlib"})
