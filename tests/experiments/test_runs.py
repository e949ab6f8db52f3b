"""Un entraînement qui diverge rend ce qu'il a mesuré, et les époques qui manquent se voient."""

import numpy as np

from mlcourse.experiments.runs import attempt, padded
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

X, Y = np.array([[1.0, -1.0]]), np.array([[0.5, 2.0]])


def fresh_run(function, alpha):
    """Une régression d'un neurone par `function`, qui est `attempt` ou `train`."""
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([1, 1], output="identity", loss="mse", rng=rng)
    return function(model, X, Y, optimizer=Optimizer("sgd", alpha=alpha), epochs=5, rng=rng)


def test_a_run_that_reaches_its_end_is_that_of_train():
    assert fresh_run(attempt, 0.1) == (fresh_run(train, 0.1), True)


def test_a_run_that_diverges_gives_what_it_measured():
    history, finished = fresh_run(attempt, 1e120)
    assert not finished
    assert 0 < len(history.cost) < 5
    assert np.isfinite(history.cost).all()


def test_what_is_missing_is_filled_and_what_is_whole_is_kept():
    np.testing.assert_array_equal(padded([1.0, 2.0], 2), [1, 2])
    np.testing.assert_array_equal(padded([1.0], 3, np.nan), [1, np.nan, np.nan])
    np.testing.assert_array_equal(padded([], 2), [np.inf, np.inf])
