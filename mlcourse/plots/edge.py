"""Les figures du bord de la stabilité."""

import numpy as np

from mlcourse.french import french_number
from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure

STYLES = ((BLUE, "-"), (GREEN, "--"), (VERMILION, "-."))


@figure
def plot_edge(runs, *, seed=0, ax):
    """La plus grande courbure par pas, un trait par taux ; à droite, un triangle marque la limite de stabilité."""
    for alpha, sharpness, (color, line) in zip(runs.alpha, runs.sharpness[:, seed], STYLES, strict=False):
        label = rf"$\alpha = {french_number(alpha)}$".replace(",", "{,}")
        ax.plot(runs.step, sharpness, line, color=color, label=label)
        ax.axhline(runs.limit / alpha, color=color, lw=0.8, alpha=0.7)
        ax.plot(runs.step[-1], runs.limit / alpha, "<", color=color, ms=8, clip_on=False)
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


@figure
def plot_edges(runs, *, ax):
    """Le produit alpha lambda par pas, une couleur par règle et un trait par graine ; un triangle marque la limite."""
    for (name, found), (color, line) in zip(runs.items(), STYLES, strict=True):
        for sharpness in found.sharpness[0]:
            (drawn,) = ax.plot(found.step, found.alpha[0] * sharpness, line, color=color, lw=1.4)
        drawn.set_label(name)
        ax.axhline(found.limit, color=color, lw=0.8, alpha=0.7)
        ax.plot(found.step[-1], found.limit, "<", color=color, ms=8, clip_on=False)
    ax.set(xlabel="pas", ylabel=r"$\alpha\lambda_{\max}$", ylim=(0, None))
    ax.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1), handlelength=1.6, columnspacing=1)
