"""La boucle d'entraînement : époques, mini-batches, historique."""

from dataclasses import dataclass, field

from mlcourse._validation import as_array, check_positive_integer
from mlcourse.batches import MiniBatches
from mlcourse.optimizers import Optimizer


@dataclass
class History:
    """Ce que `train` a mesuré, une valeur par époque.

    `cost` est la moyenne du coût sur les exemples de l'époque, chacun vu avec les paramètres du moment ;
    `validation_cost` et `validation_accuracy` sont mesurés en fin d'époque, si une validation est donnée
    (l'exactitude seulement pour une classification).
    """

    cost: list = field(default_factory=list)
    validation_cost: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)


def train(
    model,
    X,
    Y,
    *,
    optimizer="adam",
    epochs=10,
    batch_size=64,
    rng,
    validation=None,
    callback=None,
    progress=None,
):
    """Entraîne `model` sur place et rend son `History`.

    X (n_0, m) et Y (n_L, m) sont les exemples ; `optimizer` un nom de `OPTIMIZERS` ou un `Optimizer` ; `rng` mélange
    les mini-batches ; `validation` un couple (X, Y) ; `callback(epoch, model, history)` est appelé après chaque époque
    (comptées à partir de 1) et arrête l'entraînement s'il rend True ; `progress` enveloppe les époques, comme `tqdm`.

    >>> import numpy as np
    >>> from mlcourse.model import MultiLayerPerceptron
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(2, 200))
    >>> model = MultiLayerPerceptron([2, 8, 1], rng=rng)
    >>> history = train(model, X, X[:1] > X[1:], optimizer=Optimizer("adam", alpha=0.01), rng=rng)
    >>> history.cost[-1] < history.cost[0]
    True
    """
    if validation is not None and not (isinstance(validation, (tuple, list)) and len(validation) == 2):
        raise ValueError(f"validation : un couple (X, Y) est attendu, reçu {type(validation).__name__}.")
    optimizer = optimizer if isinstance(optimizer, Optimizer) else Optimizer(optimizer)
    X, Y = (as_array(values, name).astype(model.theta.dtype) for name, values in (("X", X), ("Y", Y)))
    batches, history = MiniBatches(X, Y, batch_size, rng), History()
    epochs = range(1, check_positive_integer(epochs, "epochs") + 1)
    for epoch in progress(epochs) if progress else epochs:
        total = sum(_training_step(model, optimizer, *batch) for batch in batches)
        history.cost.append(total / X.shape[1])
        if validation is not None:
            _record_validation(history, model, *validation)
        if callback is not None and callback(epoch, model, history):
            break
    return history


def _training_step(model, optimizer, X, Y):
    """Une étape : propager, rétropropager, mettre à jour ; rend la somme des pertes du lot."""
    _, cache = model.forward_propagation(X)
    cost = model.cost_from_cache(Y, cache)
    model.backward_propagation(Y, cache)
    optimizer.step(model.theta, model.g)
    return cost * X.shape[1]


def _record_validation(history, model, X, Y):
    history.validation_cost.append(model.compute_cost(X, Y))
    if model.loss != "mse":
        history.validation_accuracy.append(model.accuracy(X, Y))
