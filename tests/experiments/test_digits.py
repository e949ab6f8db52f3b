"""L'exemple fil rouge : ce que le chapitre 1 en dit est vrai."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from mlcourse.experiments.digits import digits_task, train_on_digits

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


def test_mnist_odd_or_even_reaches_96_percent_in_ten_epochs():
    benchmark = runpy.run_path(str(BENCHMARK))
    task = benchmark["load_task"]()
    accuracies = [benchmark["accuracy_on_test"](task, seed) for seed in benchmark["SEEDS"]]
    assert min(accuracies) >= benchmark["TARGET_ACCURACY"] == 0.96
