"""Les courbes à reconnaître."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure

STYLES = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (PURPLE, ":"), (INK, "-"), (GREEN, "--"))
#: De combien écarter une lettre, en points, de celle que son bout touche.
SHIFTS = {"C": 5, "E": -5}


@figure
def plot_six_curves(curves, letters="ABCDEF", *, scale="linear", ax):
    """Coût par époque des courbes dont la lettre est dans `letters` ; chacune la porte à son bout."""
    for letter, cost, (color, line) in zip("ABCDEF", curves.values(), STYLES, strict=True):
        if letter not in letters:
            continue
        epochs = np.arange(1, cost.size + 1)
        ax.plot(epochs, cost, line, color=color)
        place = {"xytext": (5, SHIFTS.get(letter, 0)), "textcoords": "offset points", "va": "center"}
        ax.annotate(letter, (epochs[-1], cost[-1]), color=color, weight="bold", **place)
    ax.set(yscale=scale, xlabel="époque", ylabel="coût d'entraînement")
