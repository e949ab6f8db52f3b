"""Les cartes du taux et de la force du rappel."""

import numpy as np

from mlcourse.french import decimal_comma, fixed
from mlcourse.plots.style import INK, MUTED, figure

NAMES = (r"pénalité $\lambda$", r"décroissance $\lambda$")


@figure
def plot_decay_map(maps, k, *, ax):
    """Coût médian de validation, le plus clair étant le plus petit ; à chaque taux, le plus petit est encadré."""
    cost, chosen = maps.median[k], maps.median[k].argmin(axis=1)
    shown = np.clip(cost, None, 4 * cost.min())
    ax.pcolormesh(shown.T, cmap="Blues", norm="log", edgecolors=MUTED, linewidth=0.3)
    for (a, d), value in np.ndenumerate(cost):
        color = "white" if shown[a, d] > 2 * cost.min() else INK
        framed = {"boxstyle": "round,pad=0.2", "fc": "none", "ec": color} if d == chosen[a] else None
        ax.text(a + 0.5, d + 0.5, fixed(value, 2), ha="center", va="center", color=color, fontsize=12.5, bbox=framed)
    for axis, values, label in ((ax.xaxis, maps.alpha, "taux"), (ax.yaxis, maps.decay[k], NAMES[k])):
        axis.set_ticks(np.arange(len(values)) + 0.5, [decimal_comma(f"{value:.1g}") for value in values])
        axis.set_label_text(label)
    ax.grid(visible=False)
