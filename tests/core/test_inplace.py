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
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.rules import adam

every_rule = pytest.mark.parametrize("name", OPTIMIZERS)


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
def test_any_rule_made_of_elementwise_operations_gives_the_same_bits(both_paths, texts, dtype):
    # « + 0 * theta » : chaque ligne rend un tableau, même si le hasard n'y a mis que des nombres.
    rule = make_rule([f"{text} + 0 * theta" for text in texts])
    assert in_place(rule).source
    ours, expected = both_paths(rule, 2, dtype, alpha=0.1, beta1=0.9)
    assert ours == expected
