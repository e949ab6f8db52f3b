"""L'historique : des nombres, et une figure en un appel."""

import dataclasses
import sys

import matplotlib as mpl
import numpy as np
import pytest

from mlcourse.history import History

mpl.use("Agg")

COSTS, VALIDATION = [0.7, 0.35, 0.2], [0.6, 0.4, 0.3]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_it_stays_a_dataclass_that_compares_by_value():
    assert [field.name for field in dataclasses.fields(History)] == ["cost", "validation_cost", "validation_accuracy"]
    assert History([1.0]) == History([1.0]) != History([2.0])
    assert History() == History([], [], [])


def test_it_plots_its_cost_in_one_call_and_returns_the_axes():
    ax = History(COSTS).plot()
    assert ax.get_xlabel() == "époque"
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1, 2, 3])
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), COSTS)
    assert ax.get_legend() is None


def test_it_draws_on_the_axes_that_it_is_given():
    import matplotlib.pyplot as plt

    _, (_, given) = plt.subplots(1, 2)
    assert History(COSTS).plot(given) is given
    assert len(given.lines) == 1


def test_accuracy_has_its_own_axis():
    left, right = History(COSTS, VALIDATION, [0.5, 0.75, 1]).plot().figure.axes
    assert len(left.lines) == 1
    np.testing.assert_array_equal(right.lines[0].get_ydata(), [0.5, 0.75, 1])


def test_without_accuracy_the_validation_cost_joins_the_training_cost_and_a_legend_tells_them_apart():
    ax = History(COSTS, VALIDATION).plot()
    assert ax.figure.axes == [ax]
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), VALIDATION)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["entraînement", "validation"]
    assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()


def test_an_empty_history_says_that_there_is_nothing_to_draw():
    with pytest.raises(ValueError, match="au moins une époque mesurée est attendue, reçu un historique vide"):
        History().plot()


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    for name in [
        name for name in sys.modules if name.split(".")[0] == "matplotlib" or name.startswith("mlcourse.plots")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"matplotlib est attendu \(pip install matplotlib\), reçu un Python sans"):
        History(COSTS).plot()
