"""Les initialisations : variance, bornes, reproductibilité. Chaque ligne de INITIALIZERS passe toutes ces épreuves."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.initialization import INITIALIZERS, initialize_parameters_deep, variance_scaling

every_initializer = pytest.mark.parametrize("name", INITIALIZERS)

# Les articles, recopiés ici : la moyenne, la variance et la loi attendues, en fonction de (n_out, n_in).
EXPECTED = {
    "zeros": (0, lambda n_out, n_in: 0, "constant"),
    "constant": (0.01, lambda n_out, n_in: 0, "constant"),
    "small": (0, lambda n_out, n_in: 1e-4, "normal"),
    "large": (0, lambda n_out, n_in: 1, "normal"),
    "lecun_normal": (0, lambda n_out, n_in: 1 / n_in, "normal"),
    "lecun_uniform": (0, lambda n_out, n_in: 1 / n_in, "uniform"),
    "baseline_uniform": (0, lambda n_out, n_in: 1 / (3 * n_in), "uniform"),
    "glorot_normal": (0, lambda n_out, n_in: 2 / (n_in + n_out), "normal"),
    "glorot_uniform": (0, lambda n_out, n_in: 2 / (n_in + n_out), "uniform"),
    "he_normal": (0, lambda n_out, n_in: 2 / n_in, "normal"),
    "he_uniform": (0, lambda n_out, n_in: 2 / n_in, "uniform"),
}
# Les bornes que les articles donnent aux lois uniformes.
BOUNDS = {
    "lecun_uniform": lambda n_out, n_in: np.sqrt(3 / n_in),
    "baseline_uniform": lambda n_out, n_in: 1 / np.sqrt(n_in),
    "glorot_uniform": lambda n_out, n_in: np.sqrt(6 / (n_in + n_out)),
    "he_uniform": lambda n_out, n_in: np.sqrt(6 / n_in),
}
# E[x^4] / Var^2 : c'est ce qui distingue les lois, et ce qui donne l'erreur de la variance mesurée.
KURTOSIS = {"constant": 0, "normal": 3, "uniform": 9 / 5}
RANDOM = [name for name, (_, _, law) in EXPECTED.items() if law != "constant"]


def draw(name, shape, seed=0):
    return INITIALIZERS[name](*shape, np.random.default_rng(seed))


def test_every_initializer_is_expected_in_this_file():
    assert list(EXPECTED) == list(INITIALIZERS)


@every_initializer
@pytest.mark.parametrize("shape", [(400, 300), (150, 900), (900, 150)])
def test_mean_variance_and_law_are_the_papers_at_five_standard_errors(name, shape):
    W, (mean, variance, law) = draw(name, shape), EXPECTED[name]
    sigma2, N = variance(*shape), W.size
    # Cinq écarts types de l'estimateur : une mesure juste échoue moins d'une fois sur un million.
    assert abs(W.mean() - mean) <= 5 * np.sqrt(sigma2 / N) + 1e-15
    # Var(s²) = (kurtosis - 1) sigma^4 / N ; une constante ne laisse que l'arrondi de sa moyenne.
    assert abs(W.var() - sigma2) <= 5 * sigma2 * np.sqrt(max(KURTOSIS[law] - 1, 0) / N) + 1e-30
    # Var(x^4 / sigma^4) vaut 96 pour une normale et 81/9 - 81/25 = 5,76 pour une uniforme.
    spread = {"constant": 0, "normal": 96, "uniform": 5.76}[law]
    assert abs(np.mean((W - mean) ** 4) - KURTOSIS[law] * sigma2**2) <= 5 * sigma2**2 * np.sqrt(spread / N)


@pytest.mark.parametrize("name", [name for name in RANDOM if name.endswith("uniform")])
def test_uniform_draws_fill_their_interval_and_stay_inside(name):
    bound = BOUNDS[name](80, 120)
    W = draw(name, (80, 120))
    assert -bound <= W.min() < -0.99 * bound
    assert 0.99 * bound < W.max() <= bound


@every_initializer
def test_same_seed_gives_the_same_bits_and_another_seed_does_not(name):
    np.testing.assert_array_equal(draw(name, (5, 7)), draw(name, (5, 7)))
    assert (draw(name, (5, 7)) != draw(name, (5, 7), seed=1)).all() == (name in RANDOM)


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


@every_initializer
@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (2.5, 3), (True, 3)])
def test_a_size_that_is_not_a_positive_integer_is_refused(name, sizes):
    with pytest.raises(ValueError, match="un entier strictement positif est attendu"):
        draw(name, sizes)


@every_initializer
def test_a_seed_in_place_of_a_generator_is_refused(name):
    with pytest.raises(ValueError, match="est attendu, reçu int"):
        INITIALIZERS[name](2, 3, 0)


@pytest.mark.parametrize(("fan", "expected"), [("fan_in", 3 / 200), ("fan_avg", 3 / 250), ("none", 3)])
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


def test_slopes_follow_the_bias_of_their_layer_and_draw_nothing():
    activations = ["prelu", "relu", "prelu"]
    params = initialize_parameters_deep([3, 4, 5, 2], np.random.default_rng(0), activations=activations)
    assert list(params) == ["W1", "b1", "a1", "W2", "b2", "W3", "b3", "a3"]
    np.testing.assert_array_equal(params["a1"], np.full((4, 1), 0.25))
    np.testing.assert_array_equal(params["a3"], np.full((2, 1), 0.25))
    plain = initialize_parameters_deep([3, 4, 5, 2], np.random.default_rng(0))
    np.testing.assert_array_equal(params["W3"], plain["W3"])
