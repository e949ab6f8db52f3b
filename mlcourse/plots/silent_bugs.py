"""La figure des fautes que les formes ne voient pas."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from mlcourse.plots.style import BLUE, INK, PURPLE, VERMILION, figure, powers_of_ten

BUGS = {
    "correct": ("juste", INK, "-"),
    "dW": ("$dW$ transposé", VERMILION, "-."),
    "W": (r"$W$ au lieu de $W^\top$", PURPLE, "--"),
    "1/m": ("$1/m$ oublié", BLUE, ":"),
}


@figure
def plot_bug_curves(curves, *, ax):
    """Coût d'entraînement par époque avec chaque faute : médiane des graines, leur étendue en bande."""
    for bug, costs in curves.items():
        label, color, line = BUGS[bug]
        epochs = np.arange(1, costs.shape[1] + 1)
        ax.fill_between(epochs, costs.min(axis=0), costs.max(axis=0), color=color, alpha=0.12, lw=0)
        ax.plot(epochs, np.median(costs, axis=0), color=color, ls=line, label=label)
    highest = max(costs.max() for costs in curves.values())
    ax.set(yscale="log", xlabel="époque", ylabel="coût d’entraînement", ylim=(0.1, 12 * highest))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="upper center", ncols=2, handlelength=2, columnspacing=1, labelspacing=0.2, borderaxespad=0)
