"""La figure de la fuite."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure, percent_axis

NAMES = (
    ("apprentissage seul", BLUE, "o"),
    ("tous les exemples", VERMILION, "s"),
    ("chacun pour soi", GREEN, "^"),
)


@figure
def plot_leak(leak, *, ax):
    """Erreur de test selon le nombre de vins par cépage et l'origine de mu et sigma : un marqueur par graine."""
    for error, (name, color, marker) in zip(leak.error, NAMES, strict=True):
        ax.plot(leak.sizes, np.median(error, axis=1), color=color, marker=marker, ms=5, lw=1.5, label=name)
        ax.plot(leak.sizes, error, marker, color=color, ms=4, alpha=0.6, mew=0)
    ax.set(xscale="log", xlabel="vins par cépage, à l'apprentissage", ylabel="erreur de test", ylim=(0, None))
    ax.set_xticks(leak.sizes, [str(size) for size in leak.sizes])
    ax.minorticks_off()
    percent_axis(ax.yaxis)
    ax.legend(loc="upper right", handlelength=1.6)
