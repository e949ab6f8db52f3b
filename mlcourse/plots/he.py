"""Les figures de l'initialisation de He."""

import numpy as np

from mlcourse.plots.style import BLUE, MUTED, VERMILION, figure, powers_of_ten

INITIALIZERS = {"lecun_normal": ("Xavier", VERMILION, "s"), "he_normal": ("He", BLUE, "o")}


@figure
def plot_depth_curves(curves, depth, *, ax):
    """Coût d'apprentissage par époque à une profondeur donnée, un trait par graine : figures 2 et 3 de l'article."""
    for initializer, (name, color, marker) in INITIALIZERS.items():
        cost, _ = curves.select(depth, initializer)
        epochs = np.arange(1, cost.shape[1] + 1)
        ax.plot(epochs, cost.T, color=color, marker=marker, ms=3.5, lw=1.2, markevery=5)
        ax.lines[-1].set_label(name)
    ax.axhline(curves.chance, color=MUTED, lw=1, ls=":")
    ax.annotate("au hasard", (epochs[-1], curves.chance), (0, 3), textcoords="offset points", ha="right", color=MUTED)
    ax.set(xlabel="époque", ylabel="coût $J$", ylim=(0, 2.7), xlim=(0, epochs[-1] + 1))
    options = {"loc": "lower right", "bbox_to_anchor": (1, 1), "ncols": 2, "borderaxespad": 0.2}
    ax.legend(title=f"{depth} couches", handlelength=1.5, **options)


@figure
def plot_backward_signal(signals, *, ax):
    """Grandeur de delta par couche avant apprentissage : marqueurs mesurés, un par graine, et droites théoriques."""
    for signal in signals:
        name, color, marker = INITIALIZERS[signal.initializer]
        layers = np.arange(1, signal.theory.size + 1)
        ax.plot(layers, signal.theory, color=color, lw=1.5)
        ax.plot(layers, signal.rms.T, marker, color=color, ms=4, alpha=0.7, mew=0)
        ax.plot([], [], color=color, marker=marker, ms=5, lw=1.5, label=name)
    ax.set(yscale="log", xlabel="couche", ylabel=r"grandeur de $\delta$")
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="lower right")
