"""Le triptyque : ce qu'il faut des trois choix pour qu'un réseau apprenne."""

import numpy as np
import pytest

from mlcourse.datasets import load_wine
from mlcourse.experiments import archive
from mlcourse.experiments.triptych import ACTIVATIONS, INITIALIZERS, RATES, Triptych, triptych


@pytest.fixture(scope="module")
def kept():
    return archive.load("triptych", Triptych)


@pytest.fixture(scope="module")
def cost(kept):
    """Le coût final au meilleur taux, {(normalisé, activation, initialisation): (S,)}."""
    best = kept.best(kept.cost)
    return {
        (bool(x), a, i): best[x, j, k]
        for x in (0, 1)
        for j, a in enumerate(ACTIVATIONS)
        for k, i in enumerate(INITIALIZERS)
    }


def test_four_networks_learn_out_of_eighteen(cost):
    learned = {setting for setting, values in cost.items() if values.max() < 0.1}
    assert learned == {(True, a, i) for a in ("tanh", "relu") for i in ("glorot_normal", "he_normal")}


def test_most_of_the_others_stop_at_the_frequencies_of_the_classes(cost):
    shares = np.bincount(load_wine().labels) / load_wine().labels.size
    level = -np.sum(shares * np.log(shares))
    stuck = [values for (_, a, i), values in cost.items() if a == "sigmoid" or i == "small"]
    assert len(stuck) == 10
    assert np.median(np.concatenate(stuck)) == pytest.approx(level, abs=0.005)


def test_raw_measures_are_fought_and_not_won(cost):
    for (normalized, a, i), values in cost.items():
        if not normalized and a != "sigmoid" and i != "small":
            assert 0.5 < values.min() < values.max() < Triptych.chance


def test_normalized_and_well_started_networks_answer_almost_always_right(kept):
    accuracy = kept.best(kept.accuracy)
    assert accuracy[1, 1:, 1:].min() > 0.9
    assert accuracy[0, 1:, 1:].max() < 0.85


def test_the_archive_is_what_the_code_computes(kept):
    again = triptych((1,), (0.1,), epochs=100)
    k = [abs(rate - 0.1) < 1e-12 for rate in RATES].index(True)
    np.testing.assert_allclose(again.cost[..., 0, 0], kept.cost[..., k, 1], rtol=1e-3)
