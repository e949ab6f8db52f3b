"""La figure du terme d'erreur d'une sortie sigmoïde."""

from mlcourse.plots.style import BLUE, MUTED, VERMILION, figure


@figure
def plot_error_terms(terms, *, ax):
    """Terme d'erreur pour y = 1, selon le logit : celui de l'entropie croisée, puis celui de l'erreur quadratique."""
    ax.axhline(0, color=MUTED, lw=0.8)
    ax.plot(terms.z, terms.cross_entropy, color=BLUE, lw=2.2, label="entropie croisée : $a - y$")
    ax.plot(terms.z, terms.quadratic, color=VERMILION, ls="--", label=r"erreur quadratique : $(a - y)\, \sigma'(z)$")
    for z, verdict, side in ((terms.z[0], "fausse et sûre", "left"), (terms.z[-1], "juste et sûre", "right")):
        ax.annotate(verdict, (z, 0), (0, 4), textcoords="offset points", ha=side, color=MUTED)
    ax.set(xlabel="logit $z$, pour $y = 1$", ylabel=r"terme d'erreur $\delta$", xlim=(terms.z[0], terms.z[-1]))
    ax.set_ylim(-1.08, 0.16)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), handlelength=2.2, borderaxespad=0.2)
