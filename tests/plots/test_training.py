"""La figure d'un entraînement : les coûts à gauche, l'exactitude à droite."""

import matplotlib as mpl
import numpy as np
import pytest

from mlcourse.plots import plot_history
from mlcourse.training import History

mpl.use("Agg")

COSTS, VALIDATION = [0.7, 0.35, 0.2], [0.6, 0.4, 0.3]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_one_history_is_drawn_as_a_list_of_one():
    ax = plot_history(History(COSTS))
    assert ax.get_xlabel() == "époque"
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1, 2, 3])
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), COSTS)
    assert ax.get_legend() is None


def test_it_draws_on_the_axes_that_it_is_given():
    import matplotlib.pyplot as plt

    _, (_, given) = plt.subplots(1, 2)
    assert plot_history(History(COSTS), ax=given) is given
    assert len(given.lines) == 1


def test_accuracy_has_its_own_axis():
    left, right = plot_history(History(COSTS, VALIDATION, [0.5, 0.75, 1])).figure.axes
    assert len(left.lines) == 1
    np.testing.assert_array_equal(right.lines[0].get_ydata(), [0.5, 0.75, 1])


def test_without_accuracy_the_validation_cost_joins_the_training_cost_and_a_legend_tells_them_apart():
    ax = plot_history(History(COSTS, VALIDATION))
    assert ax.figure.axes == [ax]
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), VALIDATION)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["entraînement", "validation"]
    assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()


@pytest.mark.parametrize("nothing", [History(), [History(), History()], []])
def test_an_empty_history_says_that_there_is_nothing_to_draw(nothing):
    with pytest.raises(ValueError, match="au moins une époque mesurée est attendue, reçu un historique vide"):
        plot_history(nothing)
