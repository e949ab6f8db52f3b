"""Les figures de la croissance des coûts."""

import numpy as np

from mlcourse.plots.style import BLUE, INK, MUTED, VERMILION, figure, powers_of_ten

NAMES = {
    "width": "largeur des couches",
    "depth": "couches cachées",
    "batch": "taille du lot",
    "examples": "nombre d’exemples",
}


@figure
def plot_growth(growth, *, ax):
    """Durée d'une époque en fonction d'un réglage : chaque mesure, la médiane, et la pente attendue en tirets."""
    x, y = growth.values, 1e3 * growth.median
    ax.plot(x, 1e3 * growth.seconds.T, "o", color=BLUE, ms=4, alpha=0.4)
    ax.plot(x, y, color=BLUE, marker="o")
    slope = growth.expected_slope
    ax.plot(x, y[-1] * (x / x[-1]) ** float(slope), color=VERMILION, ls="--")
    # Une durée qui croît laisse libre le coin de gauche ; une durée qui décroît, celui de droite.
    place, side = (0.03, "left") if slope else (0.97, "right")
    ax.text(place, 0.96, f"tirets : pente {slope}", transform=ax.transAxes, va="top", ha=side, color=VERMILION)
    ax.set(xscale="log", yscale="log", xlabel=NAMES[growth.axis], ylabel="durée d’une époque (ms)")
    ax.set_xticks(x, [str(value) for value in x])
    ax.minorticks_off()
    powers_of_ten(ax.yaxis, 1)


@figure
def plot_cache(depths, cache, parameters, *, ax):
    """Mémoire du cache et des paramètres (octets), en fonction de la profondeur."""
    depths = np.asarray(depths)
    for values, color, line, label in ((cache, BLUE, "-", "cache"), (parameters, INK, ":", "paramètres")):
        ax.plot(depths, np.asarray(values) / 1024, color=color, ls=line, marker="o", label=label)
    ax.plot(depths, cache[-1] / 1024 * depths / depths[-1], color=MUTED, ls="--", label="pente 1")
    ax.set(xscale="log", yscale="log", xlabel="couches cachées", ylabel="mémoire (Kio)")
    ax.set_xticks(depths, [str(depth) for depth in depths])
    ax.minorticks_off()
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="upper left")
