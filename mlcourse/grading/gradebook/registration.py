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
    refuse_changed_cells(gradebook, assignment, path, config)
    gradebook.update_or_create_assignment(assignment)
    if not save_cells(graded, resources_of(assignment, path.stem, coursedir.db_url), config):
        raise _changed(path.name, assignment)
    gradebook.db.expire_all()


def refuse_changed_cells(gradebook, assignment, path, config):
    """Refuse qu'un sujet dont des copies sont déjà notées gagne ou perde des cellules, ou qu'elles changent de rôle."""
    before = _registered(gradebook, assignment, path.stem)
    if before is None or not gradebook.find_notebook(path.stem, assignment).submissions:
        return
    after = _signature(graded_form(path, config)[1])
    if _graded(before) != _graded(after) or before.keys() != after.keys():
        raise _changed(path.name, assignment)


def refuse_changed_notebooks(gradebook, assignment, names):
    """Refuse qu'un devoir dont des copies sont déjà notées gagne ou perde des carnets."""
    try:
        known = gradebook.find_assignment(assignment)
    except MissingEntry:
        return
    if known.submissions and {notebook.name for notebook in known.notebooks} != {*names}:
        raise GradingError(
            f"Le devoir {assignment} a gagné ou perdu un carnet depuis les premières corrections : remettez ceux "
            "d'avant, ou donnez la nouvelle version sous un autre nom de devoir."
        )


def _graded(signature):
    return {name for name, (_, points) in signature.items() if points is not None}


def _changed(name, assignment):
    return GradingError(
        f"Le sujet {name} a gagné ou perdu des cellules depuis les premières corrections : remettez celles d'avant, ou "
        f"donnez la nouvelle version sous un autre nom de devoir ; « nbgrader db assignment remove {assignment} "
        "--force » effacerait les notes déjà mises, même à la main."
    )


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
