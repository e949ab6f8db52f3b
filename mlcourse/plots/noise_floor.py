"""Les figures du plancher de bruit."""

import numpy as np

from mlcourse.french import french_number
from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure

STYLES = ((BLUE, "-"), (GREEN, "--"), (VERMILION, ":"))


@figure
def plot_noise_floor(result, *, ylabel=r"carré moyen de $\theta$", ax):
    """Ce que l'on mesure à chaque pas : trois graines en trait clair, l'espérance en trait plein."""
    for k, (alpha, (color, line)) in enumerate(zip(result.names, STYLES, strict=False)):
        ax.plot(result.measured[:, k].T, color=color, lw=1, alpha=0.35)
        ax.plot(result.theory[k], line, color=color, label=rf"$\alpha = {french_number(alpha)}$".replace(",", "{,}"))
    ax.set(yscale="log", xlabel="pas", ylabel=ylabel)
    ax.set_xlim(0, np.shape(result.theory)[1] - 1)
    ax.legend(loc="upper right")


@figure
def plot_floors(alphas, floors, predicted, *, ax):
    """Plancher selon le taux, échelles logarithmiques : médiane et étendue des graines, prédiction en trait fin."""
    labels = {"redrawn": "lots tirés à nouveau", "shuffled": "lots d'un mélange"}
    for (name, label), (color, line), marker, expected in zip(labels.items(), STYLES, "os", predicted, strict=False):
        low, middle, high = np.quantile(floors[name], [0, 0.5, 1], axis=0)
        ax.plot(alphas, expected, line, color=color, lw=1)
        ax.errorbar(
            alphas, middle, [middle - low, high - middle], fmt=marker, color=color, ms=6, capsize=3, label=label
        )
    ax.set(xscale="log", yscale="log", xlabel=r"taux $\alpha$", ylabel="coût au-dessus du minimum")
    ax.set_xticks(alphas, [french_number(alpha) for alpha in alphas])
    ax.set_xticks([], minor=True)
    ax.legend(loc="lower right")
