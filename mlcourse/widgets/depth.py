"""Les curseurs du chapitre 2."""

import numpy as np

from mlcourse.experiments.initial_weights import signal_by_depth, signal_of_scale
from mlcourse.french import french_number, short
from mlcourse.plots import plot_signal
from mlcourse.widgets.rows import Control, Slider

NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoïde"}


def _say_signal(result):
    """Ce que devient le signal à la dernière couche, mesuré et prévu, et ce que cela veut dire."""
    first, last = np.median(result.rms, axis=0)[[0, -1]]
    article = "la " * (result.hidden == "sigmoid")
    return (
        f"Avec {article}{NAMES[result.hidden]} et *n* Var(*W*) = {short(result.scale)}, la grandeur du signal passe de "
        f"{french_number(first, 2)} à l'entrée à {french_number(last, 2)} à la couche {result.theory.size - 1}, où la "
        f"théorie annonce {french_number(result.theory[-1], 2)}. {_verdict(result, last / first)}"
    )


def _verdict(result, ratio):
    """Un signal explose, s'éteint, se garde, se fixe, ou change encore."""
    if ratio > 100:
        return "Le signal explose."
    if ratio < 0.01:
        return "Le signal s'éteint."
    if result.hidden == "relu" and 0.5 < ratio < 2:
        return "Le signal garde à peu près sa taille."
    if abs(result.theory[-1] / result.theory[-2] - 1) < 0.02:
        return "Une couche de plus n'y change presque rien."
    return "Le signal change encore à chaque couche."


#: Nom du module JavaScript : son curseur.
SLIDERS = {
    "signal_scale": Slider(
        title="le signal selon l'échelle des poids",
        task="Avec ReLU, trouvez l'échelle qui garde le signal à sa taille, puis de combien il faut la multiplier pour "
        "qu'il soit mille fois trop grand à la couche 20. Cherchez ensuite celle qui fait exploser tanh.",
        controls=(
            Control("scale", "*n* Var(*W*)", tuple(k / 5 for k in range(1, 21)), 2.0),
            Control("hidden", "activation", tuple(NAMES), "relu", NAMES.__getitem__),
        ),
        numbers=signal_of_scale,
        sentence=_say_signal,
        figure=lambda result: plot_signal(signal_by_depth("relu", ["he_normal"])),
        alt="La grandeur des activations de vingt couches ReLU, avec l'initialisation de He : la théorie est une "
        "droite, près de 1, et trois tirages s'en écartent de plus en plus avec la profondeur.",
    ),
}
