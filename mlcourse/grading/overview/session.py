"""Le bilan, tel que la commande le mène : relire la classe, composer la page, dire où elle est."""

import os
from itertools import groupby
from pathlib import Path
from statistics import median

from mlcourse.checks.notebook import is_solution
from mlcourse.french import short, typeset
from mlcourse.grading.batch.known import known_remarks
from mlcourse.grading.files import write_atomically
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.marking import Marking
from mlcourse.grading.gradebook.master import graded_form
from mlcourse.grading.gradebook.reader import read_points, reading
from mlcourse.grading.gradebook.register import home
from mlcourse.grading.gradebook.sections import Book
from mlcourse.grading.intake.people import People
from mlcourse.grading.overview.copies import read_copy
from mlcourse.grading.overview.likeness import alike
from mlcourse.grading.overview.page import compose, drawn
from mlcourse.grading.overview.success import by_exercise, mistakes, sections, successes
from mlcourse.grading.returns.standings import ABSENT, DONE, graded_items, standings
from mlcourse.grading.submission.remarks import NOTHING
from mlcourse.grading.terminal import count


def run(assignment):
    """Écrit le bilan d'un devoir ; rend vrai s'il y a de quoi faire pour une personne."""
    course = Course(find_root(Path.cwd()))
    course.notebooks(assignment)  # refuse un devoir inconnu
    found = standings(course, assignment)
    people = _people(course, assignment, found)
    path = home(course.coursedir).parent / "bilan" / f"{assignment}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, _page(course, assignment, found, people))
    done = sum(each.state == DONE for each in found.students)
    told = f"{count(done, 'note définitive', 'notes définitives')}, {count(len(people), 'copie', 'copies')} à voir."
    print(typeset(f"{told} Le bilan : {os.path.relpath(path, course.root)}"))  # noqa: T201
    return bool(people)


def _page(course, assignment, found, people):
    items, graded = graded_items(course, assignment), [each.folder for each in found.students if each.commented]
    with reading(course, assignment) as gradebook:
        earned = read_points(gradebook, assignment)
    copies = {student: read_copy(course, assignment, student) for student in graded}
    unread = [each for each in found.students if each.folder in copies and copies[each.folder].unread]
    rows = successes(items, {name: earned.get(name, {}) for name in graded if not copies[name].unread})
    shares = by_exercise(rows)
    summary, figures = _marks(found, Marking(config=course.config), shares)
    return compose(
        Book(course.root, config=course.config).linked,
        assignment=assignment,
        **_counts(found),
        listed=bool(People(course, assignment).roster),
        summary=summary,
        figures=figures,
        people=people,
        read=len(graded) - len(unread),
        unread=[each.student for each in unread],
        exercises=[(name, [*each]) for name, each in groupby(rows, key=lambda row: row.exercise)],
        shares=shares,
        sections=sections(copies),
        mistakes=mistakes(items, copies),
        pairs=alike({student: copy.texts for student, copy in copies.items()}, _explained(course, assignment)),
    )


def _counts(found):
    """Combien de notes sont définitives, combien de copies attendent, et qui manque."""
    done, missing = ([each.student for each in found.students if each.state == state] for state in (DONE, ABSENT))
    return {"done": len(done), "waiting": len(found.students) - len(done) - len(missing), "missing": missing}


def _people(course, assignment, found):
    """[(étudiant, pourquoi)] de ceux dont une personne doit s'occuper."""
    known = known_remarks(course, assignment, [each.folder for each in found.students if each.folder])
    why = {}
    for each in found.students:
        remarks = known.get(each.folder, NOTHING).typeset()
        texts = [] if each.state in (DONE, ABSENT) else [each.told]
        asking = remarks.needs_person and not each.decided
        texts += [text for text in remarks.texts if asking and text not in each.why]
        if texts:
            why[each.student] = " ; ".join(texts)
    return [*why.items()]


def _marks(found, marking, shares):
    """La phrase des notes, et les figures : les notes définitives seules sont des nombres."""
    from mlcourse.plots.marks import plot_marks, plot_success

    marks = [float(marking.mark(each.score, found.total)) for each in found.students if each.score is not None]
    alt = "La part des points gagnés, exercice par exercice : le tableau la donne."
    figures = [drawn(plot_success, shares, alt=typeset(alt))] if shares else []
    if not marks:
        return "", figures
    told = f"La médiane est {short(median(marks))} sur {short(marking.out_of)}"
    told += f" ; les notes vont de {short(min(marks))} à {short(max(marks))}."
    alt = f"Combien de copies ont chaque note. {told}"
    return typeset(told), [drawn(plot_marks, marks, alt=typeset(alt), out_of=marking.out_of), *figures]


def _explained(course, assignment):
    """Ce que chacun avait sous les yeux, et la réponse attendue : sujet, énoncé, corrigé."""
    for path in course.notebooks(assignment):
        source, _, released = graded_form(path, course.config)
        yield from ((cell.cell_type, cell.source) for cell in released.cells)
        yield from ((cell.cell_type, cell.source) for cell in source.cells if is_solution(cell))
