"""La figure de l'entropie croisée binaire."""

import numpy as np

from mlcourse.plots.style import BLUE, INK, VERMILION, figure


@figure
def plot_binary_cross_entropy(curves, *, ax):
    """Perte en fonction du logit z, calculée depuis z (trait large) ou depuis a = sigma(z) (tirets noirs).

    `curves` vient de `loss_curves` : y = 1, puis y = 0. Une croix marque le point où la formule naïve devient infinie.
    """
    for curve, color in zip(curves, (BLUE, VERMILION), strict=True):
        ax.plot(curve.z, curve.stable, color=color, lw=5, alpha=0.6, label=f"$y = {curve.y}$, depuis $z$")
    for i, curve in enumerate(curves):
        finite = np.isfinite(curve.naive)
        label = None if i else r"depuis $a = \sigma(z)$"
        ax.plot(curve.z[finite], curve.naive[finite], color=INK, lw=1.3, ls="--", label=label)
        if not finite.all():
            _mark_end(ax, curve.z[finite][-1], curve.naive[finite][-1])
    ax.set(xlabel="logit $z$", ylabel=r"perte $\mathcal{L}$")
    ax.legend(loc="upper left", handlelength=1.8)


def _mark_end(ax, z, loss):
    ax.plot(z, loss, "X", color=INK, ms=9)
    ax.annotate("infinie au-delà", (z, loss), xytext=(-9, 3), textcoords="offset points", ha="right", color=INK)
