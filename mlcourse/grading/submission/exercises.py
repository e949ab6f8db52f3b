"""L'exercice où se trouve chaque cellule, sous le nom que lui donne l'énoncé : c'est lui que l'on cite, non un numéro.

Les cellules n'ont de numéro ni dans la copie, ni dans formgrader, ni sur la page de l'étudiant.
"""

import re

from mlcourse.checks.notebook import grading, is_solution

_HEADING = re.compile(r"^#{1,2} +(.+?)(?: *\([\d,.]+ points?\))?[ .]*$", re.MULTILINE)


def exercises(cells):
    """L'exercice de chaque cellule, dans l'ordre ; vide avant le premier titre. Ceux de la copie n'y change rien."""
    current, found = "", []
    for cell in cells:
        if grading(cell) and cell["cell_type"] == "markdown" and not is_solution(cell):
            headings = _HEADING.findall(cell["source"])
            current = headings[-1] if headings else current
        found.append(current)
    return found


def placed(names):
    """Où se trouve ce dont on parle, chaque exercice sous son nom court et une seule fois ; rien sans exercice.

    >>> placed(["Exercice 6. Les lots", "Exercice 6. Les lots", "Question"]), placed([""])
    (' (Exercice 6, Question)', '')
    """
    found = dict.fromkeys(brief(name) for name in names if name)
    return f" ({', '.join(found)})" if found else ""


def brief(name):
    """Le nom court d'un exercice.

    >>> brief("Question rédigée. Trente couches")
    'Question rédigée'
    """
    return re.split(r"\. | : ", name)[0]
