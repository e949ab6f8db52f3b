"""La figure du bruit d'un gradient de mini-batch."""

import numpy as np

from mlcourse.plots.style import BLUE, VERMILION, figure, powers_of_ten

DRAWS = (("avec remise", VERMILION, "s", "--"), ("sans remise", BLUE, "o", "-"))


@figure
def plot_gradient_noise(noise, *, ax, trained=False):
    """Variance du gradient en fonction de la taille du lot, rapportée à celle d'un seul exemple.

    `noise` vient de `measure_gradient_noise` ; un point par graine, au départ ou, si `trained`, après entraînement. Les
    traits sont la théorie : 1/m avec remise, (N - m) / (m (N - 1)) sans remise.
    """
    relative = noise.measured[int(trained)] / noise.per_example[int(trained)][:, None, None]
    m = np.unique(np.r_[np.geomspace(1, noise.total - 1, 60), noise.total - np.geomspace(1, 60, 20)])
    theory = noise.theory(m)
    for k, (label, color, marker, line) in enumerate(DRAWS):
        ax.plot(m, theory[:, k], color=color, ls=line, lw=1.3)
        for i, values in enumerate(relative[:, :, k]):
            ax.plot(noise.sizes, values, marker, color=color, ms=6, mfc="none", label=None if i else label)
    ax.set(xscale="log", yscale="log", xlabel="taille $m$ du lot", ylabel="variance du gradient", ylim=(2e-6, 3))
    powers_of_ten(ax.xaxis, 1)
    powers_of_ten(ax.yaxis, 1)
    ax.legend(loc="lower left", title="points mesurés, traits prévus", alignment="left")
