"""Pourquoi empiler des couches : une dent de scie que la profondeur plie, et que la largeur doit payer.

Question : combien de morceaux droits un réseau de ReLU trace-t-il, selon sa profondeur ? Et combien en trace-t-il quand
ses poids sont tirés au hasard, ou appris ?
Source : Telgarsky (2016), https://proceedings.mlr.press/v49/telgarsky16.html : composée L fois, une dent de trois
unités fait 2^L morceaux, et peu de couches en demandent un nombre exponentiel d'unités. Hanin et Rolnick (2019),
https://proceedings.mlr.press/v97/hanin19a.html : au hasard, le nombre moyen de morceaux le long d'une droite ne croît
que comme le nombre d'unités.
Montage : une entrée, une sortie ; la dent 2 r(x) - 4 r(x - 1/2) + 2 r(x - 1) composée avec elle-même. Les morceaux se
comptent exactement, en suivant les points où une unité s'allume. Tirés : He, et des biais N(0, 1), sur [-3, 3].
Appris : mêmes tailles, Adam, 256 points de la dent.
Ce qui diffère : les articles bornent des familles de réseaux ; nous en comptons quelques-uns, à une entrée.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

#: Poids de sortie d'une dent, et seuils de ses trois unités.
HEIGHTS, THRESHOLDS = np.array([[2.0, -4.0, 2.0]]), np.array([[0.0], [0.5], [1.0]])


def tooth(x):
    """La dent : 2 r(x) - 4 r(x - 1/2) + 2 r(x - 1), qui monte de 0 à 1 sur [0, 1/2] et redescend sur [1/2, 1].

    >>> tooth(np.array([-1, 0, 0.25, 0.5, 1, 2])).tolist()
    [0.0, 0.0, 0.5, 1.0, 0.0, 0.0]
    """
    return (HEIGHTS @ np.maximum(0, np.reshape(x, (1, -1)) - THRESHOLDS))[0]


def sawtooth_network(depth, height=1.0):
    """Le réseau 1-3-...-3-1 qui compose `depth` fois la dent, de hauteur `height` : 3 unités ReLU par couche cachée.

    >>> model = sawtooth_network(2)
    >>> model.forward_propagation(np.array([[0, 0.125, 0.25, 0.5, 1]]))[0].round(12).tolist()
    [[0.0, 0.5, 1.0, 0.0, 0.0]]
    """
    model = _network([3] * depth, np.random.default_rng(0))
    for l in range(1, depth + 1):
        model.params[f"W{l}"] = np.ones((3, 1)) if l == 1 else np.ones((3, 1)) @ HEIGHTS * height
        model.params[f"b{l}"] = -THRESHOLDS
    model.params[f"W{depth + 1}"] = HEIGHTS * height
    return model


def _network(hidden, rng):
    return MultiLayerPerceptron([1, *hidden, 1], output="identity", loss="mse", rng=rng)


def count_pieces(model, start=0.0, stop=1.0):
    """Compte les morceaux droits que trace un réseau de ReLU à une entrée, entre `start` et `stop`.

    >>> [count_pieces(sawtooth_network(depth)) for depth in (1, 2, 3, 6)]
    [2, 4, 8, 64]
    """
    return len(folds(model, start, stop)) - 1


def folds(model, start=0.0, stop=1.0):
    """Rend les points où se plie la ligne brisée que trace le réseau, bouts compris.

    Couche après couche, chaque logit est droit entre deux points connus : un changement de signe en donne un de plus.

    >>> folds(sawtooth_network(2)).tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    x = np.array([start, stop])
    for l in range(1, model.num_layers):
        Z = model.forward(x[None])[1][f"Z{l}"]
        left, right = Z[:, :-1], Z[:, 1:]
        unit, k = np.nonzero(left * right < 0)
        share = left[unit, k] / (left[unit, k] - right[unit, k])
        crossing = x[k] + (x[k + 1] - x[k]) * share
        x = np.unique(np.append(x, crossing))
    slopes = np.diff(model.forward(x[None])[0][0]) / np.diff(x)
    # Un point où deux pentes se valent ne sépare rien : l'unité y était cachée
    # par celles du dessus.
    same = np.isclose(slopes[1:], slopes[:-1], rtol=1e-6, atol=1e-9)
    return x[np.concatenate([[True], ~same, [True]])]


def teeth(depths=(1, 2, 4)):
    """Rend des abscisses (65,), et l'ordonnée de la dent composée, {nombre de couches: (65,)}.

    >>> teeth()[1][2][:3].tolist()
    [0.0, 0.0625, 0.125]
    """
    x = np.linspace(0, 1, 65)
    return x, {depth: sawtooth_network(depth).forward(x[None])[0][0] for depth in depths}


class Folded(NamedTuple):
    """La dent de hauteur `height` composée `depth` fois : ses K `pieces`, et ses plis, `x` et `y` (K + 1,)."""

    depth: int
    height: float
    pieces: int
    x: np.ndarray
    y: np.ndarray


def fold(depth=3, height=1.0):
    """Compose la dent `depth` fois, et compte ses morceaux.

    >>> fold(3).pieces, fold(3, height=0.5).pieces
    (8, 2)
    """
    model = sawtooth_network(depth, height)
    x = folds(model)
    return Folded(depth, height, len(x) - 1, x, model.forward(x[None])[0][0])


@dataclass(frozen=True)
class Pieces:
    """Les morceaux comptés selon la profondeur : `built` (D,), ceux de la dent ; `drawn` (D, S), de poids tirés.

    `units` (D,) est le nombre d'unités des réseaux tirés, `width` par couche.
    """

    depths: np.ndarray
    built: np.ndarray
    units: np.ndarray
    drawn: np.ndarray


def pieces_by_depth(depths=(1, 2, 3, 4, 5, 6, 7, 8), seeds=(0, 1, 2), *, width=16):
    """Compte les morceaux de la dent composée et ceux de réseaux tirés, un par graine, et rend un `Pieces`.

    >>> pieces_by_depth((1, 2), seeds=[0], width=4).drawn.shape
    (2, 1)
    """
    built = [count_pieces(sawtooth_network(depth)) for depth in depths]
    drawn = [[count_pieces(_drawn(depth, width, seed), -3, 3) for seed in seeds] for depth in depths]
    return Pieces(np.array(depths), np.array(built), width * np.array(depths), np.array(drawn))


def _drawn(depth, width, seed):
    rng = np.random.default_rng(seed)
    model = _network([width] * depth, rng)
    for l in range(1, depth + 1):
        model.params[f"b{l}"] = rng.normal(size=(width, 1))
    return model


def learned_share(depth, seeds=(0, 1, 2), *, width=3, epochs=200, alpha=0.01):
    """Apprend la dent composée `depth` fois depuis un tirage de He ; rend la part de sa variance qui échappe (S,).

    Une part de 1 est celle d'un réseau qui répondrait toujours la moyenne, 1/2.

    >>> bool(learned_share(1, seeds=[0], width=16, epochs=100)[0] < 0.1)
    True
    """
    X = (np.arange(256)[None] + 0.5) / 256
    Y = sawtooth_network(depth).forward(X)[0]
    shares = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        model = _network([width] * depth, rng)
        options = {"optimizer": Optimizer("adam", alpha=alpha), "epochs": epochs, "batch_size": 32, "rng": rng}
        train(model, X, Y, **options)
        shares.append(np.mean((model.forward(X)[0] - Y) ** 2) / np.var(Y))
    return np.array(shares)
