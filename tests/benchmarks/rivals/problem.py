"""Le travail à faire : cinq réseaux, des données tirées au hasard, un départ et un ordre communs à tous."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mlcourse.model import MultiLayerPerceptron


@dataclass(frozen=True)
class Case:
    """Un réseau ReLU à sortie sigmoïde, la taille d'un lot, et le nombre d'exemples d'une époque."""

    layer_dims: tuple
    batch: int
    examples: int

    @property
    def name(self):
        return "-".join(map(str, self.layer_dims))

    @property
    def steps(self):
        return self.examples // self.batch


CASES = [
    Case((784, 512, 512, 1), 128, 4096),
    Case((784, 256, 128, 1), 1024, 8192),
    Case((784, 128, 64, 1), 64, 8192),
    Case((64, 32, 16, 1), 64, 8192),
    Case((2, 16, 16, 1), 32, 4096),
]
#: Autant de couches, et presque rien à calculer : il ne reste d'un pas que les appels.
CALLS_ALONE = Case((1, 1, 1, 1), 1, 256)


@dataclass(frozen=True)
class Problem:
    """X (m, n_0) et Y (m, 1), un exemple par ligne ; theta (P,) ; order (m,), l'ordre de l'époque."""

    case: Case
    X: np.ndarray
    Y: np.ndarray
    theta: np.ndarray
    order: np.ndarray

    def layers(self, theta=None):
        """Les couples (W, b) de chaque couche : des vues de theta, rangé comme dans mlcourse."""
        theta, pairs, start = self.theta if theta is None else theta, [], 0
        for n_in, n_out in pairwise(self.case.layer_dims):
            middle, end = start + n_out * n_in, start + n_out * (n_in + 1)
            pairs.append((theta[start:middle].reshape(n_out, n_in), theta[middle:end].reshape(n_out, 1)))
            start = end
        return pairs

    def batches(self):
        """Les indices de chaque lot, dans l'ordre."""
        size = self.case.batch
        return [self.order[start : start + size] for start in range(0, self.case.examples, size)]


def make_problem(case, dtype, seed=0):
    """Tire un problème ; l'ordre est celui que tire le `MiniBatches` de graine `seed`."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((case.examples, case.layer_dims[0]), dtype=dtype)
    Y = (rng.random((case.examples, 1)) < 0.5).astype(dtype)
    theta = MultiLayerPerceptron(list(case.layer_dims), rng=rng, dtype=dtype).theta
    return Problem(case, X, Y, theta, np.random.default_rng(seed).permutation(case.examples))
