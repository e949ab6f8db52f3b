"""La figure de la pente apprise."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure, powers_of_ten

KINDS = (("pente nulle (ReLU)", VERMILION, "s"), ("pente fixe", GREEN, "^"), ("pente apprise (PReLU)", BLUE, "o"))


@figure
def plot_slope_costs(runs, *, ax, epochs=12):
    """Coût d'apprentissage des premières époques, pente nulle, fixe ou apprise : un trait par graine."""
    for (name, color, marker), cost in zip(KINDS, runs.cost[:, :, :epochs], strict=True):
        ax.plot(np.arange(1, cost.shape[1] + 1), cost.T, color=color, marker=marker, ms=4, lw=1.2)
        ax.lines[-1].set_label(name)
    ax.set(yscale="log", xlabel="époque", ylabel="coût $J$")
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="upper right", handlelength=1.5)
