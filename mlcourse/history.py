"""Ce qu'un entraînement a mesuré."""

from dataclasses import dataclass, field


@dataclass
class History:
    """Ce que `train` a mesuré, une valeur par époque.

    Parameters
    ----------
    cost : list of float
        Coût J moyen sur les exemples de l'époque, chacun vu avec les paramètres du moment ; pénalité L2 comprise.
    validation_cost : list of float
        Coût J de la validation en fin d'époque, pénalité comprise ; vide sans validation.
    validation_accuracy : list of float
        Exactitude de la validation en fin d'époque, entre 0 et 1 ; vide sans validation, ou pour une régression.

    Examples
    --------
    >>> History(cost=[0.7, 0.4]).cost[-1]
    0.4

    References
    ----------
    Section 3.1 du livre.
    """

    cost: list = field(default_factory=list)
    validation_cost: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)

    def plot(self, ax=None):
        """Trace les courbes de l'entraînement.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            L'axe où dessiner ; une nouvelle figure s'il n'est pas donné.

        Returns
        -------
        matplotlib.axes.Axes
            L'axe du coût.

        Raises
        ------
        ValueError
            Si aucune époque n'a été mesurée.
        ImportError
            Si matplotlib n'est pas installé.
        """
        if not self.cost:
            raise ValueError("history.plot : au moins une époque mesurée est attendue, reçu un historique vide.")
        try:
            # Le cœur n'a besoin que de NumPy : la figure ne s'importe que si on la demande.
            from mlcourse.plots import plot_history
        except ModuleNotFoundError as error:
            raise ImportError(
                f"history.plot : matplotlib est attendu (pip install matplotlib), reçu un Python sans {error.name}."
            ) from None
        return plot_history(self, ax=ax)
