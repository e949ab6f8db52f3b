"""Qui importe qui dans `mlcourse`, lu dans les sources : ce dont un dossier a besoin se calcule, et ne se liste pas."""

import ast
from functools import cache
from pathlib import Path

import mlcourse

PACKAGE = Path(mlcourse.__file__).resolve().parent
INSIDE = "mlcourse.grading.inside"  # ce qui tourne dans les boîtes


@cache
def modules():
    """Les modules du paquet, {nom: chemin} ; un dossier porte le nom de son `__init__`."""
    paths = {path: path.relative_to(PACKAGE.parent).with_suffix("") for path in sorted(PACKAGE.rglob("*.py"))}
    return {".".join(name.parts).removesuffix(".__init__"): path for path, name in paths.items()}


def members(package):
    """Les modules d'un dossier, lui compris."""
    return {name for name in modules() if name == package or name.startswith(f"{package}.")}


def named_in(tree, package=""):
    """Les modules de `mlcourse` que nomment les imports d'un programme, où qu'ils soient écrits."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            source = ".".join([*base, *filter(None, [node.module])])
            # « from mlcourse.checks import notebook » importe un module ou, à défaut, un nom de `checks`.
            if source in modules():
                found |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return found & modules().keys()


@cache
def imported_by(name, *, late=True):
    """Les modules de `mlcourse` qu'importe un module ; sans `late`, ceux dont il a besoin pour être importé."""
    path = modules()[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text("utf-8"))
    if not late:
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]:
            function.body = []
    return frozenset(named_in(tree, package) - {name})


def reached(start, *, late=True):
    """Ces modules, tous ceux qu'ils importent de proche en proche, et les dossiers qui les contiennent.

    Sans `late`, un import écrit dans une fonction ne compte pas.
    """
    waiting, found = {*start}, set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        parent = name.rpartition(".")[0]
        waiting |= (imported_by(name, late=late) | ({parent} if parent else set())) - found
    return found
