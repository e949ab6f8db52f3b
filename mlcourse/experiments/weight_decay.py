"""Pénaliser le coût ou faire décroître les poids, sous Adam : deux cartes du taux et de la force du rappel.

Question : la décroissance découplée donne-t-elle un meilleur réseau que la pénalité, et laisse-t-elle régler le taux et
la force l'un sans l'autre ?
Source : Loshchilov et Hutter (2019), https://doi.org/10.48550/arXiv.1711.05101, qui comparent par de telles cartes
l'erreur d'un réseau convolutif sur CIFAR-10, avec la pénalité puis avec la décroissance.
Montage : réseau 64-32-10, 100 images de digits pour que la régularisation compte, lots de 25, 100 époques d'Adam ; six
taux, six forces de chaque sorte, trois graines. On juge le coût de validation, sans pénalité.
Ce qui diffère : un petit réseau, 400 pas ; et notre décroissance est multipliée par le taux, comme dans PyTorch, quand
celle de l'article ne l'est pas.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.race import three_parts
from mlcourse.experiments.runs import attempt
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer

ALPHAS = np.logspace(-3.5, -1, 6)
#: Les forces essayées, par sorte : la pénalité entre dans la division d'Adam, et il en faut cent fois moins.
DECAYS = {"l2": np.logspace(-4, -1.5, 6), "adamw": np.logspace(-2, 0.5, 6)}
SEEDS = (0, 1, 2)
IMAGES, BATCH_SIZE, EPOCHS = 100, 25, 100


@dataclass(frozen=True)
class DecayMaps:
    """Le coût de validation `cost` (2, A, D, S) : sorte de rappel, taux `alpha` (A,), force `decay` (2, D), graine.

    `without` (A, S) est le coût sans rappel. La première sorte est la pénalité, la seconde, la décroissance.
    """

    alpha: np.ndarray
    decay: np.ndarray
    cost: np.ndarray
    without: np.ndarray

    @property
    def median(self):
        """Le coût médian des graines (2, A, D)."""
        return np.median(self.cost, axis=-1)

    def best(self, k):
        """Rend les indices (taux, force) du plus petit coût médian de la sorte k."""
        return np.unravel_index(self.median[k].argmin(), self.median[k].shape)

    def best_decays(self, k):
        """Rend la force du plus petit coût médian à chaque taux (A,)."""
        return self.decay[k][self.median[k].argmin(axis=1)]


def decay_maps(alphas=ALPHAS, decays=None, seeds=SEEDS, *, epochs=EPOCHS):
    """Entraîne à chaque taux et à chaque force, par une pénalité, puis par une décroissance (`make experiences`).

    >>> decay_maps([0.01], ([1e-3], [0.1]), [0], epochs=2).cost.shape
    (2, 1, 1, 1)
    """
    decays = tuple(DECAYS.values()) if decays is None else decays
    (X, Y), held_out, _ = three_parts()
    data, options = (X[:, :IMAGES], Y[:, :IMAGES]), {"held_out": held_out, "epochs": epochs}
    cost = [
        [[[_train(kind, a, d, s, data, **options) for s in seeds] for d in forces] for a in alphas]
        for kind, forces in zip(DECAYS, decays, strict=True)
    ]
    without = [[_train("adamw", a, 0.0, s, data, **options) for s in seeds] for a in alphas]
    return DecayMaps(np.asarray(alphas), np.asarray(decays), np.array(cost), np.array(without))


def _train(kind, alpha, decay, seed, data, *, held_out, epochs):
    """Rend le coût de validation, sans pénalité ; infini si l'entraînement diverge."""
    rng, penalty = np.random.default_rng(seed), kind == "l2"
    model = MultiLayerPerceptron(
        [64, 32, 10], output="softmax", loss="cross_entropy", rng=rng, l2=decay if penalty else 0.0
    )
    optimizer = Optimizer("adamw", alpha=alpha, weight_decay=0.0 if penalty else decay)
    _, finished = attempt(model, *data, optimizer=optimizer, epochs=epochs, batch_size=BATCH_SIZE, rng=rng)
    model.l2 = 0.0
    return model.compute_cost(*held_out) if finished else np.inf
