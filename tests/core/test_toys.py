"""Les jeux jouets : les courbes annoncées, un bruit de la taille demandée, un ravin au conditionnement exact."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.gradcheck import numerical_gradient
from mlcourse.losses import mean_squared_error
from mlcourse.toys import TOYS, circles, moons, ravine, spirals

every_toy = pytest.mark.parametrize("name", TOYS)
classes = pytest.mark.parametrize("name", ["moons", "circles", "spirals"])


def rng(seed=0):
    return np.random.default_rng(seed)


@every_toy
@given(m=st.integers(3, 60))
def test_shapes_and_types_are_the_announced_ones(name, m):
    X, Y = TOYS[name](m, rng())
    assert (X.shape, Y.shape) == ((2, m), (1, m))
    assert (X.dtype, Y.dtype) == (np.float64, np.float64)
    assert np.isfinite(X).all()
    assert np.isfinite(Y).all()


@every_toy
def test_the_generator_alone_decides(name):
    first, again, other = (TOYS[name](20, rng(seed), noise=0.1) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert (first[0] != other[0]).any()


@classes
@given(m=st.integers(2, 60))
def test_classes_are_halves_and_the_second_takes_the_odd_example(name, m):
    _, Y = TOYS[name](m, rng())
    assert Y[0].tolist() == [0] * (m // 2) + [1] * (m - m // 2)


@classes
@pytest.mark.parametrize("noise", [0.05, 0.3])
def test_noise_has_the_standard_deviation_asked_for(name, noise):
    clean, _ = TOYS[name](20_000, rng(), noise=0)
    noisy, _ = TOYS[name](20_000, rng(), noise=noise)
    # L'écart type mesuré sur 40 000 tirages s'écarte du vrai de moins de 5 écarts types de son estimateur.
    assert np.std(noisy - clean) == pytest.approx(noise, rel=5 / np.sqrt(2 * 40_000))


def test_moons_lie_on_their_two_half_circles():
    X, Y = moons(41, rng(), noise=0)
    centers = np.where(Y == 0, [[0.0], [0.0]], [[1.0], [0.5]])
    np.testing.assert_allclose(np.hypot(*(X - centers)), 1)
    assert (np.where(Y == 0, 1, -1) * (X - centers)[1] >= -1e-12).all()


@given(m=st.integers(2, 60), factor=st.floats(0, 0.99))
def test_circles_have_radius_one_and_factor_and_balanced_points(m, factor):
    X, Y = circles(m, rng(), noise=0, factor=factor)
    np.testing.assert_allclose(np.hypot(*X), np.where(Y[0] == 0, 1, factor), atol=1e-12)
    if m >= 4:
        np.testing.assert_allclose(X[:, Y[0] == 0].sum(axis=1), 0, atol=1e-12)


@given(m=st.integers(1, 30), turns=st.floats(0, 3))
def test_each_spiral_is_the_other_turned_by_half_a_turn(m, turns):
    X, Y = spirals(2 * m, rng(), noise=0, turns=turns)
    np.testing.assert_allclose(X[:, Y[0] == 0], -X[:, Y[0] == 1], atol=1e-12)


def test_a_spiral_grows_evenly_with_its_angle():
    X, Y = spirals(200, rng(), noise=0, turns=1.5)
    first = X[:, Y[0] == 0]
    radius, angle = np.hypot(*first), np.unwrap(np.arctan2(first[1], first[0]))
    np.testing.assert_allclose(radius, np.arange(1, 101) / 100)
    np.testing.assert_allclose(angle, 2 * np.pi * 1.5 * radius, rtol=1e-9)


@given(m=st.integers(3, 60), kappa=st.floats(1, 1e4), angle=st.floats(0, 7), seed=st.integers(0, 1000))
def test_the_hessian_of_the_ravine_has_exactly_the_eigenvalues_asked_for(m, kappa, angle, seed):
    X, _ = ravine(m, rng(seed), kappa=kappa, angle=angle)
    hessian = X @ X.T / m
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1 / kappa, 1], rtol=1e-9, atol=1e-14)
    steep = np.array([np.cos(angle), np.sin(angle)])
    np.testing.assert_allclose(hessian @ steep, steep, atol=1e-12)
    np.testing.assert_allclose(X.mean(axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("angle", [0, 0.7])
def test_from_zero_the_ravine_is_at_distance_one_along_both_axes(angle):
    X, Y = ravine(40, rng(), kappa=25, angle=angle)

    def cost(w):
        return mean_squared_error(w[:, None].T @ X, Y)

    axes = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    assert cost(axes.sum(axis=0)) == pytest.approx(0, abs=1e-25)
    # Au départ, le gradient vaut -(valeur propre) x (distance) sur chaque axe.
    np.testing.assert_allclose(axes @ numerical_gradient(cost, np.zeros(2)), [-1, -1 / 25], rtol=1e-6)


def test_noise_of_the_ravine_is_added_to_its_targets():
    X, clean = ravine(20_000, rng(), noise=0)
    same, noisy = ravine(20_000, rng(), noise=0.2)
    np.testing.assert_array_equal(X, same)
    assert np.std(noisy - clean) == pytest.approx(0.2, rel=5 / np.sqrt(2 * 20_000))


@every_toy
@pytest.mark.parametrize(
    ("change", "expected", "received"),
    [
        ({"m": 1}, "d'au moins", "1"),
        ({"m": 10.0}, "entier", "10.0"),
        ({"rng": 0}, "default_rng", "int"),
        ({"noise": -0.1}, "positif", "-0.1"),
        ({"noise": "x"}, "nombre", "'x'"),
    ],
)
def test_every_toy_refuses_wrong_arguments(name, change, expected, received):
    check(lambda: TOYS[name](**{"m": 10, "rng": rng()} | change), expected, received)


@pytest.mark.parametrize(
    ("call", "expected", "received"),
    [
        (lambda: circles(10, rng(), factor=1), "[0, 1[", "1"),
        (lambda: spirals(10, rng(), turns=-1), "positif", "-1"),
        (lambda: ravine(2, rng()), "au moins 3", "2"),
        (lambda: ravine(10, rng(), kappa=0.5), "supérieur ou égal à 1", "0.5"),
        (lambda: ravine(10, rng(), kappa=np.nan), "supérieur ou égal à 1", "nan"),
        (lambda: ravine(10, rng(), angle=np.inf), "fini", "inf"),
    ],
)
def test_shape_parameters_out_of_range_are_refused(call, expected, received):
    check(call, expected, received)


def check(call, expected, received):
    with pytest.raises(ValueError, match="attendu") as caught:
        call()
    before, after = str(caught.value).rsplit("reçu", 1)
    assert expected in before
    assert received in after
