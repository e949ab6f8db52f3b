"""La croissance des coûts : des comptes exacts, et des rapports de durées pris dans le même processus."""

import numpy as np
import pytest

from mlcourse.experiments import archive
from mlcourse.experiments.cost_growth import (
    AXES,
    BASE,
    SLOPES,
    Growth,
    cache_by_depth,
    cache_bytes,
    count_products,
    layer_dims,
    measure_growth,
)
from mlcourse.model import MultiLayerPerceptron


def multiplications(left, right):
    """Celles d'un produit de matrices, lues sur ses deux facteurs."""
    assert left.shape[1] == right.shape[0]
    return left.shape[0] * left.shape[1] * right.shape[1]


@pytest.mark.parametrize("dims", [[2, 3, 1], [5, 4, 3, 2], [7, 1]])
def test_the_count_of_products_adds_up_those_that_the_network_makes(dims):
    model = MultiLayerPerceptron(dims, rng=np.random.default_rng(0))
    _, cache = model.forward_propagation(np.ones((dims[0], 6)))
    deltas, total = model.backward(np.zeros((dims[-1], 6)), cache), 0
    for l, delta in deltas.items():
        W, A = model.params[f"W{l}"], cache[f"A{l - 1}"]
        total += multiplications(W, A) + multiplications(delta, A.T)
        total += multiplications(W.T, delta) if l > 1 else 0
    assert total == count_products(dims, 6)


@pytest.mark.parametrize("axis", SLOPES)
def test_the_expected_slopes_are_those_of_the_counts(axis):
    values = np.array(AXES[axis][-2:])
    settings = [BASE | {axis: int(value)} for value in values]
    counts = [count_products(layer_dims(s["width"], s["depth"]), s["examples"]) for s in settings]
    slope = np.log(counts[1] / counts[0]) / np.log(values[1] / values[0])
    assert slope == pytest.approx(SLOPES[axis], abs=0.05)


def test_the_cache_grows_with_depth_alone_and_with_the_batch():
    depths = np.array([1, 2, 4, 8])
    cache = cache_by_depth(depths, width=16, m=10)
    # Une couche de plus : un Z et un A de plus.
    np.testing.assert_array_equal(np.diff(cache) / np.diff(depths), 2 * 16 * 10 * 8)
    model = MultiLayerPerceptron([3, 4, 1], rng=np.random.default_rng(0))
    assert cache_bytes(model, 20) == 2 * cache_bytes(model, 10)


def test_the_slope_is_the_one_of_a_power_law():
    values = np.array([1.0, 2, 4, 8])
    growth = Growth("width", values, np.tile(3 * values**2, (3, 1)), values)
    assert growth.slope() == pytest.approx(2)


def test_the_duration_grows_with_the_examples_and_with_the_width():
    by_examples = measure_growth("examples", (512, 4096), repeats=2).median
    assert 3 < by_examples[1] / by_examples[0] < 24
    by_width = measure_growth("width", (16, 512)).median
    assert by_width[1] / by_width[0] > 8


def test_a_small_batch_is_dearer_for_the_same_products():
    growth = measure_growth("batch", (4, 256))
    assert growth.products[0] == growth.products[1]
    assert growth.median[0] > 2 * growth.median[1]


@pytest.mark.parametrize("axis", AXES)
def test_what_the_page_shows_follows_the_count_and_a_reduced_run_agrees(axis):
    kept = archive.load(f"growth-{axis}", Growth)
    np.testing.assert_array_equal(kept.values, AXES[axis])
    assert kept.slope(last=2) == pytest.approx(SLOPES[axis], abs=0.3)
    again = measure_growth(axis, AXES[axis][:2], seeds=[0])
    np.testing.assert_array_equal(again.products, kept.products[:2])
