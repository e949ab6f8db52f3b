"""Le graphe de calcul : ses gradients sont les dérivées de la perte, et la fusion résiste à la saturation."""

import math

import numpy as np
import pytest

from mlcourse.experiments.value_graph import fused, neuron, node_by_node, saturation
from mlcourse.gradcheck import numerical_gradient

POINTS = [(2.0, 0.5, -2.0, 1.0), (-1.0, 1.5, 0.3, 0.0), (0.7, -2.0, 1.0, 1.0)]


def loss_at(x, w, b, y):
    """La perte, écrite par sa définition."""
    a = 1 / (1 + math.exp(-(w * x + b)))
    return -math.log(a if y == 1 else 1 - a)


@pytest.mark.parametrize("graph_of", [node_by_node, fused])
@pytest.mark.parametrize("point", POINTS)
def test_values_are_the_definition_and_gradients_what_finite_differences_measure(graph_of, point):
    graph, (x, w, b, y) = graph_of(*point), point
    assert graph.values["L"] == pytest.approx(loss_at(*point), rel=1e-12)
    assert graph.values["z"] == w * x + b
    assert graph.gradients["u"] == graph.gradients["b"] == graph.gradients["z"]
    measured = numerical_gradient(lambda p: loss_at(*p, y), np.array([x, w, b]))
    np.testing.assert_allclose([graph.gradients[name] for name in "xwb"], measured, rtol=1e-6)


@pytest.mark.parametrize("point", POINTS)
def test_both_writings_agree_where_nothing_saturates(point):
    first, second = node_by_node(*point), fused(*point)
    for name, gradient in second.gradients.items():
        assert first.gradients[name] == pytest.approx(gradient, rel=1e-12)


def test_at_forty_the_node_by_node_graph_carries_infinity_forward_and_nothing_back():
    graph = node_by_node(1.0, 40.0, 0.0, 0.0)
    assert graph.values["a"] == 1
    assert graph.values["L"] == graph.gradients["a"] == math.inf
    assert all(math.isnan(graph.gradients[name]) for name in "zuwbx")


def test_at_forty_the_fused_graph_is_exact():
    graph = fused(1.0, 40.0, 0.0, 0.0)
    assert graph.values["L"] == graph.gradients["x"] == 40
    assert graph.gradients["w"] == graph.gradients["b"] == 1
    assert "a" not in graph.values


def test_even_a_right_answer_fails_node_by_node_once_its_sigmoid_is_zero():
    assert np.isfinite(node_by_node(1.0, -700.0, 0.0, 0.0).gradients["w"])
    assert np.isnan(node_by_node(1.0, -800.0, 0.0, 0.0).gradients["w"])
    assert fused(1.0, -800.0, 0.0, 0.0).gradients["w"] == 0


def test_node_by_node_fails_on_one_side_only_whatever_the_label():
    found = saturation()
    lost = np.isnan(found.gradient_curves[:, 0])
    assert (lost == (found.logits >= 37)).all()
    assert np.isfinite(found.gradient_curves[:, 1]).all()


@pytest.mark.parametrize("y", [0, 1])
def test_a_point_of_the_saturation_lies_on_its_curves(y):
    found = saturation(-3.0, y)
    k = np.flatnonzero(found.logits == -3).item()
    np.testing.assert_array_equal(found.losses, found.loss_curves[y, :, k])
    np.testing.assert_array_equal(found.gradients, found.gradient_curves[y, :, k])


def test_the_further_it_errs_the_more_a_receives_and_z_never_more_than_one():
    graphs = [neuron(w=w) for w in (0.0, -1.0, -2.0, -4.0)]
    received = {name: [abs(graph.gradients[name]) for graph in graphs] for name in "az"}
    assert received["a"] == sorted(received["a"])
    assert received["a"][-1] > 20_000
    assert max(received["z"]) <= 1
    assert graphs[0].gradients["x"] == 0 != graphs[0].gradients["w"]
