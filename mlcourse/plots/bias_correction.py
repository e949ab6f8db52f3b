"""Les figures de la correction du biais : le facteur du pas, la grille d'Adam, les premiers pas."""

import numpy as np

from mlcourse.french import decimal_comma
from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure, powers_of_ten

BETA2 = {0.99: (GREEN, "^"), 0.999: (BLUE, "o"), 0.9999: (PURPLE, "s")}
RULES = (("sans correction", VERMILION, "--"), ("avec correction", BLUE, "-"))


@figure
def plot_step_factor(factors, *, ax):
    """Par quoi l'absence de correction multiplie chaque pas, selon son numéro ; la légende écrit chaque maximum.

    `factors` vient de `step_factors`.
    """
    t = factors.t
    for beta2, factor in zip(factors.beta2, factors.factor, strict=True):
        color, marker = BETA2[float(beta2)]
        text = rf"$\beta_2$ = {beta2:g} : {factor.max():.1f} à $t$ = {t[factor.argmax()]}"
        ax.plot(
            t, factor, color=color, marker=marker, markevery=[int(factor.argmax())], ms=7, label=decimal_comma(text)
        )
    ax.axhline(1, color=INK, lw=0.8)
    ax.set(xscale="log", yscale="log", xlabel="numéro $t$ du pas", ylabel="pas sans correction / avec")
    ax.set_yticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
    ax.set_ylim(0.8, 150)  # la légende tient au-dessus des courbes
    ax.minorticks_off()
    powers_of_ten(ax.xaxis, 1)
    ax.legend(loc="upper right", handlelength=1.5, borderaxespad=0)


@figure
def plot_bias_grid(grid, epochs, *, ax, beta1=0.9):
    """Coût après `epochs` époques en fonction d'alpha, sans correction (tirets) et avec (trait plein).

    `grid` vient de `bias_grid` ; une couleur par beta2, la médiane des graines en trait, leur étendue en bande.
    """
    b, e = list(grid.beta1).index(beta1), list(grid.epochs).index(epochs)
    for c, beta2 in enumerate(grid.beta2):
        color, marker = BETA2[float(beta2)]
        for cost, (_, _, line) in zip(grid.cost[:, b, c, :, :, e], RULES, strict=True):
            ax.fill_between(grid.alpha, cost.min(axis=-1), cost.max(axis=-1), color=color, alpha=0.15, lw=0)
            ax.plot(grid.alpha, np.median(cost, axis=-1), color=color, marker=marker, ms=5, ls=line)
        ax.plot([], [], color=color, marker=marker, label=decimal_comma(rf"$\beta_2$ = {beta2:g}"))
    for label, _, line in RULES:
        ax.plot([], [], color=INK, ls=line, label=label)
    ax.set(xscale="log", xlabel=r"taux d’apprentissage $\alpha$", ylabel="coût (nats par image)")
    powers_of_ten(ax.xaxis, 1)
    ax.legend(loc="upper right", handlelength=1.8, labelspacing=0.25)


@figure
def plot_first_steps(first, *, ax):
    """Coût de chaque lot de la première époque, une courbe par graine.

    `first` vient de `first_steps`.
    """
    steps = np.arange(1, first.cost.shape[-1] + 1)
    for costs, (label, color, line) in zip(first.cost, RULES, strict=True):
        lines = ax.plot(steps, costs.T, color=color, ls=line)
        lines[0].set_label(label)
    ax.set(yscale="log", xlabel=f"pas (lots de {first.batch_size} images)", ylabel="coût (nats par image)")
    ax.margins(y=0.2)
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="upper right", handlelength=1.8)
