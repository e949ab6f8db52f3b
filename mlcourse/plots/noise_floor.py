"""La figure du plancher de bruit."""

import numpy as np

from mlcourse.french import french_number
from mlcourse.plots.style import BLUE, GREEN, VERMILION, figure

STYLES = ((BLUE, "-"), (GREEN, "--"), (VERMILION, ":"))


@figure
def plot_noise_floor(result, *, ax):
    """Carré moyen de theta par pas : trois graines en trait clair, l'espérance en trait plein."""
    for k, (alpha, (color, line)) in enumerate(zip(result.names, STYLES, strict=False)):
        ax.plot(result.measured[:, k].T, color=color, lw=1, alpha=0.35)
        ax.plot(result.theory[k], line, color=color, label=rf"$\alpha = {french_number(alpha)}$".replace(",", "{,}"))
    ax.set(yscale="log", xlabel="pas", ylabel=r"carré moyen de $\theta$")
    ax.set_xlim(0, np.shape(result.theory)[1] - 1)
    ax.legend(loc="upper right")
