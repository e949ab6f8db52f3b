"""Les figures d'une classe notée."""

import textwrap

import numpy as np
from matplotlib.ticker import MaxNLocator, MultipleLocator

from mlcourse.plots.style import BLUE, VERMILION, figure, percent_axis


@figure
def plot_marks(marks, *, out_of=20.0, label="note", ax):
    """Combien de copies ont chaque note, par dixièmes de l'échelle `out_of` ; le trait tireté est la médiane."""
    ax.hist(marks, bins=np.linspace(0, out_of, 11), color=BLUE, edgecolor="white")
    ax.axvline(np.median(marks), color=VERMILION, ls="--")
    ax.set(xlabel=label, ylabel="copies", xlim=(0, out_of))
    ax.xaxis.set_major_locator(MultipleLocator(out_of / 10))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))


@figure
def plot_success(shares, *, ax):
    """La part des points gagnés, {exercice: part}, une barre par exercice, le premier en haut."""
    names = [textwrap.fill(name, 26) for name in shares]
    ax.barh(range(len(shares)), [*shares.values()], color=BLUE)
    ax.set_yticks(range(len(shares)), names)
    ax.figure.set_figheight(max(ax.figure.get_figheight(), 0.6 * len(shares) + 1))  # un nom a deux lignes
    ax.xaxis.set_major_locator(MultipleLocator(0.5))
    ax.set(xlabel="part des points gagnés", ylabel="exercice", xlim=(0, 1))
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    percent_axis(ax.xaxis)
