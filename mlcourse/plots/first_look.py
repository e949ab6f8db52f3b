"""Ce qu'un réseau répond partout dans le plan, et les points qu'il devait séparer."""

from matplotlib.colors import LinearSegmentedColormap

from mlcourse.plots.style import BLUE, VERMILION, figure

ANSWERS = LinearSegmentedColormap.from_list("answers", [(*rgb, 0.45) for rgb in ((0.835, 0.369, 0), (0, 0.447, 0.698))])
CLASSES = ((VERMILION, "o", "none"), (BLUE, "o", BLUE))


@figure
def plot_first_look(look, *, ax):
    """Les réponses de `first_look`, du vermillon, 0, au bleu, 1 ; une classe de points est creuse, l'autre pleine."""
    extent = (-look.side, look.side, -look.side, look.side)
    ax.imshow(look.answers, origin="lower", extent=extent, cmap=ANSWERS, vmin=0, vmax=10, interpolation="bilinear")
    for label, (color, marker, face) in enumerate(CLASSES):
        ax.scatter(*look.points[:, look.labels == label], s=18, marker=marker, ec=color, fc=face)
    ax.axis("off")
