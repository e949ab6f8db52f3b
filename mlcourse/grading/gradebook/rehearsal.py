"""La répétition : avant toute copie, le corrigé et le squelette distribué passent par où elles passeront.

Une cellule de tests que le corrigé échoue, ou que le squelette réussit, dirait n'importe quoi de toute la classe : rien
ne se corrige tant qu'une personne n'a pas repris le sujet, ou accepté cette cellule par son nom.
"""

import json
from functools import lru_cache

import nbformat
from nbgrader.utils import determine_grade

from mlcourse.checks.notebook import grade_id, grading, is_test, syntax_fault
from mlcourse.french import short
from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.grade import grade
from mlcourse.grading.gradebook.marks import refuse_impossible
from mlcourse.grading.submission.reading import shown

SOLUTION, STUB = "corrigé", "squelette"
WAYS = "Reprenez le sujet, ou acceptez cette cellule par son nom : --accepter {name}, ou c.SplitExecute.accepter."


def parts(source, name):
    """Les deux copies de la répétition, {rôle: fichiers}, tirées du carnet préparé `source`, en JSON."""
    solution, stub = json.loads(source), json.loads(source)
    for cell in stub["cells"]:
        cell["source"] = cell["metadata"].get("mlcourse", {}).get("released", cell["source"])
    return {
        role: {f"{name}.ipynb": json.dumps(notebook).encode()}
        for role, notebook in ((SOLUTION, solution), (STUB, stub))
    }


def require_tests(sources):
    """Refuse un devoir, {carnet: JSON}, dont aucune cellule ne vaut de points."""
    cells = [cell for source in sources.values() for cell in json.loads(source)["cells"]]
    if not any(_points(cell) > 0 for cell in cells):
        names = ", ".join(sources)
        raise GradingError(
            f"Aucune cellule de {names} ne vaut de points : donnez-en aux tests dans « Create Assignment »."
        )


def faults(graded):
    """Ce que la répétition reproche à un carnet, {nom de cellule: raison}, ses deux copies corrigées."""
    found = {}
    for role, notebook in graded.items():
        for cell in refuse_impossible(notebook)[0].cells:
            if is_test(cell) and _points(cell) > 0:
                mark, points = determine_grade(cell)
                if role == SOLUTION and mark < points:
                    found[grade_id(cell)] = f"le corrigé échoue à {shown(grade_id(cell))}{_why(cell)}"
                elif role == STUB and mark > 0:
                    reason = f"le squelette distribué a des points à {shown(grade_id(cell))} sans rien résoudre"
                    found.setdefault(grade_id(cell), reason)
    return found


def _points(cell):
    return float(grading(cell).get("points") or 0) if grading(cell).get("grade") else 0.0


def _why(cell):
    """Ce qu'a dit le test, pour l'enseignant seul."""
    if line := syntax_fault(cell["source"]):
        return f", qui n'est pas du Python (ligne {line})"
    ours = cell.metadata.get("mlcourse", {})
    if "faulty" in ours:
        return f", qui rend « {ours['faulty']} » au lieu d'une note de 0 à {short(_points(cell))}"
    said = [output.evalue for output in cell.outputs if output.output_type == "error"]
    return f" ({' '.join(said[0].split())[:200].rstrip('.')})" if said and said[0] else ""


def refuse(found, accepted):
    """Lève `GradingError` s'il reste une cellule en faute que personne n'a acceptée."""
    left = {name: reason for name, reason in found.items() if name not in accepted}
    if left:
        ways = WAYS.format(name=" --accepter ".join(left))
        raise GradingError(f"Rien n'est corrigé : {' ; '.join(left.values())}. {ways}")


def rehearse_here(source, name, accepted, **settings):
    """Répète un carnet dans ce processus, comme le fera `nbgrader autograde` ; une fois par version du sujet."""
    refuse(_faults_here(source, name, _Settings(settings)), accepted)


class _Settings:
    """Des conditions d'examen qui se comparent par leur contenu, pour servir de clé."""

    def __init__(self, settings):
        self.settings, self._key = settings, repr(sorted(settings.items()))

    def __eq__(self, other):
        return isinstance(other, _Settings) and self._key == other._key

    def __hash__(self):
        return hash(self._key)


@lru_cache(16)
def _faults_here(source, name, conditions):
    notebook = nbformat.from_dict(json.loads(source))
    copies = parts(source, name)
    return faults(
        {role: grade(notebook, files, name, **conditions.settings).notebook for role, files in copies.items()}
    )
