"""Les figures des dents de scie."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, VERMILION, figure, powers_of_ten

STYLES = ((PURPLE, "-", 2.6), (VERMILION, "--", 2.0), (BLUE, "-", 1.2), (GREEN, "-.", 1.0))


@figure
def plot_sawtooth(x, curves, *, ax):
    """La dent composée avec elle-même, {nombre de couches: ordonnées}, sur les abscisses x."""
    for (depth, y), (color, line, width) in zip(curves.items(), STYLES, strict=False):
        ax.plot(x, y, color=color, ls=line, lw=width, label=f"{depth} couche{'s' * (depth > 1)}")
    ax.set(xlabel="$x$", ylabel="sortie", xlim=(x[0], x[-1]), ylim=(-0.03, 1.06))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, handlelength=1.6, columnspacing=1, borderaxespad=0.2)


@figure
def plot_pieces(pieces, *, ax):
    """Morceaux droits selon la profondeur, en échelle logarithmique : construits, puis tirés, un carré par graine."""
    ax.plot(pieces.depths, pieces.built, color=BLUE, marker="o", ms=5, label="dents : $2^L$")
    ax.plot(pieces.depths, pieces.drawn, "s", color=VERMILION, ms=4.5, alpha=0.8, mew=0)
    ax.plot([], [], "s", color=VERMILION, ms=5, label="poids tirés")
    ax.plot(pieces.depths, pieces.units, color=INK, lw=1.2, ls=":", label="nombre d'unités")
    ax.axhline(1, color=MUTED, lw=0.8)
    ax.set(yscale="log", xlabel="couches cachées", ylabel="morceaux droits", xticks=pieces.depths)
    powers_of_ten(ax.yaxis, 1)
    ax.set_ylim(0.9, 2 * np.max(pieces.built))
    ax.legend(loc="lower right", handlelength=1.6)
