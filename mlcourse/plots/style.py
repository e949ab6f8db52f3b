"""Le style commun des figures : lisibles à 390 pixels de large, en clair, en sombre et sans la couleur.

Le fond est transparent et l'encre presque noire : en mode sombre, la page inverse la clarté de la figure et garde ses
teintes. Chaque courbe se distingue aussi par son trait ou son marqueur.
"""

import functools
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator, ScalarFormatter

from mlcourse.french import NO_BREAK, decimal_comma

# Okabe et Ito (2008), sans le jaune ni les teintes trop claires pour un trait ; le pourpre est assombri.
BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#00875F", "#A8518A"
INK, MUTED = "#1f2328", "#6a7078"

STYLE: Any = {
    "figure.figsize": (5.2, 3.3),
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.size": 12.5,
    "axes.titlesize": 12.5,
    "axes.labelsize": 12.5,
    "legend.fontsize": 12.5,
    "xtick.labelsize": 12.5,
    "ytick.labelsize": 12.5,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": MUTED,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "lines.linewidth": 2,
    "legend.frameon": False,
}


class FrenchFormatter(ScalarFormatter):
    """Les graduations d'un axe linéaire, avec une virgule décimale."""

    def __call__(self, x, pos=None):
        """Écrit la graduation x."""
        return decimal_comma(super().__call__(x, pos))


def figure(draw):
    """Fait d'une fonction `draw(données, ax)` une fonction `plot(données, ax=None)` qui rend l'axe, au style du cours.

    Sans `ax`, une figure est créée. Les graduations des axes linéaires prennent la virgule décimale.
    """

    @functools.wraps(draw)
    def plot(*data, ax=None, **options):
        with plt.rc_context(STYLE):
            if ax is None:
                _, ax = plt.subplots()
            draw(*data, ax=ax, **options)
        for axis in (ax.xaxis, ax.yaxis):
            if axis.get_scale() == "linear" and isinstance(axis.get_major_formatter(), ScalarFormatter):
                axis.set_major_formatter(FrenchFormatter())
        return ax

    return plot


def plot_with_jumps(ax, x, y, *, color, **style):
    """Trace une courbe qui saute là où `y` est NaN : un point plein finit un morceau, un creux commence le suivant."""
    ax.plot(x, y, color=color, **style)
    for k in np.flatnonzero(np.isnan(y)):
        ax.plot(x[k - 1], y[k - 1], "o", color=color, ms=6)
        ax.plot(x[k + 1], y[k + 1], "o", color=color, ms=6, mfc="white")


def powers_of_ten(axis, step):
    """Gradue un axe logarithmique toutes les 10^step, sans graduation intermédiaire."""
    axis.set_major_locator(LogLocator(base=10.0**step, numticks=99))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())


def percent_axis(axis):
    """Gradue en pourcents un axe de proportions ; une espace insécable précède le signe."""
    axis.set_major_formatter(FuncFormatter(lambda x, _: decimal_comma(f"{100 * x:g}{NO_BREAK}%")))


def use_svg():
    """Demande au carnet des figures vectorielles à fond transparent, identiques d'une exécution à l'autre."""
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    plt.rcParams["svg.hashsalt"] = "mlcourse"
    set_matplotlib_formats("svg", metadata={"Date": None}, facecolor="none")
