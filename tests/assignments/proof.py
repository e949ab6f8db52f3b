"""Le tableau de la preuve : ce que perd chaque solution fautive, et ce qu'en lit l'étudiant avant de rendre.

`make preuves` l'écrit dans solutions/, pour qui enseigne.
"""

import ast
import re
from functools import cache

from mlcourse.checks.notebook import grading
from mlcourse.french import short

from .workshop import (
    ROOT,
    SOURCES,
    coded_exercises,
    graded_cells,
    of_exercise,
    read,
    run,
    untimed,
    variants,
    with_source,
)

NONE = "rien : seuls des tests cachés le voient"
INTRODUCTION = """# La preuve de la correction : {assignment}

Chaque ligne est une solution fautive, de celles que l'on écrit de bonne foi. La correction lui ôte exactement les
propriétés de la troisième colonne, quelle que soit la graine. La dernière dit ce que l'étudiant lit avant de rendre,
dans ses tests visibles : la piste que nomme `mlcourse.checks` ou, quand aucune erreur connue n'explique l'écart, et
quand deux l'expliquent, ce qui était attendu. Sous chaque tableau, ce que le cours offre de plus proche : une copie qui
l'appelle n'a aucun point, car sa boîte ne l'a pas. `make preuves` récrit ce fichier.
"""


@cache
def released(assignment):
    """Le carnet que reçoivent les étudiants."""
    return read(ROOT / "exercises" / assignment / f"{assignment}.ipynb")


@cache
def visible_messages(variant):
    """Ce que disent à une solution les tests visibles de son exercice, {propriété: message}."""
    notebook = with_source(released(variant.assignment), variant.exercise, variant.source)
    messages = run(untimed(of_exercise(notebook, variant.exercise))).messages
    return {name.removeprefix(f"{variant.exercise}-"): text for name, text in messages.items()}


def hints(variant):
    """Les pistes que lit l'étudiant, chacune une fois."""
    return [*dict.fromkeys(filter(None, map(hint, visible_messages(variant).values())))]


def hint(message):
    """La piste d'un message, ou une chaîne vide."""
    return _line(message, "piste")


def table(assignment):
    """Le tableau d'un devoir, en Markdown."""
    source, parts = read(SOURCES[assignment]), [INTRODUCTION.format(assignment=assignment)]
    for exercise in coded_exercises(source):
        points = {name: grading(cell)["points"] for name, cell in graded_cells(source, exercise).items()}
        parts += [f"\n## `{exercise}` ({short(sum(points.values()))} points)\n"]
        parts += ["| La faute | Points perdus | Propriétés | Ce que lit l'étudiant |", "|:---|---:|:---|:---|"]
        for variant in variants("wrong_"):
            if (variant.assignment, variant.exercise) == (assignment, exercise):
                parts.append(_row(variant, points))
        parts.append(f"\nAu plus près, dans le cours : {', '.join(nearest(assignment, exercise))}.")
    return "\n".join(parts) + "\n"


def nearest(assignment, exercise):
    """Ce qu'appellent, du cours, les solutions qui l'appellent."""
    called = (v.source for v in variants("called_") if (v.assignment, v.exercise) == (assignment, exercise))
    nodes = (node for source in called for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    return [*dict.fromkeys(f"`{node.module}.{alias.name}`" for node in nodes for alias in node.names)]


def _row(variant, points):
    lost = [name for name in points if name.partition("-")[2] in variant.broken]
    properties = ", ".join(f"`{name.partition('-')[2]}`" for name in lost)
    told = " ; ".join(hints(variant)) or _expected(variant)
    cells = variant.sentence, short(sum(points[name] for name in lost)), properties, told
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _expected(variant):
    """Ce qui était attendu, au premier test visible qui échoue."""
    for message in visible_messages(variant).values():
        expected, received = _line(message, "attendu"), _line(message, "reçu")
        return f"attendu : {expected}" + (f" ; reçu : {received}" if received else "")
    return NONE


def _line(message, label):
    found = re.search(rf"^  {label}\s: (.+(?:\n    .+)*)", message, re.MULTILINE)
    return " ".join(found[1].replace("\n    ", " ; " * (label == "piste")).split()) if found else ""


def path_of(assignment):
    """Où ce tableau se lit."""
    return ROOT / "solutions" / f"preuve-{assignment}.md"


def rewrite(assignment):
    """Récrit ce tableau."""
    path_of(assignment).write_text(table(assignment), "utf-8")
    print(f"{path_of(assignment).relative_to(ROOT)} est à jour.", flush=True)


if __name__ == "__main__":
    for assignment in SOURCES:
        rewrite(assignment)
