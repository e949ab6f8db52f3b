"""La boucle d'une règle, lue par Python ou compilée par numba, donne les bits du programme NumPy."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mlcourse import _compiled
from mlcourse._inplace import in_place
from mlcourse.optimizers import OPTIMIZERS

every_rule = pytest.mark.parametrize("name", OPTIMIZERS)
both_types = pytest.mark.parametrize("dtype", [np.float32, np.float64])
PROVIDED = {"t": 3, "decay_mask": True}


@pytest.fixture(scope="module")
def compiler(tmp_path_factory):
    """De quoi compiler, dans un cache à soi ; le test qui en a besoin est sauté sans numba."""
    pytest.importorskip("numba")
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_compiled, "user_cache", lambda: folder)
        yield


def make_arrays(rule, dtype, values, masked):
    """theta, g et les états, pris dans des valeurs quelconques ; puis le masque."""
    names = [p for p in inspect.signature(rule).parameters.values() if p.kind is not p.KEYWORD_ONLY]
    rows = [np.resize(np.roll(values, i), values.size).astype(dtype) for i in range(len(names))]
    return [*rows, *([np.arange(values.size) % 2 > 0] if masked else [])]


def run_by(bind, rule, rows, masked, numbers):
    """Trois pas d'une règle, dans une copie de ces tableaux ; un « non-nombre » n'a plus ni signe ni message."""
    rows = [row.copy() for row in rows]
    run = bind(in_place(rule, masked), rows)
    with np.errstate(all="ignore"):
        for t in (1, 2, 3):
            run(t, **numbers)
    return [np.where(np.isnan(row), np.array(np.nan, row.dtype), row).tobytes() for row in rows]


def by_numpy(program, rows):
    return program.bind(rows, max(rows[0].size, 1))


def by_python(program, rows):
    """La même boucle, lue par Python élément par élément."""
    namespace = {"np": np}
    exec(program.loop, namespace)
    return _compiled.bind_loop(program, rows, namespace["loop"])


def by_numba(program, rows):
    loop = _compiled.compile_loop(program.loop, rows[0].dtype)
    assert loop.nopython_signatures
    return _compiled.bind_loop(program, rows, loop)


def is_masked(rule):
    return "decay_mask" in inspect.signature(rule).parameters


def defaults(rule):
    named = [p for p in inspect.signature(rule).parameters.values() if p.kind is p.KEYWORD_ONLY]
    return {p.name: p.default for p in named if p.name not in PROVIDED}


@every_rule
@both_types
@pytest.mark.parametrize("masked", [False, True])
def test_every_rule_of_the_course_has_a_loop_that_gives_its_bits(name, dtype, masked):
    rule = OPTIMIZERS[name]
    masked = masked and is_masked(rule)
    rows = make_arrays(rule, dtype, np.random.default_rng(0).normal(size=7) ** 2, masked)
    numbers = defaults(rule)
    assert in_place(rule, masked).loop
    assert run_by(by_python, rule, rows, masked, numbers) == run_by(by_numpy, rule, rows, masked, numbers)


@every_rule
@both_types
@settings(max_examples=60, deadline=None)
@given(values=arrays(np.float64, st.integers(1, 40), elements=st.floats(width=32)))
def test_compiled_it_gives_them_too_whatever_the_values(compiler, name, dtype, values):
    rule, numbers = OPTIMIZERS[name], defaults(OPTIMIZERS[name])
    for masked in {False, is_masked(rule)}:
        rows = make_arrays(rule, dtype, values, masked)
        assert run_by(by_numba, rule, rows, masked, numbers) == run_by(by_numpy, rule, rows, masked, numbers)


def dividing_by_zero(theta, g, m, *, alpha):
    """Là où m est nul, NumPy rend un infini, et Python une exception."""
    return theta - alpha * g / m, m * m


def masked_early(theta, g, *, alpha, decay_mask=True):
    """Ce qui suit un masque s'arrondit dans le type de theta, et non en double précision."""
    return theta - alpha * (g * decay_mask) * g * theta


@both_types
@pytest.mark.parametrize("rule", [dividing_by_zero, masked_early], ids=lambda rule: rule.__name__)
def test_compiled_it_divides_by_zero_and_rounds_booleans_as_numpy_does(compiler, rule, dtype):
    masked, values = is_masked(rule), np.random.default_rng(1).normal(size=200)
    values[::3] = 0
    rows = make_arrays(rule, dtype, values, masked)
    expected = run_by(by_numpy, rule, rows, masked, {"alpha": 0.1})
    assert run_by(by_numba, rule, rows, masked, {"alpha": 0.1}) == expected


leaves = st.sampled_from(["theta", "g", "a", "alpha", "beta1", "t", "2", "-1.5"])
exact = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(str.format, st.sampled_from(["({} + {})", "({} - {})", "({} * {})", "({} / {})"]), inner, inner),
        st.builds(str.format, st.sampled_from(["(-{})", "({})**2", "np.sqrt({} * theta)"]), inner),
    ),
    max_leaves=10,
)


@settings(max_examples=25, deadline=None)
@given(st.tuples(exact, exact), st.sampled_from([np.float32, np.float64]), st.floats(0.01, 4), st.integers(0, 99))
def test_any_rule_made_of_the_four_operations_and_roots_gives_the_same_bits(compiler, texts, dtype, alpha, seed):
    a, theta = texts
    # « * theta » : chaque ligne rend un tableau, même si le hasard n'y a mis que des nombres.
    code = f"def rule(theta, g, a, *, t, alpha, beta1):\n    a = {a} * theta\n    return {theta} * theta, a"
    namespace = {"np": np}
    exec(code, namespace)
    rule, numbers = namespace["rule"], {"alpha": alpha, "beta1": 0.9}
    rows = make_arrays(rule, dtype, np.random.default_rng(seed).normal(size=37), False)
    try:
        expected = run_by(by_numpy, rule, rows, False, numbers)
    except ZeroDivisionError:  # le hasard a divisé un nombre par zéro
        return
    assert in_place(rule).loop
    assert run_by(by_numba, rule, rows, False, numbers) == expected
    _compiled.compile_loop.cache_clear()


@pytest.mark.parametrize(
    "update", [lambda g: g**3, lambda g: g**0.7, np.exp, np.tanh, np.abs, lambda g: np.maximum(g, 0)]
)
def test_what_two_libraries_could_round_otherwise_is_left_to_numpy(update):
    program = in_place(lambda theta, g, *, alpha: theta - alpha * update(g))
    assert program.source
    assert not program.loop
