"""Ce que lit l'étudiant avant de rendre : la bonne piste pour une faute connue, aucune pour une autre, où relire."""

import re

import pytest
import yaml

from mlcourse.checks.notebook import grade_id

from .proof import hint, path_of, released, table
from .workshop import (
    ROOT,
    SOURCES,
    coded_exercises,
    graded_cells,
    of_exercise,
    read,
    run,
    untimed,
    variants,
    with_source,
)

DEMANDS = [variant for variant in variants("wrong_") if variant.demand]
EXERCISES = [
    (assignment, exercise) for assignment in SOURCES for exercise in coded_exercises(read(SOURCES[assignment]))
]
# Des nombres un peu faux, et à l'envers : ce n'est la façon d'aucune erreur connue ; un nom qui n'en est pas un.
SPOILED = """

def _spoiled(value):
    if isinstance(value, tuple | list):
        return type(value)(map(_spoiled, value))
    if isinstance(value, dict):
        return {{name: _spoiled(item) for name, item in value.items()}}
    return "inconnu" if isinstance(value, str) else np.flip(value) * 1.17 + 0.023


def {name}(*arguments, _right={name}):
    return _spoiled(_right(*arguments))
"""


@pytest.mark.parametrize("assignment", SOURCES)
def test_table_of_the_proof_is_the_one_that_was_read_again(assignment):
    told = table(assignment)
    print(told)
    assert path_of(assignment).read_text("utf-8") == told, "Lancez « make preuves », et relisez ce qui a changé."


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_mistake_that_nobody_knows_gets_no_hint(assignment, exercise):
    answers = {grade_id(cell): cell.source for cell in read(SOURCES[assignment]).cells}
    notebook = with_source(released(assignment), exercise, answers[exercise] + SPOILED.format(name=exercise))
    messages = run(untimed(of_exercise(notebook, exercise))).messages
    assert messages
    assert not {name: message for name, message in messages.items() if hint(message)}


@pytest.mark.parametrize("variant", DEMANDS, ids=str)
def test_demand_that_a_wrong_solution_misses_is_in_the_statement(variant):
    names = "introduction", f"{variant.exercise}-statement"
    cells = [cell.source for cell in read(SOURCES[variant.assignment]).cells if grade_id(cell) in names]
    assert " ".join(variant.demand.split()) in " ".join("\n".join(cells).split()), (
        f"« {variant.demand} », que cite {variant}, n'est pas dans l'énoncé : citez-le à la lettre, sur une ligne."
    )


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_every_property_answers_a_demand(assignment, exercise):
    graded = {variant.graded for variant in DEMANDS if (variant.assignment, variant.exercise) == (assignment, exercise)}
    cells = graded_cells(read(SOURCES[assignment]), exercise)
    lonely = {name.removeprefix(f"{exercise}-") for name in cells} - graded
    assert not lonely, (
        f"Rien, dans l'énoncé de {exercise}, ne demande {', '.join(sorted(lonely))} : dans la docstring d'une solution "
        f"fautive qui ne manque qu'à cela, écrivez « Perd : PROPRIÉTÉ, pour « les mots de l'énoncé » »."
    )


def sections():
    """Les numéros des sections du livre : les chapitres de la partie numérotée, et ce qu'ils contiennent."""
    parts = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text("utf-8"))["parts"]
    (chapters,) = [part["chapters"] for part in parts if part.get("numbered")]
    return {f"{i}.{j}" for i, chapter in enumerate(chapters, 1) for j in range(1, len(chapter["sections"]) + 1)}


@pytest.mark.parametrize("assignment", SOURCES)
def test_every_property_names_a_section_of_the_book(assignment):
    for name, cell in graded_cells(read(SOURCES[assignment])).items():
        named = re.findall(r'section="([^"]*)"', cell.source)
        assert named, f'{name} : ajoutez section="1.3", la section qui l\'enseigne, à son Check.'
        assert {*named} <= sections(), f"{name} : le livre n'a pas de section {named}."


@pytest.mark.parametrize("assignment", SOURCES)
def test_message_of_a_failing_test_ends_on_the_section(assignment):
    messages = run(released(assignment)).messages
    assert messages
    assert [text for text in messages.values() if not re.search(r"\n  relire\s: section \d\.\d$", text)] == []
