"""Le plan d'une correction : quelle cellule s'exécute où, sur la foi du carnet de l'enseignant, jamais de la copie."""

from dataclasses import dataclass, replace

from mlcourse.checks.notebook import (
    HIDDEN,
    bound_names,
    grade_id,
    hidden_lines,
    imported_names,
    is_solution,
    is_test,
    parse,
    used_names,
    without_lines,
)
from mlcourse.grading.submission.rebuild import is_added
from mlcourse.grading.wire.errors import CELL


@dataclass(frozen=True)
class Step:
    """Une cellule de code : `kind` vaut `student`, `teacher` (une cellule du sujet) ou `test`."""

    index: int
    kind: str
    source: str
    names: tuple[str, ...] = ()  # ce que définit ici la solution de l'enseignant, ou ce qu'emploie un test
    hidden_lines: tuple[int, ...] = ()
    taught: str = ""  # ce que les tests en exécutent aussi : une cellule du sujet, les imports d'une solution
    borrowed: bool = False  # une cellule de la copie emploie ce que ce test définit sous ses yeux

    @property
    def filename(self):
        """Le nom sous lequel la cellule se compile ; une copie ne peut se faire citer les lignes d'un test."""
        return f"<test {self.index + 1}>" if self.kind == "test" else f"{CELL}{self.index + 1}>"

    def in_sight(self):
        """La cellule telle que l'étudiant l'a reçue, chaque ligne restant à sa place."""
        return replace(self, source=without_lines(self.source, self.hidden_lines), hidden_lines=())

    def as_cell(self):
        """Le test tel que la copie l'exécuterait elle-même dans Jupyter, d'où elle peut tenir un nom."""
        return replace(self.in_sight(), kind="student", names=())


def make_plan(notebook, source, delimiters=HIDDEN):
    """Range les cellules de code du carnet rendu, d'après celui de l'enseignant : lui seul dit ce qui est un test."""
    teacher = {grade_id(cell): cell for cell in source.cells if grade_id(cell) and cell.cell_type == "code"}
    plain = {cell.source for cell in source.cells if not grade_id(cell)}
    steps = []
    for index, cell in enumerate(notebook.cells):
        original = teacher.get(grade_id(cell))
        if cell.cell_type == "code" and original is None:
            own = is_added(cell) or cell.source not in plain
            steps.append(Step(index, "student", cell.source) if own else _teacher(index, cell.source))
        elif cell.cell_type == "code":
            steps.append(_step(index, cell, original, delimiters))
    return _borrowed(_needed(steps))


def _step(index, cell, original, delimiters):
    if is_solution(original):
        imported = imported_names(original.source)  # ce n'est pas à la copie de le donner
        names = tuple(sorted(bound_names(original.source) - imported.keys()))
        return Step(index, "student", cell.source, names, taught="\n".join(dict.fromkeys(imported.values())))
    if is_test(original):
        names = tuple(sorted(used_names(original.source)))
        return Step(index, "test", original.source, names, hidden_lines(original.source, delimiters))
    return _teacher(index, original.source)


def _teacher(index, source):
    return Step(index, "teacher", source, taught=source)


def _needed(steps):
    """Ne laisse aux tests à exécuter que ce dont ils se servent."""
    used: set[str] = set()
    marked = []
    for step in reversed(steps):
        magic = parse(step.taught) is None
        taught = step.taught if magic or bound_names(step.taught) & used else ""
        used |= used_names(step.source if step.kind == "test" else taught)
        marked.append(replace(step, taught=taught))
    return marked[::-1]


def _borrowed(steps):
    """Marque les tests dont une cellule de la copie, plus loin, emploie un nom qu'ils définissent à sa vue."""
    used: set[str] = set()
    marked = []
    for step in reversed(steps):
        if step.kind == "student":
            used |= used_names(step.source)
        lends = step.kind == "test" and bool(bound_names(step.in_sight().source) & used)
        marked.append(replace(step, borrowed=lends))
    return marked[::-1]
