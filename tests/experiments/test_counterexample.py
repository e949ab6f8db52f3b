"""Le contre-exemple d'Adam."""

import numpy as np
import pytest

from mlcourse.experiments.counterexample import (
    CHANCE,
    FIGURE,
    PROOF,
    SETTINGS,
    Problem,
    drift,
    fastest_forgetting,
    gradient,
    paths,
    predicted_forgetting,
    random_paths,
)


@pytest.fixture(scope="module")
def periodic():
    return paths(FIGURE, **SETTINGS, rules=("adam", "amsgrad"))


@pytest.fixture(scope="module")
def drawn():
    return random_paths(**SETTINGS)


@pytest.mark.parametrize("problem", [PROOF, FIGURE])
def test_the_sum_of_the_costs_decreases_towards_the_left(problem):
    assert sum(gradient(t, problem) for t in range(1, problem.period + 1)) > 0


def test_the_problems_are_those_of_the_article():
    assert FIGURE == (1010, 10, 101)
    assert CHANCE == 0.01
    assert (SETTINGS["beta1"], SETTINGS["beta2"]) == (0.9, 0.99)
    assert CHANCE * FIGURE.large - (1 - CHANCE) * FIGURE.small == pytest.approx(0.2)


def test_adam_ends_at_the_worst_point_and_the_two_others_at_the_best():
    ends = {name: path[-1] for name, path in paths().items()}
    assert ends["adam"] == pytest.approx(1, abs=0.02)
    assert ends["sgd"] == pytest.approx(-1, abs=0.02)
    assert ends["amsgrad"] == pytest.approx(-1, abs=0.02)


def test_adam_is_saved_by_a_longer_memory():
    # 1 / (1 + C^2) = 0,059 oublie un gradient sitôt vu ; 0,9 s'en souvient jusqu'au suivant.
    for beta2 in (0.9, 0.99, 0.999):
        assert paths(beta2=beta2)["adam"][-1] == pytest.approx(-1, abs=0.02)


def test_a_period_pushes_adam_the_wrong_way():
    # Le grand gradient est divisé par lui-même ; les deux petits, par ce qu'il en reste.
    beta2 = 1 / (1 + PROOF.large**2)
    v, moves = 0.0, []
    for t in range(1, 31):
        v = beta2 * v + (1 - beta2) * gradient(t) ** 2
        moves.append(-gradient(t) / np.sqrt(v))
    assert moves[-3] == pytest.approx(-1, abs=0.04)
    assert moves[-2] == pytest.approx(0.74, abs=0.01)
    assert sum(moves[-3:]) > 0.6
    assert sum(moves[-3:]) == pytest.approx(drift(beta2, PROOF))


def test_on_the_problem_of_the_figure_adam_climbs_and_amsgrad_descends(periodic):
    assert periodic["adam"][-1] > 0.98
    assert periodic["amsgrad"][-1] < -0.8


def test_under_a_random_draw_adam_climbs_for_every_seed(drawn):
    assert np.all(drawn["adam"][-5000:].mean(axis=0) > 0.8)
    assert np.all(drawn["amsgrad"][-5000:].mean(axis=0) < drawn["adam"][-5000:].mean(axis=0))


@pytest.mark.parametrize("beta1", [0.0, 0.9])
def test_the_drift_is_that_of_the_rule(beta1):
    # À taux constant, deux périodes de suite font le même chemin une fois les moyennes établies.
    problem, beta2 = Problem(11, 1, 11), 0.95
    m = v = position = 0.0
    for t in range(1, 1 + 200 * problem.period):
        if t % problem.period == 1:
            start = position
        g = gradient(t, problem)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        position -= m / np.sqrt(v)
    assert position - start == pytest.approx(drift(beta2, problem, beta1=beta1))


def test_a_memory_of_ten_periods_does_not_save_adam():
    assert min(drift(0.999), drift(0.9996)) > 0 > drift(0.9997)


def test_a_memory_shorter_than_the_period_is_enough_when_the_balance_is_clear():
    assert 1 / fastest_forgetting(Problem(202, 1, 101)) < 101


@pytest.mark.parametrize("n", [31, 101, 301])
def test_the_memory_needed_grows_as_the_square_of_the_period(n):
    problem = Problem(n, 1, n)
    assert predicted_forgetting(problem) == pytest.approx(4 / (n * (n - 1)))
    assert fastest_forgetting(problem) == pytest.approx(predicted_forgetting(problem), rel=0.01)
    assert fastest_forgetting(problem, beta1=0.5) == pytest.approx(predicted_forgetting(problem), rel=0.1)
