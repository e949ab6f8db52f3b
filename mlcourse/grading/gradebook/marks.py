"""Une note est un nombre fini, de zéro aux points de sa cellule ; toute autre valeur est une faute du test.

Pour nbgrader, une note partielle se lit dans la valeur qu'affiche une cellule de tests. De lui-même, il donne
tous les points à « nan » comme à « -1 », et « 1000.0 » arrête le lot.
"""

from nbformat.v4 import new_output
from nbgrader.preprocessors import SaveAutoGrades

from mlcourse.checks.notebook import grade_id, grading, is_test
from mlcourse.french import typeset
from mlcourse.grading.gradebook.seams import flag_grade
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.rebuild import with_remarks
from mlcourse.grading.submission.remarks import NOTHING, Remarks
from mlcourse.grading.submission.unread import is_held

# Ce que lit aussi l'étudiant : rien n'y dépend de la valeur, qui peut venir de données cachées.
REFUSED = "Ce test est fautif : ce qu'il a donné n'est pas une note de sa cellule. Une personne la mettra à la main."


def refuse_impossible(notebook):
    """Remplace par un échec chaque note impossible d'un carnet corrigé ; rend le carnet et de quoi prévenir."""
    faulty = [cell for cell in notebook["cells"] if is_test(cell) and _impossible(cell)]
    for cell in faulty:
        text, given = typeset(REFUSED), _given(cell)
        cell["outputs"] = [new_output("error", ename="TestFautif", evalue=text, traceback=[text])]
        cell["metadata"].setdefault("mlcourse", {})["faulty"] = str(given)[:40]
    if not faulty:
        return notebook, NOTHING
    reasons = (f"le test {shown(grade_id(cell))} est fautif : sa note est à mettre à la main" for cell in faulty)
    remarks = Remarks(tuple(reasons), needs_person=True)
    return with_remarks(notebook, remarks), remarks


def _impossible(cell):
    """Vrai d'une cellule de tests qui affiche autre chose qu'une note."""
    given = _given(cell)
    return given is not None and not is_mark(given, grading(cell)["points"])


def _given(cell):
    """Ce que nbgrader lirait comme une note partielle : la première valeur affichée, si rien n'échoue avant."""
    for output in cell["outputs"]:
        if output["output_type"] == "error" or output.get("name") == "stderr":
            return None
        if output["output_type"] == "execute_result":
            return output["data"].get("text/plain", "")
    return None


def is_mark(value, points):
    """Vrai d'une note possible ; le texte qui n'est pas un nombre n'en est pas une, ni NaN, ni l'infini.

    >>> is_mark("0.5", 2.0), is_mark("nan", 2.0), is_mark("2.5", 2.0), is_mark("-1", 2.0), is_mark("True", 2.0)
    (True, False, False, False, False)
    """
    try:
        return 0 <= float(value) <= points
    except (TypeError, ValueError):
        return False


class SaveMarks(SaveAutoGrades):
    """Inscrit les notes comme `SaveAutoGrades`, sauf celles qui n'en sont pas : une personne les mettra."""

    def preprocess(self, nb, resources):
        """Inscrit les notes d'un carnet corrigé."""
        nb, remarks = refuse_impossible(nb)
        for remark in remarks.texts:
            self.log.warning("%s : %s", resources["nbgrader"]["student"], remark)
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        """Inscrit la note d'une cellule."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_held(cell) or "faulty" in cell.metadata.get("mlcourse", {}):
            flag_grade(self, cell.metadata.nbgrader.grade_id)
        return cell, resources
