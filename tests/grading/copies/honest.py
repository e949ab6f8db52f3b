"""Le registre des copies honnêtes, que remplissent les modules honest_*.py. Sauf mention, elles ont tout juste."""

import textwrap

from ...assignments.assignment import Assignment
from ...assignments.workshop import variants
from .base import ALL, ANSWERS, EXERCISES, after, code, filled, register

HONEST: dict = {}
work = register(HONEST, points=ALL)


def with_cells(*sources, where="imports", notebook=None):
    """La référence, où des cellules de code suivent la cellule `where`."""
    return after(notebook or filled(), where, *map(code, sources))


def each(before="", after=""):
    """La référence, dont chaque fonction commence ou finit par d'autres instructions (`result` est ce qu'elle rend)."""
    changed = {}
    for name, arguments in EXERCISES.items():
        inner = textwrap.indent(ANSWERS[name].replace(f"def {name}", "def answer"), "    ")
        body = f"{before}\nresult = answer({arguments})\n{after}\nreturn result".strip()
        changed[name] = f"def {name}({arguments}):\n{inner}\n\n{textwrap.indent(body, '    ')}"
    return filled(**changed)


def works_of(name):
    """Un autre devoir que le premier, et le décorateur qui range ses copies honnêtes."""
    assignment = Assignment(name)
    return assignment, register(HONEST, points=assignment.total, assignment=name)


def otherwise(assignment, rank):
    """Chaque exercice, répondu par la solution juste de ce rang parmi celles qu'a sa preuve."""
    found = {}
    for variant in variants("right_"):
        if variant.assignment == assignment.name:
            found.setdefault(variant.exercise, []).append(variant.source)
    return assignment.filled(**{exercise: sources[rank] for exercise, sources in found.items()})
