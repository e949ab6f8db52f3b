"""La tâche de symétrie : ce que deux neurones cachés apprennent sans qu'on le leur dise.

Question : que représentent les neurones cachés d'un réseau entraîné par rétropropagation ?
Source : Rumelhart, Hinton et Williams (1986), figure 1, https://doi.org/10.1038/323533a0. Six entrées, deux neurones
cachés, une sortie ; 1 425 passages sur les 64 motifs, poids symétriques dans un rapport 1 : 2 : 4.
Montage : le leur. Sigmoïdes, erreur E = 1/2 somme (a - y)^2 sur les 64 motifs, paramètres initiaux uniformes sur
[-0,3, 0,3], pas -0,1 dE/dw + 0,9 fois le pas précédent.
Ce qui diffère : l'article ne dit pas quand il s'arrête ; nous nous arrêtons quand les 64 réponses sont du bon côté de
0,5. Il montre un tirage, nous en montrons plusieurs.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from mlcourse.model import MultiLayerPerceptron

PUBLISHED_SWEEPS = 1425
PUBLISHED_RATIOS = (1, 2, 4)


@dataclass(frozen=True)
class SymmetryRun:
    """Un apprentissage : la graine, le nombre de passages, s'il a réussi, et W (2, 6), b (2,) de la couche cachée."""

    seed: int
    sweeps: int
    solved: bool
    W: np.ndarray
    b: np.ndarray

    @property
    def ratios(self):
        """Grandeurs des poids d'une moitié du premier neurone caché, la plus petite ramenée à 1, croissantes (3,)."""
        half = np.sort(np.abs(self.W[0, :3]))
        return half / half[0]


def symmetry_patterns():
    """Rend les 64 motifs X (6, 64) et Y (1, 64), qui vaut 1 pour les huit motifs égaux à leur image en miroir.

    >>> X, Y = symmetry_patterns()
    >>> X.shape, int(Y.sum())
    ((6, 64), 8)
    """
    X = np.array(list(product([0.0, 1.0], repeat=6))).T
    return X, np.all(X[::-1] == X, axis=0)[None].astype(float)


def learn_symmetry(seeds=range(12), *, epsilon=0.1, inertia=0.9, max_sweeps=5000):
    """Entraîne le réseau 6-2-1 de l'article, une fois par graine, et rend la liste des `SymmetryRun`.

    `epsilon` est le taux d'apprentissage, `inertia` la part du pas précédent que garde chaque pas.

    >>> run, = learn_symmetry(seeds=[2])
    >>> run.solved, run.W.shape
    (True, (2, 6))
    """
    return [_learn(seed, epsilon, inertia, max_sweeps) for seed in seeds]


def _learn(seed, epsilon, inertia, max_sweeps):
    X, Y = symmetry_patterns()
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([6, 2, 1], hidden="sigmoid", loss="mse", rng=rng)
    model.theta[:] = rng.uniform(-0.3, 0.3, model.theta.size)
    velocity, sweeps, solved = np.zeros_like(model.theta), 0, False
    while sweeps < max_sweeps and not solved:
        sweeps += 1
        A, cache = model.forward_propagation(X)
        model.backward_propagation(Y, cache)
        velocity = inertia * velocity - epsilon * X.shape[1] * model.g  # E est une somme, J une moyenne
        model.theta[:] += velocity
        solved = bool(np.all((A > 0.5) == Y))
    return SymmetryRun(seed, sweeps, solved, model.params["W1"].copy(), model.params["b1"].ravel().copy())
