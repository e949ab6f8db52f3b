"""La boucle d'entraînement : époques, mini-batches, historique."""

import math

import numpy as np

from mlcourse._checked import unchecked
from mlcourse._validation import check_matrix, check_positive_integer
from mlcourse.batches import MiniBatches
from mlcourse.clipping import clip_by_norm
from mlcourse.divergence import TrainingDiverged, explain, require_finite
from mlcourse.history import History
from mlcourse.losses import LOSSES
from mlcourse.optimizers import Optimizer


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
    >>> from mlcourse.model import MultiLayerPerceptron
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
    if validation is not None and not (isinstance(validation, (tuple, list)) and len(validation) == 2):
        raise ValueError(f"validation : un couple (X, Y) est attendu, reçu {type(validation).__name__}.")
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
                for step, batch in enumerate(batches, start=1):  # noqa: B007 (step sert si le pas échoue)
                    total += _training_step(model, update, clip_norm, *batch)
                _record(history, model, optimizer, total / X.shape[1], validation)
        except FloatingPointError as error:
            raise TrainingDiverged(explain(str(error), epoch, step, optimizer, clip_norm), history) from None
        if callback is not None and callback(epoch, model, history):
            break
    return history


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
    unchecked(model.backward_propagation)(Y, cache)
    if clip_norm is not None:
        require_finite(model.grads)
        model.g[:] = clip_by_norm(model.g, clip_norm)
    update()
    # Une somme de carrés n'est finie que si chacun l'est ; elle seule se calcule à chaque pas.
    if not math.isfinite(model.theta @ model.theta):
        require_finite({**model.grads, **model.params})
    return cost * X.shape[1]


def _propagate(model, X, Y):
    """Propage un lot ; rend son coût et son cache, tant qu'ils sont finis."""
    _, cache = unchecked(model.forward_propagation)(X)
    cost = unchecked(model.cost_from_cache)(Y, cache)
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
        if model.loss != "mse":
            history.validation_accuracy.append(model.accuracy(*validation))
