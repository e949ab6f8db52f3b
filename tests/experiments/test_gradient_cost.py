"""Le prix d'un gradient : quelques évaluations par rétropropagation, 2P par différences finies."""

import numpy as np
import pytest

from mlcourse.experiments import gradient_cost
from mlcourse.experiments.gradient_cost import PUBLISHED_BOUND, GradientCosts, count_evaluations, measure_gradient_costs


@pytest.mark.parametrize(("width", "parameters"), [(2, 9), (4, 25), (8, 81)])
def test_finite_differences_evaluate_the_cost_twice_a_parameter(width, parameters):
    assert count_evaluations(width) == 2 * parameters
    costs = measure_gradient_costs((width,), repeats=1)
    assert costs.parameters == [parameters]
    assert costs.evaluations == [count_evaluations(width)]


def test_each_price_is_that_of_its_calculation_and_the_cost_is_timed_before_and_after(monkeypatch):
    timed = []

    def duration(function, *arguments, shortest):
        timed.append(getattr(function, "__name__", ""))
        return {"compute_cost": 1.0 if len(timed) < 3 else 3.0, "numerical_gradient": 50.0}.get(timed[-1], 5.0)

    monkeypatch.setattr(gradient_cost, "duration", duration)
    costs = measure_gradient_costs((2,), repeats=1)
    assert timed == ["compute_cost", "<lambda>", "numerical_gradient", "compute_cost"]
    assert [costs.cost, costs.backpropagation, costs.finite_differences] == [[[2]], [[5]], [[50]]]


def test_the_price_is_counted_in_evaluations_of_the_same_round():
    cost = np.array([[1.0, 2.0], [10.0, 20.0], [1.0, 1.0]])
    found = GradientCosts(np.array([9, 25]), cost, 3 * cost, cost * [18, 50])
    np.testing.assert_allclose(found.in_costs("backpropagation"), np.full((3, 2), 3))
    np.testing.assert_allclose(found.in_costs("finite_differences"), [[18, 50]] * 3)


def test_backpropagation_keeps_its_price_while_finite_differences_grow_with_the_parameters():
    costs = measure_gradient_costs((2, 32), repeats=5)
    cheap, dear = (np.median(costs.in_costs(name), axis=0) for name in ("backpropagation", "finite_differences"))
    growth = costs.parameters[1] / costs.parameters[0]
    assert (cheap < PUBLISHED_BOUND).all()
    assert dear[1] / dear[0] > growth / 4
    assert dear[1] > 50 * cheap[1]
