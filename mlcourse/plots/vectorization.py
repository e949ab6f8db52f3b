"""La figure de la vectorisation."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure, powers_of_ten

METHODS = {
    "pure_python": ("Python pur", VERMILION, "s", ":"),
    "column_loop": ("NumPy, colonne par colonne", GREEN, "^", "--"),
    "vectorized": ("NumPy, tout le lot", BLUE, "o", "-"),
}


@figure
def plot_vectorization(timings, *, ax):
    """Durée par exemple en fonction du nombre m d'exemples ; `timings` vient de `measure_vectorization`.

    Médiane des mesures, leur étendue en bande.
    """
    for method, (label, color, marker, line) in METHODS.items():
        every = 1e6 * timings.seconds[method] / timings.sizes
        ax.fill_between(timings.sizes, every.min(axis=0), every.max(axis=0), color=color, alpha=0.25, lw=0)
        per_example = np.median(every, axis=0)
        ax.plot(timings.sizes, per_example, color=color, marker=marker, ls=line)
        # La courbe du lot descend : son nom se place à gauche, sous elle ; celui des deux autres, plates, au-dessus.
        if method == "vectorized":
            middle = len(per_example) // 2
            point, offset, va = (timings.sizes[middle], per_example[middle]), (-8, -4), "top"
        else:
            point, offset, va = (timings.sizes[-1], per_example.max()), (0, 6), "bottom"
        ax.annotate(label, point, xytext=offset, textcoords="offset points", ha="right", va=va, color=color)
    ax.set(xscale="log", yscale="log", xlabel="nombre $m$ d’exemples", ylabel="durée par exemple (µs)")
    ax.margins(y=0.12)
    powers_of_ten(ax.xaxis, 1)
    powers_of_ten(ax.yaxis, 1)
