"""Le graphe des imports : ce dont un dossier a besoin, quelle que soit la façon d'importer."""

import ast

import pytest

from mlcourse.grading.sandbox.imports import INSIDE, imported_by, members, modules, named_in, reached


@pytest.mark.parametrize(
    ("source", "package", "expected"),
    [
        ("import numpy, mlcourse.losses", "", {"mlcourse.losses"}),
        ("from mlcourse.losses import binary_cross_entropy", "", {"mlcourse.losses"}),
        ("from mlcourse import plots, losses", "", {"mlcourse", "mlcourse.plots", "mlcourse.losses"}),
        ("from . import notebook", "mlcourse.checks", {"mlcourse.checks", "mlcourse.checks.notebook"}),
        ("from ..losses import x", "mlcourse.checks", {"mlcourse.losses"}),
        ("def f():\n    import mlcourse.toys", "", {"mlcourse.toys"}),
        ("import mlcourse.nothing", "", set()),
    ],
)
def test_every_way_to_import_is_seen(source, package, expected):
    assert named_in(ast.parse(source), package) == expected


def test_a_folder_bears_the_name_of_its_package():
    assert modules()["mlcourse.checks"].name == "__init__.py"
    assert "mlcourse.checks.__init__" not in modules()
    assert {"mlcourse.checks", "mlcourse.checks.notebook"} <= members("mlcourse.checks")


def test_what_runs_in_the_boxes_reaches_checks_but_neither_the_trusted_side_nor_the_figures():
    needed = reached(members(INSIDE))
    assert {"mlcourse", "mlcourse.grading", "mlcourse.checks.check", "mlcourse.gradcheck"} <= needed
    rooms = {name.split(".")[2] for name in needed if name.startswith("mlcourse.grading.")}
    assert rooms == {"inside", "wire"}
    assert not {name for name in needed if name.startswith(("mlcourse.plots", "mlcourse.toys"))}


def test_a_module_does_not_import_itself():
    assert all(name not in imported_by(name) for name in modules())


def test_what_a_function_imports_is_not_needed_to_import_its_module():
    assert "mlcourse.gradcheck" in imported_by("mlcourse.checks.check")
    assert "mlcourse.gradcheck" not in imported_by("mlcourse.checks.check", late=False)
    assert "mlcourse.checks.calls" in reached({"mlcourse.checks"}, late=False)
