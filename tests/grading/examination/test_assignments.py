"""À travers les boîtes et le fil, chaque variante d'un devoir reçoit exactement ce que lui donne l'exécution rapide."""

from functools import cache
from itertools import zip_longest

import pytest

from mlcourse.checks.notebook import grading, is_test
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.examination.run import run_notebook

from ...assignments.unsolved import unsolved
from ...assignments.workshop import ROOT, SEED, SOURCES, graded_cells, read, run, variants, with_source
from ..miniature import shown

pytestmark = pytest.mark.boite


@cache
def source(assignment):
    return read(SOURCES[assignment])


def mixed(assignment, solutions):
    """Des copies qui réunissent chacune une variante par exercice, jusqu'à les avoir toutes prises."""
    exercises = {}
    for variant in solutions:
        if variant.assignment == assignment:
            exercises.setdefault(variant.exercise, []).append(variant)
    return [[variant for variant in row if variant] for row in zip_longest(*exercises.values())]


def copies(*solutions, every=1):
    """Toutes ces copies ; celles qui ne viennent pas à leur tour, une sur `every`, sont longues."""
    for assignment in SOURCES:
        for rank, row in enumerate(mixed(assignment, solutions)):
            marks = pytest.mark.long if rank % every else ()
            yield pytest.param(assignment, row, id="+".join(variant.name for variant in row), marks=marks)


def outcome(notebook, assignment):
    """{test: (points, message)} après une exécution séparée."""
    from nbgrader.utils import determine_grade

    result = run_notebook(notebook, source(assignment), Limits(), seed=SEED).notebook
    return {grading(c)["grade_id"]: (determine_grade(c)[0], shown(c).strip()) for c in result.cells if is_test(c)}


def with_variants(assignment, row):
    """Le carnet de l'enseignant, chaque exercice porté par sa variante."""
    notebook = source(assignment)
    for variant in row:
        notebook = with_source(notebook, variant.exercise, variant.source)
    return notebook


@pytest.mark.parametrize(("assignment", "row"), list(copies(*variants("called_"))))
def test_call_of_the_course_earns_nothing(assignment, row):
    found = outcome(with_variants(assignment, row), assignment)
    solved = {variant.exercise for variant in row}
    assert not [name for name, (points, _) in found.items() if points and name.partition("-")[0] in solved]


TRIED = [*variants("right_"), *variants("wrong_"), *unsolved()]


@pytest.mark.parametrize(("assignment", "row"), list(copies(*TRIED, every=5)))
def test_variants_earn_what_the_quick_run_gives_them(assignment, row):
    notebook = with_variants(assignment, row)
    found, expected = outcome(notebook, assignment), run(notebook)
    assert {name: points for name, (points, _) in found.items()} == expected.points
    # La page vient d'une seconde passe, sans les lignes cachées : qui compte ses appels n'y répond pas de même. Et
    # l'exécution rapide laisse importer le cours, que la boîte refuse.
    apart = {v.exercise for v in row if v.name == "in_order" or "from mlcourse" in v.source}
    for name, text in expected.messages.items():
        # L'exécution rapide ne connaît pas le texte des lignes, et dit tout des exceptions.
        if "s'arrête" not in text and name.partition("-")[0] not in apart:
            assert found[name][1] == text.removeprefix("CheckError: ")


@pytest.mark.parametrize("assignment", SOURCES)
def test_reference_earns_everything_and_the_empty_subject_nothing(assignment):
    assert all(points for points, _ in outcome(source(assignment), assignment).values())
    empty = read(ROOT / "exercises" / assignment / f"{assignment}.ipynb")
    for cell in filter(is_test, empty.cells):
        cell.source = graded_cells(source(assignment))[grading(cell)["grade_id"]].source
    assert not any(points for points, _ in outcome(empty, assignment).values())
