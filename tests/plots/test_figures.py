"""Les figures : elles dessinent ce qu'on leur donne, où on le leur demande, en français."""

import io
import itertools
import re

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb

from mlcourse import plots
from mlcourse.experiments.activations import activation_curves
from mlcourse.experiments.error_terms import error_terms
from mlcourse.experiments.gradient_check import GradientErrors, ReluKink
from mlcourse.experiments.stability import loss_curves
from mlcourse.experiments.symmetry import SymmetryRun
from mlcourse.experiments.vectorization import Timings
from mlcourse.plots import style
from mlcourse.training import History

from .figures_chapter1 import FIGURES as CHAPTER_1
from .figures_chapter2 import FIGURES as CHAPTER_2
from .figures_chapter3 import FIGURES as CHAPTER_3

H = 10.0 ** np.arange(-10, 0.1, 0.5)
ERRORS = [
    GradientErrors(scheme, "float64", H, np.outer([1, 2, 3], H**p + 1e-17 / H), H**p, 1e-17 / H)
    for scheme, p in (("centered", 2), ("forward", 1))
]
Z = np.linspace(-2e-3, 2e-3, 9)
HISTORY = History(cost=[0.7, 0.35, 0.2], validation_cost=[0.6, 0.4, 0.3], validation_accuracy=[0.625, 0.75, 0.875])
TIMINGS = Timings(
    np.array([1, 10, 100]),
    {name: np.full((3, 3), s) for name, s in (("vectorized", 1e-5), ("column_loop", 1e-3), ("pure_python", 1e-2))},
)
IMAGES = np.arange(5 * 16).reshape(5, 16) % 17

FIGURES = {
    "plot_gradient_check": (ERRORS,),
    "plot_kink": (ReluKink(1e-3, Z, 1.0 * (Z > 0), np.clip(0.5 + 500 * Z, 0, 1), np.clip(1 + 1000 * Z, 0, 1)),),
    "plot_history": ([HISTORY, HISTORY],),
    "plot_digits": (IMAGES, np.arange(5)),
    "plot_backward_flow": (3,),
    "plot_binary_cross_entropy": (loss_curves(n_points=21),),
    "plot_error_terms": (error_terms(n_points=21),),
    "plot_symmetry_weights": (SymmetryRun(0, 10, True, np.array([[1, -2, 4, -4, 2, -1.0]] * 2), np.zeros(2)),),
    "plot_vectorization": (TIMINGS,),
    "plot_marks": ([7.25, 12.5, 19],),
    "plot_success": ({"Exercice 1. Une fonction au nom trop long pour tenir": 0.5, "Question": 0.25},),
    **CHAPTER_1,
    **CHAPTER_2,
    **CHAPTER_3,
}
# Des dessins : leurs axes ne se voient pas.
WITHOUT_AXES = [
    "plot_first_look",
    "plot_digits",
    "plot_backward_flow",
    "plot_value_graph",
    "plot_network",
    "plot_path_sum",
    "plot_error_flow",
    "plot_reading",
]
every_figure = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(autouse=True)
def close_figures():
    plt.close("all")  # celles d'un autre test aussi
    yield
    plt.close("all")


def draw(name, **options):
    return getattr(plots, name)(*FIGURES[name], **options)


def texts(figure):
    """Tous les textes visibles de la figure, graduations comprises, une fois dessinée."""
    figure.canvas.draw()
    return [text for text in figure.findobj(mpl.text.Text) if text.get_visible() and text.get_text().strip()]


def test_every_figure_of_the_book_is_tested_here():
    assert set(FIGURES) == {name for name in plots.__all__ if name.startswith("plot_")}


@every_figure
def test_figure_is_drawn_into_the_axes_that_it_is_given(name):
    figure, (left, right) = plt.subplots(1, 2)
    assert draw(name, ax=right) is right
    assert right.get_children() != left.get_children()
    assert not left.lines
    assert not left.texts
    assert plt.get_fignums() == [figure.number]


@every_figure
def test_figure_without_axes_makes_exactly_one(name):
    ax = draw(name)
    assert isinstance(ax, plt.Axes)
    assert plt.get_fignums() == [ax.figure.number]


@every_figure
def test_no_number_has_a_decimal_point(name):
    ax = draw(name)
    assert not [text.get_text() for text in texts(ax.figure) if re.search(r"\d\.\d", text.get_text())]


@every_figure
def test_every_text_can_be_read_at_390_pixels(name):
    ax = draw(name)
    # 390 pixels de large, marges de la page ôtées, font 358 pixels, soit 3,73 pouces.
    scale = 3.73 / ax.figure.get_size_inches()[0]
    assert min((text.get_fontsize() for text in texts(ax.figure)), default=np.inf) * scale >= 8.9


@every_figure
def test_background_is_transparent(name):
    ax = draw(name)
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png")
    buffer.seek(0)
    assert plt.imread(buffer)[0, 0, 3] == 0


@every_figure
def test_drawing_leaves_the_settings_and_the_data_alone(name):
    settings = dict(mpl.rcParams)
    draw(name)
    assert dict(mpl.rcParams) == settings


# Une figure sur quatre, et les autres dans ce qui est long : ce qui changerait tient à la façon de les écrire toutes.
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if rank % 4 else ()) for rank, name in enumerate(FIGURES)]
)
def test_figure_is_the_same_file_twice(name, monkeypatch):
    monkeypatch.setitem(mpl.rcParams, "svg.hashsalt", "mlcourse")
    files = []
    for _ in range(2):
        buffer = io.StringIO()
        draw(name).figure.savefig(buffer, format="svg", metadata={"Date": None})
        files.append(buffer.getvalue())
    assert files[0] == files[1]


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in WITHOUT_AXES])
def test_axes_carry_french_labels(name):
    ax = draw(name)
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    assert not re.search(r"\b(epoch|cost|error|step|time|accuracy|loss)\b", ax.get_xlabel() + ax.get_ylabel())


def luminance(color):
    """Luminance relative, au sens des règles d'accessibilité (WCAG)."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return float(np.dot([0.2126, 0.7152, 0.0722], channels))


def inverted(color):
    """Ce que le mode sombre de la page fait d'une couleur : invert(0.92) hue-rotate(180deg)."""
    r, g, b = (0.92 - 0.84 * c for c in to_rgb(color))
    rotation = np.array([[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]])
    return np.clip(rotation @ [r, g, b], 0, 1)


@pytest.mark.parametrize("color", ["BLUE", "VERMILION", "GREEN", "PURPLE", "INK", "MUTED"])
def test_colors_stand_out_on_a_white_page_and_on_a_dark_one(color):
    color = getattr(style, color)
    assert 1.05 / (luminance(color) + 0.05) >= 3
    assert (luminance(inverted(color)) + 0.05) / (luminance("#14181e") + 0.05) >= 3


def test_gradient_check_draws_the_median_and_the_two_predicted_parts():
    ax = draw("plot_gradient_check")
    drawn = [line.get_ydata() for line in ax.lines]
    for curve in ERRORS:
        assert any(np.array_equal(y, curve.median) for y in drawn)
        assert any(np.array_equal(y, curve.truncation) for y in drawn)
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_history_draws_the_cost_on_the_left_and_the_accuracy_on_the_right_in_percent():
    ax = plots.plot_history(HISTORY)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), HISTORY.cost)
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1, 2, 3])
    _, right = ax.figure.axes
    np.testing.assert_array_equal(right.lines[0].get_ydata(), HISTORY.validation_accuracy)
    assert right.yaxis.get_major_formatter()(0.625) == "62,5\N{NO-BREAK SPACE}%"


def test_history_without_validation_has_one_axis():
    assert len(plots.plot_history(History(cost=[1.0, 0.5])).figure.axes) == 1


def test_digits_mark_the_wrong_answers_with_a_cross():
    ax = plots.plot_digits(IMAGES, [1, 2, 3, 4, 5], [1, 2, 3, 4, 0])
    assert [text.get_text() for text in ax.texts] == ["1", "2", "3", "4", "0 ✗"]
    assert len(ax.images) == 5
    np.testing.assert_array_equal(ax.images[1].get_array(), IMAGES[1].reshape(4, 4))


@pytest.mark.parametrize("num_layers", [1, 2, 4])
def test_backward_flow_hangs_one_gradient_under_each_layer(num_layers):
    written = [text.get_text() for text in plots.plot_backward_flow(num_layers).texts]
    assert sum("dW" in text for text in written) == num_layers
    assert "propagation avant" in written
    assert "rétropropagation" in written


def written(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("layer_dims", [[2, 2, 1], [2, 1], [1, 2, 2]])
def test_network_gives_a_letter_to_every_parameter_and_a_shape_to_every_array(layer_dims):
    texts = written(plots.plot_network(layer_dims))
    for l, (n_in, n) in enumerate(itertools.pairwise(layer_dims), start=1):
        weights = {f"$W^{{[{l}]}}_{{{i}{j}}}$" for i in range(1, n + 1) for j in range(1, n_in + 1)}
        neurons = {f"${name}^{{[{l}]}}_{{{i}}}$" for name in "bza" for i in range(1, n + 1)}
        assert weights | neurons | {f"({n}, {n_in})", f"({n}, 1)", f"couche {l}"} <= set(texts)
        assert sum(f"$W^{{[{l}]}}_" in text for text in texts) == n * n_in
    assert {f"$x_{j}$" for j in range(1, layer_dims[0] + 1)} < set(texts)


def test_network_with_its_numbers_writes_those_of_the_first_example():
    params = {"W1": np.array([[1.5, -2.0]]), "b1": np.array([[0.25]])}
    cache = {"A0": np.array([[1.0, 7], [0.5, 8]]), "Z1": np.array([[0.75, 9]]), "A1": np.array([[-0.634, 9]])}
    expected = {"1", "0,5", "1,5", "−2", "0,25", "0,75", "−0,63", "entrée", "couche 1"}
    assert set(written(plots.plot_network([2, 1], params, cache))) == expected


def test_network_arrows_carry_the_weight_of_the_two_places_that_they_join():
    ax = plots.plot_network([2, 2, 1])
    place = {text.get_text(): text.get_position() for text in ax.texts}
    # Chaque étiquette est plus près de sa flèche que de toute autre flèche de la même couche.
    ends = {(i, j): (place[f"$x_{j}$"], place[f"$z^{{[1]}}_{{{i}}}$"]) for i in (1, 2) for j in (1, 2)}

    def distance(point, line):
        (x0, y0), (x1, y1) = line
        return abs((x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)) / np.hypot(x1 - x0, y1 - y0)

    for i, j in ends:
        label = place[f"$W^{{[1]}}_{{{i}{j}}}$"]
        assert min(ends, key=lambda edge: distance(label, ends[edge])) == (i, j)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.plot_activations(activation_curves(["relu"], -4, 3, 141), derivative=True),
        lambda: plots.plot_kink(*FIGURES["plot_kink"]),
    ],
    ids=["plot_activations", "plot_kink"],
)
def test_a_slope_jumps_at_zero_without_a_line_from_one_value_to_the_other(draw):
    curve, last, first = draw().lines[:3]
    assert not {0.0, 1.0}.isdisjoint(y := [*curve.get_ydata()])
    assert all(before == after for before, after in itertools.pairwise(y) if not np.isnan([before, after]).any())
    assert (last.get_xydata().tolist(), first.get_ydata().tolist()) == ([[0, 0]], [1])
    assert first.get_xdata().item() == pytest.approx(0, abs=1e-8)
    assert first.get_markerfacecolor() != last.get_markerfacecolor()


@pytest.mark.parametrize("num_successors", [2, 3])
def test_path_sum_brings_one_share_back_from_each_successor(num_successors):
    texts = written(plots.plot_path_sum(num_successors))
    for k in range(1, num_successors + 1):
        assert {
            f"$W_{{{k}j}}$",
            f"$\\delta_{{{k}}}$",
            f"$\\delta_{{{k}}}\\, W_{{{k}j}}$",
            f"$z^{{[l+1]}}_{{{k}}}$",
        } <= set(texts)
    assert sum("delta" in text for text in texts) == 2 * num_successors


def test_binary_cross_entropy_marks_where_the_naive_form_becomes_infinite():
    ax = draw("plot_binary_cross_entropy")
    assert "infinie au-delà" in [text.get_text() for text in ax.texts]
