"""Comment croît le coût d'une époque ?

Question : que devient la durée d'une époque quand on double la largeur, la profondeur, le lot ou le nombre d'exemples ?
Et la mémoire du cache, quand on empile les couches ?
Source : le compte des multiplications de la section 1.5 du livre. La mémoire du cache, proportionnelle à la profondeur,
est ce que réduisent Chen et al. (2016), doi:10.48550/arXiv.1604.06174, section 4.
Montage : un réseau ReLU de couches toutes égales, Adam, données tirées au hasard ; un seul réglage change à la fois.
Ce qui diffère : l'article mesure des réseaux à convolution sur une carte graphique.
"""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from mlcourse.experiments.clock import timed
from mlcourse.model import MultiLayerPerceptron
from mlcourse.training import train

#: Le réglage de départ ; `AXES` donne les valeurs que prend chacun, les autres restant là.
BASE = {"width": 64, "depth": 3, "batch": 64, "examples": 1024}
AXES = {
    "width": (16, 32, 64, 128, 256, 512),
    "depth": (1, 2, 4, 8, 16, 32),
    "batch": (4, 16, 64, 256, 1024),
    "examples": (256, 512, 1024, 2048, 4096),
}
SEEDS = (0, 1, 2)
#: Exposants attendus : largeur au carré, proportionnel à la profondeur et aux exemples, indifférent au lot.
SLOPES = {"width": 2, "depth": 1, "batch": 0, "examples": 1}


@dataclass(frozen=True)
class Growth:
    """Une famille de mesures : `values` (K,), `seconds` (R, K) par époque, `products` (K,) multiplications."""

    axis: str
    values: np.ndarray
    seconds: np.ndarray
    products: np.ndarray

    @property
    def median(self):
        """Durée médiane d'une époque, en secondes, forme (K,)."""
        return np.median(self.seconds, axis=0)

    @property
    def expected_slope(self):
        """Pente que prévoit le compte des multiplications."""
        return SLOPES[self.axis]

    def slope(self, last=2):
        """Pente de la durée, en échelle logarithmique, entre les `last` dernières valeurs."""
        x, y = np.log(self.values[-last:]), np.log(self.median[-last:])
        return float(np.polyfit(x, y, 1)[0])


def layer_dims(width, depth):
    """Tailles d'un réseau de `depth` couches cachées, toutes de `width` unités, entrée comprise.

    >>> layer_dims(16, 2)
    [16, 16, 16, 1]
    """
    return [width] * (depth + 1) + [1]


def count_products(dims, m):
    """Multiplications d'un passage sur m exemples : W A, delta A^T, et W^T delta sauf dans la première couche.

    >>> count_products([2, 3, 1], 10)
    210
    """
    weights = [n_in * n_out for n_in, n_out in pairwise(dims)]
    return m * (3 * sum(weights) - weights[0])


def cache_bytes(model, m):
    """Octets du cache d'un lot de m exemples : chaque Z[l], chaque A[l].

    >>> model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    >>> cache_bytes(model, 10) == 8 * 10 * (2 + 3 + 3 + 1 + 1)
    True
    """
    _, cache = model.forward_propagation(np.zeros((model.layer_dims[0], m)))
    return sum(array.nbytes for array in cache.values())


def cache_by_depth(depths=AXES["depth"], width=64, m=64):
    """Octets du cache pour chaque profondeur, forme (K,)."""
    models = (MultiLayerPerceptron(layer_dims(width, depth), rng=np.random.default_rng(0)) for depth in depths)
    return np.array([cache_bytes(model, m) for model in models])


def epoch_seconds(dims, batch, examples, seed=0):
    """Durée d'une époque d'Adam, en secondes, préparation des données non comprise."""
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(dims[0], examples)), rng.integers(0, 2, (1, examples))
    model = MultiLayerPerceptron(dims, rng=rng)
    seconds: list[float] = []
    options = {"epochs": 1, "batch_size": batch, "rng": rng}
    train(model, X, Y, progress=lambda epochs: timed(epochs, seconds), **options)
    return seconds[0]


def measure_growth(axis, values=None, repeats=1, seeds=SEEDS, **base):
    """Mesure une époque pour chaque valeur d'un réglage, `repeats` fois par graine ; les valeurs alternent.

    >>> measure_growth("depth", (1, 2), examples=128).median.shape
    (2,)
    """
    values = AXES[axis] if values is None else values
    settings = [BASE | base | {axis: value} for value in values]
    networks = [layer_dims(setting["width"], setting["depth"]) for setting in settings]
    pairs = list(zip(networks, settings, strict=True))
    runs = list(seeds) * repeats
    seconds = [[epoch_seconds(dims, s["batch"], s["examples"], seed) for dims, s in pairs] for seed in runs]
    products = [count_products(dims, s["examples"]) for dims, s in pairs]
    return Growth(axis, np.array(values), np.array(seconds), np.array(products))


# Les versions gardées : une construction du livre partage sa machine, et ses durées ne diraient rien.
grow_width, grow_depth, grow_batch, grow_examples = (partial(measure_growth, axis, repeats=5) for axis in AXES)
