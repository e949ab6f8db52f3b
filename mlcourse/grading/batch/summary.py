"""Le tableau qui conclut une correction : qui, quelle note, ce qui s'est mal passé."""

import textwrap

from mlcourse.french import NARROW, NO_BREAK, short, typeset


def safe(text):
    r"""Retire d'un texte ce qu'un terminal exécuterait.

    >>> safe("Zoé\x1b[2J")
    'Zoé?[2J'
    """
    return "".join(c if c.isprintable() or c in NO_BREAK + NARROW else "?" for c in text)


def summary(outcomes, marks, total, width=100):
    """Compose le tableau, en lignes."""
    rows = [
        (safe(student), f"{short(marks[student].score)} / {short(total)}" if student in marks else "—", note)
        for student, outcome in outcomes.items()
        for note in [_note(outcome, marks.get(student))]
    ]
    names = max([len("Étudiant"), *(len(row[0]) for row in rows)])
    scores = max([len("Note"), *(len(row[1]) for row in rows)])
    lines = [f"{'Étudiant':<{names}}  {'Note':>{scores}}  Remarques", "─" * min(width, names + scores + 40)]
    for name, score, note in rows:
        first, *rest = textwrap.wrap(safe(note), max(30, width - names - scores - 4)) or [""]
        lines.append(f"{name:<{names}}  {score:>{scores}}  {first}".rstrip())
        lines += [f"{'':<{names + scores + 4}}{line}" for line in rest]
    return [*lines, "", *_conclusion(outcomes, marks)]


def _note(outcome, mark):
    """Ce qu'il faut savoir d'une copie, en une phrase ; un point d'exclamation appelle une personne."""
    remarks = list(outcome.texts)
    if mark is not None and mark.to_read:
        remarks.append("une réponse à lire" if mark.to_read == 1 else f"{mark.to_read} réponses à lire")
    text = typeset(" ; ".join(remarks))
    return f"(!) {text}" if outcome.needs_person else text


def _conclusion(outcomes, marks):
    """Le compte des copies, de celles à lire et de celles qui demandent une personne."""
    people = sum(outcome.needs_person for outcome in outcomes.values())
    to_read = sum(mark.to_read > 0 for student, mark in marks.items() if student in outcomes)
    yield f"{_count(len(outcomes), 'copie corrigée', 'copies corrigées')}."
    if to_read:
        yield f"{_count(to_read, 'copie attend', 'copies attendent')} une lecture à la main, dans formgrader."
    if people:
        yield f"{_count(people, 'copie demande', 'copies demandent')} qu'une personne regarde : voir (!)."


def _count(number, singular, plural):
    return f"{number} {singular if number < 2 else plural}"
