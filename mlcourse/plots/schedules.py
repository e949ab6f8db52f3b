"""Les calendriers sur un même axe, et ce qu'ils donnent."""

import numpy as np

from mlcourse.french import french_number
from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure

STYLES = ((INK, ":", "s"), (VERMILION, "-", "o"), (GREEN, "--", "^"), (BLUE, "-.", "D"), (PURPLE, "-", "v"))
LABELS = {
    "constant": "constant",
    "step": "paliers",
    "inverse_time": "en $1/t$",
    "cosine": "cosinus",
    "warmup": "échauffement, cosinus",
}
RULES = {"polyak": "Polyak", "adam": "Adam"}
ABOVE = {"loc": "lower center", "bbox_to_anchor": (0.5, 1), "handlelength": 1.6, "columnspacing": 1}


@figure
def plot_schedules(schedules, total, *, ax):
    """Le taux selon le pas, rapporté à son plus grand, un trait par calendrier."""
    t = np.arange(1, total + 1)
    for (name, schedule), (color, line, _) in zip(schedules.items(), STYLES, strict=False):
        top = schedule.hyperparameters["alpha"]
        ax.plot(t, [schedule(int(k)) / top for k in t], line, color=color, label=LABELS.get(name, name))
    ax.set(xlabel="pas", ylabel="taux / plus grand taux", ylim=(-0.03, 1.03))
    ax.legend(ncols=2, **ABOVE)


@figure
def plot_schedule_costs(runs, *, ax):
    """Coût final de validation selon le plus grand taux, échelles logarithmiques : médiane et étendue des graines."""
    for name, cost, (color, line, marker) in zip(runs.names, runs.cost, STYLES, strict=True):
        ax.plot(runs.alpha, np.median(cost, axis=-1), line, color=color, marker=marker, ms=5, label=LABELS[name])
        ax.fill_between(runs.alpha, cost.min(axis=-1), cost.max(axis=-1), color=color, alpha=0.12, lw=0)
    ax.set(xscale="log", yscale="log", xlabel="plus grand taux", ylabel="coût de validation")
    ax.legend(ncols=2, **ABOVE)


@figure
def plot_warmups(targets, warmups, cost, *, ax):
    """Coût final de validation selon la durée de l'échauffement, un trait par règle et par taux."""
    places = np.arange(len(warmups))
    for (rule, alpha), seeds, (color, line, marker) in zip(targets, cost, STYLES, strict=False):
        label = rf"{RULES[rule]}, $\alpha = {french_number(alpha)}$".replace(",", "{,}").replace("{,} $", ", $")
        ax.plot(places, np.median(seeds, axis=-1), line, color=color, marker=marker, ms=6, label=label)
        ax.fill_between(places, seeds.min(axis=-1), seeds.max(axis=-1), color=color, alpha=0.12, lw=0)
    ax.set(yscale="log", xlabel="pas d'échauffement", ylabel="coût de validation")
    ax.set_xticks(places, [str(warmup) for warmup in warmups])
    ax.legend(ncols=2, **ABOVE)
