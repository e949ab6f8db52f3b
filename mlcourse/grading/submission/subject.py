"""Le sujet vu de la reconstruction : ses cellules, ce qu'on en a distribué, ce que chaque solution définit."""

from dataclasses import dataclass, field
from functools import cached_property

from mlcourse.checks.notebook import defined_names, grade_id, is_solution, is_test, may_define
from mlcourse.grading.submission.notebooks import shingles, tidy

ALIKE = 0.75  # deux textes qui ont en commun plus de leurs morceaux que cela sont la même cellule, retouchée
STEM, GROWTH = 8, 20  # par quoi deux versions d'une ligne commencent, et de combien l'une peut allonger l'autre


@dataclass(frozen=True)
class SubjectCell:
    """Une cellule du carnet de l'enseignant ; `released` est le texte que l'étudiant a reçu."""

    index: int
    kind: str
    grade_id: str
    cell_id: str
    solution: bool
    test: bool
    released: str
    names: frozenset = field(default_factory=frozenset)
    illustrated: bool = False  # des images du sujet y sont jointes

    @cached_property
    def shingles(self):
        """Les morceaux du texte distribué."""
        return shingles(self.released)

    @property
    def written(self):
        """Vrai d'une réponse que lit une personne, en prose."""
        return self.solution and self.kind != "code"

    def answered_by(self, cell):
        """Vrai d'une cellule rendue qui n'est ni vide ni le squelette distribué, ou à laquelle une image est jointe."""
        if self.written and cell.attachments and not self.illustrated:
            return True
        return bool(cell.source.strip()) and cell.text != self.released

    def reworded_by(self, cell):
        """Vrai d'un énoncé sans nom, tel qu'une autre version du sujet le disait : rien n'y est de l'étudiant.

        Chaque ligne qui n'est pas du sujet y tient lieu d'une autre, qui commence de même : une échéance, une adresse.
        """
        if cell.grade_id or (cell.kind, self.kind, self.solution) != ("markdown", "markdown", False):
            return False
        theirs, ours = cell.text.split("\n"), self.released.split("\n")
        if theirs[0] != ours[0] or len(theirs) > len(ours):
            return False
        gone = [line for line in ours if line not in theirs]
        for line in (line for line in theirs if line not in ours):
            twins = (old for old in gone if old[:STEM] == line[:STEM] and len(line) <= len(old) + GROWTH)
            twin = next(twins, None)
            if twin is None:
                return False
            gone.remove(twin)
        return True

    def defined_by(self, cell):
        """Vrai d'une cellule rendue qui définit ce que demande celle-ci."""
        return cell.kind == "code" and bool(self.names & cell.names)

    def perhaps_defined_by(self, cell):
        """Vrai d'une cellule rendue dont rien n'exclut qu'elle le définisse, d'une façon ou d'une autre."""
        return may_define(cell.definable, self.names)


class Subject:
    """Le carnet préparé par `mlcourse.grading.gradebook.master`, prêt à reconnaître les cellules d'une copie."""

    def __init__(self, notebook):
        self.notebook = notebook
        self.cells = [_subject_cell(index, cell) for index, cell in enumerate(notebook.cells)]
        self.solutions = [cell for cell in self.cells if cell.solution]
        self._by_grade_id = {cell.grade_id: cell.index for cell in self.cells if cell.grade_id}
        self._by_cell_id = {cell.cell_id: cell.index for cell in self.cells if cell.cell_id}
        self._by_text = {cell.released: cell.index for cell in self.cells if cell.released}

    def label(self, cells):
        """Rend, pour chaque cellule rendue, l'indice de la cellule du sujet dont elle vient, ou None."""
        labels = [self._exact(cell) for cell in cells]
        if not any(cell.grade_id in self._by_grade_id for cell in cells):  # les métadonnées sont perdues
            labels = [
                self._closest(cell) if label is None else label for cell, label in zip(cells, labels, strict=True)
            ]
        return labels

    def _exact(self, cell):
        for key, table in (
            (cell.grade_id, self._by_grade_id),
            (cell.cell_id, self._by_cell_id),
            (cell.text, self._by_text),
        ):
            if key in table:
                return table[key]
        return next((target.index for target in self.cells if target.reworded_by(cell)), None)

    def _closest(self, cell):
        targets = [target for target in self.cells if not target.solution and len(target.released) > 30]
        best = max(targets, key=lambda target: _likeness(cell, target), default=None)
        return best.index if best and _likeness(cell, best) > ALIKE else None

    def answers(self, cells):
        """Compte les questions auxquelles répondent ces cellules, et celles qu'elles contiennent."""
        labels = self.label(cells)
        found = [
            [c for c, label in zip(cells, labels, strict=True) if label == target.index or target.defined_by(c)]
            for target in self.solutions
        ]
        answered = sum(any(map(target.answered_by, own)) for target, own in zip(self.solutions, found, strict=True))
        return answered, sum(map(bool, found))


def _likeness(cell, target):
    """La part de leurs morceaux qu'ont en commun deux textes ; elle se calcule en un temps proportionnel à eux."""
    if not 0.5 < len(cell.text) / len(target.released) < 2:
        return 0.0
    shared = len(cell.shingles & target.shingles)
    return 2 * shared / (len(cell.shingles) + len(target.shingles) or 1)


def _subject_cell(index, cell):
    solution = is_solution(cell)
    released = cell.metadata.get("mlcourse", {}).get("released", cell.source)
    return SubjectCell(
        index,
        cell.cell_type,
        grade_id(cell),
        cell.get("id", ""),
        solution,
        test=is_test(cell),
        released=tidy(released),
        names=frozenset(defined_names(cell.source)) if solution and cell.cell_type == "code" else frozenset(),
        illustrated=bool(cell.get("attachments")),
    )
