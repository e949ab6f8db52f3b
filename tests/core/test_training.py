"""La boucle d'entraînement : reproductible, qui apprend, et qui raconte ce qu'elle a fait."""

import dataclasses

import numpy as np
import pytest

from mlcourse.datasets import load_digits, stratified_split
from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.training import History, train


def two_clouds(m=120, seed=0):
    """Deux nuages séparables."""
    rng = np.random.default_rng(seed)
    Y = (rng.random((1, m)) < 0.5).astype(float)
    return rng.normal(size=(2, m)) + 4 * Y, Y


def run(seed=1, **options):
    X, Y = two_clouds()
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([2, 6, 1], rng=rng)
    return model, train(
        model, X, Y, rng=rng, **{"epochs": 4, "batch_size": 16, "validation": two_clouds(40, 1)} | options
    )


def test_same_seed_gives_the_same_history_and_network_bit_for_bit():
    (first, one), (second, two) = run(), run()
    assert one == two
    assert first.theta.tobytes() == second.theta.tobytes()
    assert run(seed=2)[1] != one


def test_history_has_one_value_an_epoch():
    _, history = run(epochs=3)
    assert len(history.cost) == len(history.validation_cost) == len(history.validation_accuracy) == 3
    assert all(isinstance(value, float) for value in history.cost + history.validation_cost)


def test_history_without_validation_records_the_cost_alone():
    _, history = run(validation=None)
    assert len(history.cost) == 4
    assert history.validation_cost == history.validation_accuracy == []


def test_regression_records_no_accuracy():
    X, _ = two_clouds()
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([2, 4, 1], output="identity", loss="mse", rng=rng)
    history = train(model, X, X[:1], epochs=2, rng=rng, validation=(X, X[:1]))
    assert len(history.validation_cost) == 2
    assert history.validation_accuracy == []


def test_recorded_validation_is_what_the_final_network_gives():
    model, history = run()
    X, Y = two_clouds(40, 1)
    assert history.validation_cost[-1] == model.compute_cost(X, Y)
    assert history.validation_accuracy[-1] == model.accuracy(X, Y)


def test_recorded_cost_averages_over_examples_even_when_the_last_batch_is_smaller():
    X, Y = two_clouds(10)
    model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    expected = model.compute_cost(X, Y)
    history = train(
        model, X, Y, optimizer=Optimizer("sgd", alpha=0), epochs=1, batch_size=4, rng=np.random.default_rng(0)
    )
    assert history.cost[0] == pytest.approx(expected, rel=1e-14)


def test_one_epoch_on_the_whole_batch_is_one_gradient_step():
    X, Y = two_clouds(10)
    model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    by_hand = model.copy()
    grads = by_hand.backward_propagation(Y, by_hand.forward_propagation(X)[1])
    by_hand.update_parameters(grads, 0.5)
    train(model, X, Y, optimizer=Optimizer("sgd", alpha=0.5), epochs=1, batch_size=10, rng=np.random.default_rng(0))
    np.testing.assert_allclose(model.theta, by_hand.theta, rtol=1e-13)


def test_no_batch_size_means_the_whole_batch_and_leaves_the_generator_alone():
    X, Y = two_clouds(10)
    first, second = (MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0)) for _ in range(2))
    rng = np.random.default_rng(0)
    state = rng.bit_generator.state
    histories = [
        train(first, X, Y, epochs=3, batch_size=None, rng=rng),
        train(second, X, Y, epochs=3, batch_size=10, rng=np.random.default_rng(0)),
    ]
    assert rng.bit_generator.state == state
    assert histories[0].cost == pytest.approx(histories[1].cost, rel=1e-12)
    np.testing.assert_allclose(first.theta, second.theta, rtol=1e-10)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_rule_is_named_or_given_with_its_defaults(name):
    assert run(optimizer=name)[1] == run(optimizer=Optimizer(name))[1]


def test_a_clipped_step_has_the_length_that_was_asked_for_and_the_direction_of_the_gradient():
    X, Y = two_clouds(10)
    model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    twin, before = model.copy(), model.theta.copy()
    twin.backward_propagation(Y, twin.forward_propagation(X)[1])
    limit = float(np.linalg.norm(twin.g)) / 3
    sgd = Optimizer("sgd", alpha=1)
    train(model, X, Y, optimizer=sgd, epochs=1, batch_size=None, clip_norm=limit, rng=np.random.default_rng(0))
    np.testing.assert_allclose(before - model.theta, twin.g / 3, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("clip_norm", [0, -1, float("nan"), "1"])
def test_a_clipping_norm_that_is_not_a_positive_number_is_refused_before_the_first_step(clip_norm):
    model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    before = model.theta.tobytes()
    with pytest.raises(ValueError, match="clip_norm : un nombre strictement positif"):
        train(model, *two_clouds(), clip_norm=clip_norm, rng=np.random.default_rng(0))
    assert model.theta.tobytes() == before


def test_decoupled_weight_decay_spares_biases_and_slopes():
    X = np.zeros((2, 4))
    model = MultiLayerPerceptron([2, 3, 1], hidden="prelu", output="identity", loss="mse", rng=np.random.default_rng(0))
    before = model.params["W1"].copy()
    adamw = Optimizer("adamw", alpha=0.1, weight_decay=0.5)
    train(model, X, X[:1], optimizer=adamw, epochs=1, batch_size=None, rng=np.random.default_rng(0))
    np.testing.assert_allclose(model.params["W1"], 0.95 * before, rtol=1e-12)
    np.testing.assert_array_equal(model.params["a1"], np.full((3, 1), 0.25))


def test_history_already_recorded_does_not_change_as_training_goes_on():
    snapshots = []
    _, history = run(callback=lambda epoch, model, history: snapshots.append(list(history.cost)))
    assert snapshots == [history.cost[:k] for k in (1, 2, 3, 4)]


def test_callback_receives_the_epoch_from_one_the_model_and_the_history():
    calls = []
    model, history = run(callback=lambda *arguments: calls.append(arguments))
    assert [epoch for epoch, _, _ in calls] == [1, 2, 3, 4]
    assert all(m is model and h is history for _, m, h in calls)


def test_callback_that_returns_true_stops_the_training():
    _, history = run(epochs=50, callback=lambda epoch, model, history: epoch == 2)
    assert len(history.cost) == 2


def test_progress_wraps_the_epochs_once():
    wrapped = []

    def progress(epochs):
        wrapped.append(list(epochs))
        return epochs

    assert run(progress=progress)[1] == run()[1]
    assert wrapped == [[1, 2, 3, 4]]


def test_an_optimizer_keeps_its_state_from_one_call_to_the_next():
    X, Y = two_clouds()
    optimizer, rng = Optimizer("adam"), np.random.default_rng(0)
    model = MultiLayerPerceptron([2, 3, 1], rng=rng)
    for _ in range(2):
        train(model, X, Y, optimizer=optimizer, epochs=1, batch_size=40, rng=rng)
    assert optimizer.t == 6


def test_training_leaves_the_data_untouched():
    X, Y = two_clouds()
    copies = X.copy(), Y.copy()
    train(MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0)), X, Y, epochs=1, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(X, copies[0])
    np.testing.assert_array_equal(Y, copies[1])


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_optimizer_learns_to_separate_two_clouds(name, dtype):
    X, Y = two_clouds()
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([2, 6, 1], rng=rng, dtype=dtype)
    history = train(model, X, Y, optimizer=Optimizer(name, alpha=0.05), epochs=20, batch_size=16, rng=rng)
    assert history.cost[-1] < history.cost[0] / 4
    assert model.accuracy(*two_clouds(200, 5)) > 0.95
    assert model.theta.dtype == dtype


def test_softmax_network_reads_the_ten_digits():
    dataset = load_digits()
    X_train, y_train, X_test, y_test = stratified_split(dataset.X, dataset.labels, 0.2)
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
    train(model, X_train, one_hot(y_train, 10), optimizer=Optimizer("adam", alpha=0.01), epochs=20, rng=rng)
    # L'oracle : la part d'étiquettes retrouvées, comptée sans passer par model.accuracy.
    assert np.mean(model.predict(X_test)[0] == y_test) > 0.95


def test_regression_network_fits_a_parabola():
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (1, 200))
    model = MultiLayerPerceptron([1, 16, 1], hidden="tanh", output="identity", loss="mse", rng=rng)
    train(model, X, X**2, optimizer=Optimizer("adam", alpha=0.02), epochs=150, rng=rng)
    assert np.abs(model.predict(X) - X**2).max() < 0.1


def test_the_history_is_a_dataclass_that_compares_by_value():
    assert [field.name for field in dataclasses.fields(History)] == ["cost", "validation_cost", "validation_accuracy"]
    assert History([1.0]) == History([1.0]) != History([2.0])
    assert History() == History([], [], [])


def test_the_equations_that_a_subclass_rewrites_are_those_that_train_and_that_the_gradient_check_sees():
    class Counted(MultiLayerPerceptron):
        calls = ()

        def forward(self, X):
            self.calls += ("forward",)
            return super().forward(X)

        def backward(self, Y, cache):
            self.calls += ("backward",)
            return super().backward(Y, cache)

    model = Counted([2, 3, 1], rng=np.random.default_rng(0))
    train(model, np.ones((2, 6)), np.ones((1, 6)), epochs=1, batch_size=2, rng=np.random.default_rng(0))
    assert model.calls == ("forward", "backward") * 3
    model.backward_propagation(np.ones((1, 6)), model.forward_propagation(np.ones((2, 6)))[1])
    assert model.calls[-2:] == ("forward", "backward")


@pytest.mark.parametrize("name", ["forward_propagation", "backward_propagation"])
def test_a_subclass_that_rewrites_what_the_training_never_calls_is_refused(name):
    with pytest.raises(TypeError, match=f"Mistaken.{name} : redéfinissez plutôt {name.split('_')[0]}, que"):
        type("Mistaken", (MultiLayerPerceptron,), {name: lambda *_: None})


def test_an_optimizer_of_another_network_is_refused_before_the_first_step():
    optimizer, X = Optimizer("adam"), np.ones((2, 6))
    rng = np.random.default_rng(0)
    train(MultiLayerPerceptron([2, 3, 1], rng=rng), X, X[:1], optimizer=optimizer, epochs=1, rng=rng)
    model = MultiLayerPerceptron([2, 4, 1], rng=rng)
    before = model.theta.tobytes()
    with pytest.raises(ValueError, match=r"la forme \(13,\) est attendue"):
        train(model, X, X[:1], optimizer=optimizer, epochs=1, rng=rng)
    assert model.theta.tobytes() == before
    assert optimizer.t == 1
