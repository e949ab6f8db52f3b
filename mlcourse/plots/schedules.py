"""Les calendriers sur un même axe."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure

LABELS = {
    "constant": ("constant", INK, ":"),
    "step": ("paliers", VERMILION, "-"),
    "inverse_time": ("en $1/t$", GREEN, "--"),
    "cosine": ("cosinus", BLUE, "-."),
    "warmup": ("échauffement, cosinus", PURPLE, "-"),
}


@figure
def plot_schedules(schedules, total, *, ax):
    """Le taux selon le pas, rapporté à son plus grand, un trait par calendrier."""
    t = np.arange(1, total + 1)
    for name, schedule in schedules.items():
        label, color, line = LABELS[name]
        top = schedule.hyperparameters["alpha"]
        ax.plot(t, [schedule(int(k)) / top for k in t], line, color=color, label=label)
    ax.set(xlabel="pas", ylabel="taux / plus grand taux", ylim=(-0.03, 1.03))
    ax.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1), handlelength=1.6, columnspacing=1)
