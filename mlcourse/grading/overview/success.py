"""La réussite d'une classe, par propriété puis par exercice, et ce qu'elle dit de ce qu'il faut enseigner à nouveau."""

from collections import Counter
from dataclasses import dataclass

from mlcourse.checks.messages import DEFERRED
from mlcourse.grading.overview.copies import form


@dataclass(frozen=True)
class Row:
    """Une propriété devant la classe : combien de copies l'ont réussie, en partie, ratée, ou attendent un lecteur."""

    exercise: str
    name: str
    points: float
    passed: int
    partly: int
    failed: int
    waiting: int
    share: float | None  # des points gagnés, parmi les copies lues ; None tant que la plupart ne le sont pas


@dataclass(frozen=True)
class Mistake:
    """Une erreur que des tests ont nommée, dans quels exercices, chez combien d'étudiants."""

    hint: str
    exercises: tuple[str, ...]
    students: int


def successes(items, points):
    """Une ligne par cellule notée, dans l'ordre ; `points` est ce que rend `read_points` des copies corrigées."""
    return [_row(item, [earned.get(cell) for earned in points.values()]) for cell, item in items.items()]


def _row(item, scores):
    known = [score for score in scores if score is not None]
    passed, failed = sum(score >= item.points for score in known), sum(0 == score < item.points for score in known)
    waiting = len(scores) - len(known)  # les réponses vides, qui valent zéro, sont connues avant que nulle ne soit lue
    share = sum(known) / (item.points * len(known)) if len(known) > waiting and item.points else None
    counts = passed, len(known) - passed - failed, failed, waiting
    return Row(item.exercise, item.name, item.points, *counts, share)


def by_exercise(rows):
    """{exercice: part des points gagnés}, pour ceux dont la plupart des copies sont lues."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.share is not None:
            found.setdefault(row.exercise, []).append(row)
    return {name: sum(row.points * (row.share or 0) for row in each) / sum(row.points for row in each)
            for name, each in found.items()}  # fmt: skip


def mistakes(items, copies):
    """Les erreurs nommées, la plus fréquente d'abord ; d'un étudiant, chacune compte une fois."""
    students: dict[str, set[str]] = {}
    wordings: dict[str, Counter[str]] = {}
    exercises: dict[str, dict[str, None]] = {}
    for student, copy in copies.items():
        for failure in copy.failures:
            if failure.hint and failure.cell in items and not failure.hint.startswith(DEFERRED):
                key = form(failure.hint)
                students.setdefault(key, set()).add(student)
                wordings.setdefault(key, Counter())[failure.hint] += 1
                exercises.setdefault(key, {})[items[failure.cell].exercise] = None
    found = [
        Mistake(wordings[key].most_common(1)[0][0], tuple(exercises[key]), len(who)) for key, who in students.items()
    ]
    return sorted(found, key=lambda each: (-each.students, each.hint))


def sections(copies):
    """[(section, étudiants)] : celles que des tests font relire, la plus demandée d'abord."""
    asked = Counter(section for copy in copies.values() for section in _asked(copy))
    return sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))


def _asked(copy):
    return {section for failure in copy.failures for section in failure.sections}
