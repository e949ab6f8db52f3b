"""La figure de la règle linéaire."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, MUTED, VERMILION, figure

STYLES = (
    ("taux constant", VERMILION, "o", "-"),
    ("racine", GREEN, "s", "--"),
    ("linéaire", BLUE, "^", "-"),
    ("linéaire, échauffé", INK, "v", ":"),
)


@figure
def plot_linear_scaling(runs, *, ax):
    """Coût final selon la taille du lot : une courbe par règle ; la bande grise va d'une échelle du bruit à l'autre."""
    for cost, (label, color, marker, line) in zip(runs.cost, STYLES, strict=False):
        ax.fill_between(runs.sizes, cost.min(axis=-1), cost.max(axis=-1), color=color, alpha=0.15, lw=0)
        ax.plot(runs.sizes, np.median(cost, axis=-1), color=color, marker=marker, ls=line, ms=5, label=label)
    ax.axvspan(*np.median(runs.noise, axis=-1), color=MUTED, alpha=0.15, lw=0)
    ax.set(xscale="log", yscale="log", xlabel="taille du lot", ylabel="coût final", xlim=(14, 1300))
    ax.set_xticks(runs.sizes, [str(m) for m in runs.sizes], rotation=45)
    ax.minorticks_off()
    ax.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1), columnspacing=1)
