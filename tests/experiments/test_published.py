"""Le nombre publié est sur la figure, à côté du nôtre, et l'étendue des graines y est tracée."""

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.collections import FillBetweenPolyCollection

from mlcourse import plots
from mlcourse.experiments import (
    autoencoder,
    batch_norm,
    bias_correction,
    dead_relu,
    gain,
    glorot,
    he,
    initial_weights,
    leakage,
    learned_slope,
    normalization,
    quadratic,
    rotated_ravine,
    silent_bugs,
    six_activations,
)
from mlcourse.experiments.autoencoder import PUBLISHED
from mlcourse.experiments.dead_relu import PUBLISHED_DEAD
from mlcourse.experiments.gradient_cost import PUBLISHED_BOUND
from mlcourse.experiments.quadratic import published_rates, regime_boundaries

from ..plots.test_figures import FIGURES


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_the_published_numbers_are_those_of_the_articles():
    # Recopiés des articles une seconde fois : une faute de frappe dans les modules se voit.
    assert list(glorot.PUBLISHED_TABLE.values()) == [
        (16.27, 1.64, 55.78, 69.14),
        (16.06, 1.72, 53.8, 68.13),
        (27.15, 1.76, 55.9, 70.58),
        (15.6, 1.64, 52.92, 68.57),
        (82.61, 2.21, 57.28, 70.66),
    ]
    assert (*learned_slope.PUBLISHED_ERRORS, learned_slope.PUBLISHED_FIRST_SLOPE) == (33.82, 32.64, 0.596)
    assert list(six_activations.PUBLISHED.values()) == [10, 87.59, 88.62, 88.92, 87.27, 88.73]
    assert {name: round(value, 4) for name, value in gain.PYTORCH_GAINS.items()} == {
        "sigmoid": 1,
        "tanh": 1.6667,
        "relu": 1.4142,
        "leaky_relu": 1.4141,
        "selu": 0.75,
    }
    assert (gain.SELU_SCALE, gain.SELU_ALPHA) == (1.0507, 1.6733)
    assert leakage.PUBLISHED_ERRORS == (3, 50)
    assert batch_norm.PUBLISHED_SPEEDUP == 14
    assert list(he.PUBLISHED_ERRORS.values()) == [(33.9, 13.44), (33.82, 13.34), (38.56, 16.59)]
    assert list(PUBLISHED.values()) == [0.48, 0.15, 0.1, 0.1, 0.1, 0.16, 0.096, 0.091, 0.074]
    assert list(autoencoder.PUBLISHED_MNIST.values()) == [2.1, 1, 0.77, 0.84, 0.9, 1, 0.73, 0.75, 0.8]
    assert list(autoencoder.PUBLISHED_MNIST) == list(PUBLISHED)
    assert autoencoder.PUBLISHED_SGD_C == {"curves": 0.16, "mnist": 0.9}
    assert (autoencoder.PUBLISHED_WITHOUT_RETURN, PUBLISHED[0.999, "nesterov"]) == (0.096, 0.074)
    assert list(autoencoder.PUBLISHED_SCALES.items()) == [(0.25, 16), (0.5, 16), (1, 0.074), (2, 0.083), (4, 0.35)]
    dead, sizes = [0, 0, 7, 27, 89, 60, 58, 61, 72, 56], [256] * 5 + [128] * 5
    assert np.round(100 * np.array(dead) / sizes, 2).tolist() == list(PUBLISHED_DEAD)
    assert np.prod([5.9, 4.2**2, 2.9**2, 2.1**4]) == pytest.approx(initial_weights.PUBLISHED_ATTENUATION, rel=0.01)
    assert round(2 / normalization.PUBLISHED_EIGENVALUES[1], 2) == normalization.PUBLISHED_LIMIT


def draw(name):
    return getattr(plots, name)(*FIGURES[name])


def drawn(ax, expected):
    """Vrai si une ligne de la figure a ces ordonnées."""
    return any(len(line.get_ydata()) == len(expected) and np.allclose(line.get_ydata(), expected) for line in ax.lines)


def test_published_dead_fractions_are_drawn():
    assert drawn(draw("plot_dead_at_start"), np.array(PUBLISHED_DEAD) / 100)


def test_the_published_table_of_momentum_is_drawn_relative_to_gradient_descent():
    diamonds = [line for line in draw("plot_published_table").lines if line.get_marker() == "D"]
    expected = [error / PUBLISHED[0.0, "polyak"] for error in PUBLISHED.values()]
    np.testing.assert_allclose([line.get_xdata()[0] for line in diamonds], expected)


def test_the_published_bound_of_a_gradient_is_drawn_and_written():
    ax = draw("plot_gradient_costs")
    assert drawn(ax, [PUBLISHED_BOUND] * 2)
    assert any(f"publiée : {PUBLISHED_BOUND}" in text.get_text() for text in ax.texts)


def test_published_rates_are_drawn_as_slopes():
    (descents,) = FIGURES["plot_descents"]
    dotted = [
        line.get_ydata()
        for line in draw("plot_descents").lines
        if line.get_linestyle() == ":" and len(line.get_ydata())
    ]
    assert len(dotted) == len(descents)
    published = published_rates(20.0)
    for descent, line in zip(descents, dotted, strict=True):
        np.testing.assert_allclose(line[1:5] / line[:4], published[descent.name])


def test_published_boundaries_are_drawn_on_the_map_of_regimes():
    regimes, _ = FIGURES["plot_regimes"]
    lines = [line.get_xdata() for line in draw("plot_regimes").lines]
    for boundary in regime_boundaries(regimes.beta[:, 0]):
        assert any(len(x) == len(boundary) and np.allclose(x, boundary) for x in lines)


def test_theory_is_drawn_under_the_variance_of_a_batch():
    noise = FIGURES["plot_gradient_noise"][0]
    m, with_replacement = next(
        line.get_data() for line in draw("plot_gradient_noise").lines if len(line.get_xdata()) > 9
    )
    np.testing.assert_allclose(with_replacement, 1 / m)
    assert m.max() < noise.total


@pytest.mark.parametrize("name", ["plot_backward_signal", "plot_fluctuations", "plot_kept_error", "plot_signal"])
def test_theory_is_drawn_under_the_signal(name):
    for signal in FIGURES[name][0]:
        assert drawn(draw(name), signal.theory)


@pytest.mark.parametrize(
    "name",
    [
        "plot_activation_histograms",
        "plot_autoencoder_curves",
        "plot_bias_grid",
        "plot_bug_curves",
        "plot_dead_at_start",
        "plot_gradient_check",
        "plot_gradient_costs",
        "plot_preparations",
        "plot_race_curves",
        "plot_rotation_cost",
        "plot_six_runs",
        "plot_vectorization",
    ],
)
def test_a_band_shows_the_spread_around_every_median(name):
    ax = draw(name)
    bands = [band.get_paths()[0].vertices for band in ax.collections if isinstance(band, FillBetweenPolyCollection)]
    assert bands
    for vertices in bands:
        low, high = vertices[:, 1].min(), vertices[:, 1].max()
        inside = [line for line in ax.lines if len(line.get_ydata()) and low <= np.max(line.get_ydata()) <= high]
        assert inside


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("plot_dead_by_rate", 12),
        ("plot_depth_curves", 6),
        ("plot_error_by_depth", 9),
        ("plot_first_steps", 6),
        ("plot_gradients_by_layer", 8),
        ("plot_normalized_runs", 6),
        ("plot_rate_limit", 9),
        ("plot_slope_costs", 9),
        ("plot_spread_while_training", 6),
        ("plot_table_costs", 3),
    ],
)
def test_where_there_is_no_band_every_seed_has_its_line(name, runs):
    lines = [line.get_ydata() for line in draw(name).lines if line.get_linestyle() not in (":", "None")]
    assert len([y for y in lines if len(y) > 2]) == runs


def flat(*levels):
    """Des courbes plates, de hauteurs différentes : un tableau (courbes, 1 graine, 6 points)."""
    return np.array(levels, float)[:, None, None] * np.ones((1, 6))


LOW, HIGH = flat(1, 2)
DEGREES = [np.zeros(1)] * 5
LABELLED = {
    "plot_depth_curves": (
        [he.DepthCurves(np.array([14]), np.array(["lecun_normal", "he_normal"]), *[flat(1, 2)[None]] * 2), 14],
        {"Xavier": 1, "He": 2},
    ),
    "plot_preparations": (
        [list(map(normalization.WineCurve, normalization.PREPARATIONS, range(4), flat(1, 2, 3, 4), np.ones((4, 1))))],
        {"brutes": 1, "centrées": 2, "réduites": 3, "centrées et réduites": 4},
    ),
    "plot_first_steps": ([bias_correction.FirstSteps(flat(1, 2))], {"sans correction": 1, "avec correction": 2}),
    "plot_conditioning": (
        [quadratic.Conditioning(np.geomspace(1, 9, 6), sgd=HIGH[0], polyak=LOW[0])],
        {"momentum": 1, "descente de gradient": 2},
    ),
    "plot_bug_curves": (
        [dict(zip(silent_bugs.BUGS, flat(1, 2, 3, 4), strict=True))],
        {"juste": 1, "$dW$ transposé": 2, r"$W$ au lieu de $W^\top$": 3, "$1/m$ oublié": 4},
    ),
    "plot_dead_at_start": (
        [dict(zip(dead_relu.STARTS, flat(0.1, 0.2, 0.3), strict=True)), np.full(6, 40.0)],
        {"poids et biais de PyTorch": 0.1, "mêmes poids, biais nuls": 0.2, "He, biais nuls": 0.3, "publié": 0.4},
    ),
    "plot_rotation_cost": (
        [[list(map(rotated_ravine.RavineCounts, rotated_ravine.RULES, DEGREES, DEGREES, flat(0, 1, 2, 3, 4)))]],
        {"descente de gradient": 0, "momentum": 1, "Adagrad": 2, "RMSProp": 3, "Adam": 4},
    ),
}


@pytest.mark.parametrize("name", LABELLED)
def test_every_label_names_its_own_curve(name):
    data, expected = LABELLED[name]
    ax = getattr(plots, name)(*data)
    named = {line.get_label(): line.get_ydata() for line in ax.lines if not line.get_label().startswith("_")}
    assert {label: pytest.approx(y[0]) for label, y in named.items()} == expected
