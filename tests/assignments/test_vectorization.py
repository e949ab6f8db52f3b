"""La mesure de la vectorisation ne se laisse tromper ni par une attente, ni par un voisin, ni par ce qu'on retient."""

import time

import numpy as np
import pytest

from mlcourse.checks import Check, CheckError, clock, draws, speed


def complaint(function, case=None):
    with pytest.raises(CheckError) as caught:
        Check(function, "aucune boucle").vectorized(case or sum_case)
    return str(caught.value)


def sum_case(m):
    x = np.random.default_rng().normal(size=(3, m))
    return (x,), x.sum(axis=0)


def looping_sum(x):
    return np.array([np.log(np.exp(column).prod()) for column in x.T])


def burn(seconds):
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass


def test_loop_over_examples_is_seen_by_what_it_computes():
    assert "boucle Python" in complaint(looping_sum)


def test_vectorized_function_is_fast_enough():
    Check(lambda x: x.sum(axis=0), "aucune boucle").vectorized(sum_case)


@pytest.mark.parametrize("lose", [time.sleep, burn])
def test_time_lost_in_each_call_whatever_the_batch_costs_nothing(lose):
    def drawing(x):
        lose(0.03)
        return x.sum(axis=0)

    Check(drawing, "aucune boucle").vectorized(sum_case)


def test_first_call_may_be_long():
    calls = []

    def cold(x):
        calls.append(x) or len(calls) > 1 or burn(0.5)
        return x.sum(axis=0)

    Check(cold, "aucune boucle").vectorized(sum_case)


@pytest.mark.parametrize("lose", [time.sleep, burn])
@pytest.mark.parametrize("few", [4, 20_000, *(pytest.param(few, marks=pytest.mark.long) for few in (64, 1_000))])
def test_losing_time_on_small_batches_buys_none_for_large_ones(lose, few):
    def patient(x):
        if x.shape[1] <= few:
            lose(0.02)
        return looping_sum(x)

    assert "boucle Python" in complaint(patient)


def test_what_is_right_on_a_small_batch_must_be_right_on_a_large_one():
    assert "mêmes résultats justes" in complaint(lambda x: x.sum(axis=0) if x.shape[1] < 10 else np.zeros(x.shape[1]))


@pytest.mark.parametrize("chosen", [{3}, {8, 9}, {4, 5, 6, 7, 8}])
def test_answering_the_easiest_result_alone_at_some_sizes_buys_nothing(chosen):
    def two_results(m):
        x = np.random.default_rng().normal(size=(2, m))
        return (x,), (x.sum(), x.sum(axis=0))

    def picky(x):
        return x.sum(), np.zeros(x.shape[1]) if x.shape[1] in {*chosen} or x.shape[1] > 9 else looping_sum(x)

    for seed in range(30):
        draws.use(seed)
        with pytest.raises(CheckError, match="mêmes résultats justes"):
            Check(picky, "aucune boucle", ("J", "delta")).vectorized(two_results)


@pytest.mark.parametrize("rows", range(2, 11))
def test_who_takes_another_dimension_for_the_number_of_examples_is_never_right_on_the_small_batch(rows):
    def mean_case(m):
        x = np.random.default_rng().normal(size=(rows, m))
        return (x,), x.sum(axis=1) / m

    for seed in range(30):
        draws.use(seed)
        assert "un résultat juste" in complaint(lambda x: x.sum(axis=1) / x.shape[0], mean_case)


def test_remembering_a_large_batch_is_useless():
    memory = {}

    def remembering(x):
        key = x.tobytes()
        if key not in memory:
            memory[key] = looping_sum(x)
        return memory[key]

    assert "boucle Python" in complaint(remembering)


def test_vectorization_is_not_marked_for_a_function_that_computes_nothing():
    assert "un résultat juste" in complaint(lambda x: np.zeros(x.shape[1]))


def test_call_that_could_not_be_measured_proves_nothing(monkeypatch):
    monkeypatch.setattr(clock.Stopwatch, "stop", lambda self: np.inf)
    assert "boucle Python" in complaint(lambda x: x.sum(axis=0))


@pytest.mark.parametrize("size", [3, 12])
def test_loop_to_outrun_grows_with_the_numbers_of_an_example(size):
    # Tour à tour : d'un cœur à l'autre, ou d'un instant à l'autre, l'allure change du simple au double.
    tries = [(speed.loop_seconds(1), speed.loop_seconds(size)) for _ in range(20)]
    one, many = map(min, zip(*tries, strict=True))
    assert many > one


@pytest.mark.parametrize("numbers", [0, 1, 1_000], ids=["rien", "un nombre", "plus de nombres que n'en tient un lot"])
def test_batch_has_at_least_one_example_whatever_an_example_holds(monkeypatch, numbers):
    monkeypatch.setattr(speed, "MOST_NUMBERS", 500)
    batches = []

    def measure(m):
        batches.append(m)
        return 1.0, m * numbers

    assert not speed.outruns_a_loop(measure)
    assert min(batches) >= 1
