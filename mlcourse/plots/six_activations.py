"""La figure des six activations entraînées de la même façon."""

import numpy as np

from mlcourse.plots.style import BLUE, GREEN, INK, PURPLE, VERMILION, figure

TRIALS = {
    "sigmoid": ("sigmoïde", PURPLE, "-"),
    "tanh": ("tanh", GREEN, "-"),
    "relu": ("ReLU", BLUE, "-"),
    "leaky_relu": ("ReLU à fuite", BLUE, ":"),
    "elu": ("ELU", GREEN, "--"),
    "silu": ("SiLU", VERMILION, "-"),
    "sigmoid, Glorot": ("sigmoïde, Glorot", PURPLE, "--"),
    "sigmoid, Glorot, 0.03": ("la même, au taux 0,03", INK, "-."),
}


@figure
def plot_six_runs(runs, *, ax):
    """Exactitude de test par époque, en %, un trait par essai ; médiane des graines, leur étendue en bande."""
    for trial, accuracy in zip(runs.trials, runs.test, strict=True):
        name, color, line = TRIALS[trial]
        epochs = np.arange(1, accuracy.shape[1] + 1)
        ax.fill_between(epochs, accuracy.min(axis=0), accuracy.max(axis=0), color=color, alpha=0.12, lw=0)
        ax.plot(epochs, np.median(accuracy, axis=0), color=color, ls=line, lw=1.5, label=name)
    ax.set(xlabel="époque", ylabel="exactitude de test (%)", ylim=(0, 100))
    ax.figure.set_figheight(4.4)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, handlelength=1.8, labelspacing=0.2, borderaxespad=0.2)
