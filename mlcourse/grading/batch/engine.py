"""L'empreinte du code dont dépend une note : qu'il change, et les copies sont corrigées à nouveau.

En font partie ce qui reconstruit, exécute et compare, et tout ce qu'importent, de proche en proche, ces dossiers et les
cellules du sujet ; non le reste du cours. Le code se compare par ses arbres de syntaxe, sans docstrings : ni un
commentaire ni une virgule de prose ne font corriger une classe à nouveau.
"""

import ast
import hashlib
import json
import platform
from functools import cache, lru_cache

import numpy as np

from mlcourse.checks.notebook import parse
from mlcourse.grading.sandbox.imports import members, modules, named_in, reached

_ENGINE = (
    *(f"mlcourse.grading.{folder}" for folder in ("submission", "examination", "inside", "wire")),
    "mlcourse.checks",
)
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@lru_cache(16)
def imports_of(source):
    """Les modules de `mlcourse` qu'importent les cellules d'un carnet, donné en JSON."""
    cells = [cell["source"] for cell in json.loads(source)["cells"] if cell["cell_type"] == "code"]
    return frozenset().union(*map(_imports, cells))


def _imports(source):
    tree = parse(source) or parse("\n".join(line for line in source.split("\n") if line[:1] not in "%!"))
    return named_in(tree) if tree else frozenset()


@cache
def engine_version(imports=frozenset()):
    """L'empreinte du moteur, pour un sujet qui importe ces modules."""
    start = {name for package in _ENGINE for name in members(package)} | imports
    parts = [platform.python_version(), np.__version__]
    parts += [f"{name} {_tree_digest(modules()[name])}" for name in sorted(reached(start))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def whole_version():
    """L'empreinte du moteur et de tout le cours, quel que soit le sujet : deux machines doivent avoir la même."""
    return engine_version(frozenset(modules()))


@cache
def _tree_digest(path):
    """L'empreinte de l'arbre d'un module, sans ses docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node) is not None:
            del node.body[0]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()
