"""La planche de chiffres manuscrits."""

import math

import numpy as np

from mlcourse.plots.style import GREEN, INK, VERMILION, figure


@figure
def plot_digits(images, labels, predictions=None, *, ax, columns=None):
    """Une planche d'images, chacune sous une légende.

    `images` (k, n) ou (k, côté, côté). La légende est l'étiquette de `labels` (k,) ou, si `predictions` (k,) est donné,
    la réponse du réseau : en vert si elle est juste, en vermillon et suivie d'une croix si elle est fausse. Une rangée
    tient `columns` images, 8 par défaut, ou 6 avec des réponses.
    """
    images = np.asarray(images)
    side = math.isqrt(images[0].size)
    columns = columns or (8 if predictions is None else 6)  # « impair ✗ » demande de la place
    for k, image in enumerate(images):
        row, column = divmod(k, columns)
        x, y = 1.25 * column, 1.6 * row
        ax.imshow(image.reshape(side, side), cmap="gray_r", extent=(x, x + 1, y + 1, y), interpolation="nearest")
        text, color = _caption(labels[k], None if predictions is None else predictions[k])
        ax.text(x + 0.5, y - 0.08, text, ha="center", va="bottom", color=color)
    rows = -(-len(images) // columns)
    ax.set(xlim=(-0.1, 1.25 * min(columns, len(images)) - 0.15), ylim=(1.6 * rows - 0.5, -0.55), aspect="equal")
    ax.axis("off")


def _caption(label, prediction):
    if prediction is None:
        return f"{label}", INK
    return (f"{prediction}", GREEN) if label == prediction else (f"{prediction} ✗", VERMILION)
