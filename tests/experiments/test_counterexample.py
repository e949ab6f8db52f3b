"""Le contre-exemple d'Adam."""

import numpy as np
import pytest

from mlcourse.experiments.counterexample import C, gradient, paths


def test_the_sum_of_the_costs_decreases_towards_the_left():
    assert sum(gradient(t) for t in (1, 2, 3)) == C - 2 > 0


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
    beta2 = 1 / (1 + C**2)
    v, moves = 0.0, []
    for t in range(1, 31):
        v = beta2 * v + (1 - beta2) * gradient(t) ** 2
        moves.append(-gradient(t) / np.sqrt(v))
    assert moves[-3] == pytest.approx(-1, abs=0.04)
    assert moves[-2] == pytest.approx(0.74, abs=0.01)
    assert sum(moves[-3:]) > 0.6
