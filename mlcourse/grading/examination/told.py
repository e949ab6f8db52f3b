"""Ce que l'étudiant lit d'une cellule : rien qui vienne d'une exécution où des lignes cachées ont eu leur part.

Trois sources, et elles seules. Un arrêt survenu avant que la moindre ligne cachée ne s'exécute se lit tel quel. Sinon
parle la seconde passe, qui n'exécute que les lignes visibles, en face d'une copie et de tests neufs. Si celles-ci
passent, il reste une phrase, toujours la même, tirée du seul texte visible du test. L'enseignant, lui, lit tout.
"""

import ast
from functools import lru_cache

from mlcourse.checks.notebook import parse
from mlcourse.french import typeset
from mlcourse.grading.examination.reasons import Report

_RESERVED = "Ce test comprend des lignes cachées : il n'en dit pas plus."
_CACHED = 512


def halves(step):
    """Coupe un test en deux : les instructions qui finissent avant la première ligne cachée, et les autres.

    Chaque ligne reste à sa place ; la seconde moitié est vide quand rien n'est caché.
    """
    lines, cut = step.source.split("\n"), _cut(step.source, step.hidden_lines)
    return "\n".join(lines[:cut]), "\n" * cut + "\n".join(lines[cut:]) if cut < len(lines) else ""


@lru_cache(_CACHED)
def _cut(source, hidden):
    """Le nombre de lignes qui ne doivent rien à ce qui est caché."""
    if not hidden:
        return source.count("\n") + 1
    tree = parse(source)
    if tree is None:  # une commande %magique : dans le doute, rien
        return 0
    reached = [statement for statement in tree.body if (statement.end_lineno or 0) >= hidden[0]]
    starts = [node.lineno for statement in reached for node in (statement, *getattr(statement, "decorator_list", ()))]
    return min([*starts, hidden[0]]) - 1


def needs_showing(report):
    """Vrai si la seconde passe doit dire ce que l'étudiant lira de cette cellule."""
    step = report.step
    if is_open(report) or step.kind != "test":
        return not is_open(report) and report.speaks()
    if not report.speaks() or is_mute(step.visible()):
        return False
    # Une première moitié que la copie a passée sans avoir rien vu de caché n'a pas à l'être de nouveau.
    rest = step.visible().split("\n")[_cut(step.source, step.hidden_lines) :]
    return report.tainted or any(line.strip() and not line.strip().startswith("#") for line in rest)


def view(report, shown):
    """Ce que l'étudiant lit d'une cellule ; `shown` est ce qu'en dit la seconde passe, s'il y en a une."""
    if is_open(report):
        return report
    if report.step.kind != "test":
        return shown or Report(report.step)
    if not report.speaks():
        return report
    if needs_showing(report) and shown and shown.speaks():
        return shown
    return Report(report.step, verdict=report.verdict, message=sentence(report.step.visible()))


def is_open(report):
    """Vrai si rien de caché ne s'était encore exécuté quand la cellule a fini."""
    return not report.tainted and not report.hidden


@lru_cache(_CACHED)
def is_mute(visible):
    r"""Vrai si les lignes visibles d'un test ne font que préparer un contrôle : elles ne disent rien de la copie.

    >>> is_mute('from mlcourse.checks import Check\ncheck = Check(f, "f rend le double")')
    True
    >>> is_mute('from mlcourse.checks import Check\nassert f(2) == 4')
    False
    """
    tree = parse(visible)
    checks = _checks(tree)
    return tree is not None and all(
        isinstance(statement, ast.Import | ast.ImportFrom)
        or (isinstance(statement, ast.Assign) and all(_is_inert(node, checks) for node in ast.walk(statement.value)))
        for statement in tree.body
    )


def _is_inert(node, checks):
    return node in checks or isinstance(node, ast.Name | ast.Constant | ast.Tuple | ast.keyword | ast.expr_context)


@lru_cache(_CACHED)
def sentence(visible):
    """La phrase qui tient lieu de message : les propriétés qu'annoncent les lignes visibles d'un test."""
    claims = [*dict.fromkeys(filter(None, map(_claim, _checks(parse(visible)))))]
    if not claims:
        return typeset(f"Ce test n'est pas satisfait.\n  {_RESERVED}")
    head = "Propriété non vérifiée" if len(claims) == 1 else "L'une au moins de ces propriétés n'est pas vérifiée"
    return typeset(f"{head} : {' ; '.join(claims)}.\n  {_RESERVED}")


def _claim(call):
    """La propriété que nomme un appel de `Check`, quand l'enseignant l'a écrite en toutes lettres."""
    named = [word.value for word in call.keywords if word.arg == "claim"]
    match [*call.args[1:2], *named]:
        case [ast.Constant(value=str(claim))]:
            return claim
    return ""


def _checks(tree):
    """Les appels de `Check`, sous quelque nom qu'il soit importé."""
    nodes = [*ast.walk(tree)] if tree else []
    imported = [alias for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    names = {alias.asname or alias.name for alias in imported if alias.name == "Check"}
    return [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names]
