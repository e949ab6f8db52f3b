"""Les initialisations : variance, bornes, reproductibilité. Chaque ligne de INITIALIZERS passe toutes ces épreuves."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.initialization import INITIALIZERS, initialize_parameters_deep, variance_scaling

every_initializer = pytest.mark.parametrize("name", INITIALIZERS)

# Les articles, recopiés ici : variance attendue en fonction de (n_out, n_in).
VARIANCES = {
    "he_normal": lambda n_out, n_in: 2 / n_in,
    "he_uniform": lambda n_out, n_in: 2 / n_in,
    "glorot_normal": lambda n_out, n_in: 2 / (n_in + n_out),
    "glorot_uniform": lambda n_out, n_in: 2 / (n_in + n_out),
}
BOUNDS = {
    "he_uniform": lambda n_out, n_in: np.sqrt(6 / n_in),
    "glorot_uniform": lambda n_out, n_in: np.sqrt(6 / (n_in + n_out)),
}


def draw(name, shape, seed=0):
    return INITIALIZERS[name](*shape, np.random.default_rng(seed))


def test_every_initializer_has_its_expected_variance_in_this_file():
    assert set(VARIANCES) == set(INITIALIZERS)


@every_initializer
@pytest.mark.parametrize("shape", [(400, 300), (150, 900), (900, 150)])
def test_variance_and_mean_are_the_papers_at_five_standard_errors(name, shape):
    W, expected = draw(name, shape), VARIANCES[name](*shape)
    # Var(s²) = (kurtosis - 1) sigma^4 / N : 2 pour une normale, 0,8 pour une uniforme. Cinq écarts types : un faux
    # échec sur moins d'un million.
    assert abs(W.var() / expected - 1) < 5 * np.sqrt(2 / W.size)
    assert abs(W.mean()) < 5 * np.sqrt(expected / W.size)


@pytest.mark.parametrize("name", BOUNDS)
def test_uniform_draws_fill_their_interval_and_stay_inside(name):
    bound = BOUNDS[name](80, 120)
    extreme = np.abs(draw(name, (80, 120))).max()
    assert 0.99 * bound < extreme <= bound


@pytest.mark.parametrize("name", [name for name in INITIALIZERS if name.endswith("normal")])
def test_normal_draws_have_normal_tails(name):
    W = draw(name, (300, 300)) / np.sqrt(VARIANCES[name](300, 300))
    assert np.mean(W**4) == pytest.approx(3, abs=5 * np.sqrt(96 / W.size))


@every_initializer
def test_same_seed_gives_the_same_bits_and_another_seed_does_not(name):
    np.testing.assert_array_equal(draw(name, (5, 7)), draw(name, (5, 7)))
    assert (draw(name, (5, 7)) != draw(name, (5, 7), seed=1)).any()


@every_initializer
def test_generator_alone_decides(name):
    state = np.random.get_state()  # noqa: NPY002 (on vérifie justement que l'état global ne sert pas)
    draw(name, (3, 2))
    assert all(np.array_equal(a, b) for a, b in zip(state, np.random.get_state(), strict=True))  # noqa: NPY002


@every_initializer
@given(n_out=st.integers(1, 9), n_in=st.integers(1, 9))
def test_matrix_has_one_row_per_output(name, n_out, n_in):
    W = draw(name, (n_out, n_in))
    assert W.shape == (n_out, n_in)
    assert W.dtype == np.float64


@pytest.mark.parametrize(("fan", "expected"), [("fan_in", 3 / 200), ("fan_avg", 3 / 250)])
def test_variance_scaling_divides_the_scale_by_the_fan(fan, expected):
    W = variance_scaling(300, 200, np.random.default_rng(5), scale=3, fan=fan, distribution="normal")
    assert W.var() == pytest.approx(expected, rel=5 * np.sqrt(2 / W.size))


@every_initializer
@given(layer_dims=st.lists(st.integers(1, 6), min_size=2, max_size=6))
def test_deep_initialization_gives_every_shape_and_null_biases(name, layer_dims):
    params = initialize_parameters_deep(layer_dims, np.random.default_rng(0), name)
    assert len(params) == 2 * (len(layer_dims) - 1)
    for l, (n_in, n_out) in enumerate(pairwise(layer_dims), start=1):
        assert params[f"W{l}"].shape == (n_out, n_in)
        np.testing.assert_array_equal(params[f"b{l}"], np.zeros((n_out, 1)))


def test_layers_are_drawn_one_after_the_other_from_the_same_generator():
    rng = np.random.default_rng(3)
    expected = [INITIALIZERS["he_normal"](4, 3, rng), INITIALIZERS["he_normal"](2, 4, rng)]
    params = initialize_parameters_deep([3, 4, 2], np.random.default_rng(3), "he_normal")
    np.testing.assert_array_equal(params["W1"], expected[0])
    np.testing.assert_array_equal(params["W2"], expected[1])
