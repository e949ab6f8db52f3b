"""Une solution n'est pas un listing du livre : aucun de ceux qu'il montre n'en contient la moitié des instructions."""

import ast
import re
from functools import cache

import pytest

from mlcourse.checks.notebook import grade_id, parse

from .workshop import ROOT, SOURCES, coded_exercises, read

SIMPLE = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return | ast.Expr
CELLS = re.compile(r"^```+\{code-cell\}.*?$(.*?)^```", re.MULTILINE | re.DOTALL)
EXERCISES = [
    pytest.param(assignment, exercise, id=f"{assignment}-{exercise}")
    for assignment, path in SOURCES.items()
    for exercise in coded_exercises(read(path))
]


class _Renamed(ast.NodeTransformer):
    """Donne aux variables d'une instruction le rang où elles y paraissent : leurs noms ne comptent pas."""

    def __init__(self):
        self.ranks = {}

    def _rank(self, name):
        return f"v{self.ranks.setdefault(name, len(self.ranks))}"

    def visit_Name(self, node):
        return node if node.id == "np" else ast.Name(self._rank(node.id), node.ctx)

    def visit_Subscript(self, node):
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):  # params["W"] : de même
            return ast.Name(self._rank(ast.unparse(node)), node.ctx)
        return self.generic_visit(node)


def statements(tree):
    """Les instructions simples d'un programme, aux noms près ; une docstring n'en est pas une."""
    simple = (node for node in ast.walk(tree) if isinstance(node, SIMPLE))
    told = (node for node in simple if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)))
    return {ast.unparse(_Renamed().visit(ast.parse(ast.unparse(node)))) for node in told}


@cache
def listings():
    """{où: ses instructions} : chaque fonction de `mlcourse`, expériences comprises, et chaque cellule du livre."""
    found = {}
    for path in (ROOT / "mlcourse").rglob("*.py"):
        if "grading" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    found[f"{path.relative_to(ROOT)}:{node.name}"] = statements(node)
    for path in (ROOT / "book").rglob("*.md"):
        for number, cell in enumerate(CELLS.findall(path.read_text("utf-8")), 1):
            tree = parse(re.sub(r"^:.*$", "", cell, flags=re.MULTILINE))
            found[f"{path.relative_to(ROOT)}:{number}"] = statements(tree) if tree else set()
    return found


def nearest(source):
    """Le listing qui contient la plus grande part d'une solution, et cette part."""
    own = statements(ast.parse(source))
    return max(((len(own & theirs) / len(own), where) for where, theirs in listings().items()), default=(0.0, ""))


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_solution_reuses_no_listing(assignment, exercise):
    (source,) = [cell.source for cell in read(SOURCES[assignment]).cells if grade_id(cell) == exercise]
    part, where = nearest(source)
    assert part < 0.5, f"{where} contient {part:.0%} de {exercise} : demandez un cas voisin, et non celui-là."


def test_listing_under_other_names_is_recognized():
    copied = "def f(x, h):\n    top = np.exp(h - h.max(axis=0))\n    return top / top.sum(axis=0)"
    assert nearest(copied) == (1.0, "mlcourse/activations.py:softmax")
