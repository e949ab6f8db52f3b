"""Les figures du bord de la stabilité."""

import numpy as np

from mlcourse.french import french_number
from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure

STYLES = ((BLUE, "-"), (GREEN, "--"), (VERMILION, "-."))


@figure
def plot_edge(runs, *, seed=0, ax):
    """La plus grande courbure par pas, un trait par taux ; à droite, un triangle marque la limite 2 / alpha."""
    for alpha, sharpness, (color, line) in zip(runs.alpha, runs.sharpness[:, seed], STYLES, strict=False):
        label = rf"$\alpha = {french_number(alpha)}$".replace(",", "{,}")
        ax.plot(runs.step, sharpness, line, color=color, label=label)
        ax.axhline(2 / alpha, color=color, lw=0.8, alpha=0.7)
        ax.plot(runs.step[-1], 2 / alpha, "<", color=color, ms=8, clip_on=False)
    ax.set(xlabel="pas", ylabel=r"plus grande courbure", ylim=(0, 22))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0.9))


@figure
def plot_edge_cost(runs, *, seed=0, ax):
    """Le coût par pas, en échelle logarithmique, un trait par taux."""
    for alpha, cost, (color, line) in zip(runs.alpha, runs.cost[:, seed], STYLES, strict=False):
        label = rf"$\alpha = {french_number(alpha)}$".replace(",", "{,}")
        ax.plot(np.arange(cost.size), cost, line, color=color, lw=1.2, label=label)
    ax.set(yscale="log", xlabel="pas", ylabel="coût")
    ax.legend()
