"""L'ordre des méthodes de la table 1 de Sutskever et al. (2013), et ce que la grille y fait."""

import numpy as np
import pytest

from mlcourse.experiments import archive, autoencoder
from mlcourse.experiments.autoencoder import (
    ALPHAS,
    CLASSICAL,
    COMMON,
    EPOCHS,
    PUBLISHED,
    SEEDS,
    Sweep,
    momentum_at,
    sweep,
    train_autoencoder,
)
from mlcourse.training import History


@pytest.fixture(scope="module")
def table():
    """La table complète, enregistrée."""
    return archive.load("autoencoder", Sweep)


@pytest.fixture(scope="module")
def errors(table):
    """L'erreur médiane de chaque méthode au meilleur taux, {(mu, règle): (grille commune, grille prolongée)}."""
    medians = np.median(table.cost, axis=-1)
    return {method: (medians[k, :COMMON].min(), medians[k].min()) for k, method in enumerate(CLASSICAL)}


def test_momentum_grows_by_the_steps_of_the_article():
    values = [momentum_at(t, 0.999, every=250) for t in range(0, 1000, 250)]
    np.testing.assert_allclose(values, [1 / 2, 3 / 4, 5 / 6, 7 / 8])
    assert momentum_at(249, 0.999, every=250) == 0.5
    assert momentum_at(10**6, 0.995, every=250) == 0.995
    assert momentum_at(10**6, 0.0) == 0


@pytest.mark.parametrize(("mu_max", "last"), [(0.99, 0.9), (0.5, 0.5), (0.0, 0.0)])
def test_momentum_grows_once_an_epoch_and_falls_back_to_0_9_for_the_last_ones(mu_max, last, monkeypatch):
    found = []

    def attempt(model, X, Y, *, optimizer, epochs, **options):
        found.extend(map(optimizer.hyperparameters["beta"], range(1, 8 * epochs + 1)))
        return History(cost=[1.0] * epochs), True

    monkeypatch.setattr(autoencoder, "attempt", attempt)
    train_autoencoder("polyak", mu_max, 0.1, 0, epochs=200)
    by_epoch = np.reshape(found, (200, 8))  # 1 438 images en lots de 200 : huit pas par époque
    assert (by_epoch == by_epoch[:, :1]).all()
    assert by_epoch[0, 0] == min(0.5, mu_max)
    np.testing.assert_allclose(by_epoch[1:3, 0], [min(mu, mu_max) for mu in (5 / 6, 11 / 12)])  # 0,83 puis 0,92
    assert (np.diff(by_epoch[:-5, 0]) >= 0).all()
    assert by_epoch[-6, 0] == mu_max
    assert (by_epoch[-5:] == last).all()


def test_without_momentum_the_rule_is_gradient_descent():
    expected = train_autoencoder("polyak", 0.0, 0.2, 0, epochs=2)
    final, costs = train_autoencoder("nesterov", 0.0, 0.2, 0, epochs=2)
    assert final == pytest.approx(expected[0], rel=1e-5)
    np.testing.assert_allclose(costs, expected[1], rtol=1e-5)


def test_recorded_table_has_every_method_on_three_seeds(table):
    assert table.methods == list(CLASSICAL) == list(PUBLISHED)
    assert table.published.tolist() == list(PUBLISHED.values())
    np.testing.assert_array_equal(table.alpha, ALPHAS)
    assert table.cost.shape == (9, len(ALPHAS), len(SEEDS))
    assert table.curves.shape == (9, len(ALPHAS), len(SEEDS), EPOCHS // 5)
    assert archive.provenance("autoencoder")["seeds"] == list(SEEDS)


def test_a_reduced_run_gives_the_recorded_numbers(table):
    for k, alpha in ((0, 0.2), (2, 0.05), (6, 0.1)):
        mu, rule = CLASSICAL[k]
        _, costs = train_autoencoder(rule, mu, alpha, 0, epochs=20)
        # Les cinq dernières époques freinent l'élan : seules les premières se comparent.
        np.testing.assert_allclose(costs[4:15:5], table.curves[k, ALPHAS.index(alpha), 0, :3], rtol=0.05)


def test_curves_keep_the_last_of_every_five_epochs():
    _, costs = train_autoencoder("polyak", 0.0, 0.1, 0, epochs=10)
    kept = sweep([(0.0, "polyak")], [0.1], [0], epochs=10).curves[0, 0, 0]
    np.testing.assert_allclose(kept, costs[[4, 9]], rtol=1e-6)


def test_best_rate_is_that_of_the_least_median_in_the_grid_it_may_use():
    cost = np.array([[[8.0, 8, 8], [5, 5, 5], [1, 9, 9], *[[7, 7, 7]] * 4, [2, 2, 2]]])
    table = Sweep(np.zeros(1), np.array(["polyak"]), np.array(ALPHAS[:8]), cost, cost)
    assert (table.best(0), table.best(0, common=True)) == (COMMON, 1)


def test_a_method_that_the_article_does_not_try_has_no_published_error():
    table = Sweep(np.array([0.0, 0.95]), np.array(["polyak"] * 2), *[np.ones((2, 1, 1))] * 3)
    np.testing.assert_array_equal(table.published, [0.48, np.nan])


def test_a_small_sweep_prefers_momentum():
    small = sweep([(0.0, "polyak"), (0.9, "nesterov")], [0.05], [0], epochs=20)
    assert small.cost[1, 0, 0] < 0.8 * small.cost[0, 0, 0]


def test_every_published_momentum_beats_gradient_descent_and_ours_does_up_to_0_99(errors):
    assert max(value for (mu, _), value in PUBLISHED.items() if mu) < PUBLISHED[0.0, "polyak"]
    for method in ((0.9, "polyak"), (0.99, "polyak"), (0.9, "nesterov"), (0.99, "nesterov"), (0.995, "nesterov")):
        assert errors[method][0] < 0.8 * errors[0.0, "polyak"][0]
    assert errors[0.9, "polyak"][0] < errors[0.0, "polyak"][0] / 1.5
    assert PUBLISHED[0.0, "polyak"] > 3 * PUBLISHED[0.9, "polyak"]


def test_nesterov_equals_classical_momentum_at_0_9_and_beats_it_beyond_as_published(errors):
    assert errors[0.9, "nesterov"][0] == pytest.approx(errors[0.9, "polyak"][0], rel=0.1)
    gaps = [errors[mu, "polyak"][0] / errors[mu, "nesterov"][0] for mu in (0.9, 0.99, 0.995, 0.999)]
    assert gaps == sorted(gaps)
    published = [PUBLISHED[mu, "polyak"] / PUBLISHED[mu, "nesterov"] for mu in (0.9, 0.99, 0.995, 0.999)]
    assert published == sorted(published)


def test_classical_momentum_must_lower_its_rate_and_nesterov_need_not(table):
    classical = [table.best(k) for k in range(1, 5)]
    nesterov = [table.best(k) for k in range(6, 9)]
    assert classical == sorted(classical, reverse=True)
    assert len(set(nesterov)) == 1
    ratios = [table.alpha[table.best(first)] / table.alpha[table.best(last)] for first, last in ((1, 4), (5, 8))]
    np.testing.assert_allclose(ratios, [20, 2])


def test_a_fair_grid_closes_part_of_the_gap_and_no_more(table, errors):
    common, fair = errors[0.0, "polyak"]
    best = min(error for _, error in errors.values())
    assert table.best(0, common=True) == COMMON - 1
    assert table.best(0) < len(ALPHAS) - 1
    assert 0.25 < (common - fair) / (common - best) < 0.6
    assert best < 0.75 * fair


def test_momentum_gains_nothing_from_the_longer_grid(errors):
    assert all(common == fair for (mu, _), (common, fair) in errors.items() if mu)


def test_with_so_few_steps_the_largest_momentum_is_not_the_best(errors):
    for rule in ("polyak", "nesterov"):
        assert errors[0.999, rule][1] > 1.1 * errors[0.99, rule][1]
    # Sur la ligne « Mnist » de la table 1 non plus, 0,999 n'est pas le meilleur. Ici, CM remonte avant NAG.
    best = {
        rule: min((errors[mu, rule][1], mu) for mu in (0.9, 0.99, 0.995, 0.999))[1] for rule in ("polyak", "nesterov")
    }
    assert best["polyak"] < best["nesterov"] < 0.999


def test_a_diverging_run_has_an_infinite_cost():
    final, costs = train_autoencoder("polyak", 0.9, 1e39, 0, epochs=2)
    assert np.isinf(final)
    assert np.isinf(costs).all()
