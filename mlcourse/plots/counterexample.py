"""La figure du contre-exemple d'Adam."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure

STYLES = {"sgd": ("descente", BLUE, "-"), "adam": ("Adam", VERMILION, "--"), "amsgrad": ("AMSGrad", GREEN, ":")}


@figure
def plot_counterexample(paths, *, ax):
    """Position de chaque règle selon le pas, un trait par graine, du meilleur point, en bas, au pire, en haut."""
    for name, path in paths.items():
        label, color, line = STYLES[name]
        ax.plot(np.arange(len(path)), path, line, color=color)
        ax.lines[-1].set_label(label)
    ax.set(xscale="log", xlabel="pas", ylabel="$x$", ylim=(-1.1, 1.1))
    ax.set_xlim(1, None)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, handlelength=1.8, borderaxespad=0.2)
