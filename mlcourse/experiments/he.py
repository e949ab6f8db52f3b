"""À quelle profondeur faut-il l'initialisation de He ?

Question : un réseau de ReLU à 14, 22 ou 30 couches apprend-il avec Var(W) = 1/n (« Xavier ») et avec 2/n (He) ?
Source : He, Zhang, Ren et Sun (2015), figures 2 et 3, section 2.2, https://doi.org/10.1109/ICCV.2015.123. 22 couches :
les deux convergent, He plus tôt ; 30 couches : Xavier ne part pas, « même avec plus d'époques » ; 14 couches : erreurs
top-1/top-5 de 33,90/13,44 (Xavier) et de 33,82/13,34 (He), sans supériorité nette.
Montage : leurs réglages, momentum 0,9 et taux 0,01, sur un perceptron de couches de 64, digits normalisé, lots de 64,
trois graines.
Ce qui diffère : ni convolutions ni ImageNet, pas de décroissance des poids ; 23 pas par époque au lieu de dix mille.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.runs import attempt, padded
from mlcourse.experiments.splits import normalized_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer

SEEDS = (0, 1, 2)
#: « Xavier » au sens de l'article, n Var(W) = 1, puis He, n Var(W) = 2.
INITIALIZERS = ("lecun_normal", "he_normal")
DEPTHS = (14, 22, 30)
#: Erreurs top-1 et top-5, en %, du réseau à 14 couches, et du réseau à 30 couches avec He.
PUBLISHED_ERRORS = {
    (14, "lecun_normal"): (33.90, 13.44),
    (14, "he_normal"): (33.82, 13.34),
    (30, "he_normal"): (38.56, 16.59),
}


@dataclass(frozen=True)
class DepthCurves:
    """L'apprentissage selon la profondeur et l'initialisation : coût et exactitude de test (D, I, S, E), par époque.

    Un entraînement qui diverge laisse des NaN. `chance` est le coût de dix réponses également probables.
    """

    depths: np.ndarray
    initializers: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray

    chance = np.log(10)

    def select(self, depth, initializer):
        """Rend (coût, exactitude) d'une profondeur et d'une initialisation, tableaux (S, E)."""
        i = list(self.depths).index(depth), list(self.initializers).index(initializer)
        return self.cost[i], self.accuracy[i]

    def departure(self, depth, initializer, below=0.9):
        """Rend, par graine, la première époque dont le coût est sous `below` fois celui du hasard, ou 0 (S,)."""
        started = self.select(depth, initializer)[0] < below * self.chance
        return np.where(started.any(axis=1), started.argmax(axis=1) + 1, 0)


def depth_curves(depths=DEPTHS, initializers=INITIALIZERS, seeds=SEEDS, *, width=64, epochs=40, scale=1):
    """Entraîne un réseau par profondeur, initialisation et graine, et rend un `DepthCurves`.

    La profondeur compte les matrices de poids, comme dans l'article ; `scale` multiplie les entrées.
    """
    runs = np.array(
        [[[_learn(depth, name, s, width, epochs, scale) for s in seeds] for name in initializers] for depth in depths]
    )
    return DepthCurves(np.array(depths), np.array(initializers), runs[:, :, :, 0], runs[:, :, :, 1])


def _learn(depth, initializer, seed, width, epochs, scale):
    X, Y, X_test, Y_test = normalized_digits()
    rng = np.random.default_rng(seed)
    model = _network(depth, initializer, width, rng)
    descent = Optimizer("polyak", alpha=0.01, beta=0.9)
    options = {"optimizer": descent, "epochs": epochs, "batch_size": 64, "rng": rng}
    history, _ = attempt(model, scale * X, Y, validation=(scale * X_test, Y_test), **options)
    return [padded(values, epochs, np.nan) for values in (history.cost, history.validation_accuracy)]


def _network(depth, initializer, width, rng):
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer, "dtype": np.float32}
    return MultiLayerPerceptron([64, *[width] * (depth - 1), 10], rng=rng, **options)


@dataclass(frozen=True)
class BackwardSignal:
    """La grandeur de delta[l] avant tout apprentissage : `rms` (S, L), de la couche 1 à la couche L.

    `theory` (L,) part de la valeur mesurée en haut et la multiplie, à chaque couche cachée, par sqrt(n Var(W) / 2).
    """

    initializer: str
    rms: np.ndarray
    theory: np.ndarray


def backward_signal(initializer, seeds=SEEDS, *, depth=30, width=64):
    """Rétropropage digits à travers un réseau non entraîné, un par graine, et mesure delta à chaque couche.

    >>> backward_signal("he_normal", seeds=[0], depth=3).rms.shape
    (1, 3)
    """
    X, Y, _, _ = normalized_digits()
    rms = []
    for seed in seeds:
        model = _network(depth, initializer, width, np.random.default_rng(seed))
        _, cache = model.forward_propagation(X)
        deltas = model.backward(Y.astype(np.float32), cache)
        rms.append([np.sqrt(np.mean(deltas[l] ** 2)) for l in range(1, depth + 1)])
    measured = np.array(rms, dtype=float)
    n_var = 1 if initializer == "lecun_normal" else 2
    # La matrice de sortie a dix lignes et non `width` : la première descente a son propre facteur.
    factors = np.sqrt(np.array([n_var / 2] * (depth - 2) + [n_var / 2 * 10 / width]))
    theory = np.median(measured[:, -1]) * np.append(np.cumprod(factors[::-1])[::-1], 1)
    return BackwardSignal(initializer, measured, theory)
