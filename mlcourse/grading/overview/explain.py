"""Une copie de près, telle que la commande la mène : ce que chaque test a appelé, ce qu'il a reçu, ce qu'il en dit."""

import secrets
import textwrap
from pathlib import Path

from mlcourse.checks.notebook import grade_id, is_solution, is_test
from mlcourse.french import short, typeset
from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.grade import grade, require
from mlcourse.grading.examination.replay import replayed, witnessed
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.master import master_for
from mlcourse.grading.gradebook.outline import outline
from mlcourse.grading.gradebook.seeds import seed_of
from mlcourse.grading.submission.exercises import exercises, placed
from mlcourse.grading.submission.reading import read_submission, shown
from mlcourse.grading.terminal import count, safe


def run(assignment, student, *, boxed=True):
    """Rejoue une copie et affiche ce qui s'y passe ; le carnet de notes n'en sait rien."""
    course = Course(find_root(Path.cwd()))
    paths = course.notebooks(assignment)
    if student not in course.students(assignment):
        raise GradingError(f"Aucune copie de {shown(student)} : donnez le nom de son dossier, tel qu'il s'écrit.")
    lines = [f"La copie de {safe(student)}, telle que la voient ses tests, cachés compris : pour vous seul."]
    for path in paths:
        lines += _lines(course, assignment, path.stem, student, boxed)
    print(typeset("\n".join(lines)))  # noqa: T201
    return False


def _lines(course, assignment, name, student, boxed):
    """Ce que dit chaque test d'un carnet."""
    settings = SplitExecute(config=course.config).examination()
    settings["boxed"] &= boxed
    require(settings["boxed"])
    source = master_for(course.coursedir, assignment, name, course.config)
    reading = read_submission(course.submitted_folder(student, assignment))
    seed = seed_of(course.coursedir, assignment, name, student)
    given = course.given_files(assignment)
    word, settings = secrets.token_hex(), settings | {"seed": seed, "given": given, "remarks": reading.remarks}
    graded = grade(witnessed(source, word, settings["delimiters"]), reading.files, name, **settings)
    items, exercise = outline(source), None
    yield from (f"(!) {safe(remark)}" for remark in graded.remarks.texts)
    yield from _stops(graded.notebook.cells)
    for cell in filter(is_test, graded.notebook.cells):
        item = items[grade_id(cell)]
        if item.exercise != exercise:
            exercise = item.exercise
            yield from ("", safe(exercise))
        yield from _test(item, replayed(cell, word))


def _stops(cells):
    """Les cellules de la copie qui s'arrêtent sur une erreur : ce qu'elles devaient définir manque à leurs tests."""
    for cell, exercise in zip(cells, exercises(cells), strict=True):
        if cell.cell_type == "code" and not is_test(cell):
            what = f"La réponse {shown(grade_id(cell))}" if is_solution(cell) else "Une cellule"
            for output in (output for output in cell.outputs if output.output_type == "error"):
                message = " ".join(safe(f"{output.ename} {output.evalue}").split())
                yield f"{what} s'arrête{safe(placed([exercise]))} : {message}"


def _test(item, told):
    """Un test : son verdict, ses appels, ce qu'il en dit."""
    points = f"{short(item.points)} {'point' if item.points < 2 else 'points'}"
    yield f"  {'✓' if told.passed else '✗'} {safe(item.name)} ({points})"
    for call, received in told.calls:
        yield from _indented(f"{call} → {received}")
    if told.more:
        yield f"      et {count(told.more, 'autre appel', 'autres appels')}."
    yield from _indented(told.said)


def _indented(text):
    return [textwrap.indent(safe(line), "      ") for line in text.splitlines()]
