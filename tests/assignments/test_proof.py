"""La preuve que la note est juste : chaque variante perd ce qu'elle doit perdre, et rien d'autre."""

from functools import cache
from importlib import import_module

import pytest

from .proof import nearest
from .unsolved import unsolved
from .workshop import SEED, SOURCES, coded_exercises, graded_cells, of_exercise, read, run, variants, with_source

WRONG, RIGHT = variants("wrong_"), variants("right_")
EXERCISES = sorted({(variant.assignment, variant.exercise) for variant in WRONG})
SEEDS = range(20)


@cache
def source(assignment):
    return read(SOURCES[assignment])


def told(what, messages):
    """Une phrase, puis ce que disent les tests."""
    return "\n".join([f"{what} :", *(f"{name} : {text}" for name, text in messages.items())])


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
    refused = run(source(assignment)).messages
    assert not refused, told("La solution du carnet ne passe pas ses propres tests", refused)


@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_loses_exactly_the_properties_it_breaks(variant):
    assert variant.named, f"{variant} : sa docstring nomme la propriété qu'elle perd, « Perd : … »."
    lost = marks(variant).lost(variant.exercise)
    assert lost == variant.broken, (
        f"{variant} : sa docstring ne dit pas ce qu'elle perd. À y ajouter, après « Entraîne : », si c'est sa faute : "
        f"{', '.join(sorted(lost - variant.broken)) or 'rien'} ; à en ôter : "
        f"{', '.join(sorted(variant.broken - lost)) or 'rien'}."
    )


@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_leaves_the_other_exercises_alone(variant):
    messages = marks(variant).messages.items()
    others = {name: said for name, said in messages if not name.startswith(f"{variant.exercise}-")}
    assert not others, told(f"{variant} fait échouer un autre exercice", others)


@pytest.mark.parametrize("variant", [*WRONG, *RIGHT], ids=str)
def test_mark_does_not_depend_on_the_seed(variant):
    expected = variant.broken - {"vectorization"}
    other = {seed: sorted(lost) for seed in SEEDS if (lost := lost_from(seed, variant)) != expected}
    assert not other, f"{variant} : la note dépend du hasard des tests ; selon la graine, elle perd {other}."


@pytest.mark.parametrize("variant", unsolved(), ids=str)
def test_what_solves_nothing_earns_nothing_whatever_the_seed(variant):
    solution = with_source(source(variant.assignment), variant.exercise, variant.source)
    known = properties(variant.assignment, variant.exercise)
    earned = {SEED: known - run(of_exercise(solution, variant.exercise, timed=True)).lost(variant.exercise)}
    earned |= {seed: known - {"vectorization"} - lost_from(seed, variant) for seed in SEEDS}
    paid = sorted(set().union(*earned.values()))
    assert not paid, f"{variant} ne résout rien, et gagne {', '.join(paid)} : finissez ces tests par _check.computes."


@pytest.mark.parametrize("variant", variants("called_"), ids=str)
def test_what_calls_the_course_calls_something_that_exists(variant):
    for name in nearest(variant.assignment, variant.exercise):
        module, _, function = name.strip("`").rpartition(".")
        assert hasattr(import_module(module), function), (
            f"{variant} : {name} n'existe plus, appelez ce qui le remplace."
        )


@pytest.mark.parametrize("variant", RIGHT, ids=str)
def test_right_solution_written_differently_earns_every_point(variant):
    refused = marks(variant).messages
    assert not refused, told(f"{variant} est juste, et perd des points", refused)


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
