"""La tâche de symétrie de 1986 : ce que la section 1.6 en dit."""

import numpy as np
import pytest

from mlcourse.experiments.symmetry import PUBLISHED_RATIOS, PUBLISHED_SWEEPS, learn_symmetry, symmetry_patterns


@pytest.fixture(scope="module")
def runs():
    return learn_symmetry()


@pytest.fixture(scope="module")
def solved(runs):
    return [run for run in runs if run.solved]


def test_eight_of_the_64_patterns_are_symmetric():
    X, Y = symmetry_patterns()
    assert len(np.unique(X, axis=1).T) == 64
    assert [bool(y) for y in Y[0]] == [list(x) == list(x)[::-1] for x in X.T]
    assert Y.sum() == 8


def test_most_networks_solve_the_task_and_some_do_not(runs, solved):
    assert len(runs) / 2 < len(solved) < len(runs)


def test_the_published_number_of_sweeps_lies_between_our_fastest_and_our_slowest(solved):
    sweeps = [run.sweeps for run in solved]
    assert min(sweeps) < PUBLISHED_SWEEPS < max(sweeps)


def test_weights_of_mirrored_points_are_opposite(solved):
    for run in solved:
        np.testing.assert_allclose(run.W[:, :3], -run.W[:, :2:-1], rtol=0.05)


def test_both_hidden_units_stay_silent_on_a_symmetric_pattern(solved):
    for run in solved:
        assert np.all(run.b < -1)


def test_the_second_hidden_unit_is_the_first_one_inverted(solved):
    for run in solved:
        np.testing.assert_allclose(run.W[0], -run.W[1], rtol=0.15)


def test_no_asymmetric_pattern_can_cancel_by_accident(solved):
    for run in solved:
        differences = np.stack(np.meshgrid(*3 * [[-1, 0, 1]])).reshape(3, -1)
        sums = run.W[0, :3] @ differences
        assert np.abs(sums[np.any(differences != 0, axis=0)]).min() > 0.3


def test_the_median_ratio_of_the_weights_is_close_to_the_published_one(solved):
    ratios = np.median([run.ratios for run in solved], axis=0)
    np.testing.assert_allclose(ratios, PUBLISHED_RATIOS, rtol=0.2)
