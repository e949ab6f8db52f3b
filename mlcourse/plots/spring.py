"""Les figures du ressort : son diagramme de phase, et ce que dure son retour."""

from mlcourse.french import french_number
from mlcourse.plots.style import BLUE, GREEN, INK, VERMILION, figure

STYLES = ((BLUE, "s"), (GREEN, "o"), (VERMILION, "^"))


@figure
def plot_phase(springs, *, ax):
    """Déplacement de chaque pas selon la position : une spirale quand le mode oscille, un arc sinon."""
    for spring, (color, marker) in zip(springs, STYLES, strict=False):
        label = rf"$\beta = {french_number(spring.beta)}$".replace(",", "{,}")
        ax.plot(spring.theta, spring.move, color=color, marker=marker, ms=3.5, lw=1.2, label=label)
    ax.plot(0, 0, "+", color=INK, ms=12, mew=2)
    ax.set(xlabel=r"position $\theta$", ylabel="déplacement")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, handlelength=1.2, columnspacing=1.2)


@figure
def plot_settling(scans, critical, *, ax):
    """Pas jusqu'à l'arrivée selon le momentum, un trait par raideur ; le marqueur est l'amortissement critique."""
    for scan, beta, (color, marker), line in zip(scans, critical, STYLES, ("-", "--", "-."), strict=True):
        label = rf"$\alpha\lambda = {french_number(scan.alpha)}$".replace(",", "{,}")
        ax.plot(scan.beta, scan.steps, line, color=color, label=label)
        at = abs(scan.beta - beta).argmin()
        ax.plot(scan.beta[at], scan.steps[at], marker, color=color, ms=8)
    ax.set(yscale="log", xlabel=r"momentum $\beta$", ylabel="pas")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, handlelength=1.6, columnspacing=1)
