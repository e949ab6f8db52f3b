"""Le graphe de calcul d'un réseau, à l'aller et au retour."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from mlcourse.plots.style import BLUE, INK, MUTED, VERMILION, figure


@figure
def plot_backward_flow(num_layers=2, *, ax):
    """La chaîne x → z → a → … → perte : la propagation avant au-dessus, la rétropropagation au-dessous.

    `num_layers` est le nombre L de couches. Sous chaque z pend le gradient que le terme d'erreur donne à ses poids.
    """
    nodes = ["$x$"]
    for l in range(1, num_layers + 1):
        nodes += [f"$z^{{[{l}]}}$", f"$a^{{[{l}]}}$"]
    nodes.append(r"$\mathcal{L}$")
    for i, name in enumerate(nodes):
        _box(ax, i, 0, name)
    for i in range(len(nodes) - 1):
        _arrow(ax, (i + 0.3, 0.16), (i + 0.7, 0.16), BLUE)
        if i > 0:
            _arrow(ax, (i + 0.7, -0.16), (i + 0.3, -0.16), VERMILION)
    _label_steps(ax, num_layers)
    ax.set(xlim=(-0.45, len(nodes) - 0.55), ylim=(-1.6, 1.0))
    ax.axis("off")


def _label_steps(ax, L):
    end = 2 * L + 0.5
    for l in range(1, L + 1):
        z = 2 * l - 1
        ax.text(z - 0.5, 0.34, f"$W^{{[{l}]}}, b^{{[{l}]}}$", color=BLUE, ha="center", va="bottom")
        ax.text(z + 0.5, 0.34, f"$g^{{[{l}]}}$", color=BLUE, ha="center", va="bottom")
        if l > 1:
            ax.text(z - 0.5, -0.34, f"$W^{{[{l}]\\top}}$", color=VERMILION, ha="center", va="top")
        ax.text(z + 0.5, -0.34, f"$\\odot\\, g^{{[{l}]\\prime}}$", color=VERMILION, ha="center", va="top")
        _arrow(ax, (z, -0.3), (z, -1.0), VERMILION)
        ax.text(z + 0.08, -0.72, f"$\\delta^{{[{l}]}}$", color=VERMILION, ha="left", va="center")
        ax.text(z, -1.08, f"$dW^{{[{l}]}}, db^{{[{l}]}}$", color=VERMILION, ha="center", va="top")
    ax.text(end, 0.34, "perte", color=BLUE, ha="center", va="bottom")
    ax.text(end, -0.34, r"$\partial \mathcal{L} / \partial a$", color=VERMILION, ha="center", va="top")
    ax.text(0, 0.97, "propagation avant", color=BLUE, ha="left", va="top")
    ax.text(end + 0.75, -1.55, "rétropropagation", color=VERMILION, ha="right", va="bottom")


def _box(ax, x, y, text):
    ax.add_patch(
        FancyBboxPatch((x - 0.19, y - 0.19), 0.38, 0.38, boxstyle="round,pad=0.06", ec=MUTED, fc="none", lw=1.3)
    )
    ax.text(x, y, text, ha="center", va="center", color=INK)


def _arrow(ax, start, end, color):
    ax.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=13, color=color, lw=1.8, shrinkA=0, shrinkB=0)
    )
