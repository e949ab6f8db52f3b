"""Le réseau 2-2-1, aller et retour."""

from mlcourse.french import fixed
from mlcourse.plots.network import HALF_HEIGHT, columns, plot_network
from mlcourse.plots.style import VERMILION, figure


@figure
def plot_error_flow(flow, *, ax):
    """Le réseau et ses nombres, de `error_flow` ; au-dessous de chaque neurone, le terme d'erreur qui lui revient."""
    values = {f"{letter}{l}": layer[:, None] for letter in "za" for l, layer in enumerate(getattr(flow, letter), 1)}
    plot_network([2, 2, 1], flow.params, {"A0": flow.x[:, None]} | {key.upper(): v for key, v in values.items()}, ax=ax)
    for (x, heights), errors in zip(columns([2, 2, 1])[1:], flow.delta, strict=True):
        for y, error in zip(heights, errors, strict=True):
            text = rf"$\delta$ = {fixed(error, 2)}"
            ax.text(x, y - HALF_HEIGHT - 0.06, text, color=VERMILION, ha="center", va="top")
