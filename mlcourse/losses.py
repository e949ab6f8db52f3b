"""Les fonctions de perte : le coût J d'un lot, et le terme d'erreur qu'elles donnent à la dernière couche.

Les deux entropies croisées se calculent depuis les logits Z, jamais depuis A : à z = 40 la sigmoïde vaut exactement 1
en float64 et log(1 - a) serait -inf.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mlcourse._validation import as_array, check_pair, check_positive_integer, lookup
from mlcourse.activations import ACTIVATIONS


def binary_cross_entropy(Z, Y):
    """Entropie croisée binaire depuis les logits : J = (1/m) somme [log(1 + exp(z)) - y z].

    Z et Y ont la forme (n, m), Y dans [0, 1] ; les n sorties d'un exemple s'additionnent. Section 1.1 du livre :
    c'est -[y log a + (1 - y) log(1 - a)] avec a = sigma(z), réécrite pour ne jamais déborder.

    >>> binary_cross_entropy(np.array([[40.0, -1000.0]]), np.array([[0, 0]]))
    20.0
    """
    Z, Y = check_pair(Z, Y, "Z")
    _in_unit_interval(Y)
    return float(np.sum(np.logaddexp(0, Z) - Y * Z) / Z.shape[1])


def cross_entropy(Z, Y):
    """Entropie croisée de softmax depuis les logits : J = (1/m) somme [log somme_j exp(z_j) - somme_j y_j z_j].

    Z et Y ont la forme (n, m) ; chaque colonne de Y est une distribution (voir `one_hot`).

    >>> round(cross_entropy(np.array([[1000.0, 0.0], [0.0, 0.0]]), one_hot([0, 1], 2)), 6)
    0.346574
    """
    Z, Y = check_pair(Z, Y, "Z")
    _distributions(Y)
    shifted = Z - Z.max(axis=0)
    return float(np.sum(np.log(np.exp(shifted).sum(axis=0)) - (Y * shifted).sum(axis=0)) / Z.shape[1])


def mean_squared_error(A, Y):
    """Erreur quadratique : J = (1/m) somme_i (1/2) ||a_i - y_i||^2, pour A et Y de forme (n, m).

    Le facteur 1/2 fait de A - Y le gradient par rapport à A.

    >>> mean_squared_error(np.array([[1.0, 3.0]]), np.array([[0.0, 0.0]]))
    2.5
    """
    A, Y = check_pair(A, Y, "A")
    return float(np.sum((A - Y) ** 2) / (2 * A.shape[1]))


def one_hot(labels, n_classes):
    """Code des étiquettes entières, (m,) ou (1, m), en colonnes (n_classes, m) d'un seul 1.

    >>> one_hot([2, 0], 3)
    array([[0., 1.],
           [0., 0.],
           [1., 0.]])
    """
    labels, n_classes = as_array(labels, "labels"), check_positive_integer(n_classes, "n_classes")
    if labels.shape not in ((labels.size,), (1, labels.size)) or labels.size == 0:
        raise ValueError(f"labels : la forme (m,) ou (1, m) est attendue, avec m ≥ 1, reçu {labels.shape}.")
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= n_classes:
        raise ValueError(
            f"labels : des entiers de 0 à {n_classes - 1} sont attendus, "
            f"reçu des {labels.dtype} de {labels.min()} à {labels.max()}."
        )
    return (labels.ravel() == np.arange(n_classes)[:, None]).astype(np.float64)


def _in_unit_interval(Y):
    if not (Y.min() >= 0 and Y.max() <= 1):
        raise ValueError(f"Y : des cibles dans [0, 1] sont attendues, reçu des valeurs de {Y.min()} à {Y.max()}.")


def _distributions(Y):
    _in_unit_interval(Y)
    sums = Y.sum(axis=0)
    if not np.allclose(sums, 1, atol=1e-6):
        raise ValueError(
            "Y : des colonnes de somme 1 sont attendues (voir one_hot), "
            f"reçu des sommes de {sums.min():g} à {sums.max():g}."
        )


def _any_real(Y):
    """L'erreur quadratique admet toute cible finie, ce que le réseau a déjà contrôlé."""


def _residual(A, Y):
    """A - Y : gradient par rapport à Z pour les deux entropies croisées, par rapport à A pour l'erreur quadratique."""
    return A - Y


class Loss(NamedTuple):
    """Une ligne de `LOSSES`.

    `output` nomme l'activation de sortie avec laquelle la perte fusionne : `function` prend alors Z et `gradient` rend
    dL/dZ. Quand `output` vaut None, la sortie est n'importe quelle activation élément par élément, `function` prend A
    et `gradient` rend dL/dA. `check_targets` refuse les cibles que la perte n'admet pas.
    """

    function: Callable
    gradient: Callable
    check_targets: Callable
    output: str | None = None


LOSSES = {
    "binary_cross_entropy": Loss(binary_cross_entropy, _residual, _in_unit_interval, output="sigmoid"),
    "cross_entropy": Loss(cross_entropy, _residual, _distributions, output="softmax"),
    "mse": Loss(mean_squared_error, _residual, _any_real),
}


def check_activations(loss, hidden, output, n_hidden):
    """Refuse des activations qui ne vont pas avec la perte, ou avec le nombre de couches cachées."""
    if len(hidden) != n_hidden:
        raise ValueError(
            "layer_dims et hidden : au moins deux tailles et une activation par couche cachée sont attendues, "
            f"reçu {n_hidden + 2} taille(s) et {len(hidden)} activation(s)."
        )
    if not all(lookup(ACTIVATIONS, name, "activation").elementwise for name in hidden):
        raise ValueError("hidden : une activation élément par élément est attendue, reçu 'softmax'.")
    required, activation = lookup(LOSSES, loss, "loss").output, lookup(ACTIVATIONS, output, "activation")
    if required not in (None, output) or (required is None and not activation.elementwise):
        raise ValueError(
            f"loss={loss!r} : une sortie {required or 'élément par élément'!r} est attendue, reçu output={output!r}."
        )
