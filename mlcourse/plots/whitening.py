"""Le nuage des entrées, avant et après chaque préparation."""

from mlcourse.plots.style import BLUE, GREEN, MUTED, VERMILION, figure

CLASSES = ((BLUE, "o"), (VERMILION, "^"), (GREEN, "s"))


@figure
def plot_cloud(cloud, *, ax):
    """Deux mesures de wine, un marqueur par cépage ; les deux axes ont la même échelle."""
    for value in (ax.axhline, ax.axvline):
        value(0, color=MUTED, lw=0.8)
    for label, (color, marker) in enumerate(CLASSES):
        kept = cloud.labels == label
        ax.plot(*cloud.points[:, kept], marker, color=color, ms=4, alpha=0.7, mew=0, label=f"cépage {label + 1}")
    ax.set(xlabel="première coordonnée", ylabel="seconde coordonnée", aspect="equal")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, handletextpad=0.2, columnspacing=0.8, borderaxespad=0.2)
