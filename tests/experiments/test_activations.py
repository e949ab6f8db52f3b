"""Les courbes des activations, et l'erreur que chacune laisse passer."""

import numpy as np
import pytest

from mlcourse.activations import ACTIVATIONS
from mlcourse.experiments.activations import (
    DRAWN_SLOPE,
    RECTIFYING,
    SQUASHING,
    activation_curves,
    error_by_depth,
    slope_at,
)


@pytest.fixture(scope="module")
def lost():
    """Par quoi dix couches divisent l'erreur, une valeur par graine."""
    return {hidden: 1 / error_by_depth(hidden).relative[:, 0] for hidden in SQUASHING + RECTIFYING}


@pytest.mark.parametrize("curve", activation_curves(SQUASHING + RECTIFYING), ids=lambda curve: curve.name)
def test_the_slope_drawn_is_that_of_the_curve_drawn(curve):
    measured = np.gradient(curve.value, curve.z)
    smooth = np.abs(curve.z) > 0.05  # un angle n'a pas de pente
    assert smooth.mean() > 0.9
    np.testing.assert_allclose(measured[smooth], curve.slope[smooth], atol=2e-3)


def test_a_slope_that_jumps_is_interrupted_between_its_two_values_and_nowhere_else():
    for curve in activation_curves(SQUASHING + RECTIFYING):
        (jumps,) = np.nonzero(np.isnan(curve.slope))
        assert len(jumps) == (curve.name in {"relu", "leaky_relu"}), curve.name
        for k in jumps:
            assert curve.z[k - 1] == 0
            assert curve.z[k + 1] < 1e-8
            assert (curve.slope[k - 1], curve.slope[k + 1]) == ({"relu": 0, "leaky_relu": DRAWN_SLOPE}[curve.name], 1)


def test_only_the_leak_is_drawn_larger_than_in_use():
    relu, leaky, elu = activation_curves(RECTIFYING, -2, 2, 5)
    assert leaky.slope[0] == DRAWN_SLOPE != 0.01
    np.testing.assert_array_equal(relu.value, ACTIVATIONS["relu"].function(relu.z))
    np.testing.assert_array_equal(elu.slope, ACTIVATIONS["elu"].derivative(elu.z))


def test_sigmoids_lose_five_orders_of_magnitude_where_tanh_loses_a_factor_of_three(lost):
    assert np.all(lost["sigmoid"] > 1e5)
    assert np.all((lost["tanh"] > 2) & (lost["tanh"] < 5))


def test_relu_loses_more_than_tanh_at_a_variance_made_for_straight_lines(lost):
    assert lost["relu"].min() > 3 * lost["tanh"].max()
    assert np.median(lost["relu"]) == pytest.approx(2**4.5, rel=0.15)  # racine de 2 par couche, neuf fois


def test_in_depth_elu_is_worth_tanh_and_a_small_leak_is_worth_relu(lost):
    np.testing.assert_allclose(lost["elu"], lost["tanh"], rtol=0.1)
    np.testing.assert_allclose(lost["leaky_relu"], lost["relu"], rtol=0.02)


def test_far_from_zero_the_sigmoid_lets_more_through_than_tanh():
    slopes = {hidden: slope_at(-3.0, hidden).slope for hidden in SQUASHING + RECTIFYING}
    assert sorted(slopes, key=slopes.get, reverse=True) == ["leaky_relu", "elu", "sigmoid", "tanh", "relu"]
    assert slope_at().left == pytest.approx(0.25**10)


def test_the_point_is_on_the_curve_drawn():
    at = slope_at(1.4, "elu")
    assert np.interp(1.4, at.logits, at.values["elu"]) == pytest.approx(at.value)
    assert np.interp(1.4, at.logits, at.slopes["elu"]) == pytest.approx(at.slope)
