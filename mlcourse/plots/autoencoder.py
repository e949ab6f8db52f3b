"""Les figures de l'auto-encodeur entraîné avec momentum : la table de l'article, et les courbes."""

import numpy as np

from mlcourse.french import decimal_comma
from mlcourse.plots.style import BLUE, GREEN, INK, VERMILION, figure

RULES = {"polyak": ("CM", BLUE, "-"), "nesterov": ("NAG", GREEN, "--")}


@figure
def plot_published_table(sweep, *, ax):
    """Erreur de chaque méthode, rapportée à celle de la descente de gradient : l'article en losanges, nous en ronds.

    `sweep` est un `Sweep` dont la première méthode est la descente de gradient. Chaque méthode prend son meilleur taux
    dans la grille commune ; le trait vertical est la descente de gradient au meilleur taux de la grille prolongée.
    """
    reference = np.median(sweep.cost[0, sweep.best(0, common=True)])
    fair = np.median(sweep.cost[0, sweep.best(0)]) / reference
    for k, error in enumerate(sweep.published / sweep.published[0]):
        costs = sweep.cost[k, sweep.best(k, common=True)] / reference
        ours = ax.plot(costs, np.full(costs.size, -k), "o", color=BLUE, ms=7, mfc="none", mew=1.5)
        published = ax.plot(error, -k, "D", color=VERMILION, ms=8)
    names = [method_name(*method) for method in sweep.methods]
    limit = ax.axvline(fair, color=INK, ls="--", lw=1.2)
    ax.set_yticks(-np.arange(len(names)), names)
    ax.set(xlabel="erreur / erreur de SGD", ylabel="méthode", xlim=(0, 1.12), ylim=(-len(names) + 0.4, 0.6))
    labels = ["article", "ici", "SGD, grille prolongée"]
    ax.legend(
        [*published, *ours, limit],
        labels,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=3,
        handlelength=1.4,
        handletextpad=0.4,
        columnspacing=1,
        borderaxespad=0,
    )


def method_name(mu, rule):
    """Écrit le nom d'une méthode : « SGD », « CM 0,99 », « NAG 0,999 ».

    >>> method_name(0.0, "polyak"), method_name(0.99, "nesterov")
    ('SGD', 'NAG 0,99')
    """
    return decimal_comma(f"{RULES[rule][0]} {mu:g}") if mu else "SGD"


@figure
def plot_autoencoder_curves(sweep, methods, *, ax):
    """Coût d'entraînement par époque de quelques méthodes : médiane des graines, leur étendue en bande.

    `methods` est une liste de couples (numéro de la méthode dans `sweep`, numéro du taux).
    """
    epochs = 5 * np.arange(1, sweep.curves.shape[-1] + 1)
    styles = [(VERMILION, ":"), (INK, "-."), (BLUE, "-"), (GREEN, "--")]
    for (k, a), (color, line) in zip(methods, styles, strict=False):
        costs = sweep.curves[k, a]
        name = method_name(float(sweep.mu[k]), str(sweep.rule[k]))
        label = rf"{name}, $\alpha$ = {decimal_comma(f'{sweep.alpha[a]:g}')}"
        ax.fill_between(epochs, costs.min(axis=0), costs.max(axis=0), color=color, alpha=0.15, lw=0)
        ax.plot(epochs, np.median(costs, axis=0), color=color, ls=line, label=label)
    ax.set(yscale="log", xlabel="époque", ylabel="coût d’entraînement")
    ticks = [0.2, 0.5, 1, 2, 5]
    ax.set_yticks(ticks, [decimal_comma(f"{tick:g}") for tick in ticks])
    ax.minorticks_off()
    ax.legend(loc="upper right", handlelength=2)
