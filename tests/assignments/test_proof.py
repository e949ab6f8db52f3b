"""La preuve que la note est juste : chaque variante perd ce qu'elle doit perdre, et rien d'autre."""

from functools import cache
from importlib import import_module

import pytest

from .proof import nearest
from .unsolved import unsolved
from .workshop import SOURCES, coded_exercises, graded_cells, of_exercise, read, run, variants, with_source

WRONG, RIGHT = variants("wrong_"), variants("right_")
EXERCISES = sorted({(variant.assignment, variant.exercise) for variant in WRONG})
SEEDS = range(20)


@cache
def source(assignment):
    return read(SOURCES[assignment])


@cache
def marks(variant):
    return run(with_source(source(variant.assignment), variant.exercise, variant.source))


def lost_from(seed, variant):
    """Ce que perd une variante quand les tests tirent de cette graine, mesures de temps exceptées."""
    notebook = with_source(source(variant.assignment), variant.exercise, variant.source)
    return run(of_exercise(notebook, variant.exercise), seed).lost(variant.exercise)


def properties(assignment, exercise):
    return {grade_id.removeprefix(f"{exercise}-") for grade_id in graded_cells(source(assignment), exercise)}


@pytest.mark.parametrize("assignment", SOURCES)
def test_reference_earns_every_point(assignment):
    assert run(source(assignment)).messages == {}


@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_loses_exactly_the_properties_it_breaks(variant):
    assert variant.named, f"{variant} : sa docstring nomme la propriété qu'elle perd, « Perd : … »."
    assert marks(variant).lost(variant.exercise) == variant.broken


@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_leaves_the_other_exercises_alone(variant):
    messages = marks(variant).messages.items()
    assert {name: said for name, said in messages if not name.startswith(f"{variant.exercise}-")} == {}


@pytest.mark.parametrize("variant", [*WRONG, *RIGHT], ids=str)
def test_mark_does_not_depend_on_the_seed(variant):
    told = variant.broken - {"vectorization"}
    assert [seed for seed in SEEDS if lost_from(seed, variant) != told] == []


@pytest.mark.parametrize("variant", unsolved(), ids=str)
def test_what_solves_nothing_earns_nothing_whatever_the_seed(variant):
    solution = with_source(source(variant.assignment), variant.exercise, variant.source)
    known = properties(variant.assignment, variant.exercise)
    assert run(of_exercise(solution, variant.exercise, timed=True)).lost(variant.exercise) == known
    told = known - {"vectorization"}
    assert [seed for seed in SEEDS if lost_from(seed, variant) != told] == []


@pytest.mark.parametrize("variant", variants("called_"), ids=str)
def test_what_calls_the_course_calls_something_that_exists(variant):
    for name in nearest(variant.assignment, variant.exercise):
        module, _, function = name.strip("`").rpartition(".")
        assert hasattr(import_module(module), function), (
            f"{variant} : {name} n'existe plus, appelez ce qui le remplace."
        )


@pytest.mark.parametrize("variant", RIGHT, ids=str)
def test_right_solution_written_differently_earns_every_point(variant):
    assert marks(variant).messages == {}


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_every_property_is_lost_by_some_wrong_solution(assignment, exercise):
    named = [variant.named for variant in WRONG if (variant.assignment, variant.exercise) == (assignment, exercise)]
    lost, known = frozenset().union(*named), properties(assignment, exercise)
    assert lost == known, f"{exercise} : aucune solution fautive ne perd {known - lost}, ou n'existe {lost - known}."


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_exercise_is_proved_by_enough_variants(assignment, exercise):
    missing = too_few(assignment, exercise, wrong_=10, right_=3, called_=1)
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
    for message in marks(variant).messages.values():
        assert message.startswith("CheckError: Propriété non vérifiée")
