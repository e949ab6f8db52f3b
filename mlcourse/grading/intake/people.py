"""Les gens d'une classe : la liste, quand il y en a une, et les dossiers des copies ; qui est qui, qui manque.

Deux listes se complètent : `classe/liste.csv`, que l'enseignant tient pour toute l'année, et celle que `mlcourse
rassembler` a reçue avec les copies d'un devoir, qu'il garde à côté d'elles.
"""

import unicodedata
from collections import Counter
from dataclasses import replace

from mlcourse.grading.gradebook.register import Register, home
from mlcourse.grading.intake.roster import Student, read_roster
from mlcourse.grading.intake.table import plain


def sheet_path(course, assignment):
    """La liste reçue avec les copies d'un devoir : la feuille d'évaluation de Moodle, le plus souvent."""
    return home(course.coursedir) / f"{assignment}.csv"


class People:
    """La classe, pour un devoir."""

    def __init__(self, course, assignment):
        self.assignment, self.register = assignment, Register.of(course.coursedir, assignment).students
        paths = (sheet_path(course, assignment), home(course.coursedir).parent / "liste.csv")
        sheet, yearly = (read_roster(path) if path.exists() else [] for path in paths)
        self.roster = _merged(sheet, yearly)
        self._numbered = {line.number: line for line in self.roster if line.number}
        shared = Counter(_words(line.name) for line in self.roster)
        self._named = {_words(line.name): line for line in self.roster if shared[_words(line.name)] == 1}

    def line(self, student):
        """Ce que l'on sait de qui a ce dossier."""
        known = self.register.get(student)
        found = self._numbered.get(known.number) if known else None
        found = found or self._named.get(_words(student))
        if known:
            heard = Student(student, known.number, known.email, known.group)
            return _completed(found, heard) if found else heard
        return found or Student(student)

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


def _merged(lines, others):
    """Les lignes de deux listes, une par personne."""
    numbered = {line.number: line for line in others if line.number}
    named = {_words(line.name): line for line in others}
    merged, used = [], set()
    for line in lines:
        other = numbered.get(line.number) or named.get(_words(line.name))
        if other and not (other.number and line.number and other.number != line.number):
            used.add(other)
            line = _completed(line, other)
        merged.append(line)
    return merged + [line for line in others if line not in used]
