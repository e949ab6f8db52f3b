"""La figure d'un entraînement."""

from matplotlib.ticker import MaxNLocator

from mlcourse.plots.style import BLUE, INK, VERMILION, figure, percent_axis


@figure
def plot_history(histories, *, ax):
    """Coût (axe de gauche) et exactitude de validation (axe de droite) à chaque époque.

    `histories` est un `History` ou une liste : une courbe par graine, de même couleur. Sans exactitude de validation,
    le coût de validation, s'il a été mesuré, rejoint le coût d'entraînement sur l'axe de gauche.
    """
    histories = histories if isinstance(histories, (list, tuple)) else [histories]
    if not any(history.cost for history in histories):
        raise ValueError("plot_history : au moins une époque mesurée est attendue, reçu un historique vide.")
    epochs = range(1, max(len(history.cost) for history in histories) + 1)
    for history in histories:
        ax.plot(epochs[: len(history.cost)], history.cost, color=BLUE)
    ax.set(xlabel="époque", xlim=(0.5, len(epochs) + 0.5))
    ax.set_ylabel("coût d’entraînement", color=BLUE)
    ax.set_ylim(bottom=0)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if any(history.validation_accuracy for history in histories):
        _plot_accuracy(histories, epochs, ax.twinx())
    elif any(history.validation_cost for history in histories):
        _plot_validation_cost(histories, epochs, ax)


def _plot_accuracy(histories, epochs, right):
    for history in histories:
        right.plot(epochs[: len(history.validation_accuracy)], history.validation_accuracy, color=VERMILION, ls="--")
    right.set_ylabel("exactitude de validation", color=VERMILION)
    right.grid(visible=False)
    right.spines["right"].set_visible(True)
    percent_axis(right.yaxis)


def _plot_validation_cost(histories, epochs, ax):
    for history in histories:
        ax.plot(epochs[: len(history.validation_cost)], history.validation_cost, color=VERMILION, ls="--")
    ax.set_ylabel("coût", color=INK)
    ax.legend([ax.lines[0], ax.lines[-1]], ["entraînement", "validation"])
