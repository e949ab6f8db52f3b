"""La figure du coût d'un gradient."""

import numpy as np

from mlcourse.experiments.gradient_cost import PUBLISHED_BOUND
from mlcourse.plots.style import BLUE, MUTED, VERMILION, figure, powers_of_ten


@figure
def plot_gradient_costs(costs, *, ax):
    """Le prix d'un gradient, compté en évaluations du coût, en fonction du nombre P de paramètres.

    Médiane des mesures, leur étendue en bande ; en pointillés, la borne publiée.
    """
    P = costs.parameters
    ax.axhline(PUBLISHED_BOUND, color=BLUE, ls=":", lw=1.3)
    ax.annotate(
        f"borne publiée : {PUBLISHED_BOUND}",
        (P[-1], PUBLISHED_BOUND),
        xytext=(0, 4),
        textcoords="offset points",
        ha="right",
        color=BLUE,
    )
    ax.plot(P, 2 * P, color=MUTED, ls="--")
    for name, color, marker in (("finite_differences", VERMILION, "s"), ("backpropagation", BLUE, "o")):
        prices = costs.in_costs(name)
        ax.fill_between(P, prices.min(axis=0), prices.max(axis=0), color=color, alpha=0.25, lw=0)
        ax.plot(P, np.median(prices, axis=0), color=color, marker=marker)
    ax.text(0.03, 0.97, "différences finies", transform=ax.transAxes, color=VERMILION, va="top")
    bottom = costs.in_costs("backpropagation").min()
    ax.annotate("rétropropagation", (P[0], bottom), xytext=(0, -8), textcoords="offset points", va="top", color=BLUE)
    ax.annotate(
        "$2P$", (P[-1], 2 * P[-1]), xytext=(-4, -14), textcoords="offset points", ha="right", va="top", color=MUTED
    )
    ax.set(xscale="log", yscale="log", xlabel="nombre $P$ de paramètres", ylabel="prix, en évaluations de $J$")
    ax.set_ylim(0.2, 20 * P[-1])
    powers_of_ten(ax.xaxis, 1)
    powers_of_ten(ax.yaxis, 1)
