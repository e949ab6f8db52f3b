"""La figure de la largeur finie."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from mlcourse.plots.style import BLUE, GREEN, PURPLE, VERMILION, figure

STYLES = ((VERMILION, "^"), (BLUE, "o"), (GREEN, "s"), (PURPLE, "v"))


@figure
def plot_fluctuations(results, *, ax):
    """Variance de log q selon la couche : la loi en trait, un marqueur par graine."""
    for result, (color, marker) in zip(results, STYLES, strict=False):
        layers = np.arange(1, result.theory.size + 1)
        ax.plot(layers, result.theory, color=color, lw=1.5)
        ax.plot(layers, result.variance.T, marker, color=color, ms=4, alpha=0.7, mew=0)
        ax.plot([], [], color=color, marker=marker, ms=5, lw=1.5, label=f"$n = {result.width}$")
    ax.set(yscale="log", xlabel="couche", ylabel=r"variance de $\log\, q$")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(loc="lower right", handlelength=1.6)
