"""Les règles et leur application : chaque ligne de OPTIMIZERS passe les épreuves communes."""

import inspect
import re

import numpy as np
import pytest

from mlcourse import optimizers
from mlcourse._hyperparameters import INTERVALS, hyperparameters_of
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.schedules import SCHEDULES, Schedule

every_rule = pytest.mark.parametrize("name", OPTIMIZERS)


def signature(rule):
    """Les états d'une règle (positionnels après theta et g), et ce qu'elle attend d'`Optimizer` pour un pas t."""
    parameters = list(inspect.signature(rule).parameters.values())
    states = [p.name for p in parameters[2:] if p.kind is not p.KEYWORD_ONLY]
    names = {p.name for p in parameters}
    return states, lambda t, mask: {k: v for k, v in {"t": t, "decay_mask": mask}.items() if k in names}


def apply_to_the_whole_vector(rule, theta, gradients, mask=True):
    """Applique la règle telle quelle, sans `Optimizer` : états nuls au départ, t compté à partir de 1."""
    names, provided = signature(rule)
    states = [np.zeros_like(theta) for _ in names]
    for t, g in enumerate(gradients, start=1):
        result = rule(theta, g, *states, **provided(t, mask))
        theta, *states = result if names else [result]
        assert {array.dtype for array in (theta, *states)} == {g.dtype}
    return theta


@every_rule
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("slice_size", [1, 7, 50_000])
def test_slices_give_the_same_bits_as_the_rule_on_the_whole_vector(name, dtype, slice_size, masked, monkeypatch):
    monkeypatch.setattr(optimizers, "SLICE", slice_size)
    rng = np.random.default_rng(0)
    theta, gradients = rng.normal(size=31).astype(dtype), rng.normal(size=(4, 31)).astype(dtype)
    mask = np.arange(31) % 3 > 0 if masked else None
    expected = apply_to_the_whole_vector(OPTIMIZERS[name], theta.copy(), gradients, mask if masked else True)
    optimizer = Optimizer(name)
    for g in gradients:
        optimizer.step(theta, g, mask)
    assert theta.dtype == dtype
    assert theta.tobytes() == expected.tobytes()


@every_rule
def test_a_vector_longer_than_the_cache_gives_the_same_bits_too(name):
    rng = np.random.default_rng(1)
    size = 2 * optimizers.SLICE + 17
    theta, gradients = rng.normal(size=size), rng.normal(size=(2, size))
    expected = apply_to_the_whole_vector(OPTIMIZERS[name], theta.copy(), gradients)
    optimizer = Optimizer(name)
    for g in gradients:
        optimizer.step(theta, g)
    assert theta.tobytes() == expected.tobytes()


@every_rule
def test_a_rule_is_pure(name):
    rule, rng = OPTIMIZERS[name], np.random.default_rng(2)
    states, provided = signature(rule)
    arrays = [rng.random(5) for _ in range(2 + len(states))]
    copies = [array.copy() for array in arrays]
    result = rule(*arrays, **provided(3, np.arange(5) > 2))
    for array, before in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, before)
        assert not any(np.shares_memory(array, output) for output in np.atleast_2d(result))


@every_rule
def test_every_hyperparameter_has_a_default_and_can_be_changed(name):
    defaults = Optimizer(name).hyperparameters
    assert "alpha" in defaults
    for key, default in defaults.items():
        assert Optimizer(name, **{key: default / 2}).hyperparameters == defaults | {key: default / 2}


@every_rule
def test_step_works_in_place_and_leaves_the_gradient_alone(name):
    theta, g = np.arange(1.0, 6.0), np.linspace(-1, 1, 5)
    whole, before, gradient = theta, theta.copy(), g.copy()
    assert Optimizer(name).step(theta, g) is None
    assert whole is theta
    moved = theta - before
    assert (moved[g != 0] * g[g != 0] < 0).all()
    np.testing.assert_array_equal(g, gradient)


@every_rule
def test_a_null_learning_rate_leaves_theta_where_it_is(name):
    theta = np.arange(3.0)
    Optimizer(name, alpha=0).step(theta, np.ones(3))
    np.testing.assert_array_equal(theta, np.arange(3.0))


@every_rule
def test_setting_the_step_count_back_to_zero_starts_again_from_null_states(name):
    thetas, optimizer = [np.ones(3), np.ones(3)], Optimizer(name)
    for theta in thetas:
        optimizer.t = 0
        for _ in range(4):
            optimizer.step(theta, np.array([1.0, -2.0, 3.0]))
    assert thetas[0].tobytes() == thetas[1].tobytes()


@every_rule
def test_the_gradient_may_be_theta_itself(name):
    theta, apart = np.array([1.0, -2.0, 3.0]), np.array([1.0, -2.0, 3.0])
    together, separate = Optimizer(name), Optimizer(name)
    for _ in range(4):
        together.step(theta, theta)
        separate.step(apart, apart.copy())
    assert theta.tobytes() == apart.tobytes()


@every_rule
def test_two_optimizers_never_share_their_state(name):
    thetas = [np.ones(3), np.ones(3)]
    first, second = Optimizer(name), Optimizer(name)
    for _ in range(5):
        first.step(thetas[0], np.array([1.0, -2.0, 3.0]))
    for _ in range(5):
        second.step(thetas[1], np.array([1.0, -2.0, 3.0]))
    np.testing.assert_array_equal(*thetas)


@every_rule
def test_every_rule_goes_down_a_ravine(name):
    # Adagrad, dont le pas ne fait que diminuer, part d'un taux plus grand.
    optimizer = Optimizer(name, alpha=0.2 if name == "adagrad" else 0.02)
    scales, theta = np.array([1.0, 20.0]), np.array([1.0, 1.0])
    for _ in range(300):
        optimizer.step(theta, scales * theta)
    assert (scales * theta**2).sum() < 0.01


@every_rule
def test_a_null_gradient_and_a_large_one_neither_warn_nor_promote(name):
    theta, optimizer = np.zeros(3, np.float32), Optimizer(name)
    for _ in range(3):
        optimizer.step(theta, np.array([0, 1e3, -1e3], np.float32))
    assert np.isfinite(theta).all()
    assert theta[0] == 0
    assert {state.dtype for state in optimizer.states} <= {np.dtype(np.float32)}


@every_rule
def test_name_hyperparameters_step_count_and_states_are_enough_to_resume_bit_for_bit(name):
    rng = np.random.default_rng(6)
    theta, gradients = rng.normal(size=5), rng.normal(size=(8, 5))
    schedule = Schedule("exponential", alpha=0.05, every=3)
    first = Optimizer(name, alpha=schedule)
    for g in gradients[:4]:
        first.step(theta, g)
    resumed = theta.copy()
    second = Optimizer(first.name, **first.hyperparameters)
    second.t, second.states = first.t, tuple(state.copy() for state in first.states)
    for g in gradients[4:]:
        first.step(theta, g)
        second.step(resumed, g)
    assert resumed.tobytes() == theta.tobytes()


@every_rule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_schedule_gives_at_each_step_the_path_of_its_value_at_that_step(name, dtype):
    rng, schedule = np.random.default_rng(7), Schedule("step", alpha=0.1, every=2, factor=0.25)
    theta, gradients = rng.normal(size=4).astype(dtype), rng.normal(size=(6, 4)).astype(dtype)
    by_hand, scheduled, manual = theta.copy(), Optimizer(name, alpha=schedule), Optimizer(name)
    for g, alpha in zip(gradients, [0.1, 0.1, 0.025, 0.025, 0.00625, 0.00625], strict=True):
        scheduled.step(theta, g)
        manual.hyperparameters["alpha"] = alpha
        manual.step(by_hand, g)
    assert theta.dtype == dtype
    assert theta.tobytes() == by_hand.tobytes()


@every_rule
def test_an_optimizer_prints_as_the_call_that_makes_it(name):
    optimizer = Optimizer(name, alpha=Schedule("cosine", alpha=0.1, total=9))
    again = eval(repr(optimizer), {"Optimizer": Optimizer, "Schedule": Schedule})
    assert again.name == name
    assert repr(again) == repr(optimizer)


def sign_descent(theta, g, *, alpha=0.1):
    return theta - alpha * np.sign(g)


def unit_descent(theta, g, *, alpha=0.1):
    return theta - alpha * g / np.linalg.norm(g)


def test_a_rule_of_the_readers_own_runs_like_those_of_the_course():
    theta, g, optimizer = np.ones(3), np.array([1.0, -2.0, 0.0]), Optimizer(sign_descent, alpha=-0.5)
    optimizer.step(theta, g)
    np.testing.assert_array_equal(theta, [1.5, 0.5, 1.0])
    assert (optimizer.name, optimizer.rule, optimizer.t) == ("sign_descent", sign_descent, 1)
    assert repr(optimizer) == "Optimizer(sign_descent, alpha=-0.5)"


def test_a_rule_that_sums_receives_the_whole_vector():
    rng = np.random.default_rng(0)
    theta, g = rng.normal(size=(2, 120_001))
    expected = unit_descent(theta, g)
    Optimizer(unit_descent).step(theta, g)
    np.testing.assert_array_equal(theta, expected)


def test_a_rule_of_the_readers_own_that_has_the_name_of_another_keeps_its_own_freedom():
    def adam(theta, g, *, alpha=0.1):
        return theta - alpha * g

    assert Optimizer(adam, alpha=-1.0).hyperparameters == {"alpha": -1.0}
    assert Optimizer(OPTIMIZERS["adam"]).name == "adam"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_function_of_t_is_a_schedule(name):
    rng = np.random.default_rng(3)
    theta, gradients = rng.normal(size=4), rng.normal(size=(9, 4))
    twin = theta.copy()
    free, known = Optimizer(name, alpha=lambda t: 0.1 / t), Optimizer(name, alpha=0.1)
    for t, g in enumerate(gradients, start=1):
        free.step(theta, g)
        known.hyperparameters["alpha"] = 0.1 / t
        known.step(twin, g)
    assert theta.tobytes() == twin.tobytes()


def test_a_function_of_t_that_leaves_its_interval_is_refused_at_that_step():
    optimizer, theta = Optimizer("polyak", beta=lambda t: 0.4 * t), np.ones(2)
    for _ in range(2):
        optimizer.step(theta, np.ones(2))
    with pytest.raises(ValueError, match=re.escape("beta : un nombre dans [0, 1[ est attendu, reçu 1.2")):
        optimizer.step(theta, np.ones(2))
    assert optimizer.t == 2


def test_every_hyperparameter_of_the_course_has_its_interval():
    names = {key for function in (*OPTIMIZERS.values(), *SCHEDULES.values()) for key in hyperparameters_of(function)}
    assert names - INTERVALS.keys() == set(), "ajoutez ce nom et son intervalle à INTERVALS, dans _hyperparameters.py"
    assert INTERVALS.keys() - names == set(), "plus aucune règle n'a cet hyperparamètre : ôtez-le d'INTERVALS"


@pytest.mark.parametrize(
    ("call", "expected", "received"),
    [
        (lambda: Optimizer("polyak", beta=Schedule("constant", alpha=1)), "[0, 1[", "1"),
        (lambda: Optimizer("sgd", alpha=lambda t: -1 / t), "positif", "-1.0"),
        (lambda: Optimizer("sgd", alpha=lambda t: None), "positif", "None"),
        (lambda: Optimizer("sgd", alpha=10**400), "positif", "1000"),
        (lambda: Optimizer(min), "theta, g", "min"),
        (lambda: Optimizer(lambda theta: theta), "theta, g", "lambda"),
        (lambda: Optimizer(lambda theta, g, **k: theta), "theta, g", "lambda"),
        (lambda: Optimizer(sign_descent, alpha=float("nan")), "fini", "nan"),
        (lambda: Optimizer(sign_descent, beta=1), "alpha", "beta"),
        (lambda: Optimizer("adamw", decay_mask=1.0), "weight_decay", "decay_mask"),
        (lambda: Optimizer("adamw", weight_decay=-0.1), "positif", "-0.1"),
        (lambda: Optimizer("adamw").step(np.ones(3), np.ones(3), np.ones(2, bool)), "(3,)", "(2,)"),
        (lambda: Optimizer("adamw").step(np.ones(3), np.ones(3), np.ones(3)), "booléens", "float64"),
        (lambda: Optimizer("sgd").step(np.ones(3), np.ones(3), True), "booléens", "bool de forme ()"),
    ],
)
def test_wrong_arguments_are_refused_with_what_was_expected_and_what_came(call, expected, received):
    with pytest.raises(ValueError, match="attendu") as caught:
        call()
    before, after = str(caught.value).rsplit("reçu", 1)
    assert expected in before
    assert received in after
