"""Six activations entraînées de la même façon : une échoue, et ce n'est pas sa faute."""

import numpy as np
import pytest

from mlcourse.experiments import archive
from mlcourse.experiments.six_activations import (
    PATIENCE,
    PUBLISHED,
    TRIALS,
    HiddenActivation,
    SixRuns,
    best_epoch,
    six_activations,
)
from mlcourse.gradcheck import gradient_check

LEARN = [name for name in PUBLISHED if name != "sigmoid"]


@pytest.fixture(scope="module")
def runs():
    return archive.load("six-activations", SixRuns)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_network_of_every_activation_has_the_right_gradient(name):
    rng = np.random.default_rng(0)
    options = {"output": "softmax", "loss": "cross_entropy", "rng": rng}
    model = HiddenActivation([4, 5, 3, 2], name=name, **options)
    model.theta[:] += 0.1 * rng.normal(size=model.theta.size)  # un biais nul met ReLU à son angle
    errors = gradient_check(model, rng.normal(size=(4, 9)), np.eye(2)[:, rng.integers(0, 2, 9)])
    assert max(errors.values()) < 1e-6


def test_the_leak_is_the_one_of_the_notebook():
    model = HiddenActivation([1, 1, 1], name="leaky_relu", rng=np.random.default_rng(0))
    assert model.activation(1).function(-2.0) == pytest.approx(-0.2)
    assert model.activation(2).function(0.0) == 0.5  # la sortie, elle, est celle du réseau


def test_patience_stops_at_the_first_long_wait():
    assert best_epoch([5, 1, 1, 9], patience=2) == 0
    assert best_epoch([5, 1, 9, 1], patience=2) == 2
    assert best_epoch([5, 1, 1, 9]) == 3


def test_the_test_accuracy_is_read_where_validation_is_best():
    scores = np.array([[[3.0, 7.0, 5.0], [8.0, 1.0, 2.0]]])
    epoch, accuracy = SixRuns(np.array(["tanh"]), scores, 10 * scores).stopped("tanh")
    assert epoch.tolist() == [2, 1]
    assert accuracy.tolist() == [70, 80]


def test_the_sigmoid_stays_at_chance_as_published_and_the_five_others_learn(runs):
    assert np.abs(runs.test[list(runs.trials).index("sigmoid")] - PUBLISHED["sigmoid"]).max() < 1
    finals = np.array([runs.stopped(name, PATIENCE)[1] for name in LEARN])
    assert finals.min() > 89
    medians = np.median(finals, axis=1)
    assert np.ptp(medians) < 1.5 * np.ptp(finals, axis=1).max()


def test_a_steep_slope_around_zero_starts_early_and_a_gentle_one_late(runs):
    early = {name: np.median(runs.test[list(runs.trials).index(name), :, 4]) for name in LEARN}
    assert min(early["tanh"], early["elu"]) > max(early["relu"], early["leaky_relu"])
    assert early["silu"] < 0.75 * min(early["relu"], early["leaky_relu"])


def test_only_the_weights_changed_and_the_sigmoid_learns(runs):
    assert TRIALS["sigmoid, Glorot"][2] == TRIALS["sigmoid"][2]
    same_rate, faster = (runs.stopped(name)[1] for name in ("sigmoid, Glorot", "sigmoid, Glorot, 0.03"))
    assert same_rate.min() > 60
    assert faster.min() > 85


def test_patience_gives_up_on_a_sigmoid_that_was_only_late(runs):
    stopped, whole = (runs.stopped("sigmoid, Glorot", patience)[1] for patience in (PATIENCE, None))
    assert sum(stopped < 25) == 2
    assert whole.min() > 2.5 * np.sort(stopped)[1]


def test_the_archive_is_what_the_code_computes(runs):
    again = six_activations(["tanh"], (1,), epochs=2)
    kept = runs.test[list(runs.trials).index("tanh"), 1, :2]
    np.testing.assert_allclose(again.test[0, 0], kept, atol=3)
