"""Les calendriers : chaque ligne de SCHEDULES part de alpha ou y monte, ne quitte pas [0, alpha], puis redescend."""

import inspect
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.schedules import SCHEDULES, Schedule

every_schedule = pytest.mark.parametrize("name", SCHEDULES)

# Une valeur possible pour chaque nom d'hyperparamètre ; `warmup` et `floor` restent sous `total` et `alpha`.
VALUES = {
    "alpha": st.floats(1e-6, 10),
    "every": st.integers(1, 1000),
    "factor": st.floats(0.01, 0.99),
    "total": st.integers(50, 200),
    "warmup": st.integers(0, 49),
    "floor": st.floats(0, 1e-6),
}


def parameters(name):
    return [p for p in inspect.signature(SCHEDULES[name]).parameters if p != "t"]


def draw_schedule(name, data):
    return Schedule(name, **{key: data.draw(VALUES[key], key) for key in parameters(name)})


@every_schedule
@given(data=st.data())
def test_values_stay_between_zero_and_alpha_and_are_plain_floats(name, data):
    schedule = draw_schedule(name, data)
    for t in [*range(1, 60), 10**3, 10**6, np.int64(10**9)]:
        value = schedule(t)
        assert type(value) is float
        assert 0 <= value <= schedule.hyperparameters["alpha"] * (1 + 1e-12)


@every_schedule
@given(data=st.data())
def test_values_rise_during_the_warm_up_and_never_afterwards(name, data):
    schedule = draw_schedule(name, data)
    top = max(schedule.hyperparameters.get("warmup", 0), 1)
    values = [schedule(t) for t in range(1, 250)]
    assert values[top - 1] == schedule.hyperparameters["alpha"]
    assert values[:top] == sorted(values[:top])
    assert values[top - 1 :] == sorted(values[top - 1 :], reverse=True)


@every_schedule
@given(data=st.data())
def test_values_are_proportional_to_alpha(name, data):
    drawn = draw_schedule(name, data).hyperparameters
    once = Schedule(name, **drawn)
    twice = Schedule(name, **drawn | {key: 2 * drawn[key] for key in ("alpha", "floor") if key in drawn})
    for t in (1, 7, 60, 2000):
        assert twice(t) == pytest.approx(2 * once(t), rel=1e-12, abs=1e-300)  # au bord de zéro, les chiffres manquent


@every_schedule
def test_a_schedule_prints_as_the_call_that_makes_it(name):
    schedule = Schedule(name, **{key: 1 for key in ("alpha", "every", "total") if key in parameters(name)})
    again = eval(repr(schedule), {"Schedule": Schedule})
    assert (again.name, again.hyperparameters) == (name, schedule.hyperparameters)


@given(alpha=st.floats(1e-6, 10), t=st.integers(1, 10**9))
def test_a_constant_schedule_never_moves(alpha, t):
    assert Schedule("constant", alpha=alpha)(t) == alpha


@given(every=st.integers(1, 50), factor=st.floats(0.1, 0.9), stage=st.integers(0, 8))
def test_a_step_lasts_every_steps_and_the_next_is_factor_times_lower(every, factor, stage):
    schedule = Schedule("step", alpha=1, every=every, factor=factor)
    first = 1 + stage * every
    assert {schedule(t) for t in range(first, first + every)} == {schedule(first)}
    assert schedule(first + every) == pytest.approx(factor * schedule(first))


@given(every=st.integers(1, 50), factor=st.floats(0.1, 0.9), t=st.integers(1, 500))
def test_the_exponential_joins_the_beginnings_of_the_steps(every, factor, t):
    smooth, stairs = (Schedule(name, alpha=1, every=every, factor=factor) for name in ("exponential", "step"))
    assert smooth(1 + t * every) == pytest.approx(stairs(1 + t * every))
    assert smooth(t) <= stairs(t) * (1 + 1e-12)
    assert smooth(t + every) == pytest.approx(factor * smooth(t))


@given(every=st.integers(1, 1000), t=st.integers(1, 10**6))
def test_inverse_time_equals_its_exact_fraction(every, t):
    exact = Fraction(1, 4) * every / (every + t - 1)
    assert Schedule("inverse_time", alpha=0.25, every=every)(t) == pytest.approx(float(exact), rel=1e-14)


def test_inverse_time_halves_then_thirds():
    schedule = Schedule("inverse_time", alpha=0.3, every=100)
    assert [schedule(t) for t in (1, 101, 201, 901)] == pytest.approx([0.3, 0.15, 0.1, 0.03])


@given(total=st.integers(2, 500), alpha=st.floats(0.01, 1), share=st.floats(0, 1), data=st.data())
def test_cosine_warms_up_linearly_then_ends_exactly_on_its_floor(total, alpha, share, data):
    warmup, floor = data.draw(st.integers(0, total - 1)), share * alpha
    schedule = Schedule("cosine", alpha=alpha, total=total, warmup=warmup, floor=floor)
    top = max(warmup, 1)
    for t in range(1, top + 1):
        assert schedule(t) == pytest.approx(alpha * t / top)
    assert [schedule(t) for t in (total, total + 1, 10 * total)] == [floor] * 3
    middle = (top + total) / 2
    if middle == int(middle):
        assert schedule(int(middle)) == pytest.approx((alpha + floor) / 2)


@given(total=st.integers(100, 1000), warmup=st.integers(0, 99))
def test_cosine_never_jumps(total, warmup):
    schedule = Schedule("cosine", alpha=1, total=total, warmup=warmup, floor=0.1)
    values = np.array([schedule(t) for t in range(1, total + 20)])
    top = max(warmup, 1)
    assert np.abs(np.diff(values[:top])).max(initial=0) <= 1 / top + 1e-12
    assert np.abs(np.diff(values[top - 1 :])).max() <= 0.9 * math.pi / 2 / (total - top) + 1e-12


def test_a_schedule_of_one_step_is_allowed():
    assert [Schedule("cosine", alpha=0.1, total=1)(t) for t in (1, 2)] == [0.1, 0]


@pytest.mark.parametrize(
    ("call", "expected", "received"),
    [
        (lambda: Schedule("cosin", alpha=1), "constant, cosine, exponential, inverse_time, step", "cosin"),
        (lambda: Schedule(["cosine"]), "constant, cosine", "['cosine']"),
        (lambda: Schedule("step", alpha=1, each=3), "alpha, every, factor", "each"),
        (lambda: Schedule("step", alpha=1, t=3), "alpha, every, factor", "'t'"),
        (lambda: Schedule("cosine"), "alpha et total", "aucun hyperparamètre"),
        (lambda: Schedule("step", alpha=0.1, factor=0.5), "une valeur est attendue pour every", "alpha, factor"),
        (lambda: Schedule("constant", alpha=-1), "positif", "-1"),
        (lambda: Schedule("constant", alpha=float("inf")), "fini", "inf"),
        (lambda: Schedule("constant", alpha="0.1"), "nombre", "'0.1'"),
        (lambda: Schedule("step", alpha=1, every=0), "strictement positif", "0"),
        (lambda: Schedule("step", alpha=1, every=2.5), "entier", "2.5"),
        (lambda: Schedule("exponential", alpha=1, every=2, factor=1), "[0, 1[", "1"),
        (lambda: Schedule("cosine", alpha=1, total=-5), "strictement positif", "-5"),
        (lambda: Schedule("cosine", alpha=1, total=10, warmup=-1), "warmup : un entier", "-1"),
        (lambda: Schedule("cosine", alpha=1, total=10, warmup=10), "warmup < total", "warmup=10"),
        (lambda: Schedule("cosine", alpha=1, total=10, floor=2), "floor ≤ alpha", "floor=2"),
        (lambda: Schedule("constant", alpha=1)(0), "t : un entier strictement positif", "0"),
        (lambda: Schedule("constant", alpha=1)(1.5), "entier", "1.5"),
        (lambda: Schedule("constant", alpha=1)(True), "entier", "True"),
    ],
)
def test_wrong_arguments_are_refused_with_what_was_expected_and_what_came(call, expected, received):
    with pytest.raises(ValueError, match="attendu") as caught:
        call()
    before, after = str(caught.value).rsplit("reçu", 1)
    assert expected in before
    assert received in after
