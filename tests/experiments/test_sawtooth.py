"""Les dents de scie : combien de morceaux se construisent, se tirent, s'apprennent."""

import numpy as np
import pytest

from mlcourse.experiments.sawtooth import (
    count_pieces,
    fold,
    learned_share,
    pieces_by_depth,
    sawtooth_network,
    teeth,
    tooth,
)
from mlcourse.model import MultiLayerPerceptron


@pytest.fixture(scope="module")
def pieces():
    return pieces_by_depth()


def on_a_grid(model, start, stop, n_points=200_001):
    """Compte les morceaux sur une grille si fine que deux plis n'y sont jamais voisins."""
    x = np.linspace(start, stop, n_points)
    slopes = np.diff(model.forward(x[None])[0][0])
    turning = np.abs(np.diff(slopes)) > 1e-7 * np.abs(slopes).max()
    # Un pli entre deux points de la grille change la pente deux fois de suite, et compte une fois.
    return 1 + int(np.sum(turning & ~np.append(False, turning[:-1])))


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_network_is_the_tooth_composed_with_itself(depth):
    x, y = np.linspace(0, 1, 101), np.linspace(0, 1, 101)
    for _ in range(depth):
        y = tooth(y)
    np.testing.assert_allclose(sawtooth_network(depth).forward(x[None])[0][0], y, atol=1e-9)


def test_depth_doubles_the_pieces_for_three_units_a_layer(pieces):
    np.testing.assert_array_equal(pieces.built, 2**pieces.depths)


def test_the_count_is_that_of_a_very_fine_grid():
    for depth, seed in ((1, 0), (2, 1), (3, 2)):
        rng = np.random.default_rng(seed)
        model = MultiLayerPerceptron([1, *[6] * depth, 1], output="identity", loss="mse", rng=rng)
        for l in range(1, depth + 1):
            model.params[f"b{l}"] = rng.normal(size=(6, 1))
        assert count_pieces(model, -2, 2) == on_a_grid(model, -2, 2)


def test_one_layer_of_n_units_never_makes_more_than_n_plus_one_pieces(pieces):
    assert pieces.drawn[0].max() <= pieces.units[0] + 1


def test_drawn_weights_make_about_a_piece_for_each_unit_and_then_fewer(pieces):
    share = np.median(pieces.drawn, axis=1) / pieces.units
    assert share.max() < 1.1
    assert share[0] > 0.9 > share[-1] > 0.5
    assert np.median(pieces.drawn[-1]) < pieces.built[-1] / 2


def test_the_same_size_is_not_enough_to_learn_what_it_can_represent():
    shares = {(d, w): learned_share(d, width=w) for d, w in ((1, 3), (2, 3), (1, 16), (2, 16), (3, 16), (5, 16))}
    assert sorted(shares[1, 3].round(1)) == [0, 1, 1]
    assert shares[2, 3].min() > 0.9
    assert shares[1, 16].max() < 0.01
    assert np.all((shares[2, 16] > 0.3) & (shares[2, 16] < 0.7))
    assert np.all((shares[3, 16] > 0.3) & (shares[3, 16] < 0.7))
    assert shares[5, 16].min() > 0.95


def test_a_tooth_of_half_height_folds_once_whatever_the_depth():
    assert [fold(depth, 0.5).pieces for depth in (1, 2, 7)] == [2, 2, 2]
    assert fold(7, 0.6).pieces > 40


def test_between_its_folds_the_line_is_the_network_itself():
    folded, (x, curves) = fold(3, 0.9), teeth((3,))
    network = sawtooth_network(3, 0.9).forward(x[None])[0][0]
    np.testing.assert_allclose(np.interp(x, folded.x, folded.y), network, atol=1e-12)
    np.testing.assert_allclose(curves[3], sawtooth_network(3).forward(x[None])[0][0])
