"""La vectorisation : ce qu'elle gagne dépend de la boucle, du lot et du réseau ; l'horloge compte le calcul seul."""

import numpy as np
import pytest

from mlcourse.experiments import clock
from mlcourse.experiments.vectorization import Timings, measure_vectorization


@pytest.fixture
def work(monkeypatch):
    """Une fausse horloge, et un calcul dont chaque appel dure 0,3 ms."""
    now = [0.0]
    monkeypatch.setattr(clock.time, "thread_time", lambda: now[0])

    def compute(*arguments):
        now[0] += 3e-4
        compute.calls.append(arguments)

    compute.calls = []
    return compute


def test_duration_is_that_of_one_call_whatever_the_number_of_calls(work):
    assert clock.duration(work, 1, "a") == pytest.approx(3e-4)
    assert clock.duration(work, shortest=1e-9) == pytest.approx(3e-4)
    assert work.calls[0] == (1, "a")


def test_a_call_too_short_for_the_clock_is_repeated_until_it_can_be_read(work):
    clock.duration(work, shortest=2e-3)
    assert len(work.calls) * 3e-4 >= 2e-3
    work.calls.clear()
    clock.duration(work, shortest=1e-4)
    assert len(work.calls) == 1


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
