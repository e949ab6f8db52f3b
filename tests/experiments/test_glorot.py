"""Les nombres de Glorot et Bengio se retrouvent, et les gradients des poids trompent."""

import numpy as np
import pytest

from mlcourse.experiments.archive import load, provenance
from mlcourse.experiments.glorot import (
    CONFIGURATIONS,
    PUBLISHED_SINGULAR_VALUES,
    SEEDS,
    ErrorTable,
    TrainingGradients,
    error_table,
    gradients_while_training,
    layer_statistics,
    mean_singular_value,
)
from mlcourse.model import MultiLayerPerceptron

N_VAR = {"baseline_uniform": 1 / 3, "glorot_uniform": 1}


@pytest.fixture(scope="module")
def statistics():
    return {name: layer_statistics(name, width=300, m=150) for name in N_VAR}


@pytest.fixture(scope="module")
def table():
    return load("glorot-table", ErrorTable)


@pytest.mark.parametrize("name", N_VAR)
def test_mean_singular_value_is_the_published_one(statistics, name):
    measured = statistics[name].singular_value
    assert measured.shape == (3, 4)
    np.testing.assert_allclose(measured, PUBLISHED_SINGULAR_VALUES[name], rtol=0.08)


@pytest.mark.parametrize("name", N_VAR)
def test_mean_singular_value_is_below_the_quarter_circle_law_that_it_has_without_saturation(statistics, name):
    law = 8 * np.sqrt(N_VAR[name]) / (3 * np.pi)
    assert (statistics[name].singular_value < law * 1.01).all()


def test_singular_values_are_those_of_the_jacobian_of_the_layer():
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([4, 6, 5, 1], hidden="tanh", rng=rng)
    x, h = rng.normal(size=(4, 1)), 1e-6
    cache = model.forward_propagation(x)[1]
    steps = cache["A1"] + h * np.eye(6)
    D = (np.tanh(model.params["W2"] @ steps + model.params["b2"]) - cache["A2"]) / h
    expected = np.linalg.svd(D, compute_uv=False).mean()
    assert mean_singular_value(model, cache, 2) == pytest.approx(expected, rel=1e-4)


def test_the_three_means_of_the_singular_values_are_those_of_the_table():
    W = np.random.default_rng(0).uniform(-1, 1, (400, 400)) / np.sqrt(400)  # l'usage d'alors : c = 1/3
    s = np.linalg.svd(W, compute_uv=False)
    means = [s.mean(), np.sqrt(np.mean(s**2)), np.exp(np.log(s).mean())]
    np.testing.assert_allclose(means, [8 / np.sqrt(3) / (3 * np.pi), np.sqrt(1 / 3), np.sqrt(1 / 3 / np.e)], rtol=0.01)
    np.testing.assert_allclose(means, [0.49, 0.58, 0.35], atol=0.006)


def test_activations_shrink_with_the_old_initialisation_and_hold_with_the_new_one(statistics):
    ratio = {name: (run.activation[:, 1:] / run.activation[:, :-1]) for name, run in statistics.items()}
    np.testing.assert_allclose(ratio["baseline_uniform"], np.sqrt(1 / 3), rtol=0.12)
    assert (ratio["glorot_uniform"] > 0.85).all()


def test_the_linear_law_multiplies_the_error_by_the_same_gain_at_every_layer(statistics):
    for name, run in statistics.items():
        np.testing.assert_allclose(run.theory[:-1], np.sqrt(N_VAR[name]) * run.theory[1:])
        assert run.theory[-1] == 1


def test_backpropagated_error_fades_downwards_only_with_the_old_initialisation(statistics):
    ratio = {name: run.delta[:, 0] / run.delta[:, -1] for name, run in statistics.items()}
    np.testing.assert_allclose(ratio["baseline_uniform"], np.sqrt(1 / 3) ** 4, rtol=0.3)
    assert (ratio["glorot_uniform"] > 0.6).all()


def test_weight_gradients_are_flat_with_both(statistics):
    for run in statistics.values():
        np.testing.assert_allclose(run.weight_gradient / run.weight_gradient[:, -1:], 1, atol=0.25)


def test_histograms_are_densities_and_the_peak_at_zero_rises(statistics):
    run = statistics["baseline_uniform"]
    assert run.histogram.shape == (3, 5, run.bins.size - 1)
    np.testing.assert_allclose(run.histogram.sum(axis=2) * np.diff(run.bins)[0], 1, rtol=1e-6)
    assert (np.diff(run.histogram.max(axis=2), axis=1) > 0).all()


def test_larger_inputs_saturate_the_first_layer_and_lower_the_singular_values():
    raw, standardized = (layer_statistics("glorot_uniform", width=300, m=50, standardize=s) for s in (False, True))
    assert (standardized.singular_value < raw.singular_value).all()
    assert np.median(standardized.singular_value) == pytest.approx(0.73, abs=0.03)


def test_validation_chooses_the_rate_and_the_test_says_the_error():
    validation = np.array([[[9.0, 1.0], [4.0, 4.0], [3.0, 6.0]]])
    table = ErrorTable(
        np.array(["tanh"]), np.array([0.1, 0.2, 0.3]), validation, 10 + validation, 5 * validation[..., None]
    )
    rate, errors, cost = table.chosen("tanh")
    assert rate == 0.2
    assert errors.tolist() == [14, 14]
    assert cost.tolist() == [[20], [20]]


def test_archived_table_has_three_seeds_and_every_row(table):
    assert list(table.configurations) == list(CONFIGURATIONS)
    assert table.test.shape == (3, len(table.rates), 3)
    assert provenance("glorot-table")["seeds"] == list(SEEDS)


def test_archived_table_ranks_the_networks_as_the_paper_does(table):
    tanh, proposed, sigmoid = (table.chosen(name)[1] for name in ("tanh", "tanh N", "sigmoid"))
    assert np.median(proposed) < np.median(tanh) < 15
    assert 0 < tanh.min() - proposed.max() < np.ptp(proposed)  # l'ordre de ce que change une graine
    assert table.chosen("tanh")[0] > 3 * table.chosen("tanh N")[0]
    validation = dict(zip(table.configurations, table.validation.mean(axis=-1), strict=True))
    assert validation["tanh"][0] > 50 > 15 > validation["tanh N"][0]
    assert np.abs(sigmoid - 90).max() < 2  # le hasard, parmi dix classes
    first = {name: table.chosen(name)[2][:, 0] for name in ("tanh", "tanh N")}
    assert first["tanh N"].max() < 0.65 * first["tanh"].min()


def test_archived_costs_are_those_that_the_code_computes_today(table):
    rerun = error_table(["tanh N"], rates=[table.rates[1]], seeds=[0], epochs=1)
    c = list(table.configurations).index("tanh N")
    np.testing.assert_allclose(rerun.cost[0, 0, 0], table.cost[c, 1, 0, :1], rtol=1e-2)


@pytest.fixture(scope="module")
def training():
    return load("glorot-gradients", TrainingGradients)


def test_weight_gradients_start_equal_and_part_during_training(training):
    baseline, proposed = training.spread
    assert baseline[:, 0].max() < 1.15
    assert proposed[:, 0].max() < 1.45
    assert baseline[:, -1].min() > 2.1
    assert 1.6 < proposed[:, -1].min() < proposed[:, -1].max() < baseline[:, -1].min()


def test_the_low_layers_soon_receive_the_largest_weight_gradients(training):
    last = training.weight_gradient[:, :, -1]
    assert (last.argmax(axis=-1) == 1).all()
    assert (last.argmin(axis=-1) == 4).all()


def test_the_spread_compares_the_extreme_layers():
    assert TrainingGradients(np.array([[[[1.0, 4.0, 2.0]]]])).spread.item() == 4


def test_archived_gradients_are_those_that_the_code_computes_today(training):
    rerun = gradients_while_training(seeds=[1], epochs=1)
    np.testing.assert_allclose(rerun.weight_gradient[:, 0], training.weight_gradient[:, 1, :2], rtol=0.05)
