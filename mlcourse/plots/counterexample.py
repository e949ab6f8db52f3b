"""La figure du contre-exemple d'Adam."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure

STYLES = {"sgd": ("descente", BLUE, "-"), "adam": ("Adam", VERMILION, "--"), "amsgrad": ("AMSGrad", GREEN, ":")}


@figure
def plot_counterexample(paths, *, ax):
    """Position de chaque règle selon le pas, entre le meilleur point, en bas, et le pire, en haut."""
    for name, path in paths.items():
        label, color, line = STYLES[name]
        ax.plot(np.arange(path.size), path, line, color=color, label=label)
    ax.set(xscale="log", xlabel="pas", ylabel="$x$", ylim=(-1.1, 1.1))
    ax.set_xlim(1, None)
    ax.legend(loc="upper left")
