"""Les nombres que disent les énoncés et les explications des exercices, refaits par leurs solutions."""

import numpy as np
import pytest

from mlcourse.practice import load


def solution(name):
    return load(name).solution


def test_the_cost_and_the_probability_of_the_first_page():
    assert np.exp(-0.105) == pytest.approx(0.9, abs=1e-3)


def test_the_two_orders_of_a_chain():
    multiplications = solution("multiplications")
    from_output, from_input = multiplications([1000, 100, 100])
    assert from_input / from_output == pytest.approx(10_100_000 / 110_000)
    near = multiplications([1, 100, 100])
    assert near[1] == pytest.approx(near[0], rel=0.01)


def test_the_patterns_that_each_weights_let_through():
    missed = solution("missed_patterns")
    assert [missed(weights) for weights in ([1, 2, 4], [1, 2, 3], [1, 1, 1])] == [0, 2, 12]


def test_the_majority_of_the_symmetric_patterns():
    labels = np.repeat([0, 1], [56, 8])
    assert np.mean(labels == 0) == 0.875
    assert solution("gain_over_majority")(np.zeros(64, dtype=int), labels) == 0


def test_free_wheeling_goes_nine_times_as_far_as_the_speed():
    assert solution("coast")(0.0, -1.0, 1.0, 0.9) == pytest.approx(9)


def test_the_step_after_a_silence():
    step = solution("wake_up_step")
    assert step(1.0, 1.0, 50, 1.0, 0.9) == pytest.approx(3.1, abs=0.05)
    assert step(1.0, 1.0, 0, 1.0, 0.9) == pytest.approx(1)


def test_the_sum_of_the_weights_of_a_moving_average():
    for t in (3, 100):
        assert np.sum(solution("average_weights")(0.9, t)) == pytest.approx(1 - 0.9**t)


def test_the_share_of_rates_above_a_tenth():
    rng = np.random.default_rng(0)
    assert np.mean(rng.uniform(0.001, 1, size=10_000) > 0.1) == pytest.approx(0.9, abs=0.02)


def test_the_steepest_rate_is_small_or_large_according_to_the_point():
    H = np.diag([1.0, 100.0])
    rates = [solution("steepest_rate")(lambda t: H @ t, np.array([1.0, x])) for x in (1.0, 0.001)]
    assert rates[0] < 2 / 100 < rates[1] / 10


def test_pieces_of_eleven_examples():
    seen = []
    solution("gradient_by_pieces")(lambda X: seen.append(X.shape[1]) or X.mean(axis=1), np.ones((2, 11)), 4)
    assert seen == [4, 4, 3]


@pytest.mark.parametrize(("h", "digits"), [(1e-5, 5), (1e-8, 0)])
def test_the_digits_left_by_the_step_of_a_second_derivative(h, digits):
    x = np.linspace(-1, 1, 41)
    measured = (np.exp(x + h) - 2 * np.exp(x) + np.exp(x - h)) / h**2
    error = np.max(np.abs(measured / np.exp(x) - 1))
    assert 10 ** -(digits + 1) < error
    assert digits == 0 or error < 10 ** -(digits - 1)
