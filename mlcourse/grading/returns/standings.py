"""Où en est chacun : sa note si elle est définitive, ou ce qui l'empêche de l'être ; une absence n'est pas un zéro."""

import shlex
from collections import defaultdict
from dataclasses import dataclass, field, replace

from mlcourse.french import enumerated, plain
from mlcourse.grading.batch.archive import Archive
from mlcourse.grading.batch.bundle import digest_of_copy
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.course import Course
from mlcourse.grading.gradebook.lateness import settle
from mlcourse.grading.gradebook.master import graded_form
from mlcourse.grading.gradebook.outline import WRITTEN, Item, outline
from mlcourse.grading.gradebook.provenance import keys
from mlcourse.grading.gradebook.reader import Mark, read_marks, read_points, reading
from mlcourse.grading.intake.people import People
from mlcourse.grading.intake.roster import Student
from mlcourse.grading.submission.reading import read_submission
from mlcourse.grading.terminal import count, safe

DONE, ABSENT, TO_GRADE = "notée", "n'a rien rendu", "à corriger"
HELD = "à noter par une personne"
GONE = "copie disparue de la classe : dossier renommé ou effacé ?"
FAULTY = "un incident empêche de lire où elle en est"
TWICE = "deux dossiers pour cette personne, n'en gardez qu'un"


@dataclass(frozen=True)
class Standing:
    """Un étudiant et son devoir ; `score` n'est un nombre que si la note est définitive, `why` dit ce qui l'empêche."""

    student: str
    line: Student
    state: str
    folder: str = ""
    score: float | None = None
    penalty: float = 0.0
    late: float = 0.0  # secondes
    points: dict[str, float] = field(default_factory=dict)  # par exercice ; aucun, d'une note mise à la main
    why: tuple[str, ...] = ()
    decided: bool = False  # une personne a mis la note que la correction retenait
    by_hand: bool = False  # rien de la copie ne s'est exécuté : sa note est d'un seul tenant, et n'a pas d'exercices

    @property
    def told(self):
        """L'état, et ce qui retient la note."""
        return " : ".join(filter(None, (self.state, " ; ".join(self.why))))

    @property
    def commented(self):
        """Vrai de qui a une copie corrigée : il y a de quoi lui en écrire une page."""
        return self.state not in (ABSENT, GONE, TO_GRADE, TWICE)


@dataclass(frozen=True)
class Standings:
    """La classe devant un devoir : son total, les points de chaque exercice, chaque étudiant."""

    total: float
    exercises: dict[str, float]
    students: list[Standing]


def standings(course, assignment):
    """Lit la classe, dans l'ordre alphabétique."""
    people, present = People(course, assignment), course.students(assignment)
    with reading(course, assignment) as gradebook:
        late = settle(gradebook, course, assignment, people.allowances(present))
        total, marks = read_marks(gradebook, assignment)
        points = read_points(gradebook, assignment)
        names = [path.stem for path in course.notebooks(assignment)]
        sources = {name: keys(gradebook, assignment, name) for name in names}
    items = graded_items(course, assignment)
    read = _Read(course, assignment, items, {*present}, marks, points, sources)
    found = [Standing(line.name, line, ABSENT) for line in people.missing(present)]
    for student in {*present, *marks}:
        known = {"folder": student, "late": late.get(student, 0.0)}
        try:
            known |= read.known(student)
        except GradingError:
            raise  # de toute la classe : un carnet de notes occupé, un disque plein
        except Exception as error:  # noqa: BLE001 (de cette copie seule : les autres ont leur note)
            known |= {"state": FAULTY, "why": (f"{type(error).__name__} : {error}",)}
        found.append(Standing(_written(student), people.line(student), **known))
    maxima = _by_exercise(items, {cell: item.points for cell, item in items.items()})
    return Standings(total, maxima, sorted(_doubled(found), key=lambda each: plain(each.student)))


def _doubled(found):
    """Les mêmes, où deux copies qui porteraient un même numéro attendent : Moodle n'en garderait qu'une, sans le dire.

    Un dossier posé à la main peut nommer, autrement, celui dont une remise est déjà rangée.
    """
    homes = defaultdict(list)
    for each in found:
        if each.line.number and each.state not in (ABSENT, GONE):
            homes[each.line.number].append(each.student)
    for each in found:
        others = [name for name in homes[each.line.number] if name != each.student]
        if others and each.state != GONE:
            each = replace(each, state=TWICE, why=(enumerated(others),), score=None, points={})
        yield each


def forgetting(standings):
    """Une ligne par copie disparue : ce qui fait que les notes ne l'attendent plus."""
    for each in standings.students:
        if each.state == GONE:
            yield (
                f"Pour ne plus attendre {safe(each.student)} : rendez son nom au dossier, ou lancez « nbgrader db "
                f"student remove {shlex.quote(safe(each.student))} --force », qui efface les notes données sous ce nom."
            )


@dataclass(frozen=True)
class _Read:
    """Ce qui a été lu de toute une classe : ses cellules notées, qui a une copie, les notes et les points de chacun.

    `sources` dit de quoi viennent les notes de chaque carnet, {carnet: {étudiant: empreinte}}.
    """

    course: Course
    assignment: str
    items: dict[str, Item]
    present: set[str]
    marks: dict[str, Mark]
    points: dict[str, dict[str, float]]
    sources: dict[str, dict[str, str]]

    def known(self, student):
        """Ce que l'on sait d'une copie : son état, et sa note si elle est définitive."""
        mark, read, place = (
            self.marks.get(student),
            self.points.get(student, {}),
            (self.course, self.assignment, student),
        )
        unread = [item for cell, item in self.items.items() if cell not in read]
        state = _state(mark, unread, _changed(*place, self.sources)) if student in self.present else GONE
        known = {"state": state, "decided": bool(mark and mark.decided)}
        if mark and state == DONE:
            known |= {"score": mark.score, "penalty": mark.penalty, "by_hand": _by_hand(*place)}
            return known if known["by_hand"] else known | {"points": _by_exercise(self.items, read)}
        return known | {"why": _why(*place) if state == HELD else ()}


def _state(mark, unread, changed):
    if mark is None or changed:
        return TO_GRADE
    if mark.to_read and any(item.name != WRITTEN for item in unread):  # un test se note seul, sauf copie illisible
        return HELD
    return f"à lire ({count(mark.to_read, 'réponse', 'réponses')})" if mark.to_read else DONE


def _why(course, assignment, student):
    """Ce que la correction a remarqué d'une copie dont elle retient la note."""
    archive = Archive(course, assignment, {})
    return tuple(text for path in course.notebooks(assignment) for text in archive.remarks(student, path.stem))


def _by_hand(course, assignment, student):
    archive = Archive(course, assignment, {})
    return all(archive.unread(student, path.stem) for path in course.notebooks(assignment))


def _changed(course, assignment, student, sources):
    """Vrai si la copie rangée n'est pas celle que `mlcourse corriger` a notée, ou dont le carnet de notes parle."""
    copy, archive = read_submission(course.submitted_folder(student, assignment)), Archive(course, assignment, {})
    digest = digest_of_copy(copy.files, copy.remarks)
    for name, known in sources.items():
        key, graded = archive.key(student, name)
        if key and (graded != digest or known.get(student, key) != key):  # rien, si nbgrader l'a notée
            return True
    return False


def graded_items(course, assignment):
    """{cellule notée: Item} de tous les carnets d'un devoir."""
    notebooks = (graded_form(path, course.config)[1] for path in course.notebooks(assignment))
    return {cell: item for notebook in notebooks for cell, item in outline(notebook).items()}


def _by_exercise(items, points):
    """Les points, par exercice, dans l'ordre du sujet."""
    earned: dict[str, float] = {}
    for cell, item in items.items():
        earned[item.exercise] = earned.get(item.exercise, 0.0) + points.get(cell, 0.0)
    return earned


def _written(name):
    """Un nom de dossier qui s'écrit en UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")
