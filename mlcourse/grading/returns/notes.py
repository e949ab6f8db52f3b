"""Les notes de bout en bout, telles que la commande les mène : lire le carnet, écrire les tableaux, dire qui attend."""

import os
import shutil
from pathlib import Path

from mlcourse.french import typeset
from mlcourse.grading.errors import GradingError
from mlcourse.grading.files import write_atomically
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.marking import Marking
from mlcourse.grading.gradebook.register import home
from mlcourse.grading.intake.people import sheet_path
from mlcourse.grading.intake.table import told_of
from mlcourse.grading.returns.sheets import as_csv, as_xlsx, rows
from mlcourse.grading.returns.stale import erased
from mlcourse.grading.returns.standings import ABSENT, DONE, forgetting, standings
from mlcourse.grading.returns.term import term
from mlcourse.grading.returns.worksheet import filled, is_worksheet, told_of_form
from mlcourse.grading.terminal import count, table

NO_SHEET = (
    "Sans la feuille d'évaluation de Moodle, rien n'est prêt à y retourner : donnez-la par --feuille FICHIER, ou par "
    "« mlcourse rassembler --liste »."
)


def run(assignments, sheet=None):
    """Écrit les notes de ces devoirs et affiche où en est chacun ; rend vrai si une note attend encore."""
    course = Course(find_root(Path.cwd()))
    if sheet and len(assignments) > 1:
        raise GradingError("Une feuille d'évaluation de Moodle est celle d'un devoir : ne donnez que celui-là.")
    marking = Marking(config=course.config)
    classes = {name: _standings(course, name) for name in assignments}
    waiting = [_write(course, name, sheet, found, marking) for name, found in classes.items()]
    if len(classes) > 1:
        lines = [*term(classes, marking)]
        print("\n".join(_written(course, {"ensemble.csv": as_csv(lines), "ensemble.xlsx": as_xlsx(lines)})))  # noqa: T201
    return any(waiting)


def _standings(course, assignment):
    course.notebooks(assignment)  # refuse un devoir inconnu
    found = standings(course, assignment)
    if not found.total:
        raise GradingError(f"{assignment} ne vaut aucun point : il n'a pas de note.")
    return found


def _write(course, assignment, sheet, found, marking):
    """Écrit et affiche les notes d'un devoir ; rend vrai si l'une attend encore."""
    contents, warned = _contents(course, assignment, sheet, found, marking)
    lines = _lines(found, marking, shutil.get_terminal_size((110, 24)).columns)
    lines += [*forgetting(found), *_written(course, contents), *warned]
    lines += told_of(sheet) if sheet else []
    if (name := _sheet_name(assignment)) in contents:
        lines += told_of_form(sheet or sheet_path(course, assignment))
    else:
        lines += [*erased(home(course.coursedir).parent / "notes" / name, course.root), NO_SHEET]
    print(typeset("\n".join(lines)))  # noqa: T201
    return bool(warned) or any(each.state not in (DONE, ABSENT) for each in found.students)


def _sheet_name(assignment):
    return f"{assignment}-moodle.csv"


def _written(course, contents):
    """Écrit ces fichiers, et dit où."""
    folder = home(course.coursedir).parent / "notes"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        write_atomically(folder / name, content)
    return [typeset(f"Écrit : {os.path.relpath(folder / name, course.root)}") for name in contents]


def _contents(course, assignment, sheet, found, marking):
    """{nom de fichier: octets}, et ce qui avertit de la feuille de Moodle."""
    lines = [*rows(found, marking)]
    contents, warned = {f"{assignment}.csv": as_csv(lines), f"{assignment}.xlsx": as_xlsx(lines)}, []
    kept = sheet_path(course, assignment)
    if sheet or (kept.exists() and is_worksheet(kept)):
        contents[_sheet_name(assignment)], warned = filled(sheet or kept, found, marking)
    return contents, warned


def _lines(found, marking, width):
    """Le tableau, puis son compte."""
    shown = [(each.student, "—" if each.score is None else marking.told(each.score, found.total), each.told)
             for each in found.students]  # fmt: skip
    states = [each.state for each in found.students]
    done, absent = states.count(DONE), states.count(ABSENT)
    told = f"{count(done, 'note', 'notes')}, {len(states) - done - absent} en attente, "
    return [*table(("Étudiant", "Note", "État"), shown, width), "", f"{told}{count(absent, 'absent', 'absents')}."]
