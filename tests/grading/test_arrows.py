"""Les dossiers de la correction et leurs flèches : chacun n'importe que ceux sur lesquels il repose, et sans cercle."""

import ast
import sys
from graphlib import TopologicalSorter

import pytest

from mlcourse.grading.sandbox.imports import imported_by, members, modules, reached

GRADING = "mlcourse.grading"
# dossier : ceux de `grading` qu'il peut importer
ARROWS = {
    "overview": {"returns", "batch", "intake", "gradebook", "submission", "examination", "files", "terminal"},
    "returns": {"batch", "intake", "gradebook", "submission", "files", "terminal"},
    "batch": {"intake", "gradebook", "submission", "examination", "sandbox", "files", "terminal"},
    "intake": {"gradebook", "submission", "files", "terminal"},
    "gradebook": {"submission", "examination", "files", "terminal", "wheel"},
    "examination": {"submission", "sandbox", "wire"},
    "inside": {"wire"},
    "sandbox": {"wire", "inside"},
    "submission": set(),
    "wire": set(),
    "errors": set(),
    "files": set(),
    "terminal": set(),
    "wheel": set(),
}
CHECKING = {"overview", "batch", "gradebook", "examination", "submission", "inside"}  # emploient `mlcourse.checks`
DRAWING = {"overview"}  # et celui-ci `mlcourse.plots`
COMMON = {"mlcourse.french", "mlcourse._silence"}  # permis à tous : ils ne reposent sur rien
NBGRADER = {"nbgrader", "nbconvert", "alembic", "sqlalchemy"}
IN_BOXES = {"numpy", "msgpack", "IPython", "traitlets"}  # les bibliothèques de ce qui tourne dans les boîtes
OURS = sorted(members(GRADING) - {GRADING})


def room(name):
    """Le dossier de `grading` où se range un module."""
    return name.split(".")[2]


def libraries(name):
    """Les bibliothèques qu'importe un module, où que ce soit."""
    found = set()
    for node in ast.walk(ast.parse(modules()[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"mlcourse"}


def test_every_folder_has_its_arrows():
    assert {room(name) for name in OURS} == ARROWS.keys()


@pytest.mark.parametrize("name", OURS)
def test_a_module_imports_only_what_its_folder_may(name):
    for other in imported_by(name) - {"mlcourse", GRADING} - COMMON:
        if other.startswith(f"{GRADING}."):
            assert room(other) in ARROWS[room(name)] | {room(name), "errors"}, other
        else:
            allowed = {"checks": CHECKING, "plots": DRAWING}
            assert room(name) in allowed.get(other.split(".")[1], set()), other


def test_arrows_make_no_circle():
    assert [*TopologicalSorter(ARROWS).static_order()][-1] == "overview"


def test_modules_make_no_circle_either():
    graph = {name: {other for other in imported_by(name) if other in OURS} for name in OURS}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("name", OURS)
def test_nbgrader_is_touched_in_one_folder_only(name):
    assert room(name) == "gradebook" or not libraries(name) & NBGRADER


@pytest.mark.parametrize("name", [name for name in OURS if room(name) in ("inside", "wire")])
def test_boxes_need_few_libraries(name):
    assert libraries(name) <= IN_BOXES


def test_checks_run_in_the_boxes_without_the_rest_of_grading():
    assert not {name for name in reached(members("mlcourse.checks")) if name.startswith(GRADING)}


def test_vocabulary_of_cells_needs_the_standard_library_only():
    assert libraries("mlcourse.checks.notebook") == set()
    assert imported_by("mlcourse.checks.notebook") == set()
