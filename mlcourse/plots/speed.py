"""La figure du banc d'essai."""

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from mlcourse.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, VERMILION, figure

#: Nom dans le fichier, étiquette, couleur, marqueur ; de PyTorch, la variante la plus rapide.
RIVALS = [
    ("JAX, scan", "JAX, époque entière", GREEN, "v"),
    ("mlcourse, compilé", "mlcourse, compilé", BLUE, "x"),
    ("mlcourse", "mlcourse", BLUE, "o"),
    ("JAX, par étape", "JAX, par étape", PURPLE, "^"),
    ("PyTorch", "PyTorch, au mieux", VERMILION, "s"),
    ("scikit-learn", "scikit-learn", INK, "D"),
]


@figure
def plot_speed(bench, dtype="float32", threads=1, *, ax):
    """Durée d'une époque, rapportée au plancher : un marqueur par bibliothèque, un trait entre les quartiles."""
    rows = np.arange(len(bench.cases))[::-1]
    ax.axvline(1, color=MUTED, ls="--", lw=1.4)
    for k, (name, label, color, marker) in enumerate(RIVALS):
        lines = [_line(bench, name, case, dtype, threads) for case, _ in bench.cases]
        low, median, high = np.transpose([line["to_floor"] for line in lines])
        y = rows + 0.25 - 0.1 * k
        ax.hlines(y, low, high, color=color, lw=1.6)
        ax.plot(median, y, marker, color=color, ms=7, ls="none", label=label)
    ax.set(xscale="log", xlabel="durée / produits de matrices seuls", ylabel="réseau", ylim=(-0.6, len(rows) - 0.4))
    ax.set_yticks(rows, [f"{case}\nlot {batch}" for case, batch in bench.cases])
    ax.xaxis.set_major_locator(FixedLocator([1, 2, 5, 10, 20, 50, 100]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    ax.xaxis.set_minor_locator(NullLocator())
    spacing = {"handlelength": 1, "columnspacing": 1, "labelspacing": 0.2, "borderaxespad": 0}
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1.02), ncols=2, **spacing)
    ax.figure.set_figheight(4.6)


def _line(bench, name, case, dtype, threads):
    return bench.best_torch(case, dtype, threads) if name == "PyTorch" else bench.at(case, dtype, threads)[name]
