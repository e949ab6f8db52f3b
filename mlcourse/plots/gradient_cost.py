"""La figure du coût d'un gradient."""

from mlcourse.plots.style import BLUE, MUTED, VERMILION, figure, powers_of_ten


@figure
def plot_gradient_costs(costs, *, ax):
    """Le prix d'un gradient, compté en évaluations du coût, en fonction du nombre P de paramètres."""
    P = costs.parameters
    ax.plot(P, 2 * P, color=MUTED, ls="--")
    for name, color, marker in (("finite_differences", VERMILION, "s"), ("backpropagation", BLUE, "o")):
        ax.plot(P, costs.in_costs(name), color=color, marker=marker)
    ax.text(0.03, 0.97, "différences finies", transform=ax.transAxes, color=VERMILION, va="top")
    top = costs.in_costs("backpropagation").max()
    ax.annotate("rétropropagation", (P[0], top), xytext=(0, 7), textcoords="offset points", color=BLUE)
    ax.annotate(
        "$2P$", (P[-1], 2 * P[-1]), xytext=(-4, -14), textcoords="offset points", ha="right", va="top", color=MUTED
    )
    ax.set(xscale="log", yscale="log", xlabel="nombre $P$ de paramètres", ylabel="prix, en évaluations de $J$")
    ax.set_ylim(0.5, 20 * P[-1])
    powers_of_ten(ax.xaxis, 1)
    powers_of_ten(ax.yaxis, 1)
