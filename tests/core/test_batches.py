"""Les mini-lots : chaque exemple une fois par époque, jamais séparé de sa cible."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.batches import MiniBatches

sizes = st.integers(1, 40)


def numbered(m, batch_size, seed=0):
    """Un jeu où l'exemple i porte partout le nombre i, et son parcours."""
    X, Y = np.tile(np.arange(m, dtype=float), (3, 1)), np.arange(m)[None]
    return X, Y, MiniBatches(X, Y, batch_size, np.random.default_rng(seed))


@given(m=sizes, batch_size=st.integers(1, 60))
def test_each_index_comes_exactly_once_an_epoch(m, batch_size):
    _, _, batches = numbered(m, batch_size)
    for _ in range(2):
        seen = np.concatenate([Y[0] for _, Y in batches])
        np.testing.assert_array_equal(np.sort(seen), np.arange(m))


@given(m=sizes, batch_size=st.integers(1, 60))
def test_examples_stay_with_their_targets(m, batch_size):
    _, _, batches = numbered(m, batch_size)
    for X, Y in batches:
        assert X.shape == (3, Y.shape[1])
        assert (X == Y).all()


@given(m=sizes, batch_size=st.integers(1, 60))
def test_every_batch_is_full_but_the_last_which_holds_the_rest(m, batch_size):
    _, _, batches = numbered(m, batch_size)
    counts = [X.shape[1] for X, _ in batches]
    assert len(counts) == len(batches)
    assert all(count == min(batch_size, m) for count in counts[:-1])
    assert counts[-1] == (m % batch_size or min(batch_size, m))


def test_a_batch_size_above_m_gives_one_batch_of_m_examples():
    _, _, batches = numbered(5, 100)
    assert [X.shape for X, _ in batches] == [(3, 5)]


@given(m=sizes)
def test_no_batch_size_gives_the_whole_set_in_its_own_order_and_draws_nothing(m):
    X, Y, batches = numbered(m, None)
    untouched = np.random.default_rng(0).bit_generator.state
    for _ in range(2):
        ((X_all, Y_all),) = batches
        np.testing.assert_array_equal(X_all, X)
        np.testing.assert_array_equal(Y_all, Y)
        X_all[:] = -1  # le lot est une copie : l'époque suivante n'en voit rien
    assert len(batches) == 1
    assert batches.batch_size == m
    assert batches.rng.bit_generator.state == untouched


@given(m=sizes)
def test_a_batch_size_of_one_gives_each_example_alone(m):
    _, _, batches = numbered(m, 1)
    assert [X.shape for X, _ in batches] == [(3, 1)] * m
    assert len(batches) == m


def test_same_seed_gives_the_same_order_and_epochs_differ():
    orders = []
    for _ in range(2):
        _, _, batches = numbered(50, 8, seed=9)
        orders.append([np.concatenate([Y[0] for _, Y in batches]) for _ in range(2)])
    np.testing.assert_array_equal(orders[0], orders[1])
    assert (orders[0][0] != orders[0][1]).any()


def test_writing_into_a_batch_does_not_reach_the_data():
    X, Y, batches = numbered(6, 4)
    for X_mini, Y_mini in batches:
        X_mini[:] = -1
        Y_mini[:] = -1
    np.testing.assert_array_equal(X[0], np.arange(6))
    np.testing.assert_array_equal(Y[0], np.arange(6))
    assert all((X_mini >= 0).all() for X_mini, _ in batches)


def test_types_and_values_are_kept():
    X, Y = np.random.default_rng(0).normal(size=(2, 9)).astype(np.float32), np.arange(9)[None]
    for X_mini, Y_mini in MiniBatches(X, Y, 4, np.random.default_rng(0)):
        assert X_mini.dtype == np.float32
        assert Y_mini.dtype == Y.dtype
        np.testing.assert_array_equal(X_mini, X[:, Y_mini[0]])


def test_order_is_uniform_over_the_positions():
    # L'exemple 0 tombe à chacune des 5 places une fois sur cinq : 5 écarts types d'une loi binomiale.
    _, _, batches = numbered(5, 5)
    places = [int(np.flatnonzero(next(iter(batches))[1][0] == 0)[0]) for _ in range(2000)]
    counts = np.bincount(places, minlength=5)
    assert np.abs(counts - 400).max() < 5 * np.sqrt(2000 * 0.2 * 0.8)
