"""Rassembler : d'une archive de Moodle ou d'un dossier, un dossier par étudiant, sans rien perdre de ce qui y était."""

import contextlib
import errno
import hashlib
import os
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC

from mlcourse.french import plain
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.names import folder_name, is_text
from mlcourse.grading.gradebook.register import Received, Register, home
from mlcourse.grading.intake.handins import handins, unpack
from mlcourse.grading.intake.mistaken import Assignments, another, refuse_another, refuse_another_sheet
from mlcourse.grading.intake.people import People, akin
from mlcourse.grading.intake.roster import Student, undated
from mlcourse.grading.intake.sources import entries
from mlcourse.grading.submission.reading import STAMP, read_submission, shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

SHOWN = 5  # les fichiers que l'on nomme
NO_NOTEBOOK = "aucun carnet (.ipynb)"
ALREADY = "déjà rangé"
UNLISTED = "n'est pas dans la liste"
SEVERAL = "plusieurs dossiers de cet envoi lui reviennent"
HOMONYM = "plusieurs personnes de la liste portent ce nom : ni courriel ni groupe, faute de savoir laquelle"
TEAM = "remise d'un groupe : sa note et sa page se reportent à la main, à chacun de ses membres"


class Collection:
    """Les remises d'un devoir qui arrivent ensemble."""

    def __init__(self, course, assignment, roster=()):
        course.notebooks(assignment)  # refuse un devoir inconnu
        self.course, self.assignment, self.people = course, assignment, People(course, assignment, roster)
        self.register, folder = Register.of(course.coursedir, assignment), home(course.coursedir)
        self._old, self._arriving = folder / "anciennes" / assignment, folder / f".arrivee-{assignment}"
        self.loose: list[str] = []
        self._assignments = Assignments(course)
        self._looked: dict[str, tuple[list[str], str, Remarks]] = {}

    def take(self, source):
        """Range chaque remise ; rend (étudiant, remarques), l'un après l'autre.

        Refuse, avant d'en ranger une, celles d'un autre devoir, et la feuille d'un autre.
        """
        with contextlib.ExitStack() as opened:
            yield from self._take(source, entries(source, opened))

    def _take(self, source, arrived):
        found, self.loose = handins(arrived, self._is_known)
        if not found:
            raise GradingError(
                f"{shown(source)} ne contient aucune remise : ni dossier de Moodle, ni dossier d'étudiant."
            )
        refuse_another(self.assignment, [*self._seeming(found)], source)
        refuse_another_sheet(self.assignment, self.people, found)
        self._follow_renamed()
        lines = [self._line(handin) for handin in found]
        names = Counter(plain(line.name) for line, _ in lines)
        placed = set()
        for handin, (line, told) in zip(found, lines, strict=True):
            student = self._student(handin, line, names[plain(line.name)] > 1)
            if student in placed:
                told += Remarks((f"{SEVERAL}, dont {shown(handin.name)}",), needs_person=True)
            placed.add(student)
            try:
                yield student, self._place(student, handin, line) + told
            except OSError as error:
                yield student, Remarks((f"n'a pas pu être rangé ({error.strerror})",), needs_person=True)
            except Exception as error:  # noqa: BLE001 (une remise n'empêche pas de ranger les suivantes)
                reason = f"n'a pas pu être rangé : un incident ({type(error).__name__}) ; ouvrez-le à la main"
                yield student, Remarks((reason,), needs_person=True)

    def _is_known(self, name):
        """Vrai du dossier de quelqu'un que nomme la liste, ou dont une remise est déjà rangée."""
        return self.people.owner(name, "") is not None or folder_name(name) in self.register.students

    def missing(self):
        """Ceux de la liste dont rien n'est arrivé."""
        people = People(self.course, self.assignment, self.people.roster)  # le registre a changé
        return people.missing(self.course.handed_in(self.assignment))

    def _follow_renamed(self):
        """Suit au registre les dossiers renommés à la main, que leur contenu, à nul autre pareil, fait reconnaître."""
        present, known = self.course.handed_in(self.assignment), self.register.students
        lost = [(each.digest, each.student) for each in known.values() if each.student not in present]
        shared = Counter(digest for digest, _ in lost)
        homes = {digest: student for digest, student in lost if shared[digest] == 1}
        for name in [name for name in present if name not in known and is_text(name)] if homes else []:
            old = homes.pop(_digest_of(self.course.submitted_folder(name, self.assignment)), None)
            if old:
                self.register.rename(old, name)

    def _line(self, handin):
        """Ce que la liste dit de cette personne, ou ce que dit son dossier, et ce qu'il faut en savoir."""
        known = self.people.owner(handin.name, handin.number)
        if known:
            told = Remarks((undated(known.unread),), needs_person=True) if known.unread else NOTHING
            return replace(known, number=known.number or handin.number), told
        if self.people.is_team(handin.name):
            return Student(handin.name), Remarks((TEAM,), needs_person=True)
        if other := self.people.other(handin.name, handin.number):
            text = f"{UNLISTED}, où le numéro de son dossier est celui de {shown(other.name)} : il n'est pas suivi"
            return Student(handin.name), Remarks((text,), needs_person=True)
        if self.people.is_homonym(handin.name, handin.number):
            return Student(handin.name, handin.number), Remarks((HOMONYM,))
        told = Remarks((UNLISTED,), needs_person=True) if self.people.roster else NOTHING
        return Student(handin.name, handin.number), told

    def _student(self, handin, line, homonyms):
        """Le nom du dossier : celui d'une remise précédente s'il y en a une, le numéro en plus pour des homonymes.

        Un numéro que les dossiers de Moodle ne donnent pas tous deux peut venir d'ailleurs : le nom doit s'y accorder.
        """
        number = line.number
        for each in self.register.students.values():
            same = number != "" and each.number == number
            if same and ((each.folder and handin.folder) or akin(each.student, line.name)):
                return each.student
        name = folder_name(line.name)
        homonyms &= number != ""
        while homonyms or self._is_another(name, number):
            name, homonyms = f"{name} ({number})", False
        return name

    def _is_another(self, name, number):
        """Vrai du dossier où est rangée la remise d'un autre numéro."""
        known = self.register.students.get(name)
        return known is not None and "" not in (known.number, number) and known.number != number

    def _place(self, student, handin, line):
        reading = unpack(handin.entries)
        date = line.date or handin.date
        folder = handin.folder if line.number else ""  # Moodle y lirait le numéro de quelqu'un d'autre
        received = Received(
            student,
            line.number,
            folder,
            date.isoformat(),
            _digest(reading.files),
            line.email,
            line.group,
            line.date is not None,
        )
        return self._said(reading.files) + reading.remarks + self._settle(received, reading.files, line.date)

    def _seeming(self, found):
        """Le devoir auquel répond chaque remise qui a un carnet, ou rien si c'est celui-ci.

        Elles s'ouvrent une à une, sans qu'on les garde : une classe entière ne tient pas toujours en mémoire.
        """
        for handin in found:
            with contextlib.suppress(Exception):  # un incident se dira à son tour, quand viendra celui de la ranger
                found, other, _ = self._look(unpack(handin.entries).files)
                if found:
                    yield other

    def _look(self, files):
        """Les carnets d'une remise, lus une fois, l'autre devoir dont ils viennent peut-être, et ce qui s'en dira."""
        key = _digest(files)
        if key not in self._looked:
            self._looked[key] = self._assignments.look(self.assignment, files)
        return self._looked[key]

    def _said(self, files):
        """Ce qui est venu, et ce qui se dit de qui a rendu le carnet d'un autre devoir, ou plusieurs carnets."""
        found, other, several = self._look(files)
        mistaken = Remarks((another(self.assignment, other),), needs_person=True) if other else NOTHING
        return _contents(files, found) + mistaken + several

    def _settle(self, received, files, stamp):
        """Met la remise à sa place, sauf si ce qui s'y trouve doit rester."""
        target = self.course.submitted_folder(received.student, self.assignment)
        told = NOTHING
        if os.path.lexists(target):
            known = self.register.students.get(received.student)
            if known is not None and known.digest == received.digest:
                self._complete(known, received, target, stamp)
                return Remarks((ALREADY,))
            if _digest_of(target) == received.digest:  # une commande interrompue n'a pas pu l'inscrire
                if stamp:
                    _stamp(target, stamp)
                self.register.add(received)
                return Remarks((ALREADY,))
            if known is None:
                text = (
                    "un dossier est déjà là, qui n'est pas venu par cette commande : il reste, et ceci n'est pas rangé"
                )
                return Remarks((text,), needs_person=True)
            if received.moment <= known.moment:
                return _stays(known, received, stamp)
            self._put_aside(target, received.student)
            told = _replaces(known, received)
        self._write(target, files, stamp)
        self.register.add(received)
        return told

    def _complete(self, known, received, target, stamp):
        """Inscrit d'une remise déjà rangée ce que la liste dit de plus qu'avant."""
        if stamp:
            _stamp(target, stamp)
        elif received.email or received.group:
            received = replace(received, date=known.date, official=known.official)
        else:
            return
        self.register.add(received)

    def _write(self, target, files, stamp):
        """Écrit les fichiers à l'écart, puis les met en place d'un coup."""
        shutil.rmtree(self._arriving, ignore_errors=True)
        self._arriving.mkdir(parents=True)
        for name, content in files.items():
            path = self._arriving / name
            if not path.resolve().is_relative_to(self._arriving.resolve()):
                raise OSError(errno.EPERM, f"{shown(name)} sortirait de son dossier")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if stamp:
            _stamp(self._arriving, stamp)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(self._arriving, target)

    def _put_aside(self, target, student):
        home = self._old / student
        home.mkdir(parents=True, exist_ok=True)
        ranks = [int(name) for name in os.listdir(home) if name.isdecimal()]
        os.rename(target, home / str(max(ranks, default=0) + 1))


def _contents(files, found):
    """Ce qui est venu : les carnets, puis ce qui n'en est pas."""
    others = [shown(name) for name in files if name not in found]
    told = Remarks(tuple(map(shown, found[:SHOWN]))) if found else Remarks((NO_NOTEBOOK,), needs_person=True)
    if others:
        more = " et d'autres fichiers" if len(others) > SHOWN else ""
        told += Remarks((f"avec {', '.join(others[:SHOWN])}{more}",))
    return told


def _stamp(folder, date):
    """Écrit la date de remise que lira nbgrader."""
    (folder / STAMP).write_text(f"{date.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")


def _stays(known, received, stamp):
    """Ce qui se dit d'une remise qui n'est pas plus récente que celle qui est déjà là."""
    there, here = _day(known.moment), _day(received.moment)
    if stamp and received.moment == known.moment:
        text = f"ce n'est plus la remise du {there}, dont la feuille donne la date : rien n'est rangé"
        return Remarks((f"{text}, téléchargez une feuille aussi récente que l'archive",), needs_person=True)
    return Remarks((f"une remise du {there} est déjà là : elle reste, celle du {here} non",), needs_person=True)


def _replaces(known, received):
    """Ce qui se dit d'une remise plus récente que celle qui est déjà là."""
    told = Remarks((f"remplace la remise du {_day(known.moment)}, mise de côté",))
    if not known.official or received.official:
        return told
    text = "sans la feuille de la plateforme, sa date n'est pas sûre, et son retard ne se compte pas"
    return told + Remarks((f"{text} : donnez-la, fraîche, par --liste",), needs_person=True)


def _day(moment):
    return f"{moment.astimezone():%d/%m/%Y à %H:%M}"


def _digest_of(folder):
    """Le condensé de ce qui est rangé dans un dossier, sans la date que nous y avons écrite ; rien s'il est vide."""
    files = read_submission(folder).files
    files.pop(STAMP, None)
    return _digest(files) if files else ""


def _digest(files):
    """Le condensé d'une remise."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return whole.hexdigest()
