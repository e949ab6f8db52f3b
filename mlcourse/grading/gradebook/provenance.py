"""De quelle copie vient chaque note : le carnet de notes le garde, et le sait encore quand on en remet une sauvegarde.

La copie corrigée, dans classe/autograded, ne suffit pas à le dire : une sauvegarde peut dater d'une copie d'avant.
"""

from nbgrader.api import Base, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, String, Table, delete, insert, select

# Sans clé étrangère : nbgrader, qui ne connaît pas cette table, efface un étudiant comme il l'entend. Ce qui reste de
# lui ici ne le nomme pas.
COPIES = Table(
    "mlcourse_copies",
    Base.metadata,
    Column("notebook_id", String(32), primary_key=True),
    Column("key", String(64), nullable=False),  # la copie, le sujet, le moteur
    Column("copy", String(64), nullable=False),  # la copie seule
)


def note(gradebook, notebook_id, key, copy):
    """Inscrit, dans la transaction en cours, d'où viennent les notes d'un carnet ; rend la copie dont elles venaient.

    Rend une chaîne vide si on l'ignore.
    """
    own = COPIES.c.notebook_id == notebook_id
    before = gradebook.db.execute(select(COPIES.c.copy).where(own)).scalar()
    gradebook.db.execute(delete(COPIES).where(own))
    gradebook.db.execute(insert(COPIES).values(notebook_id=notebook_id, key=key, copy=copy))
    return before or ""


def keys(gradebook, assignment, name):
    """{étudiant: empreinte de ce d'où viennent ses notes d'un carnet}, sans ceux dont on l'ignore."""
    notebook = gradebook.find_notebook(name, assignment)
    query = select(SubmittedAssignment.student_id, COPIES.c.key)
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    query = query.join(COPIES, COPIES.c.notebook_id == SubmittedNotebook.id)
    rows = gradebook.db.execute(query.where(SubmittedNotebook.notebook_id == notebook.id))
    return {student: key for student, key in rows}  # noqa: C416 (une ligne de base n'est pas un couple)
