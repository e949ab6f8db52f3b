"""La preuve que la note est juste : chaque variante perd ce qu'elle doit perdre, et rien d'autre."""

from collections import Counter, defaultdict
from functools import cache
from importlib import import_module

import pytest

from mlcourse.checks import check
from mlcourse.checks.notebook import is_test

from .proof import nearest
from .unsolved import unsolved
from .workshop import SOURCES, coded_exercises, graded_cells, of_exercise, read, run, untimed, variants, with_source

WRONG, RIGHT = variants("wrong_"), variants("right_")
EXERCISES = sorted({(variant.assignment, variant.exercise) for variant in WRONG})
SEEDS = [pytest.param(range(3), id="trois"), pytest.param(range(20), id="vingt", marks=pytest.mark.long)]
VECTORIZED = [
    variant
    for variant in [*WRONG, *RIGHT]
    if f"{variant.exercise}-vectorization" in graded_cells(read(SOURCES[variant.assignment]))
]


@cache
def source(assignment):
    return read(SOURCES[assignment])


def told(what, messages):
    """Une phrase, puis ce que disent les tests."""
    return "\n".join([f"{what} :", *(f"{name} : {text}" for name, text in messages.items())])


def gathered(family):
    """{variante: sa copie} : la k-ième variante de chaque exercice d'un devoir font, ensemble, une seule copie."""
    ranks, copies = Counter(), defaultdict(list)
    for variant in family:
        copies[variant.assignment, ranks[variant.assignment, variant.exercise]].append(variant)
        ranks[variant.assignment, variant.exercise] += 1
    return {variant: tuple(copy) for copy in copies.values() for variant in copy}


COPIES = gathered(WRONG) | gathered(RIGHT)


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


def properties(assignment, exercise):
    return {grade_id.removeprefix(f"{exercise}-") for grade_id in graded_cells(source(assignment), exercise)}


@pytest.mark.parametrize("assignment", SOURCES)
def test_reference_earns_every_point(assignment):
    refused = run(source(assignment)).messages
    assert not refused, told("La solution du carnet ne passe pas ses propres tests", refused)


@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_loses_exactly_the_properties_it_breaks(variant):
    assert variant.named, f"{variant} : sa docstring nomme la propriété qu'elle perd, « Perd : … »."
    found = lost(variant)
    assert found == variant.broken, (
        f"{variant} : sa docstring ne dit pas ce qu'elle perd. À y ajouter, après « Entraîne : », si c'est sa faute : "
        f"{', '.join(sorted(found - variant.broken)) or 'rien'} ; à en ôter : "
        f"{', '.join(sorted(variant.broken - found)) or 'rien'}."
    )


@pytest.mark.parametrize("copy", dict.fromkeys(COPIES[variant] for variant in WRONG), ids=lambda copy: str(copy[0]))
def test_wrong_solutions_together_leave_the_rest_alone(copy):
    broken = {f"{variant.exercise}-{name}" for variant in copy for name in variant.broken}
    assert marks(copy).messages.keys() == broken


@pytest.mark.long
@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_wrong_solution_alone_leaves_the_other_exercises_alone(variant):
    messages = marks((variant,)).messages.items()
    others = {name: said for name, said in messages if not name.startswith(f"{variant.exercise}-")}
    assert not others, told(f"{variant} fait échouer un autre exercice", others)


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("variant", [*WRONG, *RIGHT], ids=str)
def test_mark_does_not_depend_on_the_seed(variant, seeds):
    expected = variant.broken - {"vectorization"}
    other = {seed: sorted(found) for seed in seeds if (found := lost(variant, seed)) != expected}
    assert not other, f"{variant} : la note dépend du hasard des tests ; selon la graine, elle perd {other}."


@pytest.mark.parametrize("variant", VECTORIZED, ids=str)
def test_what_vectorization_computes_does_not_depend_on_the_seed(variant, monkeypatch):
    # Sans mesurer de temps, ce qui n'est faux que par une boucle a ses points : seul le hasard est en question.
    monkeypatch.setattr(check, "outruns_a_loop", lambda measure: all(measure(16) for _ in range(6)))
    copy = of_exercise(with_source(source(variant.assignment), variant.exercise, variant.source), variant.exercise)
    copy.cells = [cell for cell in copy.cells if not is_test(cell) or ".vectorized(" in cell.source]
    refused = {seed for seed in range(10) if run(copy, seed).messages}
    always = {*range(10)} if "vectorization" in variant.broken else set()
    assert refused in (set(), always), f"{variant} : la note dépend du hasard des tests ; échouent {refused}."


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("variant", unsolved(), ids=str)
def test_what_solves_nothing_earns_nothing_whatever_the_seed(variant, seeds):
    copy = of_exercise(with_source(source(variant.assignment), variant.exercise, variant.source), variant.exercise)
    known = properties(variant.assignment, variant.exercise)
    earned = known - run(copy).lost(variant.exercise)
    for seed in seeds:
        earned |= known - {"vectorization"} - run(untimed(copy), seed).lost(variant.exercise)
    paid = ", ".join(sorted(earned))
    assert not paid, f"{variant} ne résout rien, et gagne {paid} : finissez ces tests par _check.computes."


@pytest.mark.parametrize("variant", variants("called_"), ids=str)
def test_what_calls_the_course_calls_something_that_exists(variant):
    for name in nearest(variant.assignment, variant.exercise):
        module, _, function = name.strip("`").rpartition(".")
        assert hasattr(import_module(module), function), (
            f"{variant} : {name} n'existe plus, appelez ce qui le remplace."
        )


@pytest.mark.parametrize("variant", RIGHT, ids=str)
def test_right_solution_written_differently_earns_every_point(variant):
    refused = marks(COPIES[variant]).messages
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
    messages = marks(COPIES[variant]).messages
    said = {name: messages[name] for name in variant.missed if name in messages}
    foreign = {name: text for name, text in said.items() if not text.startswith("CheckError: Propriété non vérifiée")}
    assert not foreign, told(f"À {variant}, une cellule de tests échoue sans rien dire de sa propriété", foreign)
