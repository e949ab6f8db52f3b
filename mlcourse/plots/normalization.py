"""Les figures de la normalisation des entrées."""

import numpy as np

from mlcourse.french import decimal_comma
from mlcourse.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, VERMILION, figure, powers_of_ten

PREPARATIONS = {
    "raw": ("brutes", VERMILION, "-"),
    "centered": ("centrées", PURPLE, "--"),
    "scaled": ("réduites", GREEN, "-."),
    "standardized": ("centrées et réduites", BLUE, "-"),
}


@figure
def plot_landscape(landscape, *, ax):
    """Lignes de niveau du coût autour de son minimum, et les descentes jusqu'au centième de la distance de départ."""
    grid = np.linspace(-1.25, 1.25, 161)
    w = np.stack(np.meshgrid(grid, grid))
    excess = np.einsum("iab,ij,jab->ab", w, landscape.hessian, w) / 2
    levels = excess.max() * np.array([1e-3, 4e-3, 0.016, 0.063, 0.25, 0.6])
    ax.contour(grid, grid, excess, levels=levels, colors=MUTED, linewidths=0.9)
    colors = (BLUE, VERMILION, GREEN)
    for i, (path, steps) in enumerate(zip(landscape.paths, landscape.steps, strict=True)):
        path = path[: steps + 1]
        ax.plot(*path.T, color=colors[i % 3], lw=0.8, marker=".", ms=3)
        ax.plot(*path[0], "o", color=colors[i % 3], ms=7)
    ax.plot(0, 0, "*", color=INK, ms=12, zorder=5)
    ax.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), xticks=[-1, 0, 1], yticks=[-1, 0, 1], aspect="equal")
    # Le poids de chaque mesure, compté depuis sa valeur au minimum.
    ax.set(xlabel=f"poids « {landscape.features[0]} »", ylabel=f"poids « {landscape.features[1]} »")


@figure
def plot_preparations(curves, *, ax):
    """Coût d'apprentissage par époque, une courbe par préparation : médiane des graines, étendue en bande."""
    for curve in curves:
        name, color, line = PREPARATIONS[curve.preparation]
        epochs = np.arange(1, curve.cost.shape[1] + 1)
        ax.fill_between(epochs, curve.cost.min(axis=0), curve.cost.max(axis=0), color=color, alpha=0.2, lw=0)
        ax.plot(epochs, np.median(curve.cost, axis=0), color=color, ls=line, label=name)
    ax.axhline(curve.chance, color=MUTED, lw=1, ls=":")
    ax.annotate("au hasard", (epochs[-1], curve.chance), (0, 3), textcoords="offset points", ha="right", color=MUTED)
    ax.set(yscale="log", xlabel="époque", ylabel="coût $J$", xlim=(0, epochs[-1]))
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, handlelength=1.6, columnspacing=1, borderaxespad=0.2)


@figure
def plot_rate_limit(curves, *, ax):
    """Coût de la descente sur les deux nuages : une couleur par taux d'apprentissage, un trait par graine."""
    styles = ((BLUE, "o"), (VERMILION, "s"), (PURPLE, "^"))
    for (alpha, costs), (color, marker) in zip(curves.items(), styles, strict=False):
        epochs = np.arange(1, costs.shape[1] + 1)
        lines = ax.plot(epochs, costs.T, color=color, marker=marker, ms=3.5, lw=1.2)
        lines[0].set_label(rf"$\alpha$ = {decimal_comma(f'{alpha:g}')}")
    ax.set(yscale="log", xlabel="époque", ylabel="coût $J$")
    powers_of_ten(ax.yaxis, 2)
    ax.legend(loc="upper left", handlelength=1.5)
