"""Les gens d'une classe : la liste, quand il y en a une, et les dossiers des copies ; qui est qui, qui manque.

Deux listes se complètent : `classe/liste.csv`, que l'enseignant tient pour toute l'année, et celle que `mlcourse
rassembler` a reçue avec les copies d'un devoir, qu'il garde à côté d'elles.
"""

import unicodedata
from collections import Counter
from dataclasses import replace

from mlcourse.french import plain
from mlcourse.grading.gradebook.register import Register, home
from mlcourse.grading.intake.roster import Student, read_roster


def sheet_path(course, assignment):
    """La liste reçue avec les copies d'un devoir : la feuille d'évaluation de Moodle, le plus souvent."""
    return home(course.coursedir) / f"{assignment}.csv"


def yearly_path(course):
    """La liste que l'enseignant tient pour toute l'année."""
    return home(course.coursedir).parent / "liste.csv"


class People:
    """La classe, pour un devoir."""

    def __init__(self, course, assignment):
        self.assignment, self.register = assignment, Register.of(course.coursedir, assignment).students
        paths = (sheet_path(course, assignment), yearly_path(course))
        sheet, yearly = (read_roster(path) if path.exists() else [] for path in paths)
        # Moodle numérote les participants d'un devoir : un autre numéro ne désigne pas la même chose.
        self.roster = _merged(sheet, [replace(line, number="") for line in yearly])
        self._numbered = {line.number: line for line in self.roster if line.number}
        self._named = _by_name(self.roster)

    def line(self, student):
        """Ce que l'on sait de qui a ce dossier."""
        known, named = self.register.get(student), self._named.get(_words(student))
        if known is None:
            return named or Student(student)
        heard = Student(student, known.number, known.email, known.group)
        homonym = named is not None and "" not in (named.number, known.number) and named.number != known.number
        found = self._numbered.get(known.number) or (None if homonym else named)
        return _completed(found, heard) if found else heard

    def missing(self, students):
        """Ceux de la liste qui n'ont aucun de ces dossiers."""
        present = [self.line(student) for student in students]
        numbers, names = {line.number for line in present} - {""}, {_words(line.name) for line in present}
        return [line for line in self.roster
                if line.number not in numbers and _words(line.name) not in names & self._named.keys()]  # fmt: skip

    def allowances(self, students):
        """Le délai que la liste accorde à ceux dont elle en dit un, fût-il nul."""
        lines = {student: self.line(student) for student in students}
        return {student: line.allowance(self.assignment) for student, line in lines.items() if line.allowances}


def _words(name):
    """Un nom, quel que soit l'ordre du prénom et du nom."""
    return tuple(sorted(plain(unicodedata.normalize("NFC", name)).split()))


def _completed(line, other):
    """La première ligne, et ce que la seconde dit de plus."""
    email, group = line.email or other.email, line.group or other.group
    number, allowances = line.number or other.number, line.allowances or other.allowances
    return replace(line, number=number, email=email, group=group, allowances=allowances)


def _by_name(lines):
    """{nom: ligne}, pour les noms que ne portent pas deux personnes."""
    shared = Counter(_words(line.name) for line in lines)
    return {_words(line.name): line for line in lines if shared[_words(line.name)] == 1}


def _merged(lines, others):
    """Les lignes de deux listes, une par personne ; des homonymes ne se complètent pas."""
    ours, theirs = _by_name(lines), _by_name(others)
    merged = [_completed(line, theirs[name]) if name in ours.keys() & theirs.keys() else line
              for line in lines for name in [_words(line.name)]]  # fmt: skip
    return merged + [line for line in others if _words(line.name) not in {_words(each.name) for each in lines}]
