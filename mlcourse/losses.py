"""Les fonctions de perte : le coût J d'un lot, et le terme d'erreur qu'elles donnent à la dernière couche.

Les deux entropies croisées se calculent depuis les logits Z, jamais depuis A : à z = 40 la sigmoïde vaut exactement 1
en float64 et log(1 - a) serait -inf.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mlcourse._validation import as_array, check_pair, check_positive_integer


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
    """L'erreur quadratique admet toute cible finie, ce que `check_pair` a déjà contrôlé."""


def binary_cross_entropy(Z, Y):
    """Entropie croisée binaire depuis les logits : J = (1/m) somme [log(1 + exp(z)) - y z].

    C'est -[y log a + (1 - y) log(1 - a)] avec a = sigma(z), réécrite pour ne jamais déborder.

    Parameters
    ----------
    Z, Y : array_like
        Logits et cibles (n, m), Y dans [0, 1] ; les n sorties d'un exemple s'additionnent.

    Returns
    -------
    float
        J, en nats.

    Raises
    ------
    ValueError
        Si ce ne sont pas deux matrices finies de même forme, ou si une cible sort de [0, 1].

    Examples
    --------
    >>> binary_cross_entropy(np.array([[40.0, -1000.0]]), np.array([[0, 0]]))
    20.0

    References
    ----------
    Section 1.1 du livre.
    """
    return _binary_cross_entropy(*check_pair(Z, Y, "Z", _in_unit_interval))


def _binary_cross_entropy(Z, Y):
    return float((np.logaddexp(0, Z) - Y * Z).sum() / Z.shape[1])


def cross_entropy(Z, Y):
    """Entropie croisée de softmax depuis les logits : J = (1/m) somme [log somme_j exp(z_j) - somme_j y_j z_j].

    Parameters
    ----------
    Z, Y : array_like
        Logits et cibles (n, m) ; chaque colonne de Y est une distribution (voir `one_hot`).

    Returns
    -------
    float
        J, en nats.

    Raises
    ------
    ValueError
        Si ce ne sont pas deux matrices finies de même forme, ou si une colonne de Y n'est pas une distribution.

    Examples
    --------
    >>> round(cross_entropy(np.array([[1000.0, 0.0], [0.0, 0.0]]), one_hot([0, 1], 2)), 6)
    0.346574

    References
    ----------
    Section 1.3 du livre.
    """
    return _cross_entropy(*check_pair(Z, Y, "Z", _distributions))


def _cross_entropy(Z, Y):
    shifted = Z - Z.max(axis=0)
    return float((np.log(np.exp(shifted).sum(axis=0)) - (Y * shifted).sum(axis=0)).sum() / Z.shape[1])


def mean_squared_error(A, Y):
    """Erreur quadratique : J = (1/m) somme_i (1/2) ||a_i - y_i||^2.

    Le facteur 1/2 fait de A - Y le gradient par rapport à A.

    Parameters
    ----------
    A, Y : array_like
        Sorties et cibles (n, m).

    Returns
    -------
    float
        J, dans l'unité des cibles, au carré.

    Raises
    ------
    ValueError
        Si ce ne sont pas deux matrices finies de même forme.

    Examples
    --------
    >>> mean_squared_error(np.array([[1.0, 3.0]]), np.array([[0.0, 0.0]]))
    2.5

    References
    ----------
    Section 1.3 du livre.
    """
    return _mean_squared_error(*check_pair(A, Y, "A", _any_real))


def _mean_squared_error(A, Y):
    return float(((A - Y) ** 2).sum() / (2 * A.shape[1]))


def one_hot(labels, n_classes):
    """Code des étiquettes entières en colonnes d'un seul 1.

    Parameters
    ----------
    labels : array_like of int
        Étiquettes de 0 à n_classes - 1, de forme (m,) ou (1, m).
    n_classes : int
        Nombre de classes.

    Returns
    -------
    ndarray
        Y (n_classes, m), en float64.

    Raises
    ------
    ValueError
        Si une étiquette n'est pas un entier de 0 à n_classes - 1, ou si leur forme ne va pas.

    Examples
    --------
    >>> one_hot([2, 0], 3)
    array([[0., 1.],
           [0., 0.],
           [1., 0.]])

    References
    ----------
    Section 1.3 du livre.
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


def _residual(A, Y):
    """A - Y : gradient par rapport à Z pour les deux entropies croisées, par rapport à A pour l'erreur quadratique."""
    return A - Y


def _more_likely_than_not(A):
    return (A > 0.5).astype(int)


def _most_likely_class(A):
    return A.argmax(axis=0, keepdims=True)


def _itself(A):
    return A


class Loss(NamedTuple):
    """Une ligne de `LOSSES`.

    Parameters
    ----------
    function : callable
        Le coût J d'un lot : elle prend Z et Y si la perte fusionne avec la sortie, A et Y sinon, et les contrôle.
    equation : callable
        Le même calcul, sur des tableaux déjà contrôlés : c'est lui que l'entraînement appelle.
    gradient : callable
        Elle prend A et Y, et rend dL/dZ si la perte fusionne avec la sortie, dL/dA sinon.
    check_targets : callable
        Elle prend Y, et refuse les cibles que la perte n'admet pas.
    predict : callable
        Elle prend A, et rend la réponse : une classe, 0 ou 1 par sortie, ou la valeur même. De Y, elle rend la bonne.
    classifies : bool
        Vrai si cette réponse est une classe, dont l'exactitude se mesure.
    output : str, optional
        L'activation de sortie avec laquelle la perte fusionne. Sans elle, la sortie est n'importe quelle activation
        élément par élément.

    Examples
    --------
    >>> LOSSES["cross_entropy"].output
    'softmax'

    References
    ----------
    Section 1.3 du livre.
    """

    function: Callable
    equation: Callable
    gradient: Callable
    check_targets: Callable
    predict: Callable
    classifies: bool
    output: str | None = None


LOSSES = {
    "binary_cross_entropy": Loss(
        function=binary_cross_entropy,
        equation=_binary_cross_entropy,
        gradient=_residual,
        check_targets=_in_unit_interval,
        predict=_more_likely_than_not,
        classifies=True,
        output="sigmoid",
    ),
    "cross_entropy": Loss(
        function=cross_entropy,
        equation=_cross_entropy,
        gradient=_residual,
        check_targets=_distributions,
        predict=_most_likely_class,
        classifies=True,
        output="softmax",
    ),
    "mse": Loss(
        function=mean_squared_error,
        equation=_mean_squared_error,
        gradient=_residual,
        check_targets=_any_real,
        predict=_itself,
        classifies=False,
    ),
}
