"""L'examen d'une classe corrigée : ce qui a été divulgué, ce qui a été touché, ce qui reste."""

import json
import re
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from mlcourse.checks.notebook import is_test

from ...assignments.assignment import Assignment
from .base import LOOT
from .classroom import Classroom

MARK = "MARQUE-PIRATE"  # ce que porte tout ce qui voudrait s'exécuter chez qui lit le retour
ADDRESSES = ("href", "src", "srcdoc", "action", "data", "style", "content")
ACTIVE = ("script", "iframe", "object", "embed", "form", "base", "meta", "link", "style")


@dataclass
class Graded:
    """Une classe, et tout ce que sa correction a produit."""

    classroom: Classroom
    code: int
    survivors: list
    changed: set
    calls: list
    marks: dict = field(default_factory=dict)
    results: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)

    def reasons(self, student):
        """Ce que la correction dit d'un étudiant : ses remarques, et ce qu'affichent ses tests."""
        shown = [" ".join(self.results[student]["remarks"])] if student in self.results else []
        notebook = json.loads(self.classroom.graded(student) or '{"cells": []}')
        for cell in notebook["cells"]:
            for output in cell.get("outputs", []):
                shown += [*output.get("traceback", []), str(output.get("evalue", ""))]
        return "\n".join(shown)

    def outputs(self, student):
        """Les sorties du carnet corrigé d'un étudiant, en un seul texte ; celles des tests sont pour l'enseignant."""
        notebook = json.loads(self.classroom.graded(student) or '{"cells": []}')
        return "\n".join(_texts([cell.get("outputs", []) for cell in notebook["cells"] if not _is_test(cell)]))

    def page(self, student):
        """Le texte de la page de retour d'un étudiant, comme il la lit."""
        return BeautifulSoup(self.pages.get(student, ""), "html.parser").get_text()


def _is_test(cell):
    return bool(cell.get("metadata")) and is_test(cell)


def _texts(value):
    """Toutes les chaînes d'une structure JSON."""
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in _texts(item)]


def grade_class(folder, copies, *, settings="", feedback=None):
    """Réunit les copies, corrige la classe, et rend ce qu'on en a observé ; `feedback` nomme les pages à produire."""
    classroom = Classroom(folder, copies, settings)
    before = classroom.fingerprint()
    code, survivors = classroom.grade()
    assert code in (0, 1), classroom.printed
    assert "Traceback" not in classroom.printed, classroom.printed
    after = classroom.fingerprint()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    graded = Graded(classroom, code, survivors, changed, classroom.listener.calls)
    graded.marks, graded.results = classroom.marks(), classroom.results()
    graded.pages = classroom.feedback(feedback) if feedback != [] else {}
    classroom.listener.close()
    return graded


@cache
def canaries(name):
    """Ce que nul étudiant ne doit lire : les lignes des tests cachés et des solutions, les données cachées."""
    assignment = Assignment(name)
    published = "\n".join(cell.source for cell in assignment.release.cells)
    secret = [cell.source.partition("# DÉBUT TESTS CACHÉS")[2] for cell in assignment.source.cells if is_test(cell)]
    lines = {line.strip() for text in (*secret, *assignment.answers.values()) for line in text.splitlines()}
    told = sorted(line for line in lines if len(line) >= 25 and line not in published)
    return told + sorted(_hidden_digits(assignment.source))


def _hidden_digits(source):
    """Les chiffres des nombres que calculent les tests cachés : entrées et valeurs attendues."""
    namespace, digits = {"__name__": "__main__"}, set()
    for cell in source.cells:
        if cell.cell_type == "code":
            visible, _, hidden = cell.source.partition("# DÉBUT TESTS CACHÉS")
            exec(compile(visible, "<visible>", "exec"), namespace)
            known = _digits(namespace)
            exec(compile(hidden, "<caché>", "exec"), namespace)
            digits |= _digits(namespace) - known
    return digits


def _digits(namespace):
    found = set()
    for name, value in namespace.items():
        if name.startswith("_") and isinstance(value, float | np.ndarray):
            for number in np.ravel(value)[:50]:
                text = f"{abs(float(number)):.17g}" if np.isrealobj(number) else ""
                if re.fullmatch(r"\d{1,3}\.\d{12,}", text):
                    found.add(text[:9])
    return found


def leaks(graded, copy):
    """Ce qui a été divulgué à l'étudiant, ou par lui : une liste de phrases, vide si tout va bien."""
    own = "\n".join(cell.source for cell in _cells(copy))
    page, outputs = graded.page(copy.student), graded.outputs(copy.student)
    secrets = [canary for canary in canaries(copy.assignment) if canary not in own]
    found = [f"le retour montre « {canary} »" for canary in secrets if canary in page]
    found += [f"une sortie montre « {canary} »" for canary in secrets if canary in outputs and not copy.shown]
    if graded.classroom.token in page + outputs:
        found.append("le secret de l'environnement est sorti")
    if LOOT in page:
        found.append("le retour montre le butin : " + page[page.index(LOOT) :][:200])
    if LOOT in outputs and not copy.shown:
        found.append("une sortie montre le butin : " + outputs[outputs.index(LOOT) :][:200])
    return found


def _cells(copy):
    """Ce que l'étudiant a écrit, où et sous quelque nom qu'il ait rangé son carnet."""
    return _cells_in(copy.build())


def _cells_in(content):
    if isinstance(content, NotebookNode):
        return content.cells
    return [cell for inner in content.values() for cell in _cells_in(inner)] if isinstance(content, dict) else []


def scripts(graded, copy):
    """Ce qui s'exécuterait chez qui ouvre le retour."""
    page = BeautifulSoup(graded.pages.get(copy.student, ""), "html.parser")
    found = [f"<{tag.name}> {tag}"[:200] for tag in page.find_all(ACTIVE) if MARK in str(tag)]
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if MARK in text and (name.startswith("on") or name in ADDRESSES):
                found.append(f"<{tag.name} {name}={text[:100]!r}>")
    return found
