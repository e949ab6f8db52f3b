"""La fuite : presque rien par une moyenne, tout par une étiquette."""

import numpy as np
import pytest

from mlcourse.experiments.leakage import (
    PUBLISHED_ERRORS,
    SIZES,
    nearest_neighbour,
    prepare,
    selection_leak,
    statistics_leak,
)

TRAIN, ALL, EACH = range(3)


@pytest.fixture(scope="module")
def leak():
    return statistics_leak()


@pytest.fixture(scope="module")
def selection():
    return selection_leak()


def test_the_nearest_neighbour_is_the_one_a_loop_finds():
    rng = np.random.default_rng(0)
    X_train, X, labels = rng.normal(size=(4, 15)), rng.normal(size=(4, 9)), rng.integers(0, 3, 15)
    looped = [labels[np.argmin([np.linalg.norm(x - t) for t in X_train.T])] for x in X.T]
    assert nearest_neighbour(X_train, labels, X).tolist() == looped


def test_each_preparation_takes_its_statistics_where_it_says():
    X_train, X_test = np.array([[0.0, 2.0]]), np.array([[10.0, 14.0]])
    assert prepare(X_train, X_test, "train")[1].tolist() == [[9, 13]]
    assert prepare(X_train, X_test, "each")[1].tolist() == [[-1, 1]]
    both = np.hstack(prepare(X_train, X_test, "all"))
    assert (both.mean(), both.std()) == (pytest.approx(0), pytest.approx(1))


def test_with_twenty_wines_of_each_kind_the_leak_does_not_show(leak):
    train, everyone = leak.error[TRAIN, SIZES.index(20)], leak.error[ALL, SIZES.index(20)]
    assert np.abs(np.median(train) - np.median(everyone)) < 0.005


def test_with_one_wine_of_each_kind_it_flatters(leak):
    assert leak.error[ALL, 0].max() < leak.error[TRAIN, 0].min() - 0.03


def test_a_balanced_test_hides_what_a_single_kind_shows(leak):
    assert leak.error[EACH, 0].max() < leak.error[TRAIN, 0].min()
    assert leak.error[EACH, -1].max() < 0.12
    # À peine mieux qu'un tirage au sort entre trois cépages, qui se trompe deux fois sur trois.
    assert 0.55 < leak.alone[EACH].min() < 2 / 3
    assert leak.alone[TRAIN].max() < 0.1


def test_choosing_the_features_first_announces_almost_no_error(selection):
    before, after = selection
    assert np.median(100 * before) == pytest.approx(PUBLISHED_ERRORS[0], abs=2)
    assert np.median(100 * after) == pytest.approx(PUBLISHED_ERRORS[1], abs=6)
    assert np.median(after) > 0.5


def test_the_more_features_the_worse_the_announced_error():
    before = [selection_leak((0,), simulations=10, n_features=n, kept=30)[0, 0] for n in (100, 300, 1000)]
    assert before[0] > before[1] > before[2]
