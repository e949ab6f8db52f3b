"""Les poids que la tâche de symétrie fait apparaître."""

import numpy as np

from mlcourse.plots.style import BLUE, INK, MUTED, VERMILION, figure


@figure
def plot_symmetry_weights(run, *, ax):
    """Les six poids de chacun des deux neurones cachés, une barre par point du motif.

    `run` est un `SymmetryRun`. Le trait vertical marque le milieu : deux points en miroir en sont à égale distance.
    """
    points = np.arange(1, run.W.shape[1] + 1)
    for k, (color, hatch) in enumerate([(BLUE, None), (VERMILION, "///")]):
        ax.bar(
            points + 0.38 * (k - 0.5),
            run.W[k],
            width=0.36,
            color=color if hatch is None else "none",
            edgecolor=color,
            hatch=hatch,
            label=f"neurone caché {k + 1}",
        )
    ax.axhline(0, color=INK, lw=0.8)
    ax.axvline(points.mean(), color=MUTED, ls=":")
    ax.margins(y=0.22)
    ax.set(xlabel="point du motif", ylabel="poids", xticks=points)
    ax.grid(visible=False, axis="x")
    ax.legend(loc="upper center", ncols=2)
