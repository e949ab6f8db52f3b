"""La figure de la normalisation par lots."""

import numpy as np

from mlcourse.plots.style import BLUE, MUTED, VERMILION, figure

KINDS = (("sans", VERMILION, "s"), ("avec", BLUE, "o"))


@figure
def plot_normalized_runs(runs, network, *, ax):
    """Coût d'apprentissage par époque, sans et avec normalisation, chacun à son meilleur taux : un trait par graine."""
    for normalized, (name, color, marker) in enumerate(KINDS):
        _, cost, _ = runs.best(network, normalized)
        epochs = np.arange(1, cost.shape[1] + 1)
        ax.plot(epochs, cost.T, color=color, marker=marker, ms=4, lw=1.2)
        ax.lines[-1].set_label(f"{name} normalisation")
    ax.axhline(runs.chance, color=MUTED, lw=1, ls=":")
    ax.set(xlabel="époque", ylabel="coût $J$", ylim=(0, 2.6), xticks=epochs)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, handlelength=1.5, borderaxespad=0.2)
