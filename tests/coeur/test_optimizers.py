"""Les règles et leur application : chaque ligne de OPTIMIZERS passe les épreuves communes."""

import inspect
from decimal import Decimal, localcontext

import jax
import numpy as np
import optax
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse import optimizers
from mlcourse.optimizers import OPTIMIZERS, Optimizer, adam, sgd

jax.config.update("jax_enable_x64", True)

every_rule = pytest.mark.parametrize("name", OPTIMIZERS)


def signature(rule):
    """Les états d'une règle (positionnels après theta et g) et si elle compte ses pas."""
    parameters = list(inspect.signature(rule).parameters.values())
    states = [p.name for p in parameters[2:] if p.kind is not p.KEYWORD_ONLY]
    return states, any(p.name == "t" for p in parameters)


def apply_to_the_whole_vector(rule, theta, gradients):
    """Applique la règle telle quelle, sans `Optimizer` : états nuls au départ, t compté à partir de 1."""
    names, counts = signature(rule)
    states = [np.zeros_like(theta) for _ in names]
    for t, g in enumerate(gradients, start=1):
        result = rule(theta, g, *states, **({"t": t} if counts else {}))
        theta, *states = result if names else [result]
    return theta


@every_rule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("slice_size", [1, 7, 50_000])
def test_slices_give_the_same_bits_as_the_rule_on_the_whole_vector(name, dtype, slice_size, monkeypatch):
    monkeypatch.setattr(optimizers, "SLICE", slice_size)
    rng = np.random.default_rng(0)
    theta, gradients = rng.normal(size=31).astype(dtype), rng.normal(size=(4, 31)).astype(dtype)
    expected = apply_to_the_whole_vector(OPTIMIZERS[name], theta.copy(), gradients)
    optimizer = Optimizer(name)
    for g in gradients:
        optimizer.step(theta, g)
    assert theta.dtype == dtype
    assert theta.tobytes() == expected.tobytes()


@every_rule
def test_a_vector_longer_than_the_cache_gives_the_same_bits_too(name):
    rng = np.random.default_rng(1)
    size = 2 * optimizers.SLICE + 17
    theta, gradients = rng.normal(size=size), rng.normal(size=(2, size))
    expected = apply_to_the_whole_vector(OPTIMIZERS[name], theta.copy(), gradients)
    optimizer = Optimizer(name)
    for g in gradients:
        optimizer.step(theta, g)
    assert theta.tobytes() == expected.tobytes()


@every_rule
def test_a_rule_is_pure(name):
    rule, rng = OPTIMIZERS[name], np.random.default_rng(2)
    states, counts = signature(rule)
    arrays = [rng.random(5) for _ in range(2 + len(states))]
    copies = [array.copy() for array in arrays]
    result = rule(*arrays, **({"t": 3} if counts else {}))
    for array, before in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, before)
        assert not any(np.shares_memory(array, output) for output in np.atleast_2d(result))


@every_rule
def test_every_hyperparameter_has_a_default_and_can_be_changed(name):
    hyperparameters = [
        p for p in inspect.signature(OPTIMIZERS[name]).parameters.values() if p.kind is p.KEYWORD_ONLY and p.name != "t"
    ]
    assert "alpha" in [p.name for p in hyperparameters]
    for p in hyperparameters:
        assert Optimizer(name, **{p.name: p.default / 2}).hyperparameters[p.name] == p.default / 2


@every_rule
def test_step_works_in_place_and_leaves_the_gradient_alone(name):
    theta, g = np.arange(1.0, 6.0), np.linspace(-1, 1, 5)
    whole, before, gradient = theta, theta.copy(), g.copy()
    assert Optimizer(name).step(theta, g) is None
    assert whole is theta
    moved = theta - before
    assert (moved[g != 0] * g[g != 0] < 0).all()
    np.testing.assert_array_equal(g, gradient)


@every_rule
def test_a_null_learning_rate_leaves_theta_where_it_is(name):
    theta = np.arange(3.0)
    Optimizer(name, alpha=0).step(theta, np.ones(3))
    np.testing.assert_array_equal(theta, np.arange(3.0))


@every_rule
def test_two_optimizers_never_share_their_state(name):
    thetas = [np.ones(3), np.ones(3)]
    first, second = Optimizer(name), Optimizer(name)
    for _ in range(5):
        first.step(thetas[0], np.array([1.0, -2.0, 3.0]))
    for _ in range(5):
        second.step(thetas[1], np.array([1.0, -2.0, 3.0]))
    np.testing.assert_array_equal(*thetas)


@every_rule
def test_every_rule_goes_down_a_ravine(name):
    scales, theta = np.array([1.0, 20.0]), np.array([1.0, 1.0])
    optimizer = Optimizer(name, alpha=0.02)
    for _ in range(300):
        optimizer.step(theta, scales * theta)
    assert (scales * theta**2).sum() < 0.01


def test_sgd_moves_against_the_gradient_by_alpha():
    np.testing.assert_array_equal(sgd(np.array([1.0, 2.0]), np.array([4.0, -4.0]), alpha=0.25), [0, 3])


def adam_with_sixty_digits(theta, gradients, alpha="0.001", beta1="0.9", beta2="0.999", eps="1e-8"):
    """L'algorithme 1 de Kingma et Ba (2015), ligne à ligne, sur un nombre."""
    with localcontext() as context:
        context.prec = 60
        alpha, beta1, beta2, eps = (Decimal(value) for value in (alpha, beta1, beta2, eps))
        theta, m, v = Decimal(theta), Decimal(0), Decimal(0)
        path = []
        for t, g in enumerate(map(Decimal, gradients), start=1):
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            theta -= alpha * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
            path.append(float(theta))
    return path


def test_adam_follows_its_algorithm_to_the_last_digits():
    gradients, theta, optimizer = ["1", "-0.5", "2", "0.125", "-3", "1e-6"], np.array([0.75]), Optimizer("adam")
    for g, expected in zip(gradients, adam_with_sixty_digits("0.75", gradients), strict=True):
        optimizer.step(theta, np.array([float(g)]))
        assert theta[0] == pytest.approx(expected, rel=1e-14)


def test_two_adam_steps_match_a_hand_calculation():
    # g = 1 puis 3 ; m = 0,1 puis 0,39 ; v = 0,001 puis 0,009999.
    theta, m, v = adam(0.0, 1.0, 0.0, 0.0, t=1, alpha=1, eps=0)
    assert (theta, m, v) == pytest.approx((-1, 0.1, 0.001))
    theta, m, v = adam(0.0, 3.0, m, v, t=2, alpha=1, eps=0)
    assert (m, v) == pytest.approx((0.39, 0.009999))
    assert theta == pytest.approx(-(0.39 / 0.19) / np.sqrt(0.009999 / 0.001999))


@given(g=st.floats(-1e6, 1e6).filter(lambda g: abs(g) > 1e-9), alpha=st.floats(1e-6, 1))
def test_first_adam_step_has_its_closed_form(g, alpha):
    theta = np.zeros(1)
    Optimizer("adam", alpha=alpha).step(theta, np.array([g]))
    # eps est hors de la racine : sqrt(g² + eps) donnerait une tout autre valeur pour |g| proche de eps.
    assert theta[0] == pytest.approx(-np.sign(g) * alpha * abs(g) / (abs(g) + 1e-8), rel=1e-6)


@given(scale=st.floats(1e-3, 1e3), beta1=st.floats(0, 0.95), beta2=st.floats(0, 0.9999))
@settings(max_examples=30)
def test_adam_ignores_the_scale_of_the_gradient_when_eps_is_null(scale, beta1, beta2):
    gradients = np.random.default_rng(4).normal(size=(5, 3))
    paths = []
    for factor in (1, scale):
        theta, optimizer = np.zeros(3), Optimizer("adam", beta1=beta1, beta2=beta2, eps=0)
        for g in gradients:
            optimizer.step(theta, factor * g)
        paths.append(theta)
    np.testing.assert_allclose(*paths, rtol=1e-9)


ORACLES = {"sgd": optax.sgd(0.1), "adam": optax.adam(1e-3)}


@every_rule
def test_trajectory_agrees_with_optax(name):
    rng = np.random.default_rng(5)
    theta, gradients = rng.normal(size=6), rng.normal(size=(25, 6))
    oracle, expected, optimizer = ORACLES[name], theta.copy(), Optimizer(name)
    state = oracle.init(expected)
    for g in gradients:
        updates, state = oracle.update(g, state, expected)
        expected = optax.apply_updates(expected, updates)
        optimizer.step(theta, g)
    np.testing.assert_allclose(theta, expected, rtol=1e-10)
