"""La grandeur du signal suit la théorie, et des neurones identiques le restent."""

import numpy as np
import pytest

from mlcourse.experiments.initial_weights import (
    PUBLISHED_ATTENUATION,
    VARIANCES,
    VGG_B_FILTERS,
    signal_by_depth,
    signal_of_scale,
    train_from,
    vgg_b_attenuation,
    weight_ranks,
)
from mlcourse.initialization import INITIALIZERS


@pytest.fixture(scope="module", params=["relu", "tanh"])
def signals(request):
    return {signal.initializer: signal for signal in signal_by_depth(request.param)}


@pytest.mark.parametrize("name", VARIANCES)
def test_theory_is_given_the_variance_that_the_initializer_draws(name):
    W = INITIALIZERS[name](200, 300, np.random.default_rng(0))
    assert np.mean(W**2) == pytest.approx(VARIANCES[name](300, 200), rel=0.03)


def test_measured_signal_follows_the_theory_at_every_layer(signals):
    for signal in signals.values():
        assert signal.rms.shape == (3, 21)
        # Chaque couche de 128 neurones ajoute sa part de hasard ; vingt couches les multiplient.
        assert (np.abs(np.log(signal.rms / signal.theory)).mean(axis=0) < 0.2 + 0.04 * np.arange(21)).all()


def test_theory_has_the_slope_that_the_variance_gives_for_relu():
    for signal in signal_by_depth("relu", seeds=(0,), depth=6):
        n_var = 128 * VARIANCES[signal.initializer](128, 128)
        np.testing.assert_allclose(signal.theory[2:] / signal.theory[1:-1], np.sqrt(n_var / 2), rtol=1e-6)


def test_saturated_tanh_stays_near_one_and_large_relu_explodes():
    for hidden, low, high in (("tanh", 0.9, 1), ("relu", 1e15, np.inf)):
        (signal,) = signal_by_depth(hidden, ["large"])
        assert ((signal.rms[:, -1] > low) & (signal.rms[:, -1] < high)).all()


def test_small_weights_extinguish_the_signal_and_he_keeps_it():
    small, he = signal_by_depth("relu", ["small", "he_normal"])
    assert (small.rms[:, -1] < 1e-20).all()
    assert ((he.rms[:, -1] > 0.2) & (he.rms[:, -1] < 5)).all()


def test_vgg_attenuation_is_the_published_one():
    assert vgg_b_attenuation() == pytest.approx(PUBLISHED_ATTENUATION, rel=0.05)
    assert len(VGG_B_FILTERS) == 9
    assert vgg_b_attenuation(0.02) == pytest.approx(vgg_b_attenuation() / 2**9)


def test_zero_weights_never_move_under_relu_and_wake_one_layer_at_a_time_under_sigmoid():
    assert not weight_ranks("relu", "zeros").any()
    ranks = weight_ranks("sigmoid", "zeros", steps=4)
    np.testing.assert_array_equal(ranks, np.tile([[0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 1, 1], [1, 1, 1]], (3, 1, 1)))


@pytest.mark.parametrize("hidden", ["relu", "sigmoid", "tanh"])
def test_equal_weights_keep_rank_one_and_random_ones_have_full_rank(hidden):
    assert (weight_ranks(hidden, "constant", steps=8) == 1).all()
    assert (weight_ranks(hidden, "he_normal", steps=2) == [32, 32, 10]).all()


def test_only_a_good_scale_learns_well_in_a_few_epochs():
    outcomes = {name: train_from(name) for name in ("zeros", "constant", "small", "he_normal", "large")}
    for name in ("zeros", "constant", "small"):
        assert outcomes[name].accuracy.max() < 0.5
    assert outcomes["large"].accuracy.max() + 0.1 < outcomes["he_normal"].accuracy.min()
    assert outcomes["he_normal"].accuracy.min() > 0.9
    assert (outcomes["zeros"].rank == 0).all()
    assert (outcomes["constant"].rank == 1).all()
    assert (outcomes["small"].rank == 32).all()


def test_small_weights_are_late_and_no_more():
    late = train_from("small", epochs=36)
    assert (late.cost[:, 11] > 2.2).all()
    assert (late.cost[:, -1] < 1.7).all()


def test_one_scale_keeps_the_signal_of_relu_and_twice_that_makes_it_a_thousand_times_too_large():
    theory = {scale: signal_of_scale(scale, seeds=[0]).theory for scale in (2.0, 4.0)}
    assert theory[2.0][-1] == pytest.approx(theory[2.0][1], rel=1e-6)
    assert theory[4.0][-1] / theory[4.0][0] == pytest.approx(1000, rel=0.03)


@pytest.mark.parametrize("scale", [0.2, 2.0, 4.0])
def test_a_signal_of_a_scale_is_that_of_the_initializer_of_the_same_variance(scale):
    found = signal_of_scale(scale, "tanh")
    assert (np.abs(np.log(found.rms / found.theory)).mean(axis=0) < 0.3 + 0.04 * np.arange(21)).all()
    assert found.rms.max() < 1.2  # tanh n'explose à aucune échelle
