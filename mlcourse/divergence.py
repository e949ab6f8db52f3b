"""Un entraînement qui diverge le dit : à quelle époque, dans quelle couche, et ce qu'il faut essayer."""

import numpy as np

from mlcourse.schedules import Schedule


class TrainingDiverged(ArithmeticError):  # noqa: N818 (ce n'est pas une faute d'appel, c'est un événement)
    """L'entraînement a produit un NaN ou un infini.

    Le réseau garde les paramètres du pas qui a échoué : tirez-en un autre, ou reprenez une sauvegarde.

    Parameters
    ----------
    message : str
        La phrase qui nomme l'époque, le pas, le tableau fautif, et ce qu'il faut essayer.
    history : History, optional
        Ce qui a été mesuré avant la divergence : des nombres finis seulement.

    Attributes
    ----------
    history : History
        L'historique donné.

    Examples
    --------
    >>> str(TrainingDiverged("Z2 n'est plus fini."))
    "Z2 n'est plus fini."

    References
    ----------
    Section 3.1 du livre ; section 2.2 pour les poids qui font exploser le signal.
    """

    def __init__(self, message, history=None):
        super().__init__(message)
        self.history = history


def require_finite(arrays):
    """Lève FloatingPointError, au nom du premier tableau qui n'est pas fini.

    Parameters
    ----------
    arrays : dict of str to array_like
        Les tableaux à contrôler, dans l'ordre.

    Raises
    ------
    FloatingPointError
        Si l'un d'eux contient NaN ou l'infini.

    Examples
    --------
    >>> require_finite({"Z1": [1.0, 2.0], "J": 0.5})

    References
    ----------
    Section 3.1 du livre.
    """
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise FloatingPointError(name)


def explain(name, epoch, step, optimizer, clip_norm):
    """Rend la phrase de `TrainingDiverged`.

    Parameters
    ----------
    name : str
        Le tableau qui n'est plus fini : `"Z2"`, `"dW1"`, `"J"`...
    epoch, step : int
        L'époque, et le pas dans l'époque, comptés à partir de 1.
    optimizer : Optimizer
        Celui de l'entraînement : la phrase rappelle son alpha.
    clip_norm : float or None
        La norme d'écrêtage, s'il y en a une.

    Returns
    -------
    str
        La phrase.

    Examples
    --------
    >>> from mlcourse.optimizers import Optimizer
    >>> print(explain("Z2", 3, 12, Optimizer("sgd", alpha=10), None))
    L'entraînement diverge à l'époque 3, au pas 12 : Z2 (couche 2) n'est plus fini ; essayez un alpha plus petit que
    10, des poids initiaux plus petits (he_normal), des entrées normalisées (Standardizer) ou clip_norm=1.

    References
    ----------
    Section 3.1 du livre.
    """
    layer = name.lstrip("ZAdWba")
    place = f" (couche {layer})" if layer.isdigit() else " (calculé à la sortie)" if name == "J" else ""
    alpha = optimizer.hyperparameters["alpha"]
    alpha = alpha(max(optimizer.t, 1)) if isinstance(alpha, Schedule) else alpha
    clipping = "clip_norm=1" if clip_norm is None else f"un clip_norm plus petit que {clip_norm:g}"
    return (
        f"L'entraînement diverge à l'époque {epoch}, au pas {step} : {name}{place} n'est plus fini ; essayez un alpha "
        f"plus petit que {alpha:g}, des poids initiaux plus petits (he_normal), des entrées normalisées (Standardizer) "
        f"ou {clipping}."
    )
