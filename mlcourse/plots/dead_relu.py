"""Les figures des unités ReLU mortes."""

import numpy as np

from mlcourse.french import decimal_comma
from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure, percent_axis

STARTS = {
    "pytorch": ("poids et biais de PyTorch", VERMILION, "s"),
    "zero_bias": ("mêmes poids, biais nuls", PURPLE, "^"),
    "he": ("He, biais nuls", BLUE, "o"),
}


@figure
def plot_dead_at_start(fractions, published, *, ax):
    """Part d'unités mortes par couche avant apprentissage, {départ: (S, L)}, et les nombres publiés (L,), en %."""
    layers = np.arange(1, len(published) + 1)
    ax.plot(layers, np.array(published) / 100, "*", color=INK, ms=9, label="publié")
    for start, values in fractions.items():
        name, color, marker = STARTS[start]
        ax.fill_between(layers, values.min(axis=0), values.max(axis=0), color=color, alpha=0.2, lw=0)
        ax.plot(layers, np.median(values, axis=0), color=color, marker=marker, ms=5, label=name)
    ax.set(xlabel="couche", ylabel="unités mortes", xticks=layers, ylim=(-0.01, 0.85))
    percent_axis(ax.yaxis)
    ax.legend(loc="upper left", handlelength=1.5, labelspacing=0.25)


@figure
def plot_dead_by_rate(result, *, ax):
    """Part d'unités mortes à la fin, couche par couche : une couleur par taux, un trait par graine."""
    colors = (BLUE, GREEN, PURPLE, VERMILION)
    markers = ("o", "^", "s", "D")
    layers = np.arange(1, result.dead.shape[2] + 1)
    for rate, dead, color, marker in zip(result.rates, result.dead, colors, markers, strict=False):
        ax.plot(layers, dead.T, color=color, marker=marker, ms=4.5, lw=1.2)
        ax.lines[-1].set_label(decimal_comma(f"{rate:g}"))
    ax.set(xlabel="couche", ylabel="unités mortes", xticks=layers, ylim=(-0.03, 1.05))
    percent_axis(ax.yaxis)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=5, handlelength=1, columnspacing=0.7, handletextpad=0.3)
