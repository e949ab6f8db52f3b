"""Le tableau qui conclut une correction : qui, quelle note, ce qui s'est mal passé."""

from dataclasses import replace

from mlcourse.french import short
from mlcourse.grading.submission.remarks import shared
from mlcourse.grading.terminal import count, sentence, table


def summary(outcomes, marks, total, width=100, absent=(), graded=None):
    """Compose le tableau, en lignes.

    `absent` nomme ceux dont la liste de la classe attendait une copie, et `graded` ceux dont la copie n'était pas déjà
    corrigée : tous, si l'on ne le dit pas.
    """
    outcomes, common = _common(outcomes)
    rows = [
        (student, _told(marks.get(student), total), note)
        for student, outcome in outcomes.items()
        for note in [_note(outcome, marks.get(student))]
    ]
    rows += [(name, "—", "n'a rien rendu") for name in absent]
    lines = [
        *table(("Étudiant", "Note", "Remarques"), rows, width),
        "",
        *common,
        *_conclusion(outcomes, marks, outcomes if graded is None else graded),
    ]
    missing = count(len(absent), "étudiant n'a", "étudiants n'ont")
    return [*lines, f"{missing} rien rendu."] if absent else lines


def _common(outcomes):
    """Ce qui se dit de presque toute la classe se dit une fois ; rend ce qui reste de chacun, et ces phrases.

    Une copie qui demande une personne garde tout ce qui le lui demande.
    """
    common = shared(outcomes, len(outcomes))
    left = {
        student: outcome
        if outcome.needs_person
        else replace(outcome, texts=tuple(text for text in outcome.texts if text not in common))
        for student, outcome in outcomes.items()
    }
    return left, [*told_once(common, len(outcomes))]


def told_once(common, copies):
    """Une phrase pour chacune de ces remarques."""
    return (f"{number} copies sur {copies} : {text}." for text, number in common.items())


def _told(mark, total):
    """La note, et ce qui lui manque encore ; une copie dont un test n'a pas pu se noter n'en a pas."""
    if mark is None or mark.held:
        return "—"
    return f"{short(mark.score)}{' + ?' if mark.to_read else ''} / {short(total)}"


def _note(outcome, mark):
    """Ce qu'il faut savoir d'une copie, en une phrase."""
    to_read, waiting = (mark.to_read - mark.held, ["note à mettre à la main"] * bool(mark.held)) if mark else (0, [])
    if to_read:
        waiting.append("une réponse à lire" if to_read == 1 else f"{to_read} réponses à lire")
    return sentence(outcome, *waiting)


def _conclusion(outcomes, marks, graded):
    """Le compte des copies, de celles à lire et de celles qui demandent une personne."""
    people = sum(outcome.needs_person for outcome in outcomes.values())
    to_read = sum(mark.to_read > 0 for student, mark in marks.items() if student in outcomes)
    if len(graded) == len(outcomes):
        yield f"{count(len(outcomes), 'copie corrigée', 'copies corrigées')}."
    else:
        afresh = f"dont {len(graded)} cette fois" if graded else "et rien n'a changé depuis : aucune ne l'est à nouveau"
        yield f"{count(len(outcomes), 'copie corrigée', 'copies corrigées')}, {afresh}."
    if to_read:
        yield f"{count(to_read, 'copie attend', 'copies attendent')} une lecture à la main, dans formgrader."
    if people:
        yield f"{count(people, 'copie demande', 'copies demandent')} qu'une personne regarde : voir (!)."
