"""La figure du gain : ce que devient l'erreur quand l'aller est tenu."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure, powers_of_ten

NAMES = {
    "relu": ("ReLU", BLUE, "o"),
    "tanh": ("tanh", GREEN, "s"),
    "selu": ("SELU", VERMILION, "^"),
    "elu": ("ELU", INK, "D"),
    "sigmoid": ("sigmoïde", PURPLE, "v"),
}


@figure
def plot_kept_error(signals, *, ax):
    """Carré moyen de delta selon la couche, rapporté au haut : la théorie en trait, un marqueur par graine."""
    for signal in signals:
        name, color, marker = NAMES[signal.name]
        layers = np.arange(1, signal.theory.size + 1)
        ax.plot(layers, signal.theory, color=color, lw=1.5)
        ax.plot(layers, signal.backward.T, marker, color=color, ms=4, alpha=0.7, mew=0)
        ax.plot([], [], color=color, marker=marker, ms=5, lw=1.5, label=name)
    ax.set(yscale="log", xlabel="couche", ylabel=r"carré moyen de $\delta$")
    powers_of_ten(ax.yaxis, 2)
    ax.legend(loc="lower right", handlelength=1.6)
