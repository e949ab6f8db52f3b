"""He part avant Xavier, et d'autant plus que le réseau est profond."""

import numpy as np
import pytest

from mlcourse.experiments.archive import load, provenance
from mlcourse.experiments.he import (
    DEPTHS,
    INITIALIZERS,
    PUBLISHED_ERRORS,
    SEEDS,
    DepthCurves,
    backward_signal,
    depth_curves,
)


@pytest.fixture(scope="module")
def curves():
    return load("he-depth", DepthCurves)


@pytest.mark.parametrize(("name", "slope"), [("lecun_normal", np.sqrt(1 / 2)), ("he_normal", 1)])
def test_backpropagated_error_has_the_slope_of_the_theory(name, slope):
    signal = backward_signal(name, width=128)
    hidden = np.arange(1, signal.rms.shape[1])
    measured = np.exp([np.polyfit(hidden, np.log(row[:-1]), 1)[0] for row in signal.rms])
    # delta croît vers la sortie : de 1/slope par couche.
    np.testing.assert_allclose(measured, 1 / slope, rtol=0.06)
    np.testing.assert_allclose(signal.theory[1:-1] / signal.theory[:-2], 1 / slope, rtol=1e-9)


def test_xavier_loses_nearly_five_orders_of_magnitude_over_30_layers():
    signal = backward_signal("lecun_normal")
    orders = np.log10(signal.rms[:, -1] / signal.rms[:, 0])
    assert ((orders > 4.3) & (orders < 5.3)).all()


def test_theory_takes_the_narrow_output_into_account():
    signal = backward_signal("he_normal", depth=3, width=512)
    np.testing.assert_allclose(signal.rms[:, -2], signal.theory[-2], rtol=0.3)


def test_archive_holds_every_depth_with_three_seeds(curves):
    assert tuple(curves.depths) == DEPTHS
    assert tuple(curves.initializers) == INITIALIZERS
    assert curves.cost.shape == curves.accuracy.shape == (3, 2, 3, 40)
    assert provenance("he-depth")["seeds"] == list(SEEDS)


def test_he_leaves_first_at_every_depth_and_the_gap_grows(curves):
    gaps = []
    for depth in DEPTHS:
        xavier, he = (curves.departure(depth, name) for name in INITIALIZERS)
        xavier = np.where(xavier == 0, curves.cost.shape[-1] + 1, xavier)
        assert (he > 0).all()
        assert (he < xavier).all()
        gaps.append(np.median(xavier - he))
    assert gaps == sorted(gaps)


def test_xavier_leaves_late_with_22_layers_and_never_with_30(curves):
    assert (curves.departure(14, "lecun_normal") > 0).all()
    late = curves.departure(22, "lecun_normal")
    assert ((late >= 12) & (late <= 20)).all()
    assert (curves.departure(30, "lecun_normal") == 0).all()


def test_one_run_with_30_layers_diverges_and_depth_does_not_pay(curves):
    deepest = curves.select(30, "he_normal")[1][:, -1]
    assert np.isnan(deepest).sum() == 1
    assert np.nanmax(deepest) < curves.select(14, "he_normal")[1][:, -1].min()


def test_neither_is_better_in_the_end_with_14_layers(curves):
    xavier, he = (100 * (1 - curves.select(14, name)[1][:, -1]) for name in INITIALIZERS)
    assert abs(np.median(xavier) - np.median(he)) < 1
    assert max(xavier.min(), he.min()) < min(xavier.max(), he.max())
    assert abs(np.subtract(*(PUBLISHED_ERRORS[14, name][0] for name in INITIALIZERS))) < 0.1


def test_archived_curves_are_those_that_the_code_computes_today(curves):
    rerun = depth_curves(depths=(14,), seeds=(0,), epochs=2)
    for name in INITIALIZERS:
        np.testing.assert_allclose(rerun.select(14, name)[0][0], curves.select(14, name)[0][0, :2], rtol=0.02)


def test_departure_is_the_first_epoch_below_the_threshold_and_zero_without_one():
    cost = np.log(10) * np.array([[[[1.0, 0.95, 0.85, 0.5], [1, 1, 1, 1.0]]]])
    curves = DepthCurves(np.array([3]), np.array(["he_normal"]), cost, cost)
    assert curves.departure(3, "he_normal").tolist() == [3, 0]


def test_large_inputs_make_up_for_most_of_what_xavier_loses_with_22_layers(curves):
    large = depth_curves((22,), ("lecun_normal",), epochs=6, scale=128).departure(22, "lecun_normal")
    assert (large > 0).all()
    assert (4 * large <= curves.departure(22, "lecun_normal") + 2).all()
