"""Jusqu'où les différences finies confirment-elles un gradient ?

Question : quel pas h choisir, quelle erreur attendre, et que se passe-t-il au point anguleux de ReLU ?
Source : l'analyse classique des différences finies, Nocedal et Wright (2006), section 8.1,
https://doi.org/10.1007/978-0-387-40065-5. Elle annonce une erreur de troncature en h^2 (centrée) ou en h (avant), une
erreur d'arrondi en u/h, où u est la précision de la machine, donc un meilleur pas de l'ordre de u^(1/3) ou de u^(1/2),
et une erreur de l'ordre de u^(2/3) ou de u^(1/2).
Montage : le réseau 64-32-1 du chapitre, tiré au hasard, sur 32 images de digits (impair ou pair) ; 48 composantes du
gradient, tirées au hasard ; un réseau, un lot et un tirage par graine.
Ce qui diffère : la couche cachée est en tanh, lisse, pour que la troncature se voie seule ; `relu_kink` montre le
reste.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from mlcourse.datasets import load_digits, stratified_split
from mlcourse.gradcheck import numerical_gradient, relative_error
from mlcourse.model import MultiLayerPerceptron

STEPS = 10.0 ** np.arange(-12, 0.1, 0.5)
ORDERS = {"centered": 2, "forward": 1}  # exposant de h dans l'erreur de troncature
PUBLISHED_POWERS = {"centered": (1 / 3, 2 / 3), "forward": (1 / 2, 1 / 2)}  # exposants de u : meilleur pas, son erreur
THRESHOLD = 1e-7  # au-dessous, le cours tient un gradient pour juste


@dataclass(frozen=True)
class GradientErrors:
    """L'erreur d'un schéma dans une précision.

    `h` (H,) porte les pas ; `errors` (S, H) l'erreur relative de chaque graine ; `truncation` et `rounding` (H,) les
    deux parts que la théorie prévoit. La seconde ne doit rien à la mesure ; la première est calée au pas 0,1.
    """

    scheme: str
    dtype: str
    h: np.ndarray
    errors: np.ndarray
    truncation: np.ndarray
    rounding: np.ndarray

    @property
    def median(self):
        """Erreur médiane des graines, forme (H,)."""
        return np.median(self.errors, axis=0)

    def slope(self, first, last):
        """Pente de l'erreur médiane en échelles logarithmiques, du pas `first` au pas `last`."""
        kept = (self.h > first / 1.01) & (self.h < last * 1.01)
        return float(np.polyfit(np.log(self.h[kept]), np.log(self.median[kept]), 1)[0])

    @property
    def best(self):
        """Le pas de moindre erreur médiane, et cette erreur."""
        i = self.median.argmin()
        return float(self.h[i]), float(self.median[i])


def gradient_errors(schemes=("centered", "forward"), dtypes=("float64", "float32"), seeds=(0, 1, 2), *, h=STEPS):
    """Mesure l'erreur relative du gradient en fonction de h : un `GradientErrors` par précision et par schéma.

    >>> curve, = gradient_errors(["centered"], ["float64"], h=np.array([1e-5]))
    >>> curve.errors.shape, bool(curve.median[0] < 1e-7)
    ((3, 1), True)
    """
    return [_curve(scheme, dtype, seeds, np.asarray(h)) for dtype in dtypes for scheme in schemes]


def _curve(scheme, dtype, seeds, h):
    problems = [_Problem(seed, dtype) for seed in seeds]
    errors = np.array([[problem.error(step, scheme) for step in h] for problem in problems])
    order = ORDERS[scheme]
    anchor = np.median([problem.error(0.1, scheme) for problem in problems])
    rounding = np.median([problem.noise for problem in problems]) / (order * h)  # l'écart entre les points : 2h ou h
    return GradientErrors(scheme, dtype, h, errors, anchor * (h / 0.1) ** order, rounding)


class _Problem:
    """Un réseau, un lot, et les composantes du gradient que l'on vérifie."""

    def __init__(self, seed, dtype, m=32, n_components=48):
        rng = np.random.default_rng(seed)
        dataset = load_digits(np.dtype(dtype))
        _, _, self.X, labels = stratified_split(dataset.X, dataset.labels, m, rng)
        self.Y = labels[None] % 2
        self.model = MultiLayerPerceptron([64, 32, 1], hidden="tanh", rng=rng, dtype=np.dtype(dtype))
        self.components = rng.choice(self.model.theta.size, n_components, replace=False)
        self.start = self.model.theta[self.components]
        _, cache = self.model.forward_propagation(self.X)
        self.model.backward_propagation(self.Y, cache)
        self.analytic = self.model.g[self.components]

    def cost(self, values):
        """Coût en fonction des seules composantes vérifiées."""
        self.model.theta[self.components] = values
        return self.model.compute_cost(self.X, self.Y)

    def error(self, h, scheme):
        """Erreur relative du gradient mesuré au pas h."""
        return relative_error(self.analytic, numerical_gradient(self.cost, self.start, h, scheme))

    @property
    def noise(self):
        """Part de l'arrondi dans l'erreur relative, pour un écart de 1 entre les deux évaluations de J.

        Chaque évaluation est arrondie uniformément à ±u J / 2, d'écart type u J / sqrt(12) ; la différence de deux
        a l'écart type u J / sqrt(6).
        """
        noise = np.finfo(self.start.dtype).eps * self.cost(self.start) / np.sqrt(6)
        return float(noise * np.sqrt(self.analytic.size) / (2 * np.linalg.norm(self.analytic)))


@dataclass(frozen=True)
class ReluKink:
    """La dérivée de J par rapport au biais d'une unité ReLU, près de son point anguleux.

    `z` (K,) porte la pré-activation de l'unité, `analytic`, `centered` et `forward` (K,) la dérivée rétropropagée et
    ses deux mesures au pas `h`, rapportées à la pente du côté actif.
    """

    h: float
    z: np.ndarray
    analytic: np.ndarray
    centered: np.ndarray
    forward: np.ndarray


def relu_kink(h=1e-3, seed=0, n_points=81):
    """Fait passer la pré-activation d'une unité par zéro, sur une image de digits, et compare les dérivées.

    Dès que |z| < h, la différence centrée mêle les deux pentes : elle vaut (1 + z/h) / 2, donc la moitié en z = 0.

    >>> kink = relu_kink(n_points=5)
    >>> kink.analytic.round(2).tolist(), kink.centered.round(2).tolist()
    ([0.0, 0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.5, 1.0, 1.0])
    """
    model = MultiLayerPerceptron([64, 32, 1], rng=np.random.default_rng(seed))
    x, y = load_digits().X[:, :1], np.array([[1]])
    unit = np.abs(model.params["W2"]).argmax()
    offset = (model.params["W1"] @ x)[unit, 0]

    def cost(z):
        model.params["b1"][unit] = z[0] - offset
        return model.compute_cost(x, y)

    def backpropagated(z):
        cost([z])
        return model.backward_propagation(y, model.forward_propagation(x)[1])["db1"][unit, 0]

    z = h * np.linspace(-2, 2, n_points)

    def measured(scheme):
        return [numerical_gradient(cost, np.array([value]), h, scheme)[0] for value in z]

    curves = [backpropagated(value) for value in z], measured("centered"), measured("forward")
    return ReluKink(h, z, *(np.array(curves) / backpropagated(2 * h)))


class ErrorsAtStep(NamedTuple):
    """Ce que chaque mesure fait d'un gradient juste, au pas `h`, puis à tous les pas.

    Les mesures sont dans l'ordre de `gradient_errors` : centrée puis avant, en float64 puis en float32. `steps` (H,)
    porte les pas, `curves` (4, H) l'erreur médiane, `errors` (4,) celle du pas choisi ; `passing` (4,) dit lesquelles
    sont sous le seuil.
    """

    h: float
    errors: np.ndarray
    passing: np.ndarray
    steps: np.ndarray
    curves: np.ndarray
    threshold: float


def errors_at_step(h=1e-5, curves=None):
    """Lit l'erreur de chaque mesure au pas `h`, sur les courbes données ou sur celles du cours.

    >>> errors_at_step(1e-5).passing
    array([ True, False, False, False])
    """
    curves = _measured() if curves is None else curves
    medians = np.array([curve.median for curve in curves])
    chosen = np.abs(np.log(curves[0].h / h)).argmin()
    errors = medians[:, chosen]
    return ErrorsAtStep(h, errors, errors < THRESHOLD, curves[0].h, medians, THRESHOLD)


@cache
def _measured():
    return gradient_errors()
