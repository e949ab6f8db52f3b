"""Les figures des poids de départ."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from mlcourse.plots.style import BLUE, GREEN, MUTED, PURPLE, VERMILION, figure, powers_of_ten

INITIALIZERS = {
    "small": ("0,01", PURPLE, "v"),
    "glorot_normal": ("Glorot", GREEN, "s"),
    "he_normal": ("He", BLUE, "o"),
    "large": ("1", VERMILION, "^"),
}


@figure
def plot_signal(signals, *, ax, step=5):
    """Grandeur des activations selon la couche : un marqueur par graine et par couche, la théorie en trait.

    L'échelle est logarithmique, tous les 10^step, dès que les grandeurs varient de plus de deux ordres.
    """
    for signal in signals:
        name, color, marker = INITIALIZERS[signal.initializer]
        layers = np.arange(signal.theory.size)
        ax.plot(layers, signal.theory, color=color, lw=1.5)
        for rms in signal.rms:
            ax.plot(layers, rms, marker, color=color, ms=4, alpha=0.7, mew=0)
        # La légende montre un marqueur plein et le trait de la théorie, ensemble.
        ax.plot([], [], color=color, marker=marker, ms=5, lw=1.5, label=name)
    ax.set(xlabel="couche", ylabel="grandeur des activations", xlim=(-0.3, layers[-1] + 0.3))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    theories = np.concatenate([signal.theory for signal in signals])
    if theories.max() > 100 * theories.min():
        ax.set_yscale("log")
        powers_of_ten(ax.yaxis, step)
    else:
        ax.set_ylim(0, None)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, handlelength=1.2, columnspacing=0.8, borderaxespad=0.2)


@figure
def plot_ranks(ranks, *, ax):
    """Rang de chaque matrice de poids au fil des pas ; `ranks` (S, T + 1, L) vient de `weight_ranks`."""
    styles = ((BLUE, "o", "-"), (VERMILION, "s", "--"), (GREEN, "^", "-."))
    steps = np.arange(ranks.shape[1])
    for l, (color, marker, line) in enumerate(styles[: ranks.shape[2]]):
        ax.plot(steps, ranks[:, :, l].T, color=color, marker=marker, ls=line, ms=6 - l, lw=1.5)
        ax.lines[-1].set_label(f"$W^{{[{l + 1}]}}$")
    ax.axhline(1, color=MUTED, lw=0.8, ls=":")
    ax.set(xlabel="pas", ylabel="rang", ylim=(-0.1, max(ranks.max(), 1) + 0.4))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(loc="lower right")
