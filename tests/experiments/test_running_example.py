"""L'exemple fil rouge, la vectorisation, l'entropie croisée : ce que le chapitre 1 en dit est vrai."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from mlcourse.experiments.digits import digits_task, train_on_digits
from mlcourse.experiments.stability import loss_curves, naive_binary_cross_entropy
from mlcourse.experiments.vectorization import column_loop, measure_vectorization, pure_python, vectorized
from mlcourse.initialization import initialize_parameters_deep

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "mnist_odd_even.py"


def test_odd_or_even_task_keeps_every_digit_in_its_share():
    task = digits_task()
    assert task.X_train.shape == (64, 1438)
    assert task.X_test.shape == (64, 359)
    np.testing.assert_array_equal(task.Y_test[0], task.test_labels % 2)
    assert np.ptp(np.bincount(task.test_labels)) <= 2


def test_one_digit_against_another_uses_those_two_alone():
    task = digits_task(positive=[3], among=[3, 8])
    assert set(task.test_labels) == {3, 8}
    np.testing.assert_array_equal(task.Y_test[0], task.test_labels == 3)


@pytest.mark.parametrize(("positive", "among"), [([], [1, 2]), ([1, 2], [1, 2]), ([3], [1, 2]), ([1], [1, 12])])
def test_a_task_without_two_camps_of_digits_is_refused(positive, among):
    with pytest.raises(ValueError, match="chiffres de 0 à 9 sont attendus") as caught:
        digits_task(positive, among)
    assert str(caught.value).endswith(f"reçu {positive} et {among}.")


def test_three_seeds_learn_odd_or_even():
    task = digits_task()
    runs = train_on_digits(task)
    assert [run.seed for run in runs] == [0, 1, 2]
    for run in runs:
        predictions = run.model.predict(task.X_test)
        assert np.mean(predictions == task.Y_test) > 0.96
        assert run.history.cost[-1] < 0.1 * run.history.cost[0]
        assert len(run.history.validation_accuracy) == 30


def test_the_running_example_is_reproducible():
    task = digits_task()
    first, second = (train_on_digits(task, seeds=[5], epochs=2)[0] for _ in range(2))
    assert first.history == second.history


def test_the_three_ways_of_propagating_give_the_same_numbers():
    rng = np.random.default_rng(0)
    params, X = initialize_parameters_deep([5, 4, 3, 2], rng), rng.random((5, 6))
    params["b1"] += 0.1
    lists = {name: value.tolist() for name, value in params.items()}
    expected = vectorized(params, X)
    assert expected.shape == (2, 6)
    np.testing.assert_allclose(column_loop(params, X), expected, rtol=1e-13)
    np.testing.assert_allclose(pure_python(lists, X.tolist()), expected, rtol=1e-13)


def test_vectorization_pays_and_pure_python_is_slowest():
    timings = measure_vectorization(sizes=(256,), repeats=11)
    assert timings.ratio("vectorized")[0] == 1
    assert timings.ratio("column_loop")[0] > 3
    assert timings.ratio("pure_python")[0] > 30


def test_naive_cross_entropy_is_infinite_where_the_stable_one_is_the_logit():
    _, negative = loss_curves(start=-40, stop=40, n_points=161)
    infinite = np.isinf(negative.naive)
    np.testing.assert_array_equal(infinite, negative.z > 36.7)
    np.testing.assert_allclose(negative.stable[infinite], negative.z[infinite], rtol=1e-12)


def test_both_forms_agree_where_the_sigmoid_is_far_from_saturated():
    for curves in loss_curves(start=-8, stop=8, n_points=33):
        np.testing.assert_allclose(curves.naive, curves.stable, rtol=1e-10)


def test_naive_form_raises_no_warning_at_the_bounds():
    assert np.isposinf(naive_binary_cross_entropy(np.array([0.0]), 1))
    assert np.isposinf(naive_binary_cross_entropy(np.array([1.0]), 0))


def test_mnist_odd_or_even_reaches_96_percent_in_ten_epochs():
    benchmark = runpy.run_path(str(BENCHMARK))
    task = benchmark["load_task"]()
    accuracies = [benchmark["accuracy_on_test"](task, seed) for seed in benchmark["SEEDS"]]
    assert min(accuracies) >= benchmark["TARGET_ACCURACY"] == 0.96
