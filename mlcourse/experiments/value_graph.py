"""Un graphe de calcul, avec ses valeurs à l'aller et ses gradients au retour.

Question : que porte chaque arête du graphe quand on calcule une perte, puis son gradient ? Et que s'y passe-t-il quand
la sigmoïde sature ?
Source : la section 1.2 du livre pour le graphe, la section 1.3 pour la fusion de la sigmoïde et de l'entropie croisée.
Montage : un neurone à une entrée, u = w x, z = u + b, a = sigma(z), et sa perte ; deux écritures de la fin, nœud
par nœud ou fusionnée.
Ce qui diffère : rien n'est protégé dans l'écriture nœud par nœud ; mlcourse n'utilise que l'autre.
"""

from typing import NamedTuple

import numpy as np

from mlcourse.activations import sigmoid


class Graph(NamedTuple):
    """Les nœuds d'un graphe : `values`, calculées à l'aller, et `gradients`, les dérivées de la perte, au retour."""

    values: dict
    gradients: dict


def node_by_node(x, w, b, y):
    """La perte par a = sigma(z), puis -[y log a + (1 - y) log(1 - a)] ; le retour multiplie une dérivée par nœud.

    >>> graph = node_by_node(x=2.0, w=0.5, b=-1.0, y=1.0)
    >>> graph.values["a"], graph.gradients["w"]
    (np.float64(0.5), np.float64(-1.0))
    """
    x, w, b, y = map(np.float64, (x, w, b, y))
    with np.errstate(all="ignore"):  # la saturation est le sujet
        u = w * x
        z = u + b
        a = 1 / (1 + np.exp(-z))
        loss = -(y * np.log(a) + (1 - y) * np.log(1 - a))
        da = -y / a + (1 - y) / (1 - a)
        dz = da * (a * (1 - a))
    return Graph({"x": x, "w": w, "b": b, "u": u, "z": z, "a": a, "L": loss}, _backward(x, w, dz, da))


def fused(x, w, b, y):
    """La même perte depuis z : log(1 + exp(z)) - y z, dont la dérivée est sigma(z) - y.

    >>> fused(x=1.0, w=40.0, b=0.0, y=0.0).gradients["z"]
    np.float64(1.0)
    """
    x, w, b, y = map(np.float64, (x, w, b, y))
    u = w * x
    z = u + b
    loss = np.logaddexp(0, z) - y * z
    dz = sigmoid(z)[()] - y
    return Graph({"x": x, "w": w, "b": b, "u": u, "z": z, "L": loss}, _backward(x, w, dz))


def neuron(w=0.5, b=-2.0, y=1, x=2.0):
    """Le graphe d'un neurone, nœud par nœud, dont on choisit le poids, le biais et l'étiquette.

    >>> round(neuron(w=0.0).gradients["w"], 2), abs(neuron(w=0.0).gradients["x"])
    (np.float64(-1.76), np.float64(0.0))
    """
    return node_by_node(x, w, b, y)


class Saturation(NamedTuple):
    """La perte et son gradient sur le logit, par les deux écritures, au point (`z`, `y`) puis le long de `logits` (K,).

    `losses` et `gradients` (2,) portent l'écriture nœud par nœud, puis la fusionnée ; leurs courbes, (2, 2, K), sont
    rangées par cible, 0 puis 1, puis par écriture. `a` est la sortie de la sigmoïde.
    """

    z: float
    y: int
    a: float
    losses: np.ndarray
    gradients: np.ndarray
    logits: np.ndarray
    loss_curves: np.ndarray
    gradient_curves: np.ndarray


def saturation(z=2.0, y=0, logits=np.arange(-50.0, 51.0)):  # noqa: B008 : un tableau que l'on ne fait que lire
    """Compare les deux écritures en un point, et le long des `logits`.

    >>> saturation(40, 0).losses, saturation(40, 0).gradients
    (array([inf, 40.]), array([nan,  1.]))
    """
    curves = [[[_end(write, logit, target) for logit in logits] for write in WRITINGS] for target in (0, 1)]
    here, slopes = np.array([_end(write, z, y) for write in WRITINGS]).T
    losses, gradients = np.moveaxis(np.array(curves), -1, 0)
    a = node_by_node(1, z, 0, y).values["a"]
    return Saturation(z, y, float(a), here, slopes, np.asarray(logits), losses, gradients)


def _end(write, z, y):
    """La perte et sa dérivée par rapport au logit."""
    graph = write(1, z, 0, y)
    return graph.values["L"], graph.gradients["z"]


WRITINGS = (node_by_node, fused)


def _backward(x, w, dz, da=None):
    """De dL/dz jusqu'aux feuilles : une somme transmet son gradient, un produit le multiplie par l'autre facteur."""
    found = {"L": np.float64(1), "a": da, "z": dz, "b": dz, "u": dz, "w": dz * x, "x": dz * w}
    return {name: value for name, value in found.items() if value is not None}
