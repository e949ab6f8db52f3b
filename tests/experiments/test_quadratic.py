"""Les facteurs et les régimes que publie Goh (2017), mesurés sur la règle du cours."""

import itertools

import numpy as np
import pytest

from mlcourse.experiments.quadratic import (
    REGIMES,
    best_descents,
    best_settings,
    descend,
    follow_mode,
    iterations_by_conditioning,
    iterations_from_random_starts,
    measure_regimes,
    published_rates,
    regime_boundaries,
    regime_paths,
    two_weights,
)
from mlcourse.rules import sgd


@pytest.fixture(scope="module")
def descents():
    return {descent.name: descent for descent in best_descents()}


@pytest.fixture(scope="module")
def regimes():
    return measure_regimes(np.logspace(-2, 1, 40), np.linspace(0.02, 0.98, 33))


def eigenvalues(alpha, beta, curvature=1.0):
    """Les valeurs propres de l'itération (theta, alpha v), calculées par NumPy, sans la formule de la page."""
    matrix = np.array([[1 - alpha * curvature, -beta], [alpha * curvature, beta]])
    return np.linalg.eigvals(matrix)


def test_best_gradient_descent_needs_709_iterations_and_best_momentum_95(descents):
    assert descents["sgd"].iterations == 709
    assert descents["polyak"].iterations == 95


def test_the_published_rate_promises_71_iterations_to_momentum(descents):
    promised = np.log(1e-6 / np.sqrt(2)) / np.log(published_rates(100)["polyak"])
    assert np.ceil(promised) == 71
    assert descents["sgd"].iterations > 7 * descents["polyak"].iterations


def test_gradient_descent_has_the_published_rate(descents):
    assert descents["sgd"].rate == pytest.approx(published_rates(100)["sgd"], abs=1e-4)


def test_momentum_approaches_its_published_rate_from_above(descents):
    published = published_rates(100)["polyak"]
    assert published < descents["polyak"].rate < published + 0.02
    path = itertools.islice(descend(np.array([1, 100.0]), np.ones(2), *best_settings(100)["polyak"]), 1401)
    norms = [np.linalg.norm(theta) for theta in path]
    assert (norms[1400] / norms[1200]) ** (1 / 200) == pytest.approx(published, abs=1e-3)


def test_without_momentum_the_rule_is_gradient_descent():
    path = descend(np.array([1.0, 100.0]), np.ones(2), 0.01, 0.0)
    theta = next(path)
    for expected in itertools.islice(path, 5):
        theta = sgd(theta, np.array([1.0, 100.0]) * theta, alpha=0.01)
        np.testing.assert_allclose(theta, expected, rtol=1e-12)


@pytest.mark.parametrize("kappa", [2.0, 30.0, 100.0, 1000.0])
def test_the_best_settings_are_the_best_of_a_fine_grid_of_eigenvalues(kappa):
    def worst(alpha, beta):
        return max(np.abs(eigenvalues(alpha, beta, curvature)).max() for curvature in (1, kappa))

    for name, (alpha, beta) in best_settings(kappa).items():
        # Une racine double n'est connue qu'à la racine carrée de la précision de la machine.
        assert worst(alpha, beta) == pytest.approx(published_rates(kappa)[name], abs=1e-6)
        betas = [beta] if name == "sgd" else beta * np.array([0.9, 0.97, 1, 1.03])
        neighbours = [worst(alpha * factor, b) for factor in (0.9, 0.98, 1, 1.02, 1.1) for b in betas]
        assert min(neighbours) > published_rates(kappa)[name] - 1e-6


def test_any_direction_of_start_costs_about_the_same():
    counts = iterations_from_random_starts(seeds=range(5))
    assert ((counts["sgd"] > 690) & (counts["sgd"] <= 709)).all()
    assert ((counts["polyak"] > 80) & (counts["polyak"] < 100)).all()
    assert len(set(counts["polyak"])) > 2


def test_iterations_grow_as_kappa_without_momentum_and_as_its_root_with():
    conditioning = iterations_by_conditioning(np.logspace(2, 3.5, 4))
    log_kappa = np.log(conditioning.kappa)
    assert np.polyfit(log_kappa, np.log(conditioning.sgd), 1)[0] == pytest.approx(1, abs=0.01)
    assert np.polyfit(log_kappa, np.log(conditioning.polyak), 1)[0] == pytest.approx(0.5, abs=0.05)


def test_the_longest_valley_of_the_page_takes_seventy_thousand_iterations_or_a_thousand():
    conditioning = iterations_by_conditioning(np.array([1e4]))
    assert 70_000 < conditioning.sgd[0] < 72_000
    assert 1_000 < conditioning.polyak[0] < 1_100


def test_many_descents_at_once_count_as_one_at_a_time():
    conditioning = iterations_by_conditioning([20.0, 100.0])
    for i, kappa in enumerate(conditioning.kappa):
        alone = {descent.name: descent.iterations for descent in best_descents(kappa)}
        assert alone == {"sgd": conditioning.sgd[i], "polyak": conditioning.polyak[i]}


def test_measured_rate_is_the_largest_eigenvalue(regimes):
    expected = [np.abs(eigenvalues(a, b)).max() for a, b in zip(regimes.alpha.flat, regimes.beta.flat, strict=True)]
    error = np.abs(regimes.rate.ravel() - expected)
    assert np.median(error) < 1e-3
    assert error.max() < 0.02


def test_measured_signs_change_regime_at_the_boundaries_of_the_article(regimes):
    low, high, _ = regime_boundaries(regimes.beta)
    expected = np.select([regimes.alpha < low, regimes.alpha < high], ["monotone", "ripples"], "alternating")
    measured = np.select([regimes.sign_changes == 0, regimes.sign_changes < 1], ["monotone", "ripples"], "alternating")
    # Juste au-delà d'une frontière, l'ondulation est plus longue que la mesure.
    assert np.mean(measured != expected) < 0.01
    assert set(measured.flat) == set(REGIMES)


def test_a_mode_diverges_beyond_the_last_boundary_only(regimes):
    _, _, limit = regime_boundaries(regimes.beta)
    np.testing.assert_array_equal(regimes.rate > 1.0005, regimes.alpha > limit)


def test_in_the_ripples_the_rate_is_the_root_of_beta_whatever_alpha():
    regimes = measure_regimes(np.linspace(0.2, 2.5, 7), np.array([0.5, 0.81]))
    np.testing.assert_allclose(regimes.rate, np.sqrt(regimes.beta), rtol=0.01)


def test_the_factor_that_goh_prints_for_the_ripples_is_twice_the_one_measured():
    betas = np.array([0.16, 0.36, 0.64, 0.81])
    measured = measure_regimes(np.array([1.0]), betas).rate[:, 0]
    np.testing.assert_allclose(2 * np.sqrt(betas) / measured, 2, rtol=2e-3)
    # Au-delà de beta = 1/4, le facteur publié ferait diverger un mode qui converge.
    assert (2 * np.sqrt(betas[betas > 0.25]) > 1).all()
    assert (measured < 1).all()


def test_the_momentum_that_sutskever_prints_is_the_factor_and_doubles_the_iterations():
    alpha, beta = best_settings(100)["polyak"]
    printed = published_rates(100)["polyak"]
    assert beta == pytest.approx(printed**2)
    assert (beta, printed) == (pytest.approx(0.669, abs=5e-4), pytest.approx(0.818, abs=5e-4))
    for curvature in (1, 100):
        factor = np.abs(eigenvalues(alpha, printed, curvature)).max()
        assert factor == pytest.approx(0.905, abs=6e-4)
        assert np.log(printed) / np.log(factor) == pytest.approx(2)


def test_the_extreme_modes_of_the_best_momentum_touch_both_ends_of_the_ripples():
    alpha, beta = best_settings(100)["polyak"]
    low, high, _ = regime_boundaries(beta)
    assert alpha == pytest.approx(low)
    assert 100 * alpha == pytest.approx(high)


def test_the_three_paths_shown_are_in_the_three_regimes():
    paths = regime_paths()
    assert (paths["monotone"] > 0).all()
    assert (np.diff(paths["monotone"]) < 0).all()
    assert 2 < np.sum(paths["ripples"][1:] * paths["ripples"][:-1] < 0) < 10
    assert (paths["alternating"][1:] * paths["alternating"][:-1] < 0).all()
    assert max(abs(path[-1]) for path in paths.values()) < 0.1


def test_halving_alpha_costs_more_than_halving_what_beta_forgets():
    alpha, beta = best_settings(100)["polyak"]
    counts = []
    for setting in ((alpha, beta), (alpha, (1 + beta) / 2), (alpha / 2, beta)):
        path = descend(np.array([1.0, 100.0]), np.ones(2), *setting)
        counts.append(next(k for k, theta in enumerate(path) if np.linalg.norm(theta) <= 1e-6))
    assert counts[0] * 1.3 < counts[1] < counts[2] / 1.3


@pytest.mark.parametrize(("alpha", "beta"), [*itertools.product((0.013, 0.13, 0.9, 2.3, 3.3), (0.0, 0.3, 0.66, 0.9))])
def test_the_factor_and_the_regime_of_a_mode_are_those_that_are_measured(alpha, beta):
    mode = follow_mode(alpha, beta)
    measured = measure_regimes(np.array([alpha]), np.array([beta]), steps=4000)
    assert mode.rate == pytest.approx(measured.rate.item(), rel=3e-3)
    changes = measured.sign_changes.item()
    seen = "diverging" if mode.rate > 1 else {0: "monotone", 1: "alternating"}.get(changes, "ripples")
    assert mode.regime == seen


@pytest.mark.parametrize("setting", [(0.02, 0.0), (0.3, 0.9), (1.7, 0.1)])
def test_so_many_steps_divide_the_distance_by_about_a_thousand(setting):
    mode = follow_mode(*setting, length=400)
    assert 1e-4 < np.abs(mode.theta[mode.steps :]).max() < 5e-3


def test_more_momentum_slows_a_mode_that_already_ripples_and_the_rate_no_longer_matters():
    steps = {beta: follow_mode(0.02, beta).steps for beta in (0.5, 0.7, 0.8, 0.9, 0.99)}
    assert min(steps, key=steps.get) == 0.8
    assert steps[0.99] > 20 * steps[0.8]
    assert follow_mode(0.02, 0.9).rate == pytest.approx(follow_mode(2.0, 0.9).rate)


def test_the_curvature_of_two_weights_is_the_greatest_eigenvalue_of_their_hessian():
    descent = two_weights(0.25)
    for (u, v), curvature in zip(descent.path.T, descent.curvature, strict=True):
        hessian = [[v**2, 2 * u * v - 1], [2 * u * v - 1, u**2]]
        assert curvature == pytest.approx(np.linalg.eigvalsh(hessian)[-1])


def test_past_two_over_its_curvature_a_minimum_repels_and_the_descent_finds_a_flatter_one():
    near, past = two_weights(0.2), two_weights(0.25)
    assert near.curvature[-1] > 0.95 * near.curvature[0] - 0.5 > 8 > past.curvature[-1]
    for alpha in (0.1, 0.2, 0.25, 0.3, 0.38, 0.44):
        descent = two_weights(alpha, steps=400)
        assert descent.path[:, -1].prod() == pytest.approx(1)
        assert 2 - 1e-9 < descent.curvature[-1] < descent.limit
    assert np.isnan(two_weights(0.45).path).any()
