"""Les figures de la vérification de gradient."""

import numpy as np

from mlcourse.plots.style import BLUE, INK, VERMILION, figure, plot_with_jumps, powers_of_ten

SCHEMES = {"centered": ("centrée", BLUE, "o"), "forward": ("avant", VERMILION, "s")}


@figure
def plot_gradient_check(curves, *, ax):
    """Erreur relative du gradient en fonction du pas h, en échelles logarithmiques.

    `curves` vient de `gradient_errors`, dans une seule précision : médiane des graines en trait plein, leur étendue en
    bande, les deux parts que la théorie prévoit en tirets (troncature) et en pointillés (arrondi).
    """
    lowest = min(curve.median.min() for curve in curves)
    for curve in curves:
        name, color, marker = SCHEMES[curve.scheme]
        ax.fill_between(curve.h, curve.errors.min(axis=0), curve.errors.max(axis=0), color=color, alpha=0.25, lw=0)
        ax.plot(curve.h, curve.median, color=color, marker=marker, ms=4, label=f"différence {name}")
        ax.plot(curve.h, curve.truncation, color=color, lw=1.2, ls="--")
        # Au-delà de 1, l'arrondi a tout effacé : l'erreur relative ne peut plus croître.
        ax.plot(curve.h, np.where(curve.rounding < 2, curve.rounding, np.nan), color=color, lw=1.2, ls=":")
        _write_laws(ax, curve, color)
    ax.set(xscale="log", yscale="log", xlim=(curves[0].h.min(), curves[0].h.max()), ylim=(lowest / 20, 3e3))
    powers_of_ten(ax.xaxis, 2)
    powers_of_ten(ax.yaxis, 2)
    ax.set(xlabel="pas $h$", ylabel="erreur relative")
    ax.legend(loc="upper center", handlelength=1.5)


def _write_laws(ax, curve, color):
    """Écrit la loi de chaque part : la troncature à droite, l'arrondi à gauche du meilleur pas."""
    right = np.abs(curve.h - 0.03).argmin()
    if curve.scheme == "centered":
        left = max(curve.median.argmin() - 6, 0)
        _write(ax, r"$\propto h^2$", (curve.h[right], curve.median[right]), (7, -2), "left", color)
        _write(ax, r"$\propto u / h$", (curve.h[left], curve.median[left]), (-8, -2), "right", color)
    else:
        _write(ax, r"$\propto h$", (curve.h[right], curve.median[right]), (-4, 6), "right", color)


def _write(ax, text, point, offset, side, color):
    """Écrit à côté d'un point de la figure."""
    va = "bottom" if offset[1] > 0 else "top"
    ax.annotate(text, point, xytext=offset, textcoords="offset points", ha=side, va=va, color=color)


@figure
def plot_kink(kink, *, ax):
    """Dérivée rétropropagée et différences finies quand la pré-activation d'une unité ReLU traverse zéro."""
    x = kink.z / kink.h
    last = np.diff(kink.analytic).argmax()  # le dernier point avant le saut, qui se fait en zéro
    broken = np.insert(kink.analytic, last + 1, [np.nan, kink.analytic[last + 1]])
    plot_with_jumps(ax, np.insert(x, last + 1, [x[last]] * 2), broken, color=INK, lw=2.5, label="rétropropagation")
    ax.plot(x, kink.centered, color=BLUE, ls="--", label="différence centrée")
    ax.plot(x, kink.forward, color=VERMILION, ls=":", lw=2.5, label="différence avant")
    middle = kink.z.size // 2
    ax.plot(0, kink.centered[middle], "o", color=BLUE, ms=7)
    _write(ax, "la moitié de la pente", (0, kink.centered[middle]), (10, -2), "left", BLUE)
    ax.set(xlabel="pré-activation $z$, en nombre de pas $h$", ylabel=r"$\partial J/\partial b$ (pente active = 1)")
    ax.set(xticks=[-2, -1, 0, 1, 2], yticks=[0, 0.5, 1])
    ax.legend(loc="lower right", handlelength=1.8, bbox_to_anchor=(1.02, 0.02), labelspacing=0.25)
