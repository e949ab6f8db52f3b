"""Le devoir auquel répond une remise : ni une archive ni une feuille, donnée pour une autre, ne passe en silence."""

import shlex
import unicodedata
from collections import Counter
from functools import cache
from pathlib import PurePosixPath

from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.master import master_for
from mlcourse.grading.submission.notebook_choice import choose, notebooks, reader
from mlcourse.grading.submission.remarks import NOTHING, Remarks
from mlcourse.grading.submission.subject import Subject
from mlcourse.grading.terminal import safe

ENOUGH = 0.5  # la part de ses questions à laquelle un devoir se reconnaît, quoi que la copie ait de plus
SEVERAL = 2  # une seule remise d'un autre devoir est l'erreur de son auteur, et non celle de qui range


class Assignments:
    """Les devoirs du cours, dont le sujet ne se prépare que si l'on en a besoin."""

    def __init__(self, course):
        self.course = course
        self.subjects = cache(self._subjects)

    def _subjects(self, assignment):
        """{nom d'un carnet du devoir: le sujet}."""
        course = self.course
        names = [path.stem for path in course.notebooks(assignment)]
        return {name: Subject(master_for(course.coursedir, assignment, name, course.config)) for name in names}

    def look(self, assignment, files):
        """Les carnets de cette remise, le devoir dont elle vient, si c'est un autre, et ce qu'en dira la correction.

        S'il y en a plusieurs, elle dira lequel compte, et s'il faut y regarder.
        """
        read = reader()
        found = notebooks(files, read)
        if not found:
            return found, "", NOTHING
        choices = self._choices(assignment, files, read)
        if not choices:
            told = Remarks(("plusieurs carnets dans la copie",), needs_person=True) if found[1:] else NOTHING
            return found, "", told
        other = self._other(assignment, files, self._share(assignment, choices), read)
        return found, other, sum((choice.several for choice in choices), NOTHING)

    def _other(self, assignment, files, share, read):
        """Le devoir dont viennent ces carnets, si ce n'est pas celui-ci ; rien si c'est lui, ou si rien ne le dit.

        Leurs cellules le disent d'abord, puis, s'il ne s'en reconnaît aucune (`share`), leur nom.
        """
        if share >= ENOUGH:
            return ""
        others = (name for name in self.course.assignments() if name != assignment)
        shares = {name: self._share(name, self._choices(name, files, read)) for name in others}
        best = max(shares, key=lambda name: shares[name], default="")
        if best and shares[best] > share:
            return best
        return "" if share else self._named(assignment, files)

    def _choices(self, assignment, files, read):
        """Ce qui se retient de la copie pour chaque carnet de ce devoir ; rien, si son sujet est à reprendre."""
        try:
            subjects = self.subjects(assignment)
        except GradingError:  # ce que diront les commandes qui s'en servent
            return []
        return [choose(subject, files, name, read) for name, subject in subjects.items()]

    def _share(self, assignment, choices):
        """La part des questions de ce devoir que contient la copie ; aucune, si son sujet est à reprendre."""
        subjects = self.subjects(assignment).values() if choices else ()
        questions = sum(len(subject.solutions) for subject in subjects)
        return sum(choice.found for choice in choices) / (questions or 1)

    def _named(self, assignment, files):
        """Le devoir dont un de ces fichiers a le nom, si aucun n'a celui d'un carnet de ce devoir-ci."""
        present = {_plain(name) for name in files}
        homes = {_plain(path.name): name for name in self.course.assignments() for path in self.course.notebooks(name)}
        named = {homes[name] for name in present & homes.keys()}
        return "" if assignment in named else min(named, default="")


def _plain(name):
    return unicodedata.normalize("NFC", PurePosixPath(name).name).casefold()


def another(assignment, other):
    """Ce qui se dit d'une remise qui répond à un autre devoir."""
    return f"c'est le carnet de {other}, et non celui de {assignment}"


def refuse_another(assignment, seeming, source):
    """Refuse une archive dont la plupart des remises sont d'un autre devoir : rien n'en est encore rangé.

    `seeming` dit de chaque remise qui a un carnet le devoir auquel elle répond, ou rien si c'est bien celui-ci.
    """
    for other, number in Counter(filter(None, seeming)).most_common(1):
        if number >= SEVERAL and 2 * number > len(seeming):
            command = f"mlcourse rassembler {other} {shlex.quote(safe(str(source)))}"
            raise GradingError(
                f"Rien n'est rangé : {number} des {len(seeming)} remises qui ont un carnet semblent répondre à "
                f"{other}, et non à {assignment}. Lancez « {command} », avec la feuille de ce devoir-là."
            )


def refuse_another_sheet(assignment, people, found):
    """Refuse une liste où la plupart des remises ont un autre numéro que celui de leur dossier.

    Moodle numérote les participants de chaque devoir : la feuille d'un autre ne daterait rien, et n'aurait personne.
    """
    numbered = [handin for handin in found if handin.number]
    strangers = sum(people.renumbered(handin.name, handin.number) for handin in numbered)
    if strangers >= SEVERAL and 2 * strangers > len(numbered):
        raise GradingError(
            f"Rien n'est rangé : {strangers} des {len(numbered)} remises ont un numéro que la liste ne connaît pas. "
            f"Elle semble être la feuille d'un autre devoir : téléchargez celle de {assignment}, et donnez-la par "
            "--liste. Si vous l'avez faite à la main, ôtez-en la colonne « Identifiant »."
        )
