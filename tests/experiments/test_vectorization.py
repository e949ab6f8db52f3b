"""La vectorisation : ce qu'elle gagne dépend de la boucle, du lot et du réseau ."""

import numpy as np

from mlcourse.experiments.vectorization import (
    Timings,
    column_loop,
    measure_vectorization,
    pure_python,
    vectorized,
)
from mlcourse.initialization import initialize_parameters_deep


def test_a_ratio_compares_the_durations_of_one_round():
    seconds = np.array([[1.0, 2.0], [4.0, 2.0], [1.0, 4.0]])
    timings = Timings(np.array([1, 8]), {"vectorized": seconds, "column_loop": seconds * [3, 24]})
    np.testing.assert_allclose(timings.ratios("column_loop"), [[3, 24]] * 3)
    np.testing.assert_allclose(timings.ratio("column_loop"), [3, 24])
    np.testing.assert_allclose(timings.ratio("vectorized"), 1)


def test_the_gain_grows_with_the_batch_and_shrinks_with_the_width():
    narrow = measure_vectorization((64, 32, 1), sizes=(1, 64), repeats=5)
    wide = measure_vectorization((784, 128, 64, 1), sizes=(64,), repeats=3)
    single, batch = narrow.ratio("column_loop")
    assert single < 4 < batch
    assert 1.5 * wide.ratio("column_loop")[0] < batch
    assert all(timings.ratio("pure_python")[-1] > 50 for timings in (narrow, wide))


def test_pure_python_can_win_on_a_tiny_network_and_one_example():
    # Sans NumPy, pas de prix d'appel : c'est la comparaison des deux qui compte, non leur seuil.
    tiny = measure_vectorization((2, 4, 1), sizes=(1, 100), repeats=5)
    single, batch = tiny.ratio("pure_python")
    assert single < 3
    assert batch > 5 * single


def test_every_repetition_and_size_is_measured():
    timings = measure_vectorization((2, 3, 1), sizes=(1, 2), repeats=3)
    assert {name: seconds.shape for name, seconds in timings.seconds.items()} == dict.fromkeys(timings.seconds, (3, 2))
    assert all((seconds > 0).all() for seconds in timings.seconds.values())


def test_the_three_ways_of_propagating_give_the_same_numbers():
    rng = np.random.default_rng(0)
    params, X = initialize_parameters_deep([5, 4, 3, 2], rng), rng.random((5, 6))
    params["b1"] += 0.1
    lists = {name: value.tolist() for name, value in params.items()}
    expected = vectorized(params, X)
    assert expected.shape == (2, 6)
    np.testing.assert_allclose(column_loop(params, X), expected, rtol=1e-13)
    np.testing.assert_allclose(pure_python(lists, X.tolist()), expected, rtol=1e-13)


def test_vectorization_pays_and_pure_python_is_slowest():
    timings = measure_vectorization(sizes=(256,), repeats=11)
    assert timings.ratio("vectorized")[0] == 1
    assert timings.ratio("column_loop")[0] > 3
    assert timings.ratio("pure_python")[0] > 30
