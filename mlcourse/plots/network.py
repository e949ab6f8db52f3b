"""Un réseau, dessiné neurone par neurone : ses lettres, ses nombres, et les chemins par où l'erreur revient."""

from types import SimpleNamespace

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from mlcourse.french import fixed, short
from mlcourse.plots.style import BLUE, INK, MUTED, VERMILION, figure

# Les distances sont en pouces, car l'axe a les dimensions de la figure.
HALF_WIDTH, HALF_HEIGHT, RADIUS, SPACING = 0.58, 0.2, 0.24, 1.24


@figure
def plot_network(layer_dims, params=None, cache=None, *, ax):
    """Un petit réseau, de l'entrée à la sortie : un poids par flèche, un biais au-dessus de chaque neurone.

    Un neurone se lit en deux moitiés, z puis a. Sans `params` ni `cache`, chaque place porte sa lettre, et la forme de
    chaque tableau est au pied de la figure ; avec eux, chaque place porte son nombre, à deux décimales, pour le premier
    exemple.
    """
    label = _letters() if params is None else _numbers(params, cache)
    places = columns(layer_dims)
    for l, (x, heights) in enumerate(places):
        ax.text(x, 1.5, f"couche {l}" if l else "entrée", color=MUTED, ha="center", va="center")
        for i, y in enumerate(heights):
            if l == 0:
                _input(ax, (x, y), label.x(i))
                continue
            _neuron(ax, (x, y), label.z(l, i), label.a(l, i))
            _bias(ax, (x, y), label.b(l, i))
            for j, source in enumerate(places[l - 1][1]):
                start = (places[l - 1][0] + (RADIUS if l == 1 else HALF_WIDTH), source)
                _weight(ax, start, (x - HALF_WIDTH, y), label.W(l, i, j))
    if params is None:
        _shapes(ax, places)
    ax.set(xlim=(0, 5.2), ylim=(-1.75 if params is None else -1.05, 1.65), aspect="equal")
    ax.axis("off")


@figure
def plot_path_sum(num_successors=3, *, ax):
    """Un neurone j et ses `num_successors` successeurs : ce qu'il leur dit à l'aller, ce qui lui revient au retour."""
    _neuron(ax, (HALF_WIDTH + 0.04, 0), r"$z^{[l]}_j$", r"$a^{[l]}_j$")
    _input(ax, (4.92, 0), r"$\mathcal{L}$")
    for k, y in enumerate(_heights(num_successors), start=1):
        _box(ax, (3.55, y), 0.34)
        ax.text(3.55, y, f"$z^{{[l+1]}}_{{{k}}}$", ha="center", va="center", color=INK)
        weight, delta = f"W_{{{k}j}}", f"\\delta_{{{k}}}"
        _there_and_back(ax, (2 * HALF_WIDTH + 0.08, 0.1 * y), (3.18, y), f"${weight}$", f"${delta}\\, {weight}$")
        _there_and_back(ax, (3.92, y), (4.92 - RADIUS - 0.02, 0.1 * y), "", f"${delta}$")
    ax.text(0.05, 1.6, "aller : le même avis à tous", color=BLUE, ha="left", va="top")
    ax.text(0.05, -1.6, "retour : la somme des parts", color=VERMILION, ha="left", va="bottom")
    ax.set(xlim=(0, 5.2), ylim=(-1.65, 1.65), aspect="equal")
    ax.axis("off")


def _letters():
    """Ce qui s'écrit à chaque place : sa lettre, l'exposant compte les couches et l'indice les neurones."""

    def letter(name):
        return lambda l, *k: f"${name}^{{[{l}]}}_{{{''.join(str(i + 1) for i in k)}}}$"

    return SimpleNamespace(x=lambda i: f"$x_{i + 1}$", **{name: letter(name) for name in ("W", "b", "z", "a")})


def _numbers(params, cache):
    """Ce qui s'écrit à chaque place : son nombre."""
    return SimpleNamespace(
        x=lambda i: short(cache["A0"][i, 0]),
        W=lambda l, i, j: short(params[f"W{l}"][i, j]),
        b=lambda l, i: short(params[f"b{l}"][i, 0]),
        z=lambda l, i: fixed(cache[f"Z{l}"][i, 0], 2),
        a=lambda l, i: fixed(cache[f"A{l}"][i, 0], 2),
    )


def _heights(n):
    return SPACING * ((n - 1) / 2 - np.arange(n))


def columns(layer_dims):
    """Donne l'abscisse de chaque colonne et les ordonnées de ses neurones, de haut en bas."""
    last = 5.2 - HALF_WIDTH - 0.08
    first = RADIUS + 0.04
    # L'entrée est moins large qu'un neurone : toutes les flèches ont pourtant la même longueur.
    gap = (last - first - RADIUS - HALF_WIDTH * (2 * len(layer_dims) - 3)) / (len(layer_dims) - 1)
    places = [first, *(last - (2 * HALF_WIDTH + gap) * np.arange(len(layer_dims) - 1)[::-1])]
    return [(x, _heights(n)) for x, n in zip(places, layer_dims, strict=True)]


def _box(ax, place, half_width):
    x, y = place
    corner = (x - half_width + 0.06, y - HALF_HEIGHT + 0.06)
    size = (2 * half_width - 0.12, 2 * HALF_HEIGHT - 0.12)
    ax.add_patch(FancyBboxPatch(corner, *size, boxstyle="round,pad=0.06", ec=MUTED, fc="none", lw=1.3))


def _neuron(ax, place, z, a):
    x, y = place
    _box(ax, place, HALF_WIDTH)
    ax.plot([x, x], [y - HALF_HEIGHT, y + HALF_HEIGHT], color=MUTED, lw=1)
    for side, text in ((-1, z), (1, a)):
        ax.text(x + side * HALF_WIDTH / 2, y, text, ha="center", va="center", color=INK)


def _input(ax, place, text):
    ax.add_patch(Circle(place, RADIUS, ec=MUTED, fc="none", lw=1.3))
    ax.text(*place, text, ha="center", va="center", color=INK)


def _arrow(ax, start, end, color):
    ax.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, color=color, lw=1.4, shrinkA=0, shrinkB=0)
    )


def _bias(ax, place, text):
    x, y = place
    x -= HALF_WIDTH / 2
    _arrow(ax, (x, y + HALF_HEIGHT + 0.22), (x, y + HALF_HEIGHT), BLUE)
    ax.text(x + 0.06, y + HALF_HEIGHT + 0.14, text, color=BLUE, ha="left", va="bottom")


def _weight(ax, start, end, text):
    """Une flèche et son poids, du côté où aucune autre flèche ne la croise."""
    _arrow(ax, start, end, BLUE)
    above = end[1] < start[1] or (end[1] == start[1] >= 0)
    _along(ax, start, end, text, BLUE, above=above, at=0.28)


def _there_and_back(ax, start, end, there, back):
    """Deux flèches qui se côtoient : l'aller au-dessus, le retour au-dessous."""
    (x0, y0), (x1, y1) = start, end
    length = np.hypot(x1 - x0, y1 - y0)
    shift = 0.04 * np.array([y0 - y1, x1 - x0]) / length
    _arrow(ax, start + shift, end + shift, BLUE)
    _arrow(ax, end - shift, start - shift, VERMILION)
    _along(ax, start + shift, end + shift, there, BLUE, above=True, at=0.55)
    _along(ax, start - shift, end - shift, back, VERMILION, above=False, at=0.55)


def _along(ax, start, end, text, color, *, above, at):
    """Un texte couché le long d'une flèche."""
    (x0, y0), (x1, y1) = start, end
    x, y = x0 + at * (x1 - x0), y0 + at * (y1 - y0)
    turned = {"rotation": np.degrees(np.arctan2(y1 - y0, x1 - x0)), "rotation_mode": "anchor"}
    side = 0.05 if above else -0.05
    length = np.hypot(x1 - x0, y1 - y0)
    x, y = x - side * (y1 - y0) / length, y + side * (x1 - x0) / length
    ax.text(x, y, text, color=color, ha="center", va="bottom" if above else "top", **turned)


def _shapes(ax, columns):
    """Au pied de chaque colonne et de chaque faisceau de flèches, les tableaux et leur forme."""
    dims = [len(heights) for _, heights in columns]
    for l, (x, _) in enumerate(columns):
        name = f"$b^{{[{l}]}}\\!,\\, z^{{[{l}]}}\\!,\\, a^{{[{l}]}}$" if l else "$x$"
        ax.text(x, -1.22, name, ha="center", va="center")
        ax.text(x, -1.56, f"({dims[l]}, 1)", ha="center", va="center", color=MUTED)
        if l:
            left = columns[l - 1][0] + (RADIUS if l == 1 else HALF_WIDTH)
            middle = (left + x - HALF_WIDTH) / 2
            ax.text(middle, -1.22, f"$W^{{[{l}]}}$", ha="center", va="center", color=BLUE)
            ax.text(middle, -1.56, f"({dims[l]}, {dims[l - 1]})", ha="center", va="center", color=MUTED)
