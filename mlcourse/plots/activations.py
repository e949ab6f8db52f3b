"""Les figures des activations : leurs courbes, leurs pentes, et l'erreur qu'elles laissent passer."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, PURPLE, VERMILION, figure, plot_with_jumps, powers_of_ten

NAMES = {
    "sigmoid": ("sigmoïde", PURPLE, "-", "v"),
    "tanh": ("tanh", GREEN, "--", "s"),
    "relu": ("ReLU", BLUE, "-", "o"),
    "leaky_relu": ("ReLU à fuite", VERMILION, "--", "^"),
    "elu": ("ELU", GREEN, "-.", "D"),
}


@figure
def plot_activations(curves, *, ax, derivative=False):
    """Chaque activation selon le logit, ou sa dérivée ; `curves` vient d'`activation_curves`."""
    for curve in curves:
        name, color, line, _ = NAMES[curve.name]
        plot_with_jumps(ax, curve.z, curve.slope if derivative else curve.value, color=color, ls=line, label=name)
    ax.set(xlabel="logit $z$", ylabel="pente $g'(z)$" if derivative else "activation $g(z)$")
    ax.set_xlim(curve.z[0], curve.z[-1])
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, handlelength=1.8, columnspacing=1, borderaxespad=0.2)


@figure
def plot_error_by_depth(signals, *, ax):
    """Grandeur de delta selon la couche, rapportée à la dernière, en échelle logarithmique : un trait par graine."""
    for signal in signals:
        name, color, line, marker = NAMES[signal.hidden]
        layers = np.arange(1, signal.relative.shape[1] + 1)
        ax.plot(layers, signal.relative.T, color=color, ls=line, marker=marker, ms=4.5, lw=1.2)
        ax.lines[-1].set_label(name)
    ax.set(yscale="log", xlabel="couche", ylabel=r"grandeur de $\delta$", xticks=layers)
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="lower right", handlelength=1.8)
