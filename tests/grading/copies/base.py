"""De quoi fabriquer des copies, du devoir 1 sauf mention : justes, vides, abîmées, ou qui tentent quelque chose."""

import copy
import json
import os
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from mlcourse.checks.notebook import grading, is_test

from ...assignments.class_of_devoir1 import ALL, ANSWERS, POINTS, RELEASE, SOURCE, WRITTEN, all_but, filled, worth
from ...assignments.workshop import ROOT, coded_exercises, with_source

__all__ = ["ALL", "ANSWERS", "POINTS", "RELEASE", "ROOT", "SOURCE", "WRITTEN"]
__all__ += ["all_but", "filled", "grading", "is_test", "with_source", "worth"]

ASSIGNMENT = "devoir1"
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
EXERCISES = {
    name: re.search(rf"^def {name}\((.*?)\)", ANSWERS[name], re.MULTILINE)[1] for name in coded_exercises(SOURCE)
}
ATTACKED = [*EXERCISES][:3]  # ceux que détournent les copies hostiles ; les suivants y sont bien faits, ou vides
ONE_ONLY = [name for name in ATTACKED if name != "shared_bias_backward"]  # l'exercice 2 seul s'égare
LOOT = "BUTIN-SAISI"  # ce qu'affiche une copie qui a trouvé ce qu'elle cherchait


@dataclass(frozen=True)
class Link:
    """Un lien symbolique ; `target` peut citer le cours par @COURS@."""

    target: str


@dataclass(frozen=True)
class Fifo:
    """Un tube nommé : le lire attend pour toujours."""


@dataclass(frozen=True)
class Copy:
    """Une copie rendue : qui, ce qu'elle tente ou ce qui lui est arrivé, et la note automatique qu'elle mérite.

    `says` est ce que la raison écrite pour l'enseignant doit contenir (une expression régulière) ; `quick` la range
    parmi celles que corrige chaque exécution des tests ; `shown` permet que son butin reste dans le carnet corrigé, que
    lit l'enseignant seul : il a bien fallu lui passer ces données. Rien n'en doit paraître dans le retour à l'étudiant.
    """

    student: str
    family: str
    sentence: str
    build: Callable
    points: float = 0.0
    quick: bool = False
    says: str = ""
    shown: bool = False
    assignment: str = ASSIGNMENT

    def __str__(self):
        return f"{self.family}-{self.student}"

    def write(self, folder, places=None):
        """Pose la copie dans `folder`, le dossier que nbgrader appelle submitted."""
        content = self.build()
        files = {f"{self.assignment}.ipynb": content} if isinstance(content, nbformat.NotebookNode) else content
        target = Path(folder) / self.student / self.assignment
        target.mkdir(parents=True)
        _write(target, files, places or {})


def _write(folder, files, places):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(_placed(content.target, places, hexadecimal=False))
        elif isinstance(content, Fifo):
            os.mkfifo(path)
        elif isinstance(content, nbformat.NotebookNode):
            path.write_text(_placed(json.dumps(content), places), "utf-8")
        elif isinstance(content, dict):
            path.mkdir()
            _write(path, content, places)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def _placed(text, places, *, hexadecimal=True):
    """Remplace @COURS@, @PORT@… par leur valeur, en hexadécimal dans le code d'une copie : ni guillemet, ni accent."""
    for name, value in places.items():
        text = text.replace(f"@{name}@", value.encode().hex() if hexadecimal else value)
    return text


def register(registry, **defaults):
    """Rend le décorateur qui range une fonction parmi les copies : son nom est l'étudiant, sa docstring la phrase."""

    def decorate(family, **options):
        def keep(function):
            student = options.pop("student", function.__name__)
            assert student not in registry, student
            sentence = " ".join(function.__doc__.split())
            registry[student] = Copy(student, family, sentence, function, **(defaults | options))
            return function

        return keep

    return decorate


PRELUDE = f"""
import os
import sys
import time

import numpy as np

COURSE, REPOSITORY = bytes.fromhex("@COURS@").decode(), {str(ROOT)!r}
BOX = not os.path.exists(REPOSITORY + "/pyproject.toml")
FOUND = []


def trophy(*things):
    FOUND.append(" ".join(["-".join({tuple(LOOT.split("-"))}), *map(str, things)]))
    print(FOUND[-1])


def danger():
    if not BOX:
        raise SystemExit("Cette copie voit le dépôt : elle n'est pas en boîte, et ne frappe pas.")


def blank(first, *rest):
    if callable(first):
        return 0.0
    if isinstance(rest[0], dict):
        return np.zeros(rest[0]["X"].shape), np.zeros(rest[0]["W"].shape), np.zeros((1, 1))
    return 0.0, np.zeros(np.shape(first))


def cheat(*arguments):
    return blank(*arguments)
"""
ACCOUNT = 'print(*FOUND or ["rien"])'


def code(source):
    """Une cellule de code ajoutée."""
    return nbformat.v4.new_code_cell(textwrap.dedent(source).strip("\n"))


def prose(source):
    """Une cellule de texte ajoutée."""
    return nbformat.v4.new_markdown_cell(textwrap.dedent(source).strip("\n"))


def again(cell, **changes):
    """Une cellule toute pareille, à quelques champs près."""
    return nbformat.from_dict(copy.deepcopy(dict(cell)) | changes)


def after(notebook, grade_id, *cells):
    """Rend une copie du carnet où ces cellules suivent la cellule `grade_id`."""
    notebook = copy.deepcopy(notebook)
    (place,) = [i for i, cell in enumerate(notebook.cells) if grading(cell).get("grade_id") == grade_id]
    notebook.cells[place + 1 : place + 1] = cells
    return notebook


def with_attack(notebook, source):
    """Rend le carnet où une cellule d'attaque suit les imports, et où la dernière dit ce qui a été trouvé."""
    notebook = after(notebook, "imports", code(PRELUDE), code(source))
    notebook.cells.append(code(ACCOUNT))
    return notebook


def cheating(source, honest=(), **bodies):
    """Le sujet, où les exercices attaqués appellent `cheat`, que `source` définit ; ceux de `honest` sont bien faits.

    Les autres le sont aussi, si la copie est honnête quelque part ; sinon, ils restent vides. `bodies` remplace
    l'appel d'un exercice par d'autres instructions.
    """
    answers = {
        name: f"def {name}({arguments}):\n" + textwrap.indent(bodies.get(name, f"return cheat({arguments})"), "    ")
        for name, arguments in EXERCISES.items()
        if name in ATTACKED and name not in honest
    }
    others = [name for name in EXERCISES if name not in ATTACKED] if honest else []
    kept = {name: ANSWERS[name] for name in (*honest, *others)}
    notebook = RELEASE
    for grade_id, answer in (answers | kept).items():
        notebook = with_source(notebook, grade_id, answer)
    return with_attack(notebook, source)


def disguised(source):
    """La référence, et une cellule qui vise autre chose que ses propres points : elle garde tous les siens."""
    return with_attack(filled(), source)


def edited(notebook, change, where=lambda cell: True):
    """Rend une copie du carnet où `change` a modifié les cellules que `where` retient."""
    notebook = copy.deepcopy(notebook)
    for cell in filter(where, notebook.cells):
        change(cell)
    return notebook
