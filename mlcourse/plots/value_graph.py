"""Le graphe de calcul d'un neurone, ses valeurs à l'aller et ses gradients au retour."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from mlcourse.french import decimal_comma
from mlcourse.plots.style import BLUE, INK, MUTED, VERMILION, figure

PLACES = {"x": (0, 1), "w": (0, 0), "u": (1, 0.5), "b": (1, -0.55), "z": (2, 0.5), "a": (3, 0.5), "L": (4, 0.5)}
EDGES = {
    "node_by_node": [("x", "u"), ("w", "u"), ("u", "z"), ("b", "z"), ("z", "a"), ("a", "L")],
    "fused": [("x", "u"), ("w", "u"), ("u", "z"), ("b", "z"), ("z", "L")],
}


@figure
def plot_value_graph(graph, *, ax):
    """Sur chaque arête : au-dessus, sa valeur à l'aller ; au-dessous, la dérivée de la perte au retour."""
    whole = "a" in graph.values
    places = PLACES if whole else PLACES | {"L": (3.4, 0.5)}
    for start, end in EDGES["node_by_node" if whole else "fused"]:
        _edge(ax, places[start], places[end], graph.values[start], graph.gradients[start])
    for name, value in graph.values.items():
        _node(ax, places[name], r"$\mathcal{L}$" if name == "L" else f"${name}$")
        if name == "L":
            x, y = places[name]
            ax.text(x, y + 0.3, _number(value), color=BLUE, ha="center", va="bottom")
    ax.text(4.35, 1.35, "aller : valeurs", color=BLUE, ha="right", va="top")
    ax.text(4.35, -0.75, "retour : gradients", color=VERMILION, ha="right", va="bottom")
    ax.set(xlim=(-0.3, 4.4), ylim=(-0.85, 1.4))
    ax.axis("off")


@figure
def plot_saturation(saturation, *, ax):
    """Le gradient de la perte sur le logit, pour chaque cible, par l'écriture fusionnée et nœud par nœud.

    Une croix marque le dernier logit où l'écriture nœud par nœud donne encore un nombre.
    """
    z = saturation.logits
    for y, (naive, exact) in enumerate(saturation.gradient_curves):
        color = (VERMILION, BLUE)[y]
        ax.plot(z, exact, color=color, lw=5, alpha=0.6, label=f"$y = {y}$, fusionnée")
        last = np.flatnonzero(np.isfinite(naive))[-1]
        ax.plot(z, naive, color=INK, lw=1.3, ls="--", label=None if y else "nœud par nœud")
        ax.plot(z[last], naive[last], "X", color=INK, ms=9)
        if y == 0:
            ax.annotate(
                "NaN au-delà", (z[last], naive[last]), (0, -9), textcoords="offset points", ha="center", va="top"
            )
    ax.set(xlabel="logit $z$", ylabel=r"gradient $\partial \mathcal{L} / \partial z$")
    ax.legend(loc="upper left", handlelength=1.8)


def _node(ax, place, text):
    x, y = place
    ax.add_patch(FancyBboxPatch((x - 0.1, y - 0.1), 0.2, 0.2, boxstyle="round,pad=0.06", ec=MUTED, fc="none", lw=1.3))
    ax.text(x, y, text, ha="center", va="center", color=INK)


def _edge(ax, start, end, value, gradient):
    (x0, y0), (x1, y1) = start, end
    length = np.hypot(x1 - x0, y1 - y0)
    dx, dy = 0.19 * (x1 - x0) / length, 0.19 * (y1 - y0) / length
    tail, head = (x0 + dx, y0 + dy), (x1 - dx, y1 - dy)
    ax.add_patch(
        FancyArrowPatch(tail, head, arrowstyle="-|>", mutation_scale=11, color=MUTED, lw=1.4, shrinkA=0, shrinkB=0)
    )
    angle = np.degrees(np.arctan2(y1 - y0, x1 - x0))
    for text, color, va, side in ((value, BLUE, "bottom", 0.03), (gradient, VERMILION, "top", -0.03)):
        x, y = (x0 + x1) / 2 - side * dy / 0.19, (y0 + y1) / 2 + side * dx / 0.19
        turned = {"rotation": angle, "rotation_mode": "anchor", "transform_rotates_text": True}
        ax.text(x, y, _number(text), color=color, ha="center", va=va, **turned)


def _number(value):
    """Trois chiffres, une virgule ; l'infini et l'indéfini en toutes lettres."""
    if np.isnan(value):
        return "NaN"
    return ("−" if value < 0 else "") + ("∞" if np.isinf(value) else decimal_comma(f"{abs(value):.3g}"))
