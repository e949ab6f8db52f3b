"""La preuve que la note est juste : chaque variante perd ce qu'elle doit perdre, et rien d'autre."""

from collections import Counter, defaultdict
from functools import cache
from importlib import import_module

import pytest

from mlcourse.checks.notebook import grade_id, grading, is_test
from mlcourse.french import short

from .proof import nearest
from .workshop import SOURCES, coded_exercises, graded_cells, read, run, untimed, variants, with_source

WRONG, RIGHT = variants("wrong_"), variants("right_")
NOTHING = [*variants("empty_"), *variants("recited_")]
EXERCISES = sorted({(variant.assignment, variant.exercise) for variant in WRONG})
SEEDS = [pytest.param(range(3), id="trois"), pytest.param(range(20), id="vingt", marks=pytest.mark.long)]


@cache
def source(assignment):
    return read(SOURCES[assignment])


def gathered(family):
    """{variante: sa copie} : la k-ième variante de chaque exercice d'un devoir font, ensemble, une seule copie."""
    ranks, copies = Counter(), defaultdict(list)
    for variant in family:
        copies[variant.assignment, ranks[variant.assignment, variant.exercise]].append(variant)
        ranks[variant.assignment, variant.exercise] += 1
    return {variant: tuple(copy) for copy in copies.values() for variant in copy}


COPIES = gathered(WRONG) | gathered(RIGHT) | gathered(NOTHING)


@cache
def marks(copy, seed=None):
    """La note d'une copie : ces variantes, et la référence ailleurs ; d'une graine, sans mesurer de temps."""
    notebook = source(copy[0].assignment)
    for variant in copy:
        notebook = with_source(notebook, variant.exercise, variant.source)
    return run(notebook) if seed is None else run(untimed(notebook), seed)


def lost(variant, seed=None):
    """Les propriétés que perd une variante."""
    return marks(COPIES[variant], seed).lost(variant.exercise)


def moved_by(seeds, variant, told):
    """Les graines dont une variante perd autre chose que prévu, mesures de temps exceptées."""
    return [seed for seed in seeds if lost(variant, seed) != told - {"vectorization"}]


def properties(assignment, exercise):
    return {grade_id.removeprefix(f"{exercise}-") for grade_id in graded_cells(source(assignment), exercise)}


@pytest.mark.parametrize("assignment", SOURCES)
def test_reference_earns_every_point(assignment):
    assert run(source(assignment)).messages == {}


@pytest.mark.parametrize("assignment", SOURCES)
def test_assignment_is_worth_twenty_points(assignment):
    total = sum(grading(cell).get("points", 0) for cell in source(assignment).cells)
    assert total == 20, f"{assignment} vaut {short(total)} points : repartagez-en vingt entre ses cellules."


@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_loses_exactly_the_properties_it_breaks(variant):
    assert variant.named, f"{variant} : sa docstring nomme la propriété qu'elle perd, « Perd : … »."
    assert lost(variant) == variant.broken


@pytest.mark.parametrize("copy", dict.fromkeys(COPIES[variant] for variant in WRONG), ids=lambda copy: str(copy[0]))
def test_wrong_solutions_together_leave_the_rest_alone(copy):
    broken = {f"{variant.exercise}-{name}" for variant in copy for name in variant.broken}
    assert marks(copy).messages.keys() == broken


@pytest.mark.long
@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_alone_leaves_the_other_exercises_alone(variant):
    assert marks((variant,)).messages.keys() == {f"{variant.exercise}-{name}" for name in variant.broken}


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("variant", [*WRONG, *RIGHT], ids=str)
def test_mark_does_not_depend_on_the_seed(variant, seeds):
    assert moved_by(seeds, variant, variant.broken) == []


@pytest.mark.parametrize("variant", NOTHING, ids=str)
def test_what_solves_nothing_earns_nothing(variant):
    assert lost(variant) == properties(variant.assignment, variant.exercise)


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("variant", NOTHING, ids=str)
def test_what_answers_nothing_earns_nothing_whatever_the_seed(variant, seeds):
    assert moved_by(seeds, variant, properties(variant.assignment, variant.exercise)) == []


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_every_exercise_was_tried_by_what_solves_nothing(assignment, exercise):
    missing = too_few(assignment, exercise, empty_=5, recited_=1, called_=1)
    assert not missing, f"{exercise} : écrivez {missing} dans {proof_file(assignment, exercise)}."


@pytest.mark.parametrize("variant", variants("called_"), ids=str)
def test_what_calls_the_course_calls_something_that_exists(variant):
    for name in nearest(variant.assignment, variant.exercise):
        module, _, function = name.strip("`").rpartition(".")
        assert hasattr(import_module(module), function), (
            f"{variant} : {name} n'existe plus, appelez ce qui le remplace."
        )


@pytest.mark.parametrize("variant", RIGHT, ids=str)
def test_right_solution_written_differently_earns_every_point(variant):
    assert lost(variant) == set()


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_every_property_is_lost_by_some_wrong_solution(assignment, exercise):
    named = [variant.named for variant in WRONG if (variant.assignment, variant.exercise) == (assignment, exercise)]
    lost, known = frozenset().union(*named), properties(assignment, exercise)
    assert lost == known, f"{exercise} : aucune solution fautive ne perd {known - lost}, ou n'existe {lost - known}."


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_exercise_is_proved_by_enough_variants(assignment, exercise):
    missing = too_few(assignment, exercise, wrong_=10, right_=3)
    assert not missing, f"{exercise} : écrivez {missing} dans {proof_file(assignment, exercise)}."


def too_few(assignment, exercise, **least):
    """Ce qui manque à un exercice, {préfixe: combien}."""
    counts = {
        prefix: sum((v.assignment, v.exercise) == (assignment, exercise) for v in variants(prefix)) for prefix in least
    }
    return {prefix: least[prefix] - number for prefix, number in counts.items() if number < least[prefix]}


def proof_file(assignment, exercise):
    return f"tests/assignments/{assignment}/{exercise}.py"


@pytest.mark.parametrize("assignment", SOURCES)
def test_every_coded_exercise_has_its_variants(assignment):
    exercises = {*coded_exercises(source(assignment))}
    proved = {exercise for name, exercise in EXERCISES if name == assignment}
    assert exercises <= proved, [f"Écrivez {proof_file(assignment, exercise)}." for exercise in exercises - proved]
    assert proved <= exercises, f"Ces fichiers de preuve n'ont pas d'exercice : {proved - exercises}."


@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_every_failure_names_its_property_in_french(variant):
    for message in marks(COPIES[variant]).messages.values():
        assert message.startswith("CheckError: Propriété non vérifiée")


@pytest.mark.parametrize("assignment", SOURCES)
def test_points_announced_by_a_test_cell_are_its_points(assignment):
    for cell in filter(is_test, source(assignment).cells):
        points = grading(cell)["points"]
        announced = f"({points:g} point{'s' if points >= 2 else ''})".replace(".", ",")
        assert announced in cell.source.splitlines()[0], f"{grade_id(cell)} : sa première ligne annonce {announced}."
