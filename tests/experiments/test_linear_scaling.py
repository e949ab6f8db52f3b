"""La règle linéaire : où elle tient, où elle casse, et ce qu'en prévoyait l'échelle du bruit."""

import numpy as np
import pytest

from mlcourse.experiments.linear_scaling import PUBLISHED, RULES, SIZES, linear_scaling


@pytest.fixture(scope="module")
def runs():
    return linear_scaling()


@pytest.fixture(scope="module")
def cost(runs):
    """Le coût médian de chaque règle à chaque taille de lot."""
    return dict(zip(RULES, np.median(runs.cost, axis=-1), strict=True))


def test_at_the_same_rate_a_larger_batch_ends_higher(cost):
    assert (np.diff(cost["fixed"]) > 0).all()
    assert cost["fixed"][SIZES.index(256)] > 10 * cost["fixed"][0]


def test_the_linear_rule_holds_up_to_256_then_breaks(cost):
    np.testing.assert_allclose(cost["linear"][: SIZES.index(256) + 1], cost["linear"][0], rtol=0.1)
    assert 1.1 < cost["linear"][SIZES.index(512)] / cost["linear"][0] < 1.3
    assert cost["linear"][-1] > 2.5 * cost["linear"][0]


def test_the_root_is_not_enough(cost):
    assert (cost["root"][1:] > 1.2 * cost["linear"][1:]).all()


def test_warming_up_brings_nothing_here_since_nothing_diverges(runs, cost):
    assert np.isfinite(runs.cost).all()
    np.testing.assert_allclose(cost["warmed"], cost["linear"], rtol=0.2)
    assert cost["warmed"][0] > 1.05 * cost["linear"][0]


def test_the_noise_scale_foretells_the_break_within_a_factor_of_a_few(runs):
    start, end = np.median(runs.noise, axis=-1)
    assert start < 100 < end
    assert 256 / end < 3 < 512 / start


def test_what_is_published_agrees_with_the_rule_when_it_warms_up_gradually():
    (small, spread), (large, other) = PUBLISHED["256"], PUBLISHED["gradual"]
    assert abs(large - small) < 2 * max(spread, other)
    assert PUBLISHED["none"][0] - small == pytest.approx(1.24)


def test_a_smaller_rate_makes_the_rule_hold_further():
    growth = []
    for alpha in (0.003, 0.01, 0.03):
        small, large = np.median(linear_scaling((16, 512), rules=("linear",), alpha=alpha).cost[0], axis=-1)
        growth.append(large / small)
    assert growth == sorted(growth)
    assert growth[0] < 1.1 < 3 < growth[-1]
