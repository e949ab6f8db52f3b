"""Un lot de trois copies, et ce qu'on lit ensuite au carnet de notes."""

import sqlite3

from mlcourse.grading.batch.batch import Batch

from .small_course import ASSIGNMENT, InstantPool

NAMES = ("Zoé N'Guyen", "Élodie  (groupe 2)", "aimé")
DUMP = """
SELECT student.id, base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade
FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN student ON student.id = submitted_assignment.student_id
ORDER BY student.id, base_cell.name
"""
COMMENTS = DUMP.replace(
    "grade.auto_score, grade.manual_score, grade.needs_manual_grade", "auto_comment, manual_comment"
)
COMMENTS = COMMENTS.replace("FROM grade", "FROM comment").replace("grade.", "comment.")


def run(course, pool=None, **options):
    """Corrige la classe ; rend le lot, fermé, et ce qui a exécuté les copies."""
    pool = pool or InstantPool()
    with Batch(course.open(), ASSIGNMENT, **options) as lot:
        for _ in lot.run(pool):
            pass
        lot.total, lot.final = lot.writer.marks()
    return lot, pool


def rows(course, query=DUMP):
    """Ce que répond le carnet de notes."""
    with sqlite3.connect(course.root / "classe" / "gradebook.db") as base:
        return base.execute(query).fetchall()


def execute(course, *statements):
    """Change le carnet de notes à la main."""
    with sqlite3.connect(course.root / "classe" / "gradebook.db") as base:
        for statement in statements:
            base.execute(statement)
