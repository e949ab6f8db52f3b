"""La pente que PReLU apprend, et ce que l'on gagne à l'apprendre.

Question : où va une pente apprise, partie de 0,25 ? Et le gain vient-il de ce qu'elle s'apprend, ou de ce qu'elle n'est
pas nulle ?
Source : He, Zhang, Ren et Sun (2015), section 2.1 et tables 1 et 2, https://doi.org/10.1109/ICCV.2015.123 : un réseau
de 14 couches sur ImageNet, une pente par canal. Erreur top-1 : 33,82 % avec ReLU, 32,64 % avec PReLU. Pente moyenne de
la première couche : 0,596, plus grande que celles des couches profondes.
Montage : quatre couches cachées de 64 sur les chiffres normalisés, initialisation de He, momentum de 0,9, taux 0,01
et lots de 128, comme l'article, soixante époques, trois graines ; une pente nulle, une pente fixe de 0,25, une pente
apprise.
Ce qui diffère : pas de convolution ; une pente par neurone ; des centaines de pas, non des centaines de milliers.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.activations import ACTIVATIONS
from mlcourse.experiments.splits import normalized_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

SEEDS = (0, 1, 2)
#: Erreurs top-1, en %, du réseau à 14 couches, avec ReLU, puis avec PReLU, une pente par canal (table 2).
PUBLISHED_ERRORS = (33.82, 32.64)
#: Pente moyenne apprise par la première couche, une par canal (table 1).
PUBLISHED_FIRST_SLOPE = 0.596
START = ACTIVATIONS["prelu"].slope
KINDS = ("zero", "fixed", "learned")


@dataclass(frozen=True)
class SlopeRuns:
    """Pente nulle, fixe, apprise : `cost` (3, S, E), `error` de test en % (3, S), et `slopes` apprises (S, L, n)."""

    cost: np.ndarray
    error: np.ndarray
    slopes: np.ndarray


class FixedSlope(MultiLayerPerceptron):
    """Un réseau de PReLU dont les pentes ne bougent pas : leur gradient est nul.

    >>> model = FixedSlope([1, 1], output="prelu", loss="mse", rng=np.random.default_rng(0))
    >>> model.backward_propagation([[1.0]], model.forward_propagation([[-2.0]])[1])["da1"].item()
    0.0
    """

    def gradients(self, Y, cache):
        """Écrit les gradients des poids et des biais, et des zéros pour les pentes."""
        super().gradients(Y, cache)
        for name in self.grads:
            if name.startswith("da"):
                self.grads[name][:] = 0


def learn_slopes(seeds=SEEDS, *, depth=4, width=64, epochs=60):
    """Entraîne les trois réseaux de chaque graine, tirés de même, et rend un `SlopeRuns`."""
    runs = [[_run(kind, seed, [width] * depth, epochs) for seed in seeds] for kind in KINDS]
    cost, error = (np.array([[run[i] for run in row] for row in runs]) for i in (0, 1))
    slopes = [[run[2].params[f"a{l}"].ravel() for l in range(1, depth + 1)] for run in runs[KINDS.index("learned")]]
    return SlopeRuns(cost, error, np.array(slopes))


def _run(kind, seed, hidden, epochs):
    X, Y, X_test, Y_test = normalized_digits()
    rng = np.random.default_rng(seed)
    kind, activation = (FixedSlope if kind == "fixed" else MultiLayerPerceptron), "relu" if kind == "zero" else "prelu"
    options = {"output": "softmax", "loss": "cross_entropy", "hidden": activation}
    model = kind([len(X), *hidden, 10], rng=rng, **options)
    descent = Optimizer("polyak", alpha=0.01)
    history = train(model, X, Y, optimizer=descent, epochs=epochs, batch_size=128, rng=rng)
    return history.cost, 100 * (1 - model.accuracy(X_test, Y_test)), model
