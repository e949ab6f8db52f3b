"""Inscrire un sujet au carnet de notes, comme `nbgrader generate_assignment`, quand il n'y est pas tel quel.

De lui-même, nbgrader refuse d'ajouter ou d'ôter une cellule à un sujet dont des copies sont notées. Nous le faisons :
une cellule neuve a sa place dans chaque copie déjà rendue, et la prochaine correction la note ; rien de ce qu'une
personne a mis ne se perd.
"""

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    SolutionCell,
    SourceCell,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.utils import is_grade, is_solution, is_task

from mlcourse.french import enumerated
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.handin import HandIn
from mlcourse.grading.gradebook.master import graded_form, resources_of
from mlcourse.grading.gradebook.seams import save_cells
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.terminal import count

_ROLES = {GradeCell: is_grade, SolutionCell: is_solution, TaskCell: is_task}


def register(gradebook, coursedir, assignment, path, config):
    """Inscrit un sujet et son échéance, ou les met à jour ; refuse ce qui ferait perdre une note mise à la main."""
    _, graded, _ = graded_form(path, config)
    if due := HandIn(config=config).universal(assignment):
        gradebook.update_or_create_assignment(assignment, duedate=due)
    before, after = _registered(gradebook, assignment, path.stem), _signature(graded)
    if before == after:
        return
    gradebook.update_or_create_assignment(assignment)
    if before is not None:
        _follow(gradebook, gradebook.find_notebook(path.stem, assignment), graded, path.name)
    save_cells(graded, resources_of(assignment, path.stem, coursedir.db_url), config)
    gradebook.db.expire_all()
    rescaled = [name for name, (_, points) in after.items() if before and before.get(name, (0, points))[1] != points]
    if rescaled:
        _ask_again(gradebook, gradebook.find_notebook(path.stem, assignment), rescaled)


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


def _follow(gradebook, notebook, graded, name):
    """Donne à un carnet inscrit les cellules du sujet, dans chaque copie ; `save_cells` les remplira."""
    if not notebook.submissions:
        return  # nbgrader réinscrit le tout
    db, cells = gradebook.db, {_name(cell): cell for cell in graded.cells if _name(cell) in _signature(graded)}
    roles = {role: {name for name, cell in cells.items() if has(cell)} for role, has in _ROLES.items()}
    known = db.query(BaseCell).filter_by(notebook_id=notebook.id).all()
    gone = [row for row in known if row.name not in roles[type(row)]]
    _refuse_losses(gone, name)
    for row in gone:
        for each in (*row.grades, *row.comments, row):
            db.delete(each)
    for role, names in roles.items():
        for added in sorted(names - {row.name for row in known if type(row) is role}):
            _add(db, notebook, role, cells[added])
    for row in [row for row in notebook.source_cells if row.name not in cells]:
        db.delete(row)
    for added in cells.keys() - {row.name for row in notebook.source_cells}:
        db.add(SourceCell(name=added, cell_type=cells[added].cell_type, notebook=notebook))
    db.commit()


def _add(db, notebook, role, cell):
    """Ajoute une cellule au carnet, et sa note ou son commentaire, vides, à chaque copie."""
    settings = {} if role is SolutionCell else {"max_score": cell.metadata.nbgrader.points, "cell_type": cell.cell_type}
    row = role(name=_name(cell), notebook=notebook, **settings)
    db.add(row)
    db.flush()
    tables = {GradeCell: (Grade,), SolutionCell: (Comment,), TaskCell: (Grade, Comment)}[role]
    db.add_all(table(cell_id=row.id, notebook=copy) for copy in notebook.submissions for table in tables)


def _refuse_losses(rows, name):
    """Refuse d'ôter des cellules où une personne a mis une note ou un commentaire."""
    marks = [(row.name, each.manual_score, each.extra_credit) for row in rows for each in row.grades]
    marks += [(row.name, each.manual_comment or None, None) for row in rows for each in row.comments]
    lost = [cell for cell, *given in marks if given != [None, None]]
    if lost:
        cells = enumerated([shown(cell) for cell in dict.fromkeys(lost)])
        given = count(len(lost), "note ou commentaire mis", "notes ou commentaires mis")
        raise GradingError(
            f"Le sujet {name} a perdu {cells}, et {given} à la main avec : rien n'a changé. Remettez-y ces cellules, "
            "sous le même nom ; elles peuvent ne plus valoir que zéro point."
        )


def _ask_again(gradebook, notebook, cells):
    """Fait relire les notes mises à la main dans des cellules dont les points ont changé ; elles restent."""
    marks = gradebook.db.query(Grade).join(BaseCell, BaseCell.id == Grade.cell_id).join(SubmittedNotebook)
    marks = marks.filter(SubmittedNotebook.notebook_id == notebook.id, BaseCell.name.in_(cells))
    for mark in marks.filter(Grade.manual_score.isnot(None)):
        mark.needs_manual_grade = True
    gradebook.db.commit()


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


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
