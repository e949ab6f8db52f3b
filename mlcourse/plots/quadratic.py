"""Les figures de la descente sur une quadratique : vitesses, conditionnement, régimes."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, VERMILION, figure, powers_of_ten

RULES = {
    "sgd": ("descente de gradient", VERMILION, "s", "--"),
    "polyak": ("momentum", BLUE, "o", "-"),
}
REGIMES = {
    "monotone": ("sans dépasser", GREEN, "-"),
    "ripples": ("en ondulant", BLUE, "-"),
    "alternating": ("d’un bord à l’autre", VERMILION, ":"),
}
RATES = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 1)


@figure
def plot_descents(descents, *, ax):
    """Distance au minimum à chaque itération ; en gris, la pente que publie Goh pour ce conditionnement.

    `descents` vient de `best_descents`. Le nombre écrit au bout de chaque courbe est celui de ses itérations.
    """
    for descent in descents:
        label, color, _, line = RULES[descent.name]
        ax.plot(descent.norms, color=color, ls=line, label=label)
        k = np.arange(descent.iterations + 1)
        published = descent.norms[0] * descent.published_rate**k
        ax.plot(k, np.where(published >= descent.norms[-1], published, np.nan), color=INK, lw=1, ls=":")
        end = (descent.iterations, descent.norms[-1])
        ax.plot(*end, "o", color=color, ms=7)
        ax.annotate(f"{descent.iterations}", end, xytext=(7, 5), textcoords="offset points", color=color)
    ax.plot([], [], color=INK, lw=1, ls=":", label="facteur publié")
    ax.set(yscale="log", xlabel="itération", ylabel="distance au minimum", ylim=(3e-7, 30))
    ax.margins(x=0.12)
    ax.set_xlim(left=0)
    powers_of_ten(ax.yaxis, 2)
    ax.legend(loc="upper right", handlelength=1.8)


@figure
def plot_conditioning(conditioning, *, ax):
    """Itérations nécessaires en fonction du conditionnement, en échelles logarithmiques.

    `conditioning` vient de `iterations_by_conditioning` ; les traits gris ont les pentes 1 et 1/2 de la théorie.
    """
    kappa = conditioning.kappa
    for name, law in (("sgd", r"$\propto \kappa$"), ("polyak", r"$\propto \sqrt{\kappa}$")):
        label, color, marker, line = RULES[name]
        counts = getattr(conditioning, name)
        ax.plot(kappa, counts, color=color, marker=marker, ls=line, label=label)
        ax.plot(kappa, conditioning.theory(name), color=INK, lw=1, ls=":")
        ax.annotate(law, (kappa[-1], counts[-1]), xytext=(7, 0), textcoords="offset points", color=color, va="center")
    ax.set(xscale="log", yscale="log", xlabel=r"conditionnement $\kappa$", ylabel="itérations")
    powers_of_ten(ax.xaxis, 1)
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="upper left", handlelength=1.8)


@figure
def plot_regimes(regimes, descents, *, ax):
    """Le plan (alpha, beta) d'un mode de courbure 1 : facteur mesuré en bandes de bleu, frontières théoriques en noir.

    `regimes` vient de `measure_regimes`. Plus la bande est soutenue, plus la descente est rapide ; au-delà de la
    dernière frontière, en vermillon, elle diverge. Les segments portent les modes extrêmes des `descents`, qui viennent
    de `best_descents`, à leurs réglages.
    """
    blues = [(0, 0.447, 0.698, opacity) for opacity in (0.75, 0.6, 0.46, 0.33, 0.2, 0.08)]
    ax.contourf(regimes.alpha, regimes.beta, regimes.rate, levels=RATES, colors=blues)
    ax.contourf(regimes.alpha, regimes.beta, regimes.rate, levels=(1, 99), colors=[(0.835, 0.369, 0, 0.3)])
    for alpha in regimes.boundaries:
        ax.plot(alpha, regimes.beta[:, 0], color=INK, lw=1.2)
    for run in descents:
        _, color, marker, _ = RULES[run.name]
        modes = [run.alpha, run.alpha * run.kappa]
        ax.plot(modes, [run.beta] * 2, color=color, marker=marker, lw=2.5, clip_on=False, zorder=3)
    for (x, y), text in (((2e-3, 0.35), "sans dépasser"), ((0.22, 0.86), "en ondulant"), ((6.3, 0.35), "diverge")):
        ax.text(x, y, text, color=INK, ha="left" if x < 0.01 else "center", va="center", rotation=90 * (x > 6))
    arrow = {"arrowstyle": "->", "color": INK}
    ax.annotate("d’un bord à l’autre", (1.9, 0.07), xytext=(1.5e-3, 0.12), color=INK, va="center", arrowprops=arrow)
    ax.set(xscale="log", xlim=(1e-3, 10), ylim=(0, 0.99), xlabel=r"$\alpha\lambda$", ylabel=r"$\beta$")
    powers_of_ten(ax.xaxis, 1)
    ax.grid(visible=False)


@figure
def plot_two_weights(descent, *, ax):
    """Le chemin de `two_weights` vers les minimums u v = 1, en tirets."""
    for u, v in descent.valleys:
        ax.plot(u, v, color=INK, lw=1, ls="--")
    ax.plot(*descent.path, color=VERMILION, marker="o", ms=4, lw=1)
    ax.set(xlim=(-2.2, 3.6), ylim=(-3, 2.6), xlabel="poids $u$", ylabel="poids $v$")


@figure
def plot_regime_paths(paths, *, ax):
    """Un mode parti de 1 dans chacun des trois régimes ; `paths` vient de `regime_paths`."""
    for name, path in paths.items():
        label, color, line = REGIMES[name]
        ax.plot(path, color=color, ls=line, label=label, marker="o" if name == "alternating" else "", ms=3)
    ax.axhline(0, color=INK, lw=0.8)
    ax.set(xlabel="itération", ylabel=r"$\theta$")
    ax.legend(loc="upper right", handlelength=1.8)
