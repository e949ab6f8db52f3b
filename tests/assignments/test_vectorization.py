"""La mesure de la vectorisation ne se laisse tromper ni par une attente, ni par un résultat retenu ou bâclé."""

import time

import numpy as np
import pytest

from mlcourse.checks import Check, CheckError


def complaint(function):
    with pytest.raises(CheckError) as caught:
        Check(function, "aucune boucle").vectorized(sum_case)
    return str(caught.value)


def sum_case(m):
    x = np.random.default_rng().normal(size=(3, m))
    return (x,), x.sum(axis=0)


def looping_sum(x):
    return np.array([np.log(np.exp(column).prod()) for column in x.T])


def test_loop_over_examples_is_seen_by_its_time():
    assert "boucle Python" in complaint(looping_sum)


def test_vectorized_function_is_fast_enough():
    Check(lambda x: x.sum(axis=0), "aucune boucle").vectorized(sum_case)


def test_time_lost_in_each_call_whatever_the_batch_costs_nothing():
    def drawing(x):
        time.sleep(0.04)
        return x.sum(axis=0)

    Check(drawing, "aucune boucle").vectorized(sum_case)


def test_sleeping_on_small_batches_buys_no_time_for_large_ones():
    def patient(x):
        time.sleep(0.02 if x.shape[1] <= 4 else 0)
        return looping_sum(x)

    assert "boucle Python" in complaint(patient)


def test_what_is_right_on_a_small_batch_must_be_right_on_a_large_one():
    assert "mêmes résultats justes" in complaint(lambda x: x.sum(axis=0) if x.shape[1] <= 4 else np.zeros(x.shape[1]))


def test_remembering_a_large_batch_is_useless():
    memory = {}

    def remembering(x):
        key = x.tobytes()
        if key not in memory:
            memory[key] = looping_sum(x)
        return memory[key]

    assert "boucle Python" in complaint(remembering)


def test_vectorization_is_not_marked_for_a_function_that_computes_nothing():
    assert "résultat proche du bon" in complaint(lambda x: np.zeros(x.shape[1]))
