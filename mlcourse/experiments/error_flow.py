"""D'où vient l'erreur d'un neurone caché ?

Question : qu'est-ce qui fait qu'un neurone caché reçoit beaucoup d'erreur, peu, ou pas du tout ?
Source : la section 1.4 du livre, équations de la somme sur les chemins et de la récurrence.
Montage : un neurone et ses trois successeurs, dont les termes d'erreur sont donnés ; puis le réseau 2-2-1 de
l'ouverture du chapitre, une entrée, un poids et une étiquette à choisir.
Ce qui diffère : rien n'est tiré au hasard, tout se refait à la main.
"""

from typing import NamedTuple

import numpy as np

from mlcourse.model import MultiLayerPerceptron

ERRORS = (0.2, -0.5, 0.1)  # les termes d'erreur de l'exemple de la section 1.4


class PathSum(NamedTuple):
    """L'erreur qui revient à un neurone par chacun de ses successeurs, `parts` (K,), et leur somme, `total`.

    `reached` (K + 1,) dit où en est la somme avant la première part et après chacune.
    """

    weights: np.ndarray
    errors: np.ndarray
    parts: np.ndarray
    reached: np.ndarray
    total: float


def path_sum(w1=1.0, w2=0.4, w3=2.0, errors=ERRORS):
    """Pèse l'erreur de trois successeurs par les poids qui mènent à eux, et ajoute.

    >>> path_sum().parts, round(path_sum().total, 3)
    (array([ 0.2, -0.2,  0.2]), 0.2)
    """
    weights, errors = np.array([w1, w2, w3], float), np.asarray(errors, float)
    parts = weights * errors
    return PathSum(weights, errors, parts, np.append(0, parts.cumsum()), float(parts.sum()))


class ErrorFlow(NamedTuple):
    """Un aller et un retour du réseau 2-2-1, pour un exemple.

    `x` (2,), `y` ; `params` ; `z`, `a` et `delta`, une liste par couche ; `gradients`, ceux des
    poids, de même ; `loss`.
    """

    x: np.ndarray
    y: int
    params: dict
    z: list
    a: list
    delta: list
    gradients: list
    loss: float


def error_flow(x2=1.0, w=2.0, y=0):
    """Fait l'aller et le retour du réseau de l'ouverture, dont la seconde entrée vaut `x2` et le poids W2_11 `w`.

    >>> flow = error_flow()
    >>> round(flow.loss, 2), [delta.round(2).tolist() for delta in flow.delta]
    (1.39, [[1.12, -0.13], [0.75]])
    """
    model = opening_network(w)
    x = np.array([[0.5], [x2]])
    _, cache = model.forward_propagation(x)
    grads = model.backward_propagation(np.array([[y]]), cache)
    layers = (1, 2)
    return ErrorFlow(
        x.ravel(),
        y,
        {name: np.array(value) for name, value in model.params.items()},
        [cache[f"Z{l}"].ravel() for l in layers],
        [cache[f"A{l}"].ravel() for l in layers],
        [
            grads[f"db{l}"].ravel().copy() for l in layers
        ],  # avec un exemple, le gradient d'un biais est le terme d'erreur
        [grads[f"dW{l}"].copy() for l in layers],
        float(model.compute_cost(x, np.array([[y]]))),
    )


def opening_network(w=2.0):
    """Le réseau 2-2-1 que l'ouverture du chapitre calcule à la main, dont le poids W2_11 vaut `w`."""
    model = MultiLayerPerceptron([2, 2, 1], hidden="tanh", rng=np.random.default_rng(0))
    model.params["W1"] = np.array([[1.5, -0.3], [0.6, -1.2]])
    model.params["b1"] = np.array([[0.1], [-0.2]])
    model.params["W2"] = np.array([[w, -0.5]])
    model.params["b2"] = np.array([[-0.3]])
    return model
