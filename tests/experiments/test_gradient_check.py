"""Les lois que la théorie annonce se lisent dans les mesures."""

import numpy as np
import pytest

from mlcourse.experiments.gradient_check import PUBLISHED_POWERS, GradientErrors, gradient_errors, relu_kink


@pytest.fixture(scope="module")
def curves():
    return {(curve.dtype, curve.scheme): curve for curve in gradient_errors()}


def slope(curve, first, last):
    """La pente de l'erreur médiane en échelles logarithmiques, entre deux pas."""
    kept = (curve.h >= first * 0.99) & (curve.h <= last * 1.01)
    return np.polyfit(np.log10(curve.h[kept]), np.log10(curve.median[kept]), 1)[0]


def test_every_precision_and_scheme_is_measured_on_three_seeds(curves):
    assert set(curves) == {(dtype, scheme) for dtype in ("float64", "float32") for scheme in ("centered", "forward")}
    for curve in curves.values():
        assert curve.errors.shape == (3, curve.h.size)
        assert np.isfinite(curve.errors).all()


@pytest.mark.parametrize(("scheme", "order"), [("centered", 2), ("forward", 1)])
def test_truncation_error_has_the_order_of_the_scheme(curves, scheme, order):
    assert slope(curves["float64", scheme], 1e-3, 1e-1) == pytest.approx(order, abs=0.05)


@pytest.mark.parametrize("scheme", ["centered", "forward"])
def test_rounding_error_grows_as_the_inverse_of_the_step(curves, scheme):
    assert slope(curves["float64", scheme], 1e-11, 1e-8) == pytest.approx(-1, abs=0.15)
    assert slope(curves["float32", scheme], 1e-5, 1e-3) == pytest.approx(-1, abs=0.2)


def test_predicted_truncation_is_anchored_on_one_step_and_holds_at_the_others(curves):
    for (dtype, _), curve in curves.items():
        kept = (curve.h >= (1e-3 if dtype == "float64" else 3e-2)) & (curve.h <= 0.2)
        np.testing.assert_allclose(curve.median[kept], curve.truncation[kept], rtol=0.3)


def test_predicted_rounding_is_within_a_factor_of_three_without_any_fit(curves):
    for (dtype, _), curve in curves.items():
        kept = (curve.h >= 1e-11) & (curve.h <= 1e-8) if dtype == "float64" else (curve.h >= 1e-5) & (curve.h <= 1e-3)
        ratio = curve.median[kept] / curve.rounding[kept]
        assert (ratio > 1 / 3).all()
        assert (ratio < 3).all()


def test_best_step_and_its_error_are_those_of_the_two_predicted_errors_together(curves):
    for curve in curves.values():
        predicted = curve.truncation + curve.rounding
        assert 1 / 5 < curve.best[0] / curve.h[predicted.argmin()] < 5
        assert 1 / 3 < curve.best[1] / predicted.min() < 3
        assert curve.best[1] == curve.median.min()


def test_best_step_and_its_error_are_the_published_powers_of_eps_within_a_factor_of_30(curves):
    for (dtype, scheme), curve in curves.items():
        published = np.finfo(dtype).eps ** np.array(PUBLISHED_POWERS[scheme])
        assert (np.abs(np.log(curve.best / published)) < np.log(30)).all()
        assert curve.best[1] >= curves[dtype, "centered"].best[1]


def test_slope_is_that_of_a_power_law_between_two_steps():
    h = 10.0 ** np.arange(-6, 0.0)
    errors = np.where(h < 2e-4, h**-1, h**2) * np.array([[1], [3], [2]])
    curve = GradientErrors("centered", "float64", h, errors, h, h)
    assert curve.slope(1e-6, 1e-4) == pytest.approx(-1)
    assert curve.slope(1e-3, 1e-1) == pytest.approx(2)


def test_the_smallest_step_is_ten_million_times_worse_than_the_best(curves):
    curve = curves["float64", "centered"]
    assert curve.median[0] / curve.best[1] > 5e6


def test_centered_float64_check_is_below_the_course_threshold_at_its_default_step(curves):
    curve = curves["float64", "centered"]
    assert (curve.errors[:, np.isclose(curve.h, 1e-5)] < 1e-9).all()


def test_float32_check_says_nothing_at_that_same_step(curves):
    curve = curves["float32", "centered"]
    assert (curve.errors[:, np.isclose(curve.h, 1e-5)] > 1e-2).all()
    assert 2e-5 < curve.best[1] < 5e-4


def test_same_seeds_give_the_same_errors():
    h = np.array([1e-4])
    first, second = (gradient_errors(["centered"], ["float64"], seeds=[3], h=h)[0] for _ in range(2))
    np.testing.assert_array_equal(first.errors, second.errors)


def test_finite_differences_across_the_kink_follow_their_closed_form():
    kink = relu_kink(h=1e-3)
    z = kink.z / kink.h
    np.testing.assert_array_equal(kink.analytic > 0, z > 0)
    np.testing.assert_allclose(kink.analytic[z > 0], 1, rtol=1e-3)
    np.testing.assert_allclose(kink.centered, np.clip((1 + z) / 2, 0, 1), atol=1e-3)
    np.testing.assert_allclose(kink.forward, np.clip(1 + z, 0, 1), atol=1e-3)


def test_centered_difference_gives_half_the_slope_at_the_kink():
    kink = relu_kink()
    assert kink.centered[np.abs(kink.z).argmin()] == pytest.approx(0.5, abs=1e-3)
