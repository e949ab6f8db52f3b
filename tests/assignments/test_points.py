"""Les points ne s'écrivent qu'une fois, dans les cellules qui les donnent : l'énoncé et les tests les redisent."""

import re

import pytest
from traitlets.config import Config

from mlcourse.checks.notebook import grade_id, grading, is_solution, is_test
from mlcourse.french import short
from mlcourse.grading.gradebook.outline import outline
from mlcourse.grading.gradebook.points import TellPoints, points_by_cell

from .workshop import ROOT, SOURCES, coded_exercises, graded_cells, read

ROW = re.compile(r"^\|.*\| *([^|]*?) *\|$", re.MULTILINE)


def sources(assignment):
    return {grade_id(cell): cell.source for cell in read(SOURCES[assignment]).cells}


def column(text, heading):
    """La dernière colonne d'un tableau, sans son en-tête."""
    return ROW.findall(text.partition(heading)[2].partition("\n\n")[0])[1:]


@pytest.mark.parametrize("assignment", SOURCES)
def test_assignment_is_worth_twenty_points(assignment):
    total = sum(points_by_cell(read(SOURCES[assignment])).values())
    assert total == 20, f"{assignment} vaut {short(total)} points : repartagez-en vingt entre ses cellules."


@pytest.mark.parametrize("assignment", SOURCES)
def test_table_at_the_top_names_each_part_and_the_total(assignment):
    parts = [name.removesuffix("-statement") for name in sources(assignment) if name.endswith("-statement")]
    marks = [f"@points:{part}@" for part in parts] + ["**@points:total@**"]
    told = column(sources(assignment)["introduction"], "| Partie | Points |")
    assert told == marks, f"{assignment} : la colonne « Points » de son introduction s'écrit {', '.join(marks)}."


@pytest.mark.parametrize("assignment", SOURCES)
def test_table_at_the_top_calls_each_part_by_its_title(assignment):
    texts = sources(assignment)
    titles = [
        text.splitlines()[0].removeprefix("## ").removesuffix(" (@points@)")
        for name, text in texts.items()
        if name.endswith("-statement")
    ]
    told = re.findall(r"^\| (.+?) \| @points:", texts["introduction"], re.MULTILINE)
    assert told == titles, f"{assignment} : la colonne « Partie » de son introduction reprend les titres des énoncés."


@pytest.mark.parametrize("assignment", SOURCES)
def test_table_of_a_statement_names_each_property_in_the_order_of_its_tests(assignment):
    notebook, texts = read(SOURCES[assignment]), sources(assignment)
    for exercise in coded_exercises(notebook):
        marks = [f"@points:{name.removeprefix(f'{exercise}-')}@" for name in graded_cells(notebook, exercise)]
        told = column(texts[f"{exercise}-statement"], "| Propriété | Points |")
        assert told == marks, f"{exercise} : la colonne « Points » de son énoncé s'écrit {', '.join(marks)}."


@pytest.mark.parametrize("assignment", SOURCES)
def test_title_of_a_statement_and_first_line_of_a_test_leave_their_points_to_the_release(assignment):
    for cell in read(SOURCES[assignment]).cells:
        if is_test(cell) or grade_id(cell).endswith("-statement"):
            first = cell.source.splitlines()[0]
            assert "(@points@)" in first, f"{grade_id(cell)} : sa première ligne annonce ses points par « (@points@) »."


@pytest.mark.parametrize("assignment", SOURCES)
def test_rubric_shares_out_the_points_of_its_question(assignment):
    for cell in read(SOURCES[assignment]).cells:
        if is_solution(cell) and grading(cell)["grade"]:
            rows = re.findall(r"^\| (\d+)\..*\| *([\d,]+) *\|$", cell.source.partition("**Barème**")[2], re.MULTILINE)
            shares = {}
            for number, points in rows:
                shares[number] = shares.get(number, 0) + float(points.replace(",", "."))
            worth = grading(cell)["points"]
            assert sum(shares.values()) == worth, f"{grade_id(cell)} : son barème partage {short(worth)} points."
            asked = re.findall(
                r"^(\d+)\.(?:(?!^\d+\.).)*?\(([\d,]+)\spoints?\)", text_of(assignment, cell), re.M | re.S
            )
            told = {number: float(points.replace(",", ".")) for number, points in asked}
            assert told == shares, f"{grade_id(cell)} : l'énoncé et le barème ne donnent pas les mêmes points."


def text_of(assignment, cell):
    return sources(assignment)[f"{grade_id(cell)}-statement"]


@pytest.mark.parametrize("assignment", SOURCES)
def test_what_a_student_reads_of_the_points_is_what_the_cells_give(assignment):
    released = read(ROOT / "exercises" / assignment / f"{assignment}.ipynb")
    texts = {grade_id(cell): cell.source for cell in released.cells}
    worth = points_by_cell(released)
    sums = {}
    for name, item in outline(released).items():
        exercise = name.partition("-")[0]
        sums[exercise] = sums.get(exercise, 0) + item.points
        assert item.points == worth[name]
    assert column(texts["introduction"], "| Partie | Points |") == [*map(short, sums.values()), f"**{short(20)}**"]
    for exercise in coded_exercises(released):
        points = [short(worth[name]) for name in graded_cells(released, exercise)]
        assert column(texts[f"{exercise}-statement"], "| Propriété | Points |") == points
    assert "@points" not in "".join(texts.values())


def test_points_of_a_property_change_in_one_place():
    notebook, name = read(SOURCES["devoir0"]), "unit_columns-norms"
    next(cell for cell in notebook.cells if grade_id(cell) == name).metadata.nbgrader.points += 1.5
    told, _ = TellPoints(config=Config()).preprocess(notebook, {})
    texts, worth = {grade_id(cell): cell.source for cell in told.cells}, points_by_cell(notebook)
    points = [points for each, points in worth.items() if each.startswith("unit_columns-")]
    assert column(texts["introduction"], "| Partie | Points |")[0] == short(sum(points))
    assert column(texts["introduction"], "| Partie | Points |")[-1] == f"**{short(sum(worth.values()))}**"
    assert texts["unit_columns-statement"].splitlines()[0].endswith(f"({short(sum(points))} points)")
    assert column(texts["unit_columns-statement"], "| Propriété | Points |") == [*map(short, points)]
    assert f"({short(worth[name])} points)" in texts[name].splitlines()[0]
