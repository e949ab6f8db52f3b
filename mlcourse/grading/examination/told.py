"""Ce que l'étudiant lit d'une cellule : rien qui vienne d'une exécution où des lignes cachées ont eu leur part.

Deux sources, et elles seules : la passe qui montre, où aucune ligne cachée ne s'exécute ; et, d'un test qu'elle
réussit et que la passe qui note refuse, une phrase toujours la même, tirée du seul texte visible du test.
L'enseignant, lui, lit tout.
"""

import ast
from functools import lru_cache

from mlcourse.checks.messages import reread
from mlcourse.checks.notebook import parse
from mlcourse.french import typeset
from mlcourse.grading.examination.reasons import Report

_RESERVED = "Ce test comprend des lignes cachées : il n'en dit pas plus."
_CACHED = 512


def view(report, shown):
    """Ce que l'étudiant lit d'une cellule qui a donné `report` à la passe qui note, et `shown` à celle qui montre."""
    if report.step.kind != "test":
        return shown
    if not report.speaks():
        return report
    return shown if shown.speaks() else Report(report.step, verdict=report.verdict, message=sentence(shown.step.source))


@lru_cache(_CACHED)
def sentence(visible):
    """La phrase qui tient lieu de message : les propriétés qu'annoncent les lignes visibles d'un test."""
    checks = _checks(parse(visible))
    claims, sections = _written(checks, 1, "claim"), _written(checks, 3, "section")
    if not claims:
        return typeset(f"Ce test n'est pas satisfait.\n  {_RESERVED}")
    head = "Propriété non vérifiée" if len(claims) == 1 else "L'une au moins de ces propriétés n'est pas vérifiée"
    lines = [f"{head} : {' ; '.join(claims)}.", f"  {_RESERVED}", *reread(", ".join(sections))]
    return typeset("\n".join(lines))


def _written(checks, rank, name):
    """Ce que donnent ces appels de `Check` à un paramètre, quand l'enseignant l'a écrit en toutes lettres."""
    given = [value for call in checks for value in _given(call, rank, name)]
    texts = [value.value for value in given if isinstance(value, ast.Constant)]
    return [*dict.fromkeys(text for text in texts if isinstance(text, str) and text)]


def _given(call, rank, name):
    return [*call.args[rank : rank + 1], *(word.value for word in call.keywords if word.arg == name)]


def _checks(tree):
    """Les appels de `Check`, sous quelque nom qu'il soit importé."""
    nodes = [*ast.walk(tree)] if tree else []
    imported = [alias for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    names = {alias.asname or alias.name for alias in imported if alias.name == "Check"}
    return [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names]
