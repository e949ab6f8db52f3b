"""La figure des caractéristiques rares."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, PURPLE, VERMILION, figure, powers_of_ten

STYLES = (
    ("descente", BLUE, "o", "-"),
    (r"descente en $1/\sqrt{t}$", GREEN, "s", "-"),
    ("Adagrad", VERMILION, "^", "--"),
    ("RMSProp", PURPLE, "v", "--"),
)


@figure
def plot_sparse(runs, *, ax):
    """Excès de perte selon le taux : une courbe par règle, médiane et étendue des graines."""
    for excess, (label, color, marker, line) in zip(runs.excess, STYLES, strict=True):
        ax.plot(runs.alpha, np.median(excess, axis=-1), color=color, marker=marker, ls=line, ms=5, label=label)
        ax.fill_between(runs.alpha, excess.min(axis=-1), excess.max(axis=-1), color=color, alpha=0.15, lw=0)
    ax.set(xscale="log", yscale="log", xlabel="taux d'apprentissage", ylabel="excès de perte", ylim=(0.02, 1))
    powers_of_ten(ax.xaxis, 1)
    ax.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1), columnspacing=1)


@figure
def plot_word_rates(runs, *, ax):
    """Le taux de chaque mot rapporté à celui du premier, selon ses apparitions : un point par mot, et le calcul."""
    seen = runs.counts > 0
    counts, sums = runs.counts[seen], runs.sums[seen]
    ax.plot(counts, np.sqrt(sums[0] / sums), ".", color=VERMILION, ms=5, label="lus dans $S$")
    line = np.array([counts.min(), counts.max()])
    ax.plot(line, np.sqrt(counts[0] / line), color=BLUE, label=r"$\sqrt{n_1 / n_j}$")
    ax.set(xscale="log", yscale="log", xlabel="apparitions du mot", ylabel="taux / taux du premier mot")
    ax.legend()
