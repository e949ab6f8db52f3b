"""Pénalité ou décroissance sous Adam : ce que montrent les deux cartes, et ce qu'elles ne montrent pas."""

import numpy as np
import pytest

from mlcourse.experiments import archive
from mlcourse.experiments.weight_decay import ALPHAS, DECAYS, SEEDS, DecayMaps, decay_maps
from mlcourse.rules import adamw


@pytest.fixture(scope="module")
def maps():
    """Les cartes complètes, enregistrées."""
    return archive.load("weight-decay", DecayMaps)


@pytest.fixture(scope="module")
def best(maps):
    """Le coût de la meilleure case de chaque sorte, par graine, puis du meilleur taux sans rappel."""
    cells = [maps.cost[k][maps.best(k)] for k in (0, 1)]
    return [*cells, maps.without[np.median(maps.without, axis=-1).argmin()]]


def test_the_recorded_maps_are_complete(maps):
    assert maps.cost.shape == (2, len(ALPHAS), 6, len(SEEDS))
    np.testing.assert_allclose(maps.decay, list(DECAYS.values()))
    assert archive.provenance("weight-decay")["seeds"] == list(SEEDS)


def test_a_reduced_run_gives_the_recorded_numbers(maps):
    again = decay_maps(ALPHAS[3:4], [forces[2:3] for forces in DECAYS.values()], [0])
    np.testing.assert_allclose(again.cost[:, 0, 0, 0], maps.cost[:, 3, 2, 0], rtol=0.05)
    np.testing.assert_allclose(again.without[0, 0], maps.without[3, 0], rtol=0.05)


def test_both_help_a_little_and_by_as_much(best):
    penalty, decay, without = map(np.median, best)
    assert max(penalty, decay) < 0.95 * without
    assert abs(penalty - decay) < min(np.ptp(best[0]), np.ptp(best[1]))


def test_counted_as_the_article_does_the_best_decay_grows_with_the_rate_and_not_otherwise(maps):
    ours = maps.best_decays(1)[2:]
    theirs = maps.alpha[2:] * ours
    assert (np.diff(ours) <= 0).all()
    assert theirs[-1] > 3 * theirs[0]


def test_at_rest_the_rate_does_not_enter():
    ends = []
    for alpha in (1e-3, 4e-3):
        theta, m, v = np.array([2.0]), np.zeros(1), np.zeros(1)
        for t in range(1, 20_001):
            theta, m, v = adamw(theta, theta - 1, m, v, t=t, alpha=alpha, weight_decay=0.5, eps=1.0)
        ends.append(theta.item())
        assert (theta - 1) / (np.abs(theta - 1) + 1) == pytest.approx(-0.5 * theta, abs=1e-3)
    assert ends[0] == pytest.approx(ends[1], rel=1e-3)


def test_what_is_left_of_a_weight_without_gradient():
    assert pytest.approx(1.2e-4, rel=0.03) == 0.999**9000
