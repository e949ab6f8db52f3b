"""Les figures du ravin tourné : des trajectoires, et ce que l'angle coûte à chaque règle."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, VERMILION, figure

RULES = {
    "sgd": ("descente de gradient", VERMILION, "s", "--"),
    "polyak": ("momentum", BLUE, "o", "-"),
    "adagrad": ("Adagrad", MUTED, "v", ":"),
    "rmsprop": ("RMSProp", GREEN, "^", "-"),
    "adam": ("Adam", PURPLE, "D", "-."),
}


@figure
def plot_ravine_paths(ravine, paths, *, ax):
    """Les trajectoires `paths`, {règle: (2, T + 1)}, sur les lignes de niveau de `ravine` ; le minimum est en zéro."""
    x, y = np.linspace(-2.8, 2.8, 161), np.linspace(-1.5, 1.7, 101)
    grid = np.array(np.meshgrid(x, y))
    ax.contour(x, y, ravine.cost(grid), levels=0.5 * np.geomspace(0.002, 2, 9), colors=[MUTED], linewidths=0.6)
    for rule, path in paths.items():
        label, color, marker, line = RULES[rule]
        ax.plot(*path, color=color, marker=marker, ms=4, ls=line, lw=1.4, label=label)
    ax.plot(0, 0, "X", color=INK, ms=8)
    ax.set(xlabel=r"$\theta_1$", ylabel=r"$\theta_2$", aspect="equal")
    ax.grid(visible=False)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(paths), handlelength=2, borderaxespad=0)


@figure
def plot_rotation_cost(counts, *, ax):
    """Itérations nécessaires en fonction de l'angle du ravin : médiane des départs, étendue des graines en bande.

    `counts` est une liste, une par graine, de ce que rend `count_steps`.
    """
    for runs in zip(*counts, strict=True):
        label, color, marker, line = RULES[runs[0].rule]
        medians = np.array([np.median(run.steps, axis=1) for run in runs])
        degrees = runs[0].degrees
        ax.fill_between(degrees, medians.min(axis=0), medians.max(axis=0), color=color, alpha=0.2, lw=0)
        ax.plot(degrees, np.median(medians, axis=0), color=color, marker=marker, ms=5, ls=line, label=label)
    ax.set(xlabel="angle du ravin (degrés)", ylabel="itérations", xticks=[0, 15, 30, 45, 60, 75, 90], ylim=(0, 150))
    ax.legend(loc="upper center", ncols=2, handlelength=2, columnspacing=1.2)
