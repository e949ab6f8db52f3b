"""Un cours minuscule : un devoir d'une fonction et d'une question, une classe qu'on remplit à la main."""

import copy
import json
import shutil

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from mlcourse.checks.notebook import grading
from mlcourse.grading.batch.answered import told
from mlcourse.grading.batch.bundle import Result
from mlcourse.grading.gradebook.course import Course
from mlcourse.grading.gradebook.master import master_for
from mlcourse.grading.submission.rebuild import ADDED, complete, rebuild
from mlcourse.grading.submission.unread import refuse

from ..assignments.workshop import ROOT

ASSIGNMENT = "petit"
SOLUTION = """def double(x):
    \"\"\"Le double de x.\"\"\"
    # DÉBUT SOLUTION
    return x + x
    # FIN SOLUTION"""
RIGHT = "def double(x):\n    return 2 * x"
WRONG = "def double(x):\n    return x"
TEST = """# Le double (2 points).
assert double(2) == 4
# DÉBUT TESTS CACHÉS
assert double(31415) == 62830  # le nombre caché
# FIN TESTS CACHÉS"""


def _cell(new, grade_id, source, points=None, *, solution=False):
    settings = {"grade_id": grade_id, "grade": points is not None, "solution": solution, "locked": not solution}
    settings |= {"schema_version": 3, "task": False} | ({} if points is None else {"points": points})
    return new(source, id=grade_id, metadata={"nbgrader": settings})


def source_notebook():
    """Le carnet de l'enseignant."""
    cells = [
        _cell(new_markdown_cell, "introduction", "# Petit devoir\n\nUne fonction à écrire, et une question."),
        _cell(new_code_cell, "imports", "import math"),
        _cell(new_code_cell, "double", SOLUTION, solution=True),
        _cell(new_code_cell, "double-test", TEST, 2.0),
        _cell(new_code_cell, "double-zero", "assert double(0) == 0", 1.0),
        _cell(new_markdown_cell, "question-statement", "## Question\n\nPourquoi le double d'un entier est-il pair ?"),
        _cell(new_markdown_cell, "question", "Parce qu'il est divisible par deux, mon cher.", 3.0, solution=True),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=metadata)


class SmallCourse:
    """Le cours, dans un dossier au nom difficile."""

    def __init__(self, parent, model=None):
        self.root = parent / "cours d'été"
        self.source = self.root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        if model:
            shutil.copytree(model, self.root)
        else:
            self.source.parent.mkdir(parents=True)
            shutil.copy(ROOT / "nbgrader_config.py", self.root)
            nbformat.write(source_notebook(), self.source)

    def copy(self, parent):
        """Le même cours, recopié ailleurs."""
        return SmallCourse(parent, self.root)

    def open(self):
        """Le cours, vu de la correction."""
        return Course(self.root)

    def master(self):
        """Le carnet préparé."""
        course = self.open()
        return master_for(course.coursedir, ASSIGNMENT, ASSIGNMENT, course.config)

    def released(self):
        """Le carnet que reçoit l'étudiant."""
        notebook = copy.deepcopy(self.master())
        for cell in notebook.cells:
            cell.source = cell.metadata.pop("mlcourse", {}).get("released", cell.source)
        return notebook

    def submit(self, student, content, name=f"{ASSIGNMENT}.ipynb"):
        """Range une copie ; `content` est un carnet ou des octets."""
        folder = self.root / "classe" / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        (folder / name).write_bytes(content)
        return folder


def filled(released, double=RIGHT, question="Il se divise par deux."):
    """Le sujet, rempli."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        cell.source = {"double": double, "question": question}.get(grading(cell).get("grade_id"), cell.source)
    return notebook


def texts(notebook):
    """{grade_id: texte}, pour les cellules du sujet."""
    return {grading(cell)["grade_id"]: cell.source for cell in notebook.cells if grading(cell).get("grade_id")}


def added(notebook):
    """Les textes des cellules ajoutées, dans l'ordre, sans la ligne qui dit qu'elles le sont."""
    cells = [cell for cell in notebook.cells if cell.metadata.get("mlcourse", {}).get("added")]
    assert all(ADDED in cell.source for cell in cells if cell.cell_type == "markdown")
    return [*map(written, cells)]


def written(cell):
    """Le texte d'une cellule, sans la ligne qui dit qu'elle est ajoutée."""
    return cell.source.replace(f"# {ADDED}\n", "").replace(f"**{ADDED}**\n\n", "")


class InstantPool:
    """Corrige sans processus ni boîte : exécute ici même les copies, toutes sages, des tests du lot."""

    def __init__(self, stop_after=None):
        self.graded, self.stop_after = [], stop_after

    def grade(self, bundles):
        """Rend (copie, résultat) ; s'interrompt après `stop_after` copies, comme un Ctrl-C."""
        for bundle in bundles:
            if self.stop_after is not None and len(self.graded) >= self.stop_after:
                raise KeyboardInterrupt
            self.graded.append(bundle.student)
            yield bundle, self._result(bundle)

    def _result(self, bundle):
        rebuilt = rebuild(nbformat.from_dict(json.loads(bundle.source)), bundle.files, bundle.notebook)
        if rebuilt.unreadable:
            refuse(rebuilt.notebook, rebuilt.remarks.texts[0])
        namespace = {}
        for cell in () if rebuilt.unreadable else rebuilt.notebook.cells:
            if cell.cell_type == "code":
                try:
                    exec(cell.source, namespace)
                except Exception as error:  # noqa: BLE001 (une copie fausse)
                    text = str(error) or "faux"
                    cell.outputs = [nbformat.v4.new_output("error", ename="E", evalue=text, traceback=[text])]
        remarks = bundle.remarks + rebuilt.remarks
        notebook = complete(rebuilt.notebook, remarks)
        said = told(notebook, nbformat.from_dict(json.loads(bundle.source)))
        return Result(bundle.student, nbformat.writes(notebook), remarks, said)
