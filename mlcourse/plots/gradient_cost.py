"""La figure du coût d'un gradient."""

import numpy as np

from mlcourse.plots.style import BLUE, MUTED, VERMILION, figure, powers_of_ten


@figure
def plot_gradient_costs(costs, *, ax):
    """Le prix d'un gradient, compté en évaluations du coût, en fonction du nombre P de paramètres.

    Médiane des mesures, leur étendue en bande ; en pointillés, la borne publiée.
    """
    P = costs.parameters
    ax.axhline(costs.published_bound, color=BLUE, ls=":", lw=1.3)
    _write(ax, f"borne publiée : {costs.published_bound}", (P[-1], costs.published_bound), (0, 4), BLUE, ha="right")
    ax.plot(P, costs.evaluations, color=MUTED, ls="--")
    for name, color, marker in (("finite_differences", VERMILION, "s"), ("backpropagation", BLUE, "o")):
        prices = costs.in_costs(name)
        ax.fill_between(P, prices.min(axis=0), prices.max(axis=0), color=color, alpha=0.25, lw=0)
        ax.plot(P, np.median(prices, axis=0), color=color, marker=marker)
    ax.text(0.03, 0.97, "différences finies", transform=ax.transAxes, color=VERMILION, va="top")
    bottom = costs.in_costs("backpropagation").min()
    _write(ax, "rétropropagation", (P[0], bottom), (0, -8), BLUE, va="top")
    _write(ax, "$2P$", (P[-1], costs.evaluations[-1]), (-4, -14), MUTED, ha="right", va="top")
    ax.set(xscale="log", yscale="log", xlabel="nombre $P$ de paramètres", ylabel="prix, en évaluations de $J$")
    ax.set_ylim(0.2, 20 * P[-1])
    powers_of_ten(ax.xaxis, 1)
    powers_of_ten(ax.yaxis, 1)


def _write(ax, text, point, offset, color, **alignment):
    """Écrit à côté d'un point de la figure."""
    ax.annotate(text, point, xytext=offset, textcoords="offset points", color=color, **alignment)
