"""La pente apprise : elle bouge peu, et ce qu'elle gagne, une pente fixe le gagne aussi."""

import numpy as np
import pytest

from mlcourse.experiments import archive
from mlcourse.experiments.learned_slope import START, FixedSlope, SlopeRuns, learn_slopes


@pytest.fixture(scope="module")
def runs():
    return archive.load("learned-slope", SlopeRuns)


def test_a_fixed_slope_stays_and_the_weights_learn():
    rng = np.random.default_rng(0)
    model = FixedSlope([3, 4, 1], hidden="prelu", output="identity", loss="mse", rng=rng)
    grads = model.backward_propagation(rng.normal(size=(1, 9)), model.forward_propagation(rng.normal(size=(3, 9)))[1])
    assert not grads["da1"].any()
    assert grads["dW1"].any()


def test_a_slope_that_is_not_zero_makes_the_start_faster_learned_or_not(runs):
    zero, fixed, learned = runs.cost[:, :, 2]
    assert np.all(fixed < 0.75 * zero)
    assert np.all(np.abs(learned / fixed - 1) < 0.05)


def test_in_the_end_relu_has_caught_up_and_the_test_does_not_separate_them(runs):
    zero, fixed, learned = runs.cost[:, :, -1]
    assert np.all(zero < np.minimum(fixed, learned))
    assert max(fixed.max(), learned.max()) < 0.003
    # Une image de test pèse 0,28 point : l'écart des médianes en vaut deux.
    assert np.ptp(np.median(runs.error, axis=1)) < 3 * 100 / 359


def test_the_learned_slopes_move_little_and_upwards_at_every_layer(runs):
    means = runs.slopes.mean(axis=2)
    assert np.all((means > START) & (means < START + 0.04))
    assert np.ptp(means, axis=1).max() < 0.03  # les couches se valent, au contraire de l'article
    assert np.all(runs.slopes.std(axis=2) < 0.05)


def test_the_archive_is_what_the_code_computes(runs):
    again = learn_slopes((1,), epochs=2)
    np.testing.assert_allclose(again.cost[:, 0], runs.cost[:, 1, :2], rtol=1e-3)
