"""Les figures de l'initialisation de Glorot et Bengio."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, VERMILION, figure, powers_of_ten

INITIALIZERS = {"baseline_uniform": ("usage d’alors", VERMILION), "glorot_uniform": ("proposée", BLUE)}
LAYERS = ((VERMILION, "-"), (PURPLE, "--"), (GREEN, "-."), (BLUE, ":"), (INK, "-"))


@figure
def plot_activation_histograms(statistics, *, ax):
    """Histogrammes normalisés des activations : la figure 6 de l'article.

    Une courbe par couche cachée, médiane des tirages ; leur étendue est en bande.
    """
    middle = (statistics.bins[1:] + statistics.bins[:-1]) / 2
    for l, density in enumerate(np.swapaxes(statistics.histogram, 0, 1), start=1):
        color, line = LAYERS[(l - 1) % len(LAYERS)]
        ax.fill_between(middle, density.min(axis=0), density.max(axis=0), color=color, alpha=0.2, lw=0)
        ax.plot(middle, np.median(density, axis=0), color=color, ls=line, lw=1.6, label=f"couche {l}")
    ax.set(xlabel="activation", ylabel="densité", xlim=(-1, 1), ylim=(0, None), xticks=[-1, -0.5, 0, 0.5, 1])
    ax.legend(loc="upper right", handlelength=1.5, labelspacing=0.2, borderaxespad=0)


@figure
def plot_gradients_by_layer(statistics, *, ax):
    """Écarts types de delta (trait plein) et de dW (tirets) par couche, rapportés à la dernière : figures 7 et 8.

    Un trait par tirage ; les pointillés gris sont la loi linéaire, sqrt(n Var(W)) par couche pour delta.
    """
    for run in statistics:
        name, color = INITIALIZERS[run.initializer]
        layers = np.arange(1, run.delta.shape[1] + 1)
        ax.plot(layers, run.theory, color=MUTED, lw=1, ls=":")
        for values, line, marker, symbol in (
            (run.delta, "-", "o", r"$\delta$"),
            (run.weight_gradient, "--", "s", "$dW$"),
        ):
            ax.plot(layers, (values / values[:, -1:]).T, color=color, ls=line, marker=marker, ms=4, lw=1.3)
            ax.lines[-1].set_label(f"{symbol}, {name}")
    ax.set(yscale="log", xlabel="couche", ylabel="écart type (dernière = 1)", xticks=layers, ylim=(0.06, 2.2))
    ax.set_yticks([0.1, 0.3, 1], labels=["0,1", "0,3", "1"])
    ax.set_yticks([], minor=True)
    ax.legend(loc="lower right", handlelength=1.8, labelspacing=0.25)


@figure
def plot_table_costs(table, *, ax):
    """Coût d'apprentissage de chaque ligne de la table, au taux que la validation a choisi : un trait par graine."""
    styles = {"tanh": (VERMILION, "--", "s"), "tanh N": (BLUE, "-", "o"), "sigmoid": (PURPLE, "-.", "^")}
    for name in table.configurations:
        costs = table.chosen(name)[2]
        color, line, marker = styles[name]
        ax.plot(np.arange(1, costs.shape[1] + 1), costs.T, color=color, ls=line, marker=marker, ms=3.5, lw=1.2)
        ax.lines[-1].set_label(name.replace("sigmoid", "sigmoïde"))
    ax.set(yscale="log", xlabel="époque", ylabel="coût $J$")
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="lower left")


@figure
def plot_spread_while_training(gradients, *, ax):
    """Rapport du plus grand au plus petit gradient de poids, entre couches, par époque : un trait par graine."""
    for spread, (name, color), marker in zip(gradients.spread, INITIALIZERS.values(), "so", strict=True):
        epochs = np.arange(spread.shape[1])
        ax.plot(epochs, spread.T, color=color, marker=marker, ms=4.5, lw=1.2)
        ax.lines[-1].set_label(name)
    ax.axhline(1, color=MUTED, lw=1, ls=":")
    ax.set(xlabel="époque", ylabel="plus grand / plus petit", ylim=(0.9, None), xticks=epochs)
    ax.legend(loc="upper left", handlelength=1.8)
