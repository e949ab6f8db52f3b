"""La figure des poids de départ trop petits ou trop grands."""

import numpy as np

from mlcourse.french import decimal_comma
from mlcourse.plots.style import BLUE, GREEN, INK, VERMILION, figure

STYLES = (
    ("descente", VERMILION, "o", "-"),
    ("Polyak 0,9", GREEN, "s", "--"),
    ("Nesterov 0,99", BLUE, "^", "-"),
)


@figure
def plot_initial_scale(table, published, *, ax):
    """Erreur selon le facteur des poids de départ, rapportée à celle de Nesterov au facteur 1, publiée et mesurée."""
    best, unit = table.best(), list(table.scale).index(1)
    reference = np.median(best[unit, -1])
    for k, (label, color, marker, line) in enumerate(STYLES):
        cost = best[:, k] / reference
        ax.fill_between(table.scale, cost.min(axis=-1), cost.max(axis=-1), color=color, alpha=0.15, lw=0)
        ax.plot(table.scale, np.median(cost, axis=-1), color=color, marker=marker, ls=line, ms=6, label=label)
    errors = np.array(list(published.values())) / published[1]
    ax.plot(list(published), errors, "D:", color=INK, ms=6, lw=1.2, label="publié, Nesterov")
    ax.set(xscale="log", yscale="log", xlabel="facteur des poids de départ", ylabel="erreur / la meilleure")
    ax.set_xticks(table.scale, [decimal_comma(f"{scale:g}") for scale in table.scale])
    ax.minorticks_off()
    ax.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1), columnspacing=1)
