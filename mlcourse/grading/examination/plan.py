"""Le plan d'une correction : quelle cellule s'exécute où, sur la foi du carnet de l'enseignant, jamais de la copie."""

import ast
from dataclasses import dataclass, replace
from functools import lru_cache

from mlcourse.grading.wire.errors import CELL

CACHED = 512  # cellules : un poste corrige cent fois le même sujet
HIDDEN = ("# DÉBUT TESTS CACHÉS", "# FIN TESTS CACHÉS")


@dataclass(frozen=True)
class Step:
    """Une cellule de code : `kind` vaut `student`, `teacher` (une cellule du sujet) ou `test`."""

    index: int
    kind: str
    source: str
    names: tuple[str, ...] = ()  # ce que définit ici la solution de l'enseignant, ou ce qu'emploie un test
    hidden_lines: tuple[int, ...] = ()
    needed: bool = False  # les tests ont besoin de cette cellule du sujet

    @property
    def filename(self):
        """Le nom sous lequel la cellule se compile ; une copie ne peut se faire citer les lignes d'un test."""
        return f"<test {self.index + 1}>" if self.kind == "test" else f"{CELL}{self.index + 1}>"

    def visible(self):
        """La cellule de tests telle que l'étudiant l'a reçue, chaque ligne restant à sa place."""
        lines = self.source.split("\n")
        return "\n".join("" if number in self.hidden_lines else line for number, line in enumerate(lines, 1))


def make_plan(notebook, source, delimiters=HIDDEN):
    """Range les cellules de code du carnet rendu, d'après celui de l'enseignant : lui seul dit ce qui est un test."""
    teacher = {grade_id(cell): cell for cell in source.cells if grade_id(cell) and cell.cell_type == "code"}
    plain = {cell.source for cell in source.cells if not grade_id(cell)}
    steps = []
    for index, cell in enumerate(notebook.cells):
        original = teacher.get(grade_id(cell))
        if cell.cell_type == "code" and original is None:
            steps.append(Step(index, "teacher" if cell.source in plain else "student", cell.source))
        elif cell.cell_type == "code":
            steps.append(_step(index, cell, original, delimiters))
    return _needed(steps)


def grade_id(cell):
    """Le nom d'une cellule nbgrader, ou une chaîne vide."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _step(index, cell, original, delimiters):
    settings = original.metadata["nbgrader"]
    if settings.get("solution"):
        return Step(index, "student", cell.source, tuple(sorted(_bound(original.source))))
    if settings.get("grade"):
        names = tuple(sorted(_used(original.source)))
        return Step(index, "test", original.source, names, tuple(_hidden(original.source, *delimiters)))
    return Step(index, "teacher", original.source)


def _hidden(source, begin, end):
    inside = False
    for number, line in enumerate(source.split("\n"), 1):
        inside = inside or begin in line
        if inside:
            yield number
        inside = inside and end not in line


def _needed(steps):
    """Marque les cellules du sujet dont les tests se servent : le processus des tests n'exécute qu'elles."""
    used: set[str] = set()
    marked = []
    for step in reversed(steps):
        magic = step.kind == "teacher" and _parse(step.source) is None
        needed = magic or (step.kind == "teacher" and bool(_bound(step.source) & used))
        if needed or step.kind == "test":
            used |= _used(step.source)
        marked.append(replace(step, needed=needed))
    return marked[::-1]


@lru_cache(CACHED)
def _parse(source):
    try:
        return ast.parse(source)
    except SyntaxError:  # des commandes %magiques
        return None


@lru_cache(CACHED)
def _bound(source):
    """Les noms qu'un programme définit au premier niveau."""
    tree = _parse(source)
    names = set()
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            names |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and _is_store(part)}
    return names


@lru_cache(CACHED)
def _used(source):
    tree = _parse(source)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()


def _is_store(name):
    return isinstance(name.ctx, ast.Store)
