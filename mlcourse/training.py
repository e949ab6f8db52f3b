"""La boucle d'entraînement : époques, mini-batches, historique, et ce qu'elle dit quand elle diverge."""

import math
from dataclasses import dataclass, field

import numpy as np

from mlcourse._fused import fuse
from mlcourse._validation import (
    as_float,
    check_callable,
    check_finite,
    check_instance,
    check_matrix,
    check_number,
    check_positive_integer,
)
from mlcourse.batches import MiniBatches
from mlcourse.losses import LOSSES
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer


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


def clip_by_norm(g, max_norm):
    """Écrête le gradient : g multiplié par min(1, max_norm / ||g||).

    La direction ne change pas, seule la longueur est bornée. La norme est euclidienne, sur tous les éléments de g :
    celle du vecteur de tous les gradients du réseau quand g est ce vecteur.

    Parameters
    ----------
    g : array_like
        Gradient, de forme quelconque ; il n'est pas modifié.
    max_norm : float
        Plus grande norme permise, strictement positive.

    Returns
    -------
    ndarray
        Un nouveau tableau, de la forme et du type de g ; les mêmes bits que g si sa norme ne dépasse pas `max_norm`.

    Raises
    ------
    ValueError
        Si g contient NaN ou l'infini, ou si `max_norm` n'est pas un nombre strictement positif.

    Examples
    --------
    >>> clip_by_norm(np.array([30.0, 40.0]), max_norm=5)
    array([3., 4.])

    References
    ----------
    Section 3.5 du livre. Pascanu, Mikolov et Bengio (2013), algorithme 1.
    """
    g = check_finite(as_float(g, "g"), "g")
    max_norm = _check_max_norm(max_norm, "max_norm")
    # Ramené à 1 par son plus grand élément, un vecteur a une norme qui ne déborde pas : 1e30 au carré, si, en float32.
    scale = float(np.abs(g).max(initial=0))
    unit = g / (scale or 1)
    norm = float(np.linalg.norm(unit))
    return g.copy() if scale * norm <= max_norm else (max_norm / norm) * unit


def _check_max_norm(value, name):
    if check_number(value, name, domain="strictement positif et fini") == 0:
        raise ValueError(f"{name} : un nombre strictement positif est attendu, reçu {value!r}.")
    return float(value)


def train(
    model,
    X,
    Y,
    *,
    optimizer="adam",
    epochs=10,
    batch_size=64,
    clip_norm=None,
    rng,
    validation=None,
    callback=None,
    progress=None,
):
    """Entraîne un réseau sur place et rend son historique.

    Parameters
    ----------
    model : MultiLayerPerceptron
        Le réseau ; ses paramètres sont modifiés.
    X, Y : array_like
        Exemples (n_0, m) et cibles (n_L, m).
    optimizer : str or Optimizer
        Une ligne de `OPTIMIZERS`, ou un optimiseur, qui garde alors ses états d'un appel à l'autre.
    epochs : int
        Nombre de passages sur les m exemples.
    batch_size : int or None
        Taille des lots : 1 pour un exemple à la fois, None pour le lot entier.
    clip_norm : float, optional
        Plus grande norme permise au gradient (voir `clip_by_norm`).
    rng : numpy.random.Generator
        Ce qui mélange les exemples : à même graine, mêmes bits, du moins sur un seul fil d'exécution.
    validation : tuple, optional
        Un couple (X, Y), mesuré à la fin de chaque époque.
    callback : callable, optional
        `callback(epoch, model, history)` est appelé après chaque époque, comptée à partir de 1 ; s'il rend True,
        l'entraînement s'arrête.
    progress : callable, optional
        Ce qui enveloppe les époques, comme `tqdm`.

    Returns
    -------
    History
        Les mesures, une par époque.

    Raises
    ------
    ValueError
        Si un argument ne va pas, ou si les données contiennent NaN ou l'infini : rien n'est alors modifié.
    TrainingDiverged
        Si le calcul produit NaN ou l'infini ; l'exception porte l'historique d'avant.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(2, 200))
    >>> model = MultiLayerPerceptron([2, 8, 1], rng=rng)
    >>> history = train(model, X, X[:1] > X[1:], optimizer=Optimizer("adam", alpha=0.01), rng=rng)
    >>> history.cost[-1] < history.cost[0]
    True

    References
    ----------
    Section 3.1 du livre.
    """
    _check_options(model, clip_norm, validation, callback=callback, progress=progress)
    optimizer = optimizer if isinstance(optimizer, Optimizer) else Optimizer(optimizer)
    X, Y = _check_data(model, X, Y)
    validation = validation and _check_data(model, *validation)
    batches, history = MiniBatches(X, Y, batch_size, rng), History()
    epochs = range(1, check_positive_integer(epochs, "epochs") + 1)
    for epoch in progress(epochs) if progress else epochs:
        step, total = 0, 0.0
        try:
            # Un débordement n'avertit pas : ce qui n'est plus fini lève une exception, qui en dit plus.
            with np.errstate(all="ignore"):
                update = optimizer.prepare(model.theta, model.g, model.decay_mask)
                # Une sous-classe peut avoir d'autres équations : les siennes s'exécutent telles quelles.
                fused = fuse(model, X.shape[1], len(batches)) if type(model) is MultiLayerPerceptron else model
                for step, batch in enumerate(batches, start=1):  # noqa: B007 (step sert si le pas échoue)
                    total += _training_step(fused, update, clip_norm, *batch)
                    # Une somme de carrés n'est finie que si chacun l'est ; elle seule se calcule à chaque pas.
                    if not math.isfinite(model.theta @ model.theta):
                        require_finite({**model.grads, **model.params})
                _record(history, model, optimizer, total / X.shape[1], validation)
        except FloatingPointError as error:
            raise TrainingDiverged(explain(str(error), epoch, step, optimizer, clip_norm), history) from None
        if callback is not None and callback(epoch, model, history):
            break
    return history


def _check_options(model, clip_norm, validation, **functions):
    """Refuse ce qui n'est pas de la bonne sorte, avant que rien ne commence."""
    check_instance(model, MultiLayerPerceptron, "model")
    if clip_norm is not None:
        _check_max_norm(clip_norm, "clip_norm")
    if validation is not None and not (isinstance(validation, (tuple, list)) and len(validation) == 2):
        raise ValueError(f"validation : un couple (X, Y) est attendu, reçu {type(validation).__name__}.")
    for name, function in functions.items():
        if function is not None:
            check_callable(function, name)


def _check_data(model, X, Y):
    """Rend les exemples et les cibles au type du réseau ; tout ce qui cloche en eux se dit avant le premier pas."""
    X = check_matrix(X, "X", model.layer_dims[0], model.theta.dtype)
    Y = check_matrix(Y, "Y", model.layer_dims[-1], model.theta.dtype, n_columns=X.shape[1])
    LOSSES[model.loss].check_targets(Y)
    return X, Y


# Les données et l'optimiseur sont contrôlés avant le premier pas : aucun pas ne les contrôle plus.
def _training_step(model, update, clip_norm, X, Y):
    """Une étape : propager, rétropropager, écrêter, mettre à jour ; rend la somme des pertes du lot."""
    cost, cache = _propagate(model, X, Y)
    model.gradients(Y, cache)
    if clip_norm is not None:
        require_finite(model.grads)
        model.g[:] = clip_by_norm(model.g, clip_norm)
    update()
    return cost * X.shape[1]


def _propagate(model, X, Y):
    """Propage un lot ; rend son coût et son cache, tant qu'ils sont finis."""
    _, cache = model.forward(X)
    cost = model.cost(Y, cache)
    if not math.isfinite(cost):
        require_finite({**cache, "J": cost})
    return cost, cache


def _record(history, model, optimizer, cost, validation):
    """Range les mesures d'une époque, si elles sont finies."""
    # Un second moment infini ne donne ni NaN ni infini : il arrête les paramètres, sans rien dire.
    states = {f"l'état {i} de l'optimiseur": state for i, state in enumerate(optimizer.states, start=1)}
    require_finite(states | {"J": cost})
    history.cost.append(cost)
    if validation is not None:
        history.validation_cost.append(_propagate(model, *validation)[0])
        if LOSSES[model.loss].classifies:
            history.validation_accuracy.append(model.accuracy(*validation))


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
    alpha = optimizer.hyperparameters.get("alpha")  # une règle qui n'est pas du cours peut ne pas en avoir
    alpha = alpha(max(optimizer.t, 1)) if callable(alpha) else alpha
    remedies = [] if alpha is None else [f"un alpha plus petit que {alpha:g}"]
    remedies += ["des poids initiaux plus petits (he_normal)", "des entrées normalisées (Standardizer)"]
    clipping = "clip_norm=1" if clip_norm is None else f"un clip_norm plus petit que {clip_norm:g}"
    return (
        f"L'entraînement diverge à l'époque {epoch}, au pas {step} : {name}{place} n'est plus fini ; essayez "
        f"{', '.join(remedies)} ou {clipping}."
    )
