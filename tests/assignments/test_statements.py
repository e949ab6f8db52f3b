"""Ce que reçoit l'étudiant : exactement ce que nbgrader tire de solutions/, et rien qui donne la réponse."""

import ast
import re

import pytest

from mlcourse.checks.notebook import SOLUTION, grade_id, grading, hidden_lines, is_test
from mlcourse.french import short, typeset

from .workshop import ROOT, SOURCES, coded_exercises, graded_cells, read, run

RELEASED = {name: ROOT / "exercises" / path.parent.name / path.name for name, path in SOURCES.items()}
NUMBERS = "Aucune", "Une seule", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix"
CODE_OR_FORMULA = re.compile(r"`[^`]*`|\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_checkpoints(folder):
    return {path: content for path, content in files(folder).items() if ".ipynb_checkpoints" not in path.parts}


def test_exercises_equal_a_fresh_generation(published):
    assert without_checkpoints(ROOT / "exercises") == files(published.folder / "exercises"), "Lancez « make devoirs »."


@pytest.mark.long  # exercises/, fait une autre fois, en dit déjà autant
def test_generation_twice_gives_the_same_bytes(published):
    before = files(published.folder / "exercises")
    for path in SOURCES.values():
        published.nbgrader("generate_assignment", path.parent.name, "--no-db", "--force")
    assert files(published.folder / "exercises") == before


def test_exercises_hold_nothing_but_notebooks():
    assert {path.suffix for path in without_checkpoints(ROOT / "exercises")} == {".ipynb"}


def test_settings_create_the_classroom_folder(published):
    assert (published.folder / "classe").is_dir()


@pytest.mark.parametrize("assignment", RELEASED)
def test_released_notebook_shows_no_delimiter(assignment):
    text = RELEASED[assignment].read_text("utf-8")
    assert not [word for word in ("DÉBUT", "FIN SOLUTION", "FIN TESTS", "BEGIN", "Barème") if word in text]


@pytest.mark.parametrize("assignment", RELEASED)
def test_released_notebook_shows_no_line_of_a_solution_or_hidden_test(assignment):
    pairs = [line for cell in read(SOURCES[assignment]).cells for line in marked_lines(cell)]
    public = {line for line, secret in pairs if not secret}
    secrets = {line for line, secret in pairs if secret and len(line) > 30} - public
    released = {line.strip() for cell in read(RELEASED[assignment]).cells for line in cell.source.splitlines()}
    assert len(secrets) > 15
    assert secrets & released == set()


def marked_lines(cell):
    """Rend (ligne, secrète) : une réponse rédigée l'est tout entière, du code l'est entre ses délimiteurs."""
    secret = bool(grading(cell)["solution"] and grading(cell)["grade"])
    for line in map(str.strip, cell.source.splitlines()):
        if line.startswith(("# DÉBUT", "# FIN")):
            secret = line.startswith("# DÉBUT")
        yield line, secret


@pytest.mark.parametrize("assignment", RELEASED)
def test_released_notebook_carries_no_output(assignment):
    cells = [cell for cell in read(RELEASED[assignment]).cells if cell.cell_type == "code"]
    assert not [cell for cell in cells if cell.outputs or cell.execution_count]


@pytest.mark.parametrize("assignment", RELEASED)
def test_empty_stub_earns_no_automatic_point(assignment):
    tests = graded_cells(read(SOURCES[assignment]))
    notebook = read(RELEASED[assignment])
    for cell in filter(is_test, notebook.cells):
        cell.source = tests[grading(cell)["grade_id"]].source
    assert set(run(notebook).points.values()) == {0.0}


@pytest.mark.parametrize("assignment", SOURCES)
def test_every_solution_opens_with_its_explanation(assignment):
    source = read(SOURCES[assignment])
    answers = {grade_id(cell): cell.source.splitlines() for cell in source.cells}
    for exercise in coded_exercises(source):
        first = next(i for i, line in enumerate(answers[exercise]) if SOLUTION[0] in line) + 1
        said = answers[exercise][first].strip()
        assert said.startswith("# "), f"{exercise} : sa solution s'ouvre sur le commentaire qui l'explique."


@pytest.mark.parametrize("assignment", RELEASED)
def test_every_test_has_a_hidden_part(assignment):
    bare = [name for name, cell in graded_cells(read(SOURCES[assignment])).items() if not hidden_lines(cell.source)]
    assert not bare, f"Ajoutez à {bare} des tests cachés, sur d'autres données."


@pytest.mark.parametrize("assignment", RELEASED)
def test_half_of_the_points_of_an_exercise_at_least_can_be_tried_before_handing_in(assignment):
    source, released = read(SOURCES[assignment]), read(RELEASED[assignment])
    for exercise in coded_exercises(source):
        cells = graded_cells(released, exercise).values()
        seen = sum(grading(cell)["points"] for cell in cells if "Rien ne se vérifie ici" not in cell.source)
        half = sum(grading(cell)["points"] for cell in graded_cells(source, exercise).values()) / 2
        assert seen >= half, (
            f"{exercise} : donnez à d'autres propriétés un test visible ; il en faut {short(half)} points."
        )


@pytest.mark.parametrize("assignment", SOURCES)
def test_top_of_an_assignment_tells_its_functions_its_time_and_where_to_hand_it_in(assignment):
    source = read(SOURCES[assignment])
    top = source.cells[0].source.partition("| Partie |")[0]
    number = NUMBERS[len(coded_exercises(source))]
    assert re.search(rf"^{number} fonctions? à écrire|^{number} fonction,", top, re.MULTILINE), (
        f"{assignment} : son introduction s'ouvre sur « {number} fonctions à écrire »."
    )
    assert re.search(r"Comptez\s(une\sdemi-heure|de\s\w+\sà\s\w+\sheures)\.", top), (
        f"{assignment} : son introduction dit d'abord le temps qu'il faut, « Comptez de trois à cinq heures. »"
    )
    missing = [mark for mark in ("@échéance@", "@plateforme@", "@personne@") if mark not in top]
    assert not missing, f"{assignment} : avant son barème, son introduction donne leur place à {missing}."


@pytest.mark.parametrize("assignment", RELEASED)
def test_cells_have_readable_and_stable_names(assignment):
    for path in (SOURCES[assignment], RELEASED[assignment]):
        for cell in read(path).cells:
            assert cell.id == grade_id(cell), (
                f"{path.name} : l'identifiant d'une cellule est son grade_id ; récrivez-le."
            )


@pytest.mark.parametrize("assignment", RELEASED)
def test_prose_has_its_no_break_spaces(assignment):
    for cell in read(RELEASED[assignment]).cells:
        prose = CODE_OR_FORMULA.sub("x", cell.source) if cell.cell_type == "markdown" else ""
        assert typeset(prose) == prose, f"{grade_id(cell)} : lancez « make devoirs », qui les pose."


@pytest.mark.parametrize("assignment", RELEASED)
def test_test_cells_use_no_name_that_a_student_may_redefine(assignment):
    for name, cell in graded_cells(read(SOURCES[assignment])).items():
        tree = list(ast.walk(ast.parse(cell.source)))
        own = {node.arg for node in tree if isinstance(node, ast.arg)} | {name.partition("-")[0]}
        used = {node.id for node in tree if isinstance(node, ast.Name) and not node.id.startswith("_")}
        assert used <= own, f"{name} : un étudiant peut redéfinir {used - own} ; commencez ces noms par « _ »."
