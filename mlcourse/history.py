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
