"""Ce qu'un réseau fait d'un chiffre : l'image, ses couches, la réponse, et le gradient qui revient à l'image."""

import math

import numpy as np

from mlcourse.french import fixed
from mlcourse.plots.style import BLUE, INK, MUTED, VERMILION, figure

# Les distances sont en côtés d'une image : deux images au-dessus, les couches et la réponse au-dessous.
GAP = 0.35


@figure
def plot_reading(reading, *, ax):
    """Une lecture, telle que la rend `read_digit` : l'image reçue, le gradient, les couches cachées et la réponse.

    Du gradient, un carré vermillon demande plus d'encre et un rond bleu en demande moins ; plus il est grand, plus il
    compte.
    """
    _picture(ax, reading.pixels)
    _gradient(ax, reading.gradient, 1 + GAP)
    for rank, activations in enumerate(reading.hidden):
        _layer(ax, activations, 1.16 + 0.32 * rank, f"couche {rank + 1}")
    _answer(ax, reading.probabilities, 1.92)
    ax.text(0.5, -0.06, "l'image", ha="center", va="bottom", color=INK)
    ax.text(1.5 + GAP, -0.06, f"vers un {reading.target} plus sûr", ha="center", va="bottom", color=INK)
    ax.set(xlim=(-0.02, 2 + GAP + 0.02), ylim=(2.58, -0.16), aspect="equal")
    ax.axis("off")


def _picture(ax, pixels):
    side = math.isqrt(len(pixels))
    ax.imshow(np.reshape(pixels, (side, side)), cmap="gray_r", vmin=0, vmax=1, extent=(0, 1, 1, 0))
    _frame(ax, 0)


def _gradient(ax, gradient, left):
    side = math.isqrt(len(gradient))
    rows, columns = np.divmod(np.arange(len(gradient)), side)
    share = np.abs(gradient) / (np.abs(gradient).max() or 1)
    for sign, marker, color in ((1, "s", VERMILION), (-1, "o", BLUE)):
        kept = sign * gradient > 0
        x, y = left + (columns[kept] + 0.5) / side, (rows[kept] + 0.5) / side
        ax.scatter(x, y, s=150 * share[kept], marker=marker, color=color, lw=0)
    _frame(ax, left)


def _frame(ax, left):
    ax.plot(left + np.array([0, 1, 1, 0, 0]), [0, 0, 1, 1, 0], color=MUTED, lw=1)


def _layer(ax, activations, top, name):
    width, height = (2 + GAP - 0.5) / len(activations), 0.24
    for k, share in enumerate(activations / (activations.max() or 1)):
        left = 0.5 + k * width
        ax.fill_between([left, left + 0.8 * width], top + height * (1 - share), top + height, color=BLUE, lw=0)
    ax.plot([0.5, 2 + GAP], [top + height] * 2, color=MUTED, lw=1)
    ax.text(0.44, top + height, name, ha="right", va="bottom", color=INK)


def _answer(ax, probabilities, top):
    width, height = (2 + GAP - 0.5) / len(probabilities), 0.45
    for digit, share in enumerate(probabilities):
        middle = 0.5 + (digit + 0.5) * width
        ax.fill_between(
            [middle - 0.3 * width, middle + 0.3 * width], top + height * (1 - share), top + height, color=BLUE
        )
        ax.text(middle, top + height + 0.05, f"{digit}", ha="center", va="top", color=INK)
        if share >= 0.05:
            ax.text(
                middle, top + height * (1 - share) - 0.02, fixed(100 * share, 0), ha="center", va="bottom", color=INK
            )
    ax.plot([0.5, 2 + GAP], [top + height] * 2, color=MUTED, lw=1)
    ax.text(0.44, top + height, "réponse, %", ha="right", va="bottom", color=INK)
