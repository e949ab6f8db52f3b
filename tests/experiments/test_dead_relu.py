"""Les moments de ReLU, et les unités mortes au départ et pendant l'apprentissage."""

import numpy as np
import pytest

from mlcourse.experiments.dead_relu import (
    PUBLISHED_DEAD,
    RATES,
    STARTS,
    count_revived,
    dead_at_start,
    dead_of_scale,
    dead_units,
    dead_while_training,
    relu_moments,
)
from mlcourse.model import MultiLayerPerceptron


@pytest.fixture(scope="module")
def fractions():
    return {start: dead_at_start(start) for start in STARTS}


@pytest.fixture(scope="module")
def training():
    return dead_while_training(rates=(0.001, 0.03), epochs=4)


def test_relu_halves_the_mean_square_but_not_the_variance():
    moments = relu_moments()
    for exact, measured in moments.values():
        np.testing.assert_allclose(measured, exact, atol=0.005)
    assert moments["square"][0] == 0.5
    assert moments["variance"][0] == pytest.approx(0.341, abs=5e-4)
    assert moments["variance"][0] == pytest.approx(moments["square"][0] - moments["mean"][0] ** 2)


def test_a_unit_is_dead_when_no_image_makes_it_positive():
    model = MultiLayerPerceptron([1, 3, 1], rng=np.random.default_rng(0))
    model.params["W1"] = [[1.0], [-1.0], [0.0]]
    model.params["b1"] = [[0.0], [0.0], [-1.0]]
    assert [mask.tolist() for mask in dead_units(model, np.array([[1.0, 2.0]]))] == [[False, True, True]]
    assert dead_units(model, np.array([[1.0, -2.0]]))[0].tolist() == [False, False, True]


def test_published_dead_fractions_are_found_again_with_the_same_start(fractions):
    median = 100 * np.median(fractions["pytorch"], axis=0)
    assert np.abs(median - PUBLISHED_DEAD).max() < 10
    assert np.corrcoef(median, PUBLISHED_DEAD)[0, 1] > 0.97
    assert max(PUBLISHED_DEAD) == 56.25


def test_the_drawn_biases_are_what_kills(fractions):
    top = {start: values[:, 4:].mean() for start, values in fractions.items()}
    assert top["pytorch"] > 2 * top["zero_bias"]
    assert top["zero_bias"] == pytest.approx(top["he"], abs=0.05)
    assert all(values[:, 4:].max() < 0.25 for start, values in fractions.items() if start != "pytorch")


def test_without_biases_the_scale_of_the_weights_changes_no_sign():
    rng = np.random.default_rng(0)
    model, X = MultiLayerPerceptron([5, 40, 40, 1], rng=rng), rng.normal(size=(5, 3))
    before = dead_units(model, X)
    model.theta[:] *= 0.1
    for one, other in zip(before, dead_units(model, X), strict=True):
        np.testing.assert_array_equal(one, other)


def test_more_images_leave_fewer_units_for_dead():
    few, many = (dead_at_start("he", seeds=(0,), m=m) for m in (50, 5000))
    assert few.mean() > many.mean()


def test_a_large_rate_kills_and_costs_accuracy(training):
    small, large = training.dead.mean(axis=2)
    assert large.min() > 2 * small.max()
    assert np.median(training.accuracy[1]) < np.median(training.accuracy[0])


def test_only_a_dead_unit_can_come_back_to_life():
    dead, alive = np.array([True]), np.array([False])
    assert count_revived([[dead, alive], [alive, dead], [alive, dead]]) == [1, 0]
    assert count_revived([[alive, dead], [dead, dead], [alive, alive]]) == [1, 1]


def test_units_come_back_to_life_above_the_first_layer_by_dozens():
    result = dead_while_training(rates=RATES[1:])
    assert (result.revived.sum(axis=(1, 2)) >= 24).all()
    assert not result.revived[:, :, 0].any()


def test_dead_units_multiply_with_the_rate_as_the_page_says():
    result = dead_while_training()
    assert (result.dead[:, :, 0] == 0).all()
    assert result.dead[:2].max() < 0.2
    assert 0.4 < result.dead[2].max() < 0.7
    assert result.dead[3, :, 1:].mean() > 0.85
    median = np.median(result.accuracy, axis=1)
    # Quelques unités mortes ne coûtent rien ; le tiers, quelques points ; presque toutes, tout.
    assert median[1] > median[0] - 0.01 > median[2]
    assert median[3] < 0.5


def test_a_diverging_run_is_marked_and_does_not_stop_the_others():
    with np.errstate(all="ignore"):
        result = dead_while_training(rates=(1e30, 0.001), seeds=(0,), hidden=(8,), epochs=1)
    assert np.isnan(result.accuracy[0, 0])
    assert np.isnan(result.dead[0]).all()
    assert np.isfinite(result.accuracy[1, 0])


def test_without_biases_no_scale_kills_more_than_another_while_the_signal_goes_from_nothing_to_much():
    small, large = (dead_of_scale(scale, 0.0) for scale in (1 / 6, 4.0))
    np.testing.assert_array_equal(small.dead, large.dead)
    assert large.rms[:, -1].min() > 1e6 * small.rms[:, -1].max()


def test_biases_kill_where_the_signal_has_become_smaller_than_they_are():
    (pytorch, larger, unbiased) = (dead_of_scale(*setting) for setting in ((1 / 3, 1.0), (4.0, 1.0), (1 / 3, 0.0)))
    last = [np.median(found.dead[:, -1]) for found in (pytorch, larger, unbiased)]
    assert last[0] > 2 * max(last[1:])


def test_the_starting_point_of_the_scales_is_pytorchs(fractions):
    found = np.median(dead_of_scale().dead, axis=0)
    np.testing.assert_allclose(found, np.median(fractions["pytorch"], axis=0), atol=0.12)
