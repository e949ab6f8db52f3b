"""Les figures de la course des optimiseurs : les taux qui conviennent, l'entraînement, le test."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from mlcourse.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, VERMILION, figure, percent_axis, powers_of_ten

#: Un trait plein pour les règles qui donnent le même taux à tous les paramètres, des tirets pour les autres.
RULES = {
    "sgd": ("descente de gradient", INK, "-"),
    "momentum": ("momentum", BLUE, "-"),
    "polyak": ("Polyak", GREEN, "-"),
    "nesterov": ("Nesterov", PURPLE, "-"),
    "adagrad": ("Adagrad", MUTED, "--"),
    "rmsprop": ("RMSProp", VERMILION, "--"),
    "adam": ("Adam", BLUE, "--"),
    "adamw": ("AdamW", PURPLE, "--"),
}


@figure
def plot_tolerance(race, *, ax):
    """Les taux qui conviennent à chaque règle : un trait d'un bout à l'autre, un rond au meilleur.

    Un taux convient si son coût médian de validation est à moins du double du meilleur de la règle.
    """
    rows = np.arange(len(race.rules))[::-1]
    for y, rule, (low, high), best in zip(rows, race.rules, race.tolerance(), race.best, strict=True):
        _, color, _ = RULES[str(rule)]
        ax.plot([low, high], [y, y], color=color, lw=4)
        ax.plot(best, y, "o", color=color, ms=9)
    _name_rows(ax, race.rules, rows)
    ax.set(xscale="log", xlim=(race.alphas.min() / 2, race.alphas.max() * 2), xlabel=r"taux d’apprentissage $\alpha$")
    powers_of_ten(ax.xaxis, 1)


@figure
def plot_race_curves(race, *, ax):
    """Coût d'entraînement à chaque époque, au taux retenu : médiane des graines, leur étendue en bande."""
    epochs = np.arange(1, race.cost.shape[-1] + 1)
    for rule, costs in zip(race.rules, race.cost, strict=True):
        label, color, line = RULES[str(rule)]
        ax.fill_between(epochs, costs.min(axis=0), costs.max(axis=0), color=color, alpha=0.12, lw=0)
        ax.plot(epochs, np.median(costs, axis=0), color=color, ls=line, lw=1.6, label=label)
    ax.set(yscale="log", xlabel="époque", ylabel="coût d’entraînement", ylim=(race.cost.min() / 1.5, 90))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="upper right", ncols=2, handlelength=1.6, labelspacing=0.2, columnspacing=1, borderaxespad=0)


@figure
def plot_race_test(race, *, ax):
    """Exactitude de test de chaque graine, une ligne par règle."""
    rows = np.arange(len(race.rules))[::-1]
    for y, rule, accuracies in zip(rows, race.rules, race.test_accuracy, strict=True):
        _, color, _ = RULES[str(rule)]
        ax.plot(accuracies, np.full(accuracies.size, y), "o", color=color, ms=8, mfc="none", mew=1.6)
        ax.plot(np.median(accuracies), y, "|", color=color, ms=16, mew=3)
    _name_rows(ax, race.rules, rows)
    ax.set(xlabel="exactitude de test")
    percent_axis(ax.xaxis)


def _name_rows(ax, rules, rows):
    ax.set_yticks(rows, [RULES[str(rule)][0] for rule in rules])
    ax.set(ylabel="règle", ylim=(-0.6, len(rows) - 0.4))
