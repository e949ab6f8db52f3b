"""Ce qu'est une cellule de devoir : ses rôles, ce qui entoure les solutions et les tests cachés, ce qu'elle définit.

Une cellule est celle d'un carnet, lue par `json` ou par `nbformat`. Ce module n'emploie que la bibliothèque standard.
"""

import ast
import re
import warnings
from functools import lru_cache

SOLUTION = ("# DÉBUT SOLUTION", "# FIN SOLUTION")
HIDDEN = ("# DÉBUT TESTS CACHÉS", "# FIN TESTS CACHÉS")
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_CACHED = 512  # cellules : un poste corrige cent fois le même sujet


def grading(cell):
    """Ce que nbgrader sait d'une cellule : ses réglages, vides s'il n'en a pas."""
    return cell["metadata"].get("nbgrader", {})


def grade_id(cell):
    """Le nom d'une cellule pour nbgrader, ou une chaîne vide."""
    return grading(cell).get("grade_id", "")


def is_solution(cell):
    """Vrai d'une cellule où l'étudiant répond."""
    return bool(grading(cell).get("solution"))


def is_test(cell):
    """Vrai d'une cellule de tests, que nbgrader note d'après ses sorties."""
    return cell["cell_type"] == "code" and bool(grading(cell).get("grade")) and not is_solution(cell)


def hidden_lines(source, delimiters=HIDDEN):
    r"""Les numéros des lignes cachées, délimiteurs compris.

    >>> hidden_lines("assert f(1)\n# DÉBUT TESTS CACHÉS\nassert f(2)\n# FIN TESTS CACHÉS\nassert f(3)")
    (2, 3, 4)
    """
    begin, end = delimiters
    inside, found = False, []
    for number, line in enumerate(source.split("\n"), 1):
        inside = inside or begin in line
        if inside:
            found.append(number)
        inside = inside and end not in line
    return tuple(found)


def parse(source):
    """L'arbre d'un programme, ou None s'il ne se lit pas : commandes `%magiques`, faute de syntaxe."""
    try:
        with warnings.catch_warnings(action="ignore"):  # « \\s » dans une chaîne : l'affaire de qui l'a écrite
            return ast.parse(source)
    except UNPARSABLE:
        return None


def syntax_fault(source):
    """La ligne où un programme cesse d'être du Python, ou zéro."""
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(source)
    except UNPARSABLE as error:
        return getattr(error, "lineno", None) or 1
    return 0


def defined_names(source):
    r"""Ce à quoi se reconnaît une réponse : ce qu'elle définit par `def`, `class` ou `=`, même si elle ne se lit pas.

    >>> sorted(defined_names("def f(x):\n    y = 1\nclass A: pass\ng = h = f"))
    ['A', 'f', 'g', 'h']
    >>> defined_names("%time\ndef f(x)\n    return x")
    {'f'}
    """
    tree = parse(source)
    if tree is None:
        return {*re.findall(r"^(?:async +)?(?:def|class) +(\w+)", source, re.MULTILINE)}
    names = {statement.name for statement in tree.body if hasattr(statement, "name")}
    for statement in tree.body:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names


@lru_cache(_CACHED)
def bound_names(source):
    r"""Tout ce qu'un programme laisse derrière lui : imports, tuples et blocs compris, que `defined_names` ignore.

    >>> sorted(bound_names("import numpy as np\nfor i in range(3):\n    last = i"))
    ['i', 'last', 'np']
    """
    tree = parse(source)
    names = set()
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            stores = (part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
            names |= {part.id for part in stores}
    return frozenset(names)


@lru_cache(_CACHED)
def used_names(source):
    """Tous les noms qu'emploie un programme."""
    tree = parse(source)
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)) if tree else frozenset()
