"""Le gain de chaque activation : les intégrales, les nombres publiés, et ce que font les réseaux."""

import numpy as np
import pytest

from mlcourse.experiments.gain import (
    FUNCTIONS,
    PYTORCH_GAINS,
    gaussian_mean,
    kept_signal,
    moments,
    normal_cdf,
    steepest_bend,
)

CENTRED = ("tanh", "lecun_tanh", "selu")
every_function = pytest.mark.parametrize("name", FUNCTIONS)


@every_function
def test_a_slope_is_the_derivative_of_its_function(name):
    g, slope = FUNCTIONS[name]
    z = np.array([-3.0, -1.2, -0.3, 0.4, 1.1, 2.5])
    np.testing.assert_allclose((g(z + 1e-6) - g(z - 1e-6)) / 2e-6, slope(z), atol=1e-8)


def test_the_quadrature_is_exact_where_the_answer_is_known():
    assert gaussian_mean(lambda z: z**8) == pytest.approx(105, rel=1e-12)
    assert gaussian_mean(np.exp) == pytest.approx(np.exp(0.5), rel=1e-12)
    assert gaussian_mean(lambda z: np.maximum(0, z)) == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-12)
    # E[elu] = 1/sqrt(2 pi) + e^(1/2) Phi(-1) - 1/2.
    exact = 1 / np.sqrt(2 * np.pi) + np.exp(0.5) * normal_cdf(-1.0) - 0.5
    assert moments("elu").mean == pytest.approx(exact, rel=1e-12)


def test_the_constants_are_those_the_pages_give():
    found = {name: round(moments(name).constant, 3) for name in FUNCTIONS}
    assert found["relu"] == 2
    assert (found["tanh"], found["gelu"], found["silu"], found["sigmoid"]) == (2.536, 2.352, 2.811, 3.409)
    assert found["lecun_tanh"] == 1.333


def test_the_tanh_of_lecun_keeps_two_of_its_three_promises():
    g = FUNCTIONS["lecun_tanh"].value
    assert g(1.0) == pytest.approx(1, abs=1e-5)
    assert steepest_bend("lecun_tanh") == pytest.approx(0.988, abs=1e-3)
    assert moments("lecun_tanh").square == pytest.approx(0.750, abs=1e-3)


def test_at_the_variance_its_article_recommends_it_settles_after_losing_a_quarter():
    g, squares, s = FUNCTIONS["lecun_tanh"].value, [], 1.0
    for _ in range(60):
        squares.append(gaussian_mean(lambda z, s=s: g(np.sqrt(s) * z) ** 2))
        s = squares[-1]  # n Var(W) = 1
    ratios = np.array(squares[1:]) / squares[:-1]
    assert squares[0] == pytest.approx(0.75, abs=1e-3)
    assert np.all(np.diff(ratios) > 0)  # de moins en moins
    assert ratios[-1] == pytest.approx(1, abs=0.01)
    assert FUNCTIONS["lecun_tanh"].slope(0.0) > 1


def test_selu_keeps_zero_mean_and_unit_variance():
    found = moments("selu")
    assert abs(found.mean) < 2e-5
    assert found.square - found.mean**2 == pytest.approx(1, abs=5e-5)


@every_function
def test_the_mean_square_of_the_slope_is_never_under_the_variance(name):
    found = moments(name)
    assert found.slope_square >= found.square - found.mean**2 - 1e-12


@pytest.mark.parametrize("name", CENTRED)
def test_a_centred_activation_makes_the_error_grow_if_it_keeps_the_signal(name):
    assert moments(name).backward > 1.05


def test_pytorch_recommends_more_than_the_computation_for_tanh_and_nothing_breaks():
    assert PYTORCH_GAINS["tanh"] ** 2 == pytest.approx(2.78, abs=0.01)
    assert moments("tanh").constant < PYTORCH_GAINS["tanh"] ** 2
    assert moments("tanh").elasticity < 0.5


@every_function
def test_the_elasticity_is_the_logarithmic_derivative_of_the_mean_square(name):
    g, h = FUNCTIONS[name].value, 1e-4
    low, high = (np.log(gaussian_mean(lambda z, s=s: g(np.sqrt(s) * z) ** 2)) for s in (1 - h, 1 + h))
    assert moments(name).elasticity == pytest.approx((high - low) / (np.log(1 + h) - np.log(1 - h)), rel=1e-5)


@pytest.mark.parametrize("name", ["gelu", "silu"])
@pytest.mark.parametrize("s", [0.25, 1.0, 4.0, 9.0])
def test_gelu_and_silu_amplify_a_gap_whatever_the_constant(name, s):
    g, slope = FUNCTIONS[name]
    square = gaussian_mean(lambda z: g(np.sqrt(s) * z) ** 2)
    cross = gaussian_mean(lambda z: np.sqrt(s) * z * g(np.sqrt(s) * z) * slope(np.sqrt(s) * z))
    assert cross / square > 1


@pytest.mark.parametrize("name", ["relu", "selu", "tanh", "sigmoid"])
def test_a_network_keeps_its_signal_and_multiplies_its_error_as_computed(name):
    signal = kept_signal(name)
    assert np.median(signal.forward[:, -1]) == pytest.approx(1, rel=0.5)
    assert np.median(np.log(signal.backward[:, 0])) == pytest.approx(np.log(signal.theory[0]), abs=0.5)


def test_tanh_at_four_settles_without_saturating():
    s = 1.0
    for _ in range(40):
        s = 4 * gaussian_mean(lambda z, s=s: np.tanh(np.sqrt(s) * z) ** 2)
    q = s / 4
    assert np.sqrt(s) == pytest.approx(1.5, abs=0.1)
    assert moments("tanh").square < q < 0.7


def test_an_even_centred_activation_loses_control_of_its_error():
    mean = np.sqrt(2 / np.pi)
    assert 1 / gaussian_mean(lambda z: (np.abs(z) - mean) ** 2) == pytest.approx(2.752, abs=1e-3)
