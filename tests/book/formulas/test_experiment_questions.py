"""Ce qu'affirment les réponses aux questions des pages d'expériences, chaque fois contre un calcul."""

import numpy as np
import pytest

from mlcourse.datasets import load_wine
from mlcourse.experiments import archive, dead_relu, silent_bugs
from mlcourse.experiments.autoencoder import Sweep, momentum_at
from mlcourse.experiments.cost_growth import Growth
from mlcourse.experiments.counterexample import Problem, fastest_forgetting
from mlcourse.experiments.glorot import layer_statistics
from mlcourse.experiments.gradient_check import relu_kink
from mlcourse.experiments.gradient_cost import count_evaluations
from mlcourse.experiments.he import backward_signal
from mlcourse.experiments.initial_weights import signal_by_depth, train_from
from mlcourse.experiments.normalization import condition_number, prepare, wine_curves
from mlcourse.experiments.race import Race
from mlcourse.experiments.rotated_ravine import count_steps
from mlcourse.experiments.value_graph import fused, node_by_node
from mlcourse.model import MultiLayerPerceptron
from mlcourse.rules import adam, polyak


def growth(axis):
    """La durée d'une époque, {valeur: secondes}."""
    measured = archive.load(f"growth-{axis}", Growth)
    return dict(zip(measured.values.tolist(), measured.median, strict=True))


def test_classical_momentum_bears_four_times_the_effective_step_of_gradient_descent():
    table = archive.load("autoencoder", Sweep)
    sgd, momentum = table.methods.index((0.0, "polyak")), table.methods.index((0.9, "polyak"))
    assert table.alpha[table.best(sgd)] == 0.5
    assert table.alpha[table.best(momentum)] == pytest.approx(4 * 0.5 * (1 - 0.9))
    at = np.median(table.cost[momentum], axis=-1)[np.searchsorted(table.alpha, [0.05, 0.2])]
    assert at[1] / at[0] == pytest.approx(0.8, abs=0.05)  # un cinquième de moins
    assert momentum_at(2 * 8, 0.9) == 0.9 > momentum_at(8, 0.9)  # le plafond, à la troisième époque


def test_momentum_diverges_at_an_effective_step_nineteen_times_that_of_descent():
    for alpha, converges in ((3.79, True), (3.81, False)):  # 2 (1 + 0,9) = 3,8
        theta, v = np.ones(1), np.zeros(1)
        for _ in range(3000):
            theta, v = polyak(theta, theta, v, alpha=alpha, beta=0.9)
        assert (abs(theta[0]) < 1) == converges


def test_a_grid_that_ends_at_a_tenth_makes_gradient_descent_the_last():
    race = archive.load("race", Race)
    cost = dict(
        zip(race.rules.tolist(), np.median(race.tuning, axis=-1)[:, race.alphas < 0.11].min(axis=1), strict=True)
    )
    best = dict(zip(race.rules.tolist(), race.best, strict=True))
    full = np.median(race.tuning, axis=-1).min(axis=1)
    assert {rule for rule, alpha in best.items() if alpha > 0.11} == {"sgd", "momentum"}
    assert sorted(cost, key=cost.get)[-3:][0] == "adagrad"
    np.testing.assert_allclose([cost["sgd"], cost["momentum"]] / full[:2], 2, atol=0.15)


def test_four_times_deeper_lasts_longer_than_twice_as_wide():
    width, depth = growth("width"), growth("depth")
    assert 2 < width[128] / width[64] < 2.5
    assert depth[16] / depth[4] == pytest.approx(4, abs=0.3)


def test_a_step_on_a_larger_batch_is_almost_free_then_in_proportion():
    step = {size: seconds * size for size, seconds in growth("batch").items()}
    assert step[16] / step[4] < 1.2
    assert step[256] / step[64] == pytest.approx(4, rel=0.05)


def test_adam_takes_a_forgotten_mean_for_a_weaker_penalty():
    model, right = silent_bugs.make_model("1/m"), silent_bugs.make_model("correct")
    X, Y = silent_bugs.make_data(m=32)
    forgotten, mean = (m.backward(Y, m.forward_propagation(X)[1]) and m.grads.flat.copy() for m in (model, right))
    theta, zero, decay = right.theta, np.zeros_like(right.theta), 0.1
    steps = [
        adam(theta, g + penalty * theta, zero, zero, t=1, eps=0.0, alpha=0.1)[0] - theta
        for g, penalty in ((forgotten, decay), (mean, decay / 32), (mean, decay))
    ]
    np.testing.assert_allclose(steps[0], steps[1])
    assert not np.allclose(steps[0], steps[2])


def test_the_old_uniform_law_does_not_depend_on_the_width():
    narrow, wide = (layer_statistics("baseline_uniform", seeds=[0], width=n, m=20) for n in (150, 300))
    assert narrow.singular_value.mean() == pytest.approx(wide.singular_value.mean(), rel=0.03)


def test_a_saturated_sigmoid_loses_everything_near_one_and_nothing_near_zero():
    naive = node_by_node(1.0, -40.0, 0.0, 1.0)
    assert naive.values["L"] == fused(1.0, -40.0, 0.0, 1.0).values["L"] == 40
    assert naive.values["a"] == pytest.approx(4e-18, rel=0.1)
    assert np.isfinite(node_by_node(1.0, -700.0, 0.0, 1.0).values["L"])
    assert np.isinf(node_by_node(1.0, -750.0, 0.0, 1.0).values["L"])


def test_under_xavier_every_matrix_has_as_small_a_gradient_while_delta_fades(monkeypatch):
    gradients = []

    class Watched(MultiLayerPerceptron):
        def backward(self, Y, cache):
            deltas = super().backward(Y, cache)
            gradients.append([np.sqrt(np.mean(self.grads[f"dW{l}"] ** 2)) for l in range(2, 30)])
            return deltas

    monkeypatch.setattr("mlcourse.experiments.he.MultiLayerPerceptron", Watched)
    deltas = np.median(backward_signal("lecun_normal").rms, axis=0)
    weights = np.median(gradients, axis=0)
    assert deltas[-1] / deltas[0] > 1e4
    assert weights.max() / weights.min() < 5


def test_the_same_factor_on_every_measure_changes_nothing_but_against_a_bias():
    X = prepare(load_wine().X, "raw")
    assert condition_number(10 * X, bias=False) == pytest.approx(condition_number(X, bias=False))
    assert condition_number(10 * X, bias=True) == pytest.approx(100 * condition_number(X, bias=True), rel=0.02)


def test_sixteen_times_the_safe_rate_harms_the_raw_measures_only():
    final = {curve.preparation: np.median(curve.cost[:, -1]) for curve in wine_curves(epochs=120, factors=(16,))}
    assert {name for name, cost in final.items() if cost > np.log(3)} == {"raw"}


def test_small_weights_leave_their_plateau_together_after_twenty_epochs():
    cost = train_from("small", seeds=(0, 1, 2), epochs=30).cost
    left = (cost < 0.9 * np.log(10)).argmax(axis=1) + 1
    assert 20 < left.min() <= left.max() < left.min() + 4


def test_layers_four_times_wider_halve_the_spread_of_the_signal():
    spreads = []
    for width in (64, 256):
        (signal,) = signal_by_depth("relu", ["he_normal"], seeds=range(60), width=width)
        spreads.append(np.log(signal.rms[:, -1]).std())
    assert spreads[0] / spreads[1] == pytest.approx(2, rel=0.25)


def test_a_forward_difference_recomputes_the_same_value_for_every_parameter():
    assert count_evaluations(8, scheme="forward") == count_evaluations(8) == 2 * 81


def test_at_45_degrees_rmsprop_is_gradient_descent():
    for seed in range(3):
        sgd, rmsprop = (
            np.median(run.steps, axis=1) for run in count_steps(["sgd", "rmsprop"], [0, 45], seed=seed, kappa=10)
        )
        assert rmsprop[0] == pytest.approx(3, abs=1)
        assert sgd[0] == sgd[1] == pytest.approx(13, abs=1)
        assert rmsprop[1] == pytest.approx(sgd[1], abs=2)


def test_larger_weights_silence_the_biases_that_killed(monkeypatch):
    before, without = dead_relu.dead_at_start("pytorch")[:, 8], dead_relu.dead_at_start("zero_bias")[:, 8]
    monkeypatch.setitem(dead_relu.STARTS, "larger", ("he_uniform", True))  # six fois la variance, mêmes biais
    larger = dead_relu.dead_at_start("larger")[:, 8]
    assert np.median(before) == pytest.approx(0.5, abs=0.08)
    assert np.median(larger) == pytest.approx(np.median(without), abs=0.03)
    assert 0.1 < np.median(larger) < 0.25


def test_a_kink_seen_at_one_step_is_gone_at_a_hundredth_of_it():
    near, far = (relu_kink(h=h, n_points=5) for h in (1e-3, 1e-5))
    assert near.centered[2] == pytest.approx(0.5, abs=0.01)
    np.testing.assert_allclose(far.centered[[1, 3]], far.analytic[[1, 3]], atol=1e-6)  # à |z| = h, déjà juste
    np.testing.assert_allclose(near.z / 1e-3, far.z / 1e-5)
    np.testing.assert_allclose(near.centered, far.centered, atol=0.01)


def test_twice_the_period_asks_adam_for_four_times_the_memory():
    memory = {n: 1 / fastest_forgetting(Problem(n, 1, n)) for n in (101, 202)}
    assert memory[202] / memory[101] == pytest.approx(4, rel=0.02)
