"""La figure du triptyque."""

import numpy as np

from mlcourse.plots.style import BLUE, MUTED, VERMILION, figure

ACTIVATIONS = ("sigmoïde", "tanh", "ReLU")
INITIALIZERS = ("petite", "Glorot", "He")
INPUTS = (("brutes", VERMILION, "s"), ("normalisées", BLUE, "o"))


@figure
def plot_triptych(accuracy, *, ax):
    """Exactitude de test des dix-huit réseaux, (2, A, I, S) : une couleur par préparation, un marqueur par graine."""
    places = np.arange(9)
    for values, (name, color, marker), shift in zip(accuracy, INPUTS, (-0.12, 0.12), strict=True):
        ax.plot(places + shift, values.reshape(9, -1), marker, color=color, ms=5.5, alpha=0.75, mew=0)
        ax.lines[-1].set_label(name)
    for edge in (2.5, 5.5):
        ax.axvline(edge, color=MUTED, lw=0.8)
    for k, activation in enumerate(ACTIVATIONS):
        ax.text(3 * k + 1, 1.1, activation, ha="center", va="center")
    ax.set_xticks(places, INITIALIZERS * 3, rotation=50, ha="right", rotation_mode="anchor")
    ax.set(xlabel="initialisation", ylabel="exactitude de test", yticks=(0.4, 0.6, 0.8, 1))
    ax.set(xlim=(-0.6, 8.6), ylim=(0.28, 1.16))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, handletextpad=0.2, borderaxespad=0.2)
