"""Inscrire un sujet au carnet de notes, comme `nbgrader generate_assignment`, quand il n'y est pas tel quel."""

from nbgrader.api import MissingEntry

from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.master import graded_form, resources_of
from mlcourse.grading.gradebook.seams import save_cells


def register(gradebook, coursedir, assignment, path, config):
    """Inscrit le sujet `path`, ou le met à jour ; refuse ce qui laisserait des notes sans cellule."""
    _, graded, _ = graded_form(path, config)
    if _registered(gradebook, assignment, path.stem) == _signature(graded):
        return
    gradebook.update_or_create_assignment(assignment)
    if not save_cells(graded, resources_of(assignment, path.stem, coursedir.db_url), config):
        raise GradingError(
            f"Le sujet {path.name} a gagné ou perdu des cellules depuis les premières corrections : remettez "
            f"celles d'avant, ou retirez le devoir du carnet de notes, avec ses notes, par "
            f"« nbgrader db assignment remove {assignment} --force »."
        )
    gradebook.db.expire_all()


def _signature(notebook):
    """Ce qui identifie un sujet : {cellule: (empreinte, points)}."""
    gradings = [cell.metadata["nbgrader"] for cell in notebook.cells if "nbgrader" in cell.metadata]
    return {
        grading["grade_id"]: (grading.get("checksum"), grading.get("points"))
        for grading in gradings
        if grading.get("grade") or grading.get("solution") or grading.get("locked") or grading.get("task")
    }


def _registered(gradebook, assignment, name):
    """La signature du sujet inscrit, ou None."""
    try:
        notebook = gradebook.find_notebook(name, assignment)
    except MissingEntry:
        return None
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    return {cell.name: (cell.checksum, points.get(cell.name)) for cell in notebook.source_cells}
