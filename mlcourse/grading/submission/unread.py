"""Un carnet que l'on n'a pas exécuté, ou pas lu tout entier : ses tests ont zéro, et sa note attend une personne."""

import nbformat

from mlcourse.checks.notebook import grading, is_test
from mlcourse.french import typeset

# Ce qui tient lieu de nom d'erreur à un test que la copie n'a pas mis en défaut : elle n'a pas été exécutée, ou n'a pas
# ce qu'il juge.
UNREAD, ABSENT = "Correction", "Absent"


def hold(notebook):
    """Retient la note d'une copie tant qu'une personne n'en a pas mis une : ce que l'on n'a pas lu ne vaut pas zéro."""
    graded = [cell for cell in notebook.cells if grading(cell).get("grade")]
    for cell in graded[:1]:
        cell.metadata["mlcourse"] = cell.metadata.get("mlcourse", {}) | {"held": True}


def is_held(cell):
    """Vrai d'une cellule dont une personne doit mettre la note."""
    return bool(cell["metadata"].get("mlcourse", {}).get("held"))


def is_unread(cells):
    """Vrai d'un carnet corrigé dont rien n'a été exécuté : ses zéros n'en sont pas, et sa note attend une personne."""
    tests = [cell for cell in cells if is_test(cell)]
    return bool(tests) and any(map(is_held, cells)) and all(error_name(cell) == UNREAD for cell in tests)


def error_name(cell):
    """Le nom de l'erreur sur laquelle s'arrête une cellule, ou une chaîne vide."""
    return next((output["ename"] for output in cell.get("outputs", ()) if output["output_type"] == "error"), "")


def refuse(notebook, reason):
    """Donne zéro à chaque cellule de tests d'un carnet qu'on n'a pas exécuté, dit pourquoi, et retient la note."""
    hold(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            if is_test(cell):
                text = typeset(f"Copie non exécutée : {reason}.")
                fail(cell, UNREAD, text, text)
    return notebook


def fail(cell, name, message, told):
    """Donne zéro à une cellule de tests : `message` est ce qu'en lit l'enseignant, `told` ce qu'en lit l'étudiant."""
    cell.outputs = [nbformat.v4.new_output("error", ename=name, evalue=message, traceback=[message])]
    cell.metadata["mlcourse"] = cell.metadata.get("mlcourse", {}) | {"told": told}
