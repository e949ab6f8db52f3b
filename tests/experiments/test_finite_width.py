"""La dispersion du signal dans un réseau de largeur finie."""

import numpy as np
import pytest

from mlcourse.experiments.finite_width import SEEDS, WIDTHS, drawn_in_full, fluctuations
from mlcourse.experiments.gain import gaussian_mean


@pytest.fixture(scope="module")
def results():
    return {width: fluctuations(width) for width in WIDTHS}


def test_each_factor_has_mean_one_and_variance_five():
    def factor(z):
        return 2 * np.maximum(0, z) ** 2

    assert gaussian_mean(factor) == pytest.approx(1, rel=1e-12)
    assert gaussian_mean(lambda z: factor(z) ** 2) - 1 == pytest.approx(5, rel=1e-12)


@pytest.mark.parametrize(("width", "tolerance"), [(32, 0.25), (128, 0.1), (512, 0.1)])
def test_the_variance_of_the_logarithm_is_five_times_depth_over_width(results, width, tolerance):
    result = results[width]
    assert np.median(result.variance[:, -1]) == pytest.approx(5 * 20 / width, rel=tolerance)
    # Elle croît comme la profondeur.
    assert np.median(result.variance[:, 9]) == pytest.approx(np.median(result.variance[:, -1]) / 2, rel=0.15)


def test_the_law_is_better_for_wide_layers(results):
    gaps = [abs(np.median(results[w].variance[:, -1]) / results[w].theory[-1] - 1) for w in (32, 512)]
    assert gaps[1] < gaps[0]


def test_the_typical_network_loses_signal_though_the_mean_keeps_it(results):
    for width, result in results.items():
        assert np.median(result.median[:, -1]) == pytest.approx(np.exp(-50 / width), rel=0.1)
        assert result.median[:, -1].max() < 1


def test_two_narrow_networks_often_differ_by_a_factor_of_ten(results):
    # L'écart de deux logarithmes indépendants a pour variance le double de la leur.
    spread = np.sqrt(2 * np.median(results[32].variance[:, -1]))
    assert 1.3 * spread > np.log(10)


def test_drawing_the_logits_has_the_law_of_drawing_the_matrices(results):
    full = [drawn_in_full(32, seed) for seed in SEEDS]
    assert np.median(full) == pytest.approx(np.median(results[32].variance[:, -1]), rel=0.25)


def test_a_bottleneck_weighs_as_much_as_twenty_wide_layers():
    rng = np.random.default_rng(0)

    def logs(widths, draws=2000):
        factors = [np.mean(2 * np.maximum(0, rng.normal(size=(draws, n))) ** 2, axis=1) for n in widths]
        return np.sum(np.log(factors), axis=0)

    alone, narrowed = np.var(logs([1000] * 20)), np.var(logs([1000] * 20 + [50]))
    assert alone == pytest.approx(0.1, rel=0.1)
    assert narrowed / alone == pytest.approx(2, abs=0.3)
