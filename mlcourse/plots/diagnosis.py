"""Les courbes à reconnaître."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure

STYLES = {
    "A": (BLUE, "-"),
    "B": (VERMILION, "--"),
    "C": (GREEN, "-."),
    "D": (PURPLE, ":"),
    "E": (INK, "-"),
    "F": (GREEN, "--"),
    "G": (VERMILION, "-"),
    "H": (BLUE, "-"),
    "I": (BLUE, "--"),
    "J": (GREEN, "-."),
}
#: De combien écarter une lettre, en points, de celle que son bout touche.
SHIFTS = {"C": 5, "E": -5}


@figure
def plot_training_curves(curves, letters, *, scale="linear", validation=False, ax):
    """Coût par époque des courbes de `letters` ; chacune porte sa lettre à son bout, et sa validation en pointillés."""
    for letter in letters:
        cost, (color, line) = curves[letter].cost, STYLES[letter]
        epochs = np.arange(1, cost.size + 1)
        ax.plot(epochs, cost, line, color=color, label="entraînement")
        if validation:
            ax.plot(epochs, curves[letter].validation, ":", color=color, label="validation")
            ax.legend()
        place = {"xytext": (5, SHIFTS.get(letter, 0)), "textcoords": "offset points", "va": "center"}
        ax.annotate(letter, (epochs[-1], cost[-1]), color=color, weight="bold", **place)
    ax.set(yscale=scale, xlabel="époque", ylabel="coût" if validation else "coût d'entraînement")
