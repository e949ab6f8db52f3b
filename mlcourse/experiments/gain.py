"""La variance que demande chaque activation, calculée par quadrature, puis tenue dans un réseau.

Question : quelle constante c, dans Var(W) = c / n, garde un signal normal à sa taille derrière une activation
quelconque ? Et l'erreur, au retour ?
Source : He et al. (2015), section 2.2, pour ReLU. LeCun, Bottou, Orr et Müller (1998), section 4.4,
https://doi.org/10.1007/978-3-642-35289-8_3 : f(z) = 1,7159 tanh(2z/3), choisie pour que f(±1) = ±1, que la dérivée
seconde culmine en 1 et que la variance de sortie soit proche de 1. Klambauer et al. (2017), arXiv:1706.02515 : les deux
constantes de SELU. PyTorch, `torch.nn.init.calculate_gain` : les gains qu'il recommande.
Montage : E[f(z)], z suivant N(0, 1), par une somme de Gauss-Legendre de chaque côté de zéro ; puis quinze couches de
200, poids normaux de variance c / n, entrées normales, trois graines.
Ce qui diffère : les articles posent la constante ; nous la calculons et la mesurons.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import erf
from typing import NamedTuple

import numpy as np

from mlcourse.activations import ACTIVATIONS, sigmoid

#: Facteur et pente de SELU, tels que publiés.
SELU_SCALE, SELU_ALPHA = 1.0507, 1.6733
#: Les gains recommandés par PyTorch : l'écart type des poids vaut gain / sqrt(n).
PYTORCH_GAINS = {"sigmoid": 1.0, "tanh": 5 / 3, "relu": 2**0.5, "leaky_relu": (2 / (1 + 0.01**2)) ** 0.5, "selu": 0.75}


class Function(NamedTuple):
    """Une activation et sa dérivée."""

    value: Callable
    slope: Callable


def normal_cdf(z):
    """La fonction de répartition de la loi normale.

    >>> normal_cdf(np.array([0.0])).item()
    0.5
    """
    return (1 + np.vectorize(erf)(np.asarray(z) / np.sqrt(2))) / 2


def _density(z):
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def _selu(z):
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(0, z)))


def _selu_slope(z):
    return SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(np.minimum(0, z)))


FUNCTIONS = {
    **{name: Function(*ACTIVATIONS[name][:2]) for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu")},
    "lecun_tanh": Function(
        lambda z: 1.7159 * np.tanh(2 * z / 3), lambda z: 1.7159 * 2 / 3 * (1 - np.tanh(2 * z / 3) ** 2)
    ),
    "gelu": Function(lambda z: z * normal_cdf(z), lambda z: normal_cdf(z) + z * _density(z)),
    "silu": Function(lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * sigmoid(-z))),
    "selu": Function(_selu, _selu_slope),
}


def gaussian_mean(f, bound=12.0, n_nodes=100):
    """Rend E[f(z)], z suivant N(0, 1), par Gauss-Legendre sur [-bound, 0] et [0, bound] : un angle en 0 ne coûte rien.

    >>> round(gaussian_mean(lambda z: z**2), 12), round(gaussian_mean(np.abs), 6)
    (1.0, 0.797885)
    """
    nodes, weights = np.polynomial.legendre.leggauss(n_nodes)
    z = bound * (nodes + 1) / 2
    halves = (f(z) + f(-z)) * _density(z)
    return float(bound / 2 * weights @ halves)


@dataclass(frozen=True)
class Moments:
    """Les moments de g(z), z suivant N(0, 1) : E[g], E[g^2], E[g'^2] et E[z g'(z) g(z)]."""

    name: str
    mean: float
    square: float
    slope_square: float
    cross: float

    @property
    def constant(self):
        """La constante c de Var(W) = c / n qui garde le signal à l'aller."""
        return 1 / self.square

    @property
    def backward(self):
        """Ce par quoi chaque couche multiplie alors le carré moyen de l'erreur, au retour."""
        return self.slope_square / self.square

    @property
    def elasticity(self):
        """De combien de pour cent change E[g^2] quand la variance du logit s'écarte de 1 pour cent.

        Sous 1, la couche suivante corrige l'écart ; au-dessus, elle l'amplifie.
        """
        return self.cross / self.square


def moments(name):
    """Calcule les `Moments` d'une fonction de `FUNCTIONS`.

    >>> relu = moments("relu")
    >>> round(relu.constant, 9), round(relu.backward, 9), round(moments("lecun_tanh").square, 2)
    (2.0, 1.0, 0.75)
    """
    g, slope = FUNCTIONS[name]
    integrands = (g, lambda z: g(z) ** 2, lambda z: slope(z) ** 2, lambda z: z * g(z) * slope(z))
    return Moments(name, *(gaussian_mean(f) for f in integrands))


def steepest_bend(name, start=0.01, stop=3.0, n_points=30_001):
    """Rend le z positif où la dérivée seconde est la plus grande en valeur absolue.

    >>> round(steepest_bend("lecun_tanh"), 2)
    0.99
    """
    z = np.linspace(start, stop, n_points)
    return float(z[np.argmax(np.abs(np.gradient(FUNCTIONS[name].slope(z), z)))])


@dataclass(frozen=True)
class KeptSignal:
    """Un réseau tiré à la variance calculée : carrés moyens de Z[l] et de delta[l], rapporté au haut, (S, L) chacun.

    `theory` (L,) est celui que l'on attend de delta.
    """

    name: str
    forward: np.ndarray
    backward: np.ndarray
    theory: np.ndarray


def kept_signal(name, seeds=(0, 1, 2), *, depth=15, width=200, m=50):
    """Propage m entrées normales à travers `depth` couches de variance c / n, et rétropropage une erreur normale.

    >>> bool(abs(kept_signal("relu", seeds=[0], depth=2).forward - 1).max() < 0.2)
    True
    """
    computed = moments(name)
    runs = [_there_and_back(name, computed.constant, np.random.default_rng(seed), depth, width, m) for seed in seeds]
    theory = computed.backward ** np.arange(depth)[::-1]
    forward, backward = (np.array([run[k] for run in runs]) for k in (0, 1))
    return KeptSignal(name, forward, backward, theory)


def _there_and_back(name, constant, rng, depth, width, m):
    g, slope = FUNCTIONS[name]
    # Une entrée de carré moyen 1 / c donne au premier logit la variance 1.
    A, weights, logits = rng.normal(0, constant**-0.5, (width, m)), [], []
    for _ in range(depth):
        weights.append(rng.normal(0, np.sqrt(constant / width), (width, width)))
        logits.append(weights[-1] @ A)
        A = g(logits[-1])
    delta = rng.normal(size=(width, m)) * slope(logits[-1])
    squares = [np.mean(delta**2)]
    for W, Z in zip(weights[:0:-1], logits[-2::-1], strict=True):
        delta = (W.T @ delta) * slope(Z)
        squares.append(np.mean(delta**2))
    return [np.mean(Z**2) for Z in logits], np.array(squares[::-1]) / squares[0]
