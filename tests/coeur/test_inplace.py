"""Le programme sur place fait ce que fait la règle, au bit près, et ne réserve rien."""

import copy
import inspect
import pickle
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse._inplace import in_place
from mlcourse.adaptive import adam
from mlcourse.optimizers import OPTIMIZERS, Optimizer

every_rule = pytest.mark.parametrize("name", OPTIMIZERS)


def run_both(rule, n_states, dtype=np.float64, *, masked=False, size=50, steps=3, **numbers):
    """Le même chemin deux fois : par le programme, en tranches de trois, et par la règle, sur le vecteur entier."""
    rng = np.random.default_rng(0)
    theta, mask = rng.uniform(0.5, 2, size).astype(dtype), np.arange(size) % 2 > 0
    start = [theta, *rng.uniform(0.5, 2, (n_states, size)).astype(dtype)]
    ours, expected = [[array.copy() for array in start] for _ in range(2)]
    g = np.empty(size, dtype)
    run = in_place(rule, masked).bind([ours[0], g, *ours[1:], *([mask] if masked else [])], 3)
    provided = {"decay_mask": mask} if masked else {}
    for t in range(1, steps + 1):
        g[:] = rng.uniform(0.5, 2, size)
        run(t, **numbers)
        counted = {"t": t} if "t" in inspect.signature(rule).parameters else {}
        updated = rule(expected[0], g, *expected[1:], **numbers, **counted, **provided)
        expected = [array.astype(dtype) for array in (updated if isinstance(updated, tuple) else (updated,))]
    return [array.tobytes() for array in ours], [array.tobytes() for array in expected]


@every_rule
@pytest.mark.parametrize("masked", [False, True])
def test_every_rule_of_the_course_has_a_program_that_copies_nothing(name, masked):
    source = in_place(
        OPTIMIZERS[name], masked and "decay_mask" in inspect.signature(OPTIMIZERS[name]).parameters
    ).source
    assert source
    assert "copyto" not in source


def test_the_program_of_adam_does_the_operations_of_the_rule_and_no_other():
    lines = in_place(adam).source.splitlines()
    operations = [line.split("(")[0].strip() for line in lines if "out=" in line]
    expected = "multiply multiply add multiply square multiply add divide divide multiply sqrt add divide subtract"
    assert operations == [f"np.{name}" for name in expected.split()]
    assert {line.split("out=")[1].rstrip(")") for line in lines if "out=" in line} == {"_x0", "_x1", "m", "v", "theta"}


@every_rule
def test_a_step_reserves_no_array_however_long_theta_is(name):
    theta = np.ones(200_000)
    step = Optimizer(name).prepare(theta, np.ones_like(theta), theta > 0)
    step()
    tracemalloc.start()
    step()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000  # une tranche en pèse 400 000 ; NumPy convertit un masque par morceaux de 64 Kio


def test_steps_prepared_once_follow_the_gradient_and_the_hyperparameters():
    rng, g = np.random.default_rng(3), np.zeros(5)
    thetas = [np.ones(5), np.ones(5)]
    prepared, plain = Optimizer("adam"), Optimizer("adam")
    step = prepared.prepare(thetas[0], g)
    for alpha in (0.1, 0.1, 0.01):
        g[:] = rng.normal(size=5)
        prepared.hyperparameters["alpha"] = plain.hyperparameters["alpha"] = alpha
        step()
        plain.step(thetas[1], g)
    assert thetas[0].tobytes() == thetas[1].tobytes()
    assert prepared.t == plain.t == 3


def test_an_optimizer_that_has_prepared_its_steps_is_copied_and_pickled():
    theta, optimizer = np.ones(3), Optimizer("adam")
    optimizer.prepare(theta, np.ones(3))()
    for twin in (copy.deepcopy(optimizer), pickle.loads(pickle.dumps(optimizer))):
        paths = theta.copy(), theta.copy()
        twin.step(paths[0], np.ones(3))
        copy.deepcopy(optimizer).step(paths[1], np.ones(3))
        assert paths[0].tobytes() == paths[1].tobytes()


# Une expression au hasard, faite des arguments d'une règle et d'opérations élément par élément.
ARRAYS, NUMBERS = ["theta", "g", "a", "b"], ["alpha", "beta1", "t", "2", "0.25", "-1.5"]
leaves = st.sampled_from(ARRAYS * 2 + NUMBERS)
BINARY, UNARY = (
    ["({} + {})", "({} - {})", "({} * {})", "({} / (1 + ({})**2))"],
    ["-({})", "({})**2", "np.exp(-abs({} + theta))"],
)


def grow(inner):
    return st.one_of(
        st.builds(str.format, st.sampled_from(BINARY), inner, inner),
        st.builds(str.format, st.sampled_from(UNARY), inner),
        st.builds("np.maximum({}, g)".format, inner),
    )


expressions = st.recursive(leaves, grow, max_leaves=12)


def make_rule(texts):
    """Une règle à deux états, dont chaque ligne se lit comme celles du cours : a, puis b, puis theta."""
    a, b, theta = texts
    code = f"def rule(theta, g, a, b, *, t, alpha, beta1):\n    a = {a}\n    b = {b}\n    return {theta}, a, b"
    namespace = {"np": np}
    exec(code, namespace)
    return namespace["rule"]


@settings(max_examples=150, deadline=None)
@given(st.tuples(expressions, expressions, expressions), st.sampled_from([np.float32, np.float64]))
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning", "ignore:invalid:RuntimeWarning")
def test_any_rule_made_of_elementwise_operations_gives_the_same_bits(texts, dtype):
    # « + 0 * theta » : chaque ligne rend un tableau, même si le hasard n'y a mis que des nombres.
    rule = make_rule([f"{text} + 0 * theta" for text in texts])
    assert in_place(rule).source
    ours, expected = run_both(rule, 2, dtype, alpha=0.1, beta1=0.9)
    assert ours == expected


def warm_up(theta, g, m, *, t, alpha):
    """Elle choisit selon t."""
    m = g if t == 1 else 0.9 * m + 0.1 * g
    return theta - alpha * m, m


def clipped(theta, g, *, alpha):
    """Elle choisit selon g."""
    return theta - alpha * np.where(g > 1, 1, g)


def normalized(theta, g, *, alpha):
    """Elle somme, sur ce qu'elle reçoit : une tranche."""
    return theta - alpha * g / np.sqrt(np.sum(g**2))


def dotted(theta, g, *, alpha):
    """Elle multiplie, mais pas élément par élément."""
    return theta - alpha * (g @ g) * g


def untouched(theta, g, m, *, alpha):
    """Elle rend son état tel quel."""
    return theta - alpha * g, m


def shared(theta, g, m, *, alpha):
    """Elle rend deux fois le même tableau."""
    moved = theta - alpha * g
    return moved, moved


def swapped(theta, g, a, b, *, alpha):
    """Chaque état prend la place de l'autre, et la lit encore après."""
    new_b = a + g
    return theta - alpha * (a + b), b * 0.5, new_b


def late_reader(theta, g, m, *, alpha):
    """L'ancien état sert encore quand le nouveau est prêt."""
    new = 0.5 * m + g
    return theta - alpha * (new - m), new


def exchanging(theta, g, a, b, *, alpha):
    """Elle rend ses deux états, l'un pour l'autre."""
    return theta - alpha * (a - b) - g, b, a


def double_precision(theta, g, *, alpha):
    """Un scalaire NumPy fait passer float32 à float64."""
    return theta - np.float64(0.3) * alpha * g


def asking_for_double_precision(theta, g, *, alpha):
    """Elle dit dans quel type calculer."""
    return theta - np.multiply(alpha * g, g, dtype=np.float64)


def rooted(theta, g, *, alpha):
    """Une racine, et une puissance entière qui n'est pas un carré."""
    return theta - alpha * g**0.5 + alpha * g**3


def comparing(theta, g, *, alpha):
    """Des booléens, et leur contraire."""
    return theta - alpha * g * ~(g > 1)


def bounded(theta, g, *, alpha):
    """Une borne infinie, un nombre négatif, un entier."""
    return theta - np.minimum(g, np.inf) * -alpha * 2


def limited(theta, g, *, alpha):
    """Une méthode de tableau."""
    return theta - alpha * g.clip(0.7, 1.2)


def asking_whether_zero(theta, g, m, *, alpha, beta=0.0):
    """Elle choisit selon qu'un nombre est nul."""
    m = beta * m + g if beta else 2 * g
    return theta - alpha * m, m


def branching_on_mask(theta, g, *, alpha, decay_mask=True):
    """Elle indexe."""
    return theta - alpha * g * np.where(decay_mask, 0.5, 1)


def clashing(theta, g, _x0, *, alpha):
    """Son état porte le nom d'un tableau du programme."""
    _x0 = _x0 + g
    return theta - alpha * _x0 * g, _x0


ODD = [warm_up, clipped, untouched, shared, swapped, late_reader, exchanging, clashing, double_precision]
ODD += [asking_for_double_precision, rooted, comparing, bounded, limited, asking_whether_zero]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rule", ODD, ids=lambda rule: rule.__name__)
def test_a_rule_that_chooses_swaps_or_keeps_gives_what_it_says(rule, dtype):
    n_states = len([p for p in inspect.signature(rule).parameters.values() if p.kind is not p.KEYWORD_ONLY]) - 2
    ours, expected = run_both(rule, n_states, dtype, alpha=0.1)
    assert ours == expected


def test_a_mask_that_is_not_multiplied_works_too():
    ours, expected = run_both(branching_on_mask, 0, masked=True, alpha=0.1)
    assert ours == expected


@pytest.mark.parametrize("rule", [normalized, dotted], ids=lambda rule: rule.__name__)
def test_a_rule_that_sums_is_applied_to_each_slice_as_it_is(rule):
    ours, expected = run_both(rule, 0, size=3, alpha=0.1)
    assert ours == expected


@pytest.mark.parametrize(
    ("rule", "has_program"), [(swapped, True), (late_reader, True), (warm_up, False), (clipped, False)]
)
def test_only_a_rule_made_of_elementwise_operations_has_a_program(rule, has_program):
    assert bool(in_place(rule).source) == has_program


def test_a_mistake_in_a_rule_shows_as_itself():
    def mistaken(theta, g, *, alpha):
        return theta - alpha * g.nothing

    with pytest.raises(AttributeError, match="nothing"):
        in_place(mistaken).bind([np.ones(2), np.ones(2)], 2)(1, alpha=0.1)


def test_an_operation_that_is_not_numpys_is_applied_as_it_is():
    special = pytest.importorskip("scipy.special")

    def foreign(theta, g, *, alpha):
        return theta - alpha * special.expit(g)

    ours, expected = run_both(foreign, 0, alpha=0.1)
    assert ours == expected
