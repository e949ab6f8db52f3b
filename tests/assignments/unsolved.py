"""Les copies qui ne résolvent rien : celles que l'atelier fait pour tout exercice, et celles qu'y ajoute son auteur."""

import ast
import copy
import pickle
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mlcourse.checks.notebook import grade_id

from .workshop import ROOT, SOURCES, apart, coded_exercises, of_exercise, read, run, untimed, variants, with_source

FAMILIES = Path(__file__).with_name("families.py")
RECITAL = 100_000  # octets : ce qu'une cellule contient sans peine
SHAPED = "_shaped"  # dans un fichier de preuve : de la forme d'une réponse, quand la vraie est longue à calculer
EMPTY = """{right}


def {exercise}(*arguments, _right={exercise}):
    return {family}(_right(*arguments), arguments)
"""
RECITED = """import pickle

_SEEN = pickle.loads(bytes.fromhex("{seen}"))


def {exercise}(*arguments):
    return {family}(_SEEN, arguments)
"""
RECORDED = """{right}


def {exercise}(*arguments, _right={exercise}):
    answer = _right(*arguments)
    _keep(_key_of_the_copy(arguments), answer)
    return answer
"""


@dataclass(frozen=True)
class Made:
    """Une copie qui ne résout rien, faite de la solution d'un exercice ou des réponses de ses tests visibles."""

    assignment: str
    exercise: str
    family: str

    def __str__(self):
        return f"{self.assignment}-{self.exercise}-{self.name}"

    @property
    def name(self):
        """Le nom de la famille, sans préfixe, comme celui d'une variante."""
        return self.family.partition("_")[2]

    @property
    def source(self):
        """Ce que contient la cellule de réponse."""
        return _source(self.assignment, self.exercise, self.family)


def unsolved():
    """Tout ce qui ne résout rien, sauf ce qui appelle le cours."""
    return [*made(), *variants("empty_"), *variants("recited_")]


def made():
    """Ce qu'en fait l'atelier, pour chaque exercice de chaque devoir."""
    exercises = ((assignment, name) for assignment, path in SOURCES.items() for name in coded_exercises(read(path)))
    return [Made(*exercise, family) for exercise in exercises for family in _families() if family[0] != "_"]


@cache
def _families():
    """{nom: texte} des fonctions de `families.py`."""
    nodes = ast.parse(FAMILIES.read_text("utf-8")).body
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    helpers = [node.name for node in functions if node.name[0] == "_"]
    return {node.name: apart(ast.unparse(node), helpers) for node in functions}


@cache
def _source(assignment, exercise, family):
    helpers = [text for name, text in _families().items() if name[0] == "_"]
    if family.startswith("recited_"):
        ending = RECITED.format(seen=_seen(assignment, exercise), exercise=exercise, family=family)
    else:
        ending = EMPTY.format(right=_shaped(assignment, exercise), exercise=exercise, family=family)
    return "\n\n\n".join([*helpers, _families()[family], ending])


def _right(assignment, exercise):
    (source,) = [cell.source for cell in read(SOURCES[assignment]).cells if grade_id(cell) == exercise]
    return source


@cache
def _shaped(assignment, exercise):
    quick = [v.source for v in variants(SHAPED) if (v.assignment, v.exercise) == (assignment, exercise)]
    return quick[0] if quick else _right(assignment, exercise)


@cache
def _seen(assignment, exercise):
    """Ce que demandent les tests visibles d'un exercice, et ce qu'il faut y répondre."""
    seen = []
    source = f"{_families()['_is_list']}\n{_families()['_key']}\n" + RECORDED.format(
        right=_right(assignment, exercise), exercise=exercise
    )
    released = read(ROOT / "exercises" / assignment / f"{assignment}.ipynb")
    notebook = untimed(of_exercise(with_source(released, exercise, source), exercise))
    run(notebook, _keep=lambda key, answer: seen.append((key, copy.deepcopy(answer))))
    while len(pickle.dumps(seen)) > RECITAL:
        seen.remove(max(seen, key=lambda one: len(pickle.dumps(one))))
    return pickle.dumps(seen or [("", "")], protocol=4).hex()
