"""Les gens d'une classe : la liste, quand il y en a une, et les dossiers des copies ; qui est qui, qui manque.

Deux listes se complètent : `classe/liste.csv`, que l'enseignant tient pour toute l'année, et celle que `mlcourse
rassembler` a reçue avec les copies d'un devoir, qu'il garde à côté d'elles.
"""

import unicodedata
from collections import Counter
from dataclasses import replace

from mlcourse.french import plain
from mlcourse.grading.gradebook.register import Register, home
from mlcourse.grading.intake.roster import ANONYMOUS, Student, read_roster
from mlcourse.grading.submission.reading import shown

_APOSTROPHES = "'’‘ʼʹ′`´＇"


def sheet_path(course, assignment):
    """La liste reçue avec les copies d'un devoir : la feuille d'évaluation de Moodle, le plus souvent."""
    return home(course.coursedir) / f"{assignment}.csv"


def yearly_path(course):
    """La liste que l'enseignant tient pour toute l'année."""
    return home(course.coursedir).parent / "liste.csv"


class People:
    """La classe, pour un devoir ; `roster` tient lieu des listes gardées, et `sheet`, de celle du devoir."""

    def __init__(self, course, assignment, roster=None, sheet=None):
        self.assignment, self.register = assignment, Register.of(course.coursedir, assignment).students
        self.roster = _told_apart(_kept(course, assignment, sheet) if roster is None else [*roster])
        self._numbered = {line.number: line for line in self.roster if line.number}
        self._named = _by_name(self.roster)
        self._groups = {_words(line.group) for line in self.roster if line.group}

    def line(self, student):
        """Ce que l'on sait de qui a ce dossier."""
        known = self.register.get(student)
        if known is None:
            return self._named.get(_words(student)) or Student(student)
        heard = Student(student, known.number, known.email, known.group)
        found = self._numbered.get(known.number) or self._namesake(student, known.number)
        return _completed(found, heard) if found else heard

    def owner(self, name, number):
        """La ligne de qui arrive sous ce nom et ce numéro, ou None si la liste ne dit pas qui c'est."""
        if self.other(name, number) or self.is_team(name):
            return None
        return self._numbered.get(number) or self._namesake(name, number)

    def other(self, name, number):
        """La ligne d'une autre personne, qui porterait ce numéro : une équipe a celui de son groupe."""
        line = self._numbered.get(number)
        return None if line is None or akin(name, line.name) else line

    def renumbered(self, name, number):
        """Vrai si la liste donne à cette personne un autre numéro, ou n'a que des numéros, sans celui-ci.

        Une équipe a le numéro de son groupe, que la liste ne dit pas.
        """
        if number in self._numbered or self.is_team(name):
            return False
        named = self._named.get(_words(name))
        return is_anonymous(self.roster) or bool(named and named.number)

    def is_team(self, name):
        """Vrai du nom d'un groupe de la liste."""
        return _words(name) in self._groups - self._named.keys()

    def missing(self, students):
        """Ceux de la liste qui n'ont aucun de ces dossiers, et dont l'équipe n'en a pas."""
        present = [self.line(student) for student in students]
        teams = {_words(student) for student in students if self.is_team(student)}
        numbers, names = {line.number for line in present} - {""}, {_words(line.name) for line in present}
        names &= self._named.keys()
        left = [line for line in self.roster if line.number not in numbers
                and _words(line.name) not in names and _words(line.group) not in teams]  # fmt: skip
        # Des homonymes que rien ne distingue ont autant de dossiers que de lignes.
        spare = Counter(self._bare(student) for student in students if self.line(student).number not in self._numbered)
        return [line for line in left if line.number or not _taken(spare, _words(line.name))]

    def _bare(self, student):
        """Le nom de qui a ce dossier, sans le numéro qui le distingue d'un homonyme."""
        known = self.register.get(student)
        return _words(student.removesuffix(f" ({known.number})") if known else student)

    def is_homonym(self, name, number):
        """Vrai d'un nom que porte une ligne de la liste, sans que rien dise si c'est la sienne."""
        return any(_words(line.name) == _words(name) and "" in (line.number, number) for line in self.roster)

    def _namesake(self, name, number):
        """La ligne de ce nom, si deux numéros n'en font pas deux personnes."""
        named = self._named.get(_words(name))
        return named if named and (named.number == number or "" in (named.number, number)) else None

    def allowances(self, students):
        """Le délai que la liste accorde à ceux dont elle en dit un, fût-il nul."""
        lines = {student: self.line(student) for student in students}
        return {student: line.allowance(self.assignment) for student, line in lines.items() if line.allowances}


def homonyms(course, assignment, sheet=None):
    """Ce qui se dit des délais de `liste.csv` que personne ne reçoit : deux personnes portent ce nom.

    Celui que la feuille du devoir accorde, par un numéro, ne se confond pas.
    """
    lines, others = _lists(course, assignment, sheet)
    borne = [Counter(_words(line.name) for line in each) for each in (lines, others)]
    granted = {_words(line.name): line.name for line in others if line.allowance(assignment)}
    return [
        f"(!) Deux personnes s'appellent {shown(name)} : le délai que leur accorde classe/liste.csv ne va à aucune des "
        "deux. Écrivez-le dans la feuille de Moodle, en une colonne « Prolongation »."
        for words, name in granted.items()
        if any(count[words] > 1 for count in borne) and not any(line.anonymous or line.allowances for line in lines)
    ]


def _lists(course, assignment, sheet):
    """La liste du devoir et celle de l'année, vides s'il n'y en a pas."""
    own, yearly = sheet or sheet_path(course, assignment), yearly_path(course)
    lines = read_roster(own) if sheet or own.exists() else []
    return lines, read_roster(yearly, named=True) if yearly.exists() else []


def _kept(course, assignment, sheet=None):
    """Les deux listes, une ligne par personne ; celle de l'année ne nomme personne qu'une feuille anonyme connaisse."""
    lines, others = _lists(course, assignment, sheet)
    if is_anonymous(lines):
        return lines
    # Moodle numérote les participants d'un devoir : un autre numéro ne désigne pas la même chose.
    return _merged(lines, [replace(line, number="") for line in others])


def is_anonymous(lines):
    """Vrai d'une liste qui n'a pas un nom."""
    return bool(lines) and all(line.anonymous for line in lines)


def _words(name):
    r"""Un nom, dans n'importe quel ordre, et de quelque façon que s'y écrivent l'apostrophe et le trait d'union.

    Moodle ôte l'apostrophe droite du nom d'un dossier : aucune ne compte.

    >>> _words("D'HAUTEVILLE François") == _words("François D’Hauteville") == _words("François\xa0DHAUTEVILLE")
    True
    >>> _words("Anne-Marie Le Goff") == _words("Le\u2011Goff Anne Marie")
    True
    """
    return tuple(sorted(plain("".join(map(_spelled, name))).split()))


def _spelled(character):
    """Une lettre telle quelle ; rien d'une apostrophe ni de ce qui ne se voit pas, une espace d'un trait d'union."""
    kind = unicodedata.category(character)
    if character in _APOSTROPHES or kind == "Cf":
        return ""
    return " " if kind == "Pd" or character == "\N{MINUS SIGN}" else character


def akin(name, other):
    """Vrai de deux noms qui peuvent être d'une même personne : un mot leur est commun, ou Moodle ne dit pas l'un."""
    ours, theirs = _words(name), _words(other)
    shared = {word for word in {*ours} & {*theirs} if len(word) > 1 and not word.isdigit()}
    return ours == theirs or bool(shared or ANONYMOUS & {*plain(name).split()})


def _taken(counter, key):
    """Ôte une unité à ce compte ; vrai s'il en restait."""
    counter[key] -= 1
    return counter[key] >= 0


def _told_apart(lines):
    """Les mêmes lignes, sans un numéro que portent deux noms : il ne désigne personne."""
    borne = Counter(number for number, _ in {(line.number, _words(line.name)) for line in lines})
    return [replace(line, number="") if borne[line.number] > 1 else line for line in lines]


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
