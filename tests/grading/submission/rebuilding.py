"""Reconstruire une copie du petit devoir, et l'abîmer."""

import json

import nbformat

from mlcourse.grading.submission.rebuild import rebuild

NAME = "petit"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HELPER = "def helper(x):\n    return 2 * x"


def rebuilt(master, notebook, name=f"{NAME}.ipynb", **others):
    """La copie reconstruite ; `others` sont les autres fichiers rendus."""
    content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    result = rebuild(master, {name: content, **others}, NAME)
    nbformat.validate(result.notebook)
    return result


def cell_of(notebook, grade_id):
    """La cellule qui porte ce nom."""
    (found,) = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id]
    return found


def without(notebook, *names):
    """Le carnet sans ces cellules."""
    notebook.cells = [cell for cell in notebook.cells if cell.id not in names]
    return notebook


def bare(notebook):
    """Le carnet sans ses métadonnées."""
    for cell in notebook.cells:
        cell.metadata.clear()
        del cell["id"]
    return notebook
