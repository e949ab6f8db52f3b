"""Ce qui distingue une opération matricielle d'une boucle : des durées simulées, et un voisin qui les fausse."""

import numpy as np
import pytest

from mlcourse.checks import speed
from mlcourse.grading.wire.channel import MAX_FRAME

NUMBERS, LOOP = 5, 5e-8  # nombres par exemple ; secondes par nombre, de la plus simple des boucles
MATRICES = {
    "presque rien par exemple": (1e-4, 1e-9),
    "de gros calculs par exemple": (1.5e-4, 2e-7),
    "une trace écrite à chaque appel": (1e-2, 1e-8),
}
LOOPS = {
    "une opération de NumPy par exemple": (1e-4, 1.5e-6),
    "une boucle un peu plus lente que la plus simple": (1e-4, 3e-7),
    "une boucle sans frais d'appel": (0.0, 2e-7),
}


@pytest.fixture(autouse=True)
def _simulated_loop(monkeypatch):
    monkeypatch.setattr(speed, "loop_seconds", lambda size: size * LOOP)


def verdict(cost, neighbour=lambda: 1):
    return speed.outruns_a_loop(lambda m: (cost(m) * neighbour(), NUMBERS * m))


@pytest.mark.parametrize("name", MATRICES)
def test_matrix_operation_outruns_a_loop_whatever_its_neighbours(name):
    call, example = MATRICES[name]
    for seed in range(200):
        rng = np.random.default_rng(seed)
        assert verdict(lambda m: call + example * m, lambda rng=rng: rng.choice([1, 1, 1.5, 2]))


@pytest.mark.parametrize("name", LOOPS)
def test_loop_does_not_outrun_itself_whatever_its_neighbours(name):
    call, example = LOOPS[name]
    for seed in range(200):
        rng = np.random.default_rng(seed)
        assert not verdict(lambda m: call + example * m, lambda rng=rng: rng.choice([1, 1, 1.5, 2]))


def test_time_wasted_on_small_batches_makes_no_loop_pass():
    assert not verdict(lambda m: 1e-6 * m + (1.0 if m in speed.SMALL_BATCHES else 0.0))


def test_loop_is_known_before_its_large_batches_are_measured():
    asked = []
    assert not verdict(lambda m: asked.append(m) or 5e-4 + 5e-6 * m)
    assert max(asked) == speed.GROWTH * speed.SMALL_BATCHES[0]


@pytest.mark.parametrize("numbers", [3, 30, 784])
def test_large_batch_holds_no_more_numbers_than_the_wire_carries(numbers):
    asked = []

    def measure(m):
        asked.append(m)
        return 10.0, 16 + numbers * m  # ce qu'elle trace à chaque appel ne se dilue dans aucun lot

    assert not speed.outruns_a_loop(measure)
    assert MAX_FRAME / 16 < 8 * numbers * max(asked) < MAX_FRAME


def test_loop_that_was_slow_once_raises_no_limit(monkeypatch):
    slow = iter([3 * LOOP, *[LOOP] * 3 * speed.TRIES])
    monkeypatch.setattr(speed, "loop_seconds", lambda size: size * next(slow))
    assert not verdict(lambda m: 1e-4 + 3e-7 * m)
