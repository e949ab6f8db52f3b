"""L'erreur d'un neurone caché : une somme sur ses successeurs, et deux façons de n'en rien recevoir."""

import numpy as np
import pytest

from mlcourse.experiments.error_flow import error_flow, opening_network, path_sum
from mlcourse.gradcheck import gradient_check


def test_the_sum_over_paths_is_the_product_by_the_transpose():
    W, delta = np.array([[1.0], [0.4], [2.0]]), np.array([[0.2], [-0.5], [0.1]])
    assert path_sum().total == pytest.approx((W.T @ delta).item())


def test_errors_may_cancel_while_no_weight_is_zero():
    found = path_sum(1.0, 0.8, 2.0)
    assert found.total == pytest.approx(0, abs=1e-12)
    assert (found.weights != 0).all()
    assert (found.errors != 0).all()


def test_the_flow_is_that_of_the_chapter_and_its_gradient_is_measured():
    flow = error_flow()
    assert [layer.round(2).tolist() for layer in flow.a] == [[0.50, -0.80], [0.75]]
    assert round(flow.loss, 2) == 1.39
    errors = gradient_check(opening_network(), flow.x[:, None], np.array([[0]]))
    assert max(errors.values()) < 1e-7


def test_a_neuron_is_deaf_when_nobody_listens_and_when_it_is_saturated():
    unheard, saturated = error_flow(w=0.0), error_flow(x2=-8.0)
    assert unheard.delta[0][0] == 0
    assert abs(saturated.delta[0][0]) < 0.01
    for flow in (unheard, saturated):
        assert flow.a[1][0] > 0.5  # la réponse reste fausse
    # La première se défait au pas suivant : le poids nul, lui, a un gradient.
    assert abs(unheard.gradients[1][0, 0]) > 0.2
