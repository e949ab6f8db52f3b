"""De combien le gradient d'un mini-batch s'écarte-t-il du vrai ?

Question : comment la variance du gradient dépend-elle de la taille m du lot, avec remise et sans remise ?
Source : la théorie des sondages (Cochran, 1977, théorème 2.2). Une moyenne de m tirages avec remise parmi N a la
variance sigma^2 / m ; sans remise, sigma^2 / m fois (N - m) / (N - 1), qui s'annule au lot entier. McCandlish et al.
(2018), https://doi.org/10.48550/arXiv.1812.06162, section 2.2, rapportent sigma^2 au carré de la norme du gradient :
c'est l'échelle du bruit.
Montage : le réseau 64-32-10 sur les 1 438 images d'entraînement de digits, au départ et après 30 époques d'Adam ; 80
lots par taille, trois graines. La variance est la trace de la covariance : l'espérance de ||g_lot - g||^2.
Ce qui diffère : nos données sont petites, si bien que le facteur sans remise, négligeable dans l'article, se voit.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.splits import split_digits
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

SIZES = (1, 3, 10, 30, 100, 300, 700, 1100, 1400)
EPOCHS = 30


@dataclass(frozen=True)
class GradientNoise:
    """La variance du gradient d'un lot, au départ et après entraînement.

    `sizes` (K,) porte les tailles ; `measured` (2, S, K, 2), la variance mesurée : moment, graine, taille, puis tirage
    avec ou sans remise. `per_example` (2, S) est sigma^2, la variance d'un seul exemple, et `signal` (2, S) le carré de
    la norme du gradient entier. `total` est N.
    """

    sizes: np.ndarray
    measured: np.ndarray
    per_example: np.ndarray
    signal: np.ndarray
    total: int

    @property
    def scale(self):
        """Échelle du bruit, (2, S) : la taille de lot où le bruit est aussi grand que le gradient."""
        return self.per_example / self.signal

    def theory(self, sizes):
        """Variance prévue pour chaque taille de lot, rapportée à celle d'un seul exemple : (len(sizes), 2)."""
        return predicted_variance(1.0, sizes, self.total)


def predicted_variance(per_example, sizes, total):
    """Rend la variance que prévoit la théorie, avec remise puis sans remise, forme (len(sizes), 2).

    >>> predicted_variance(8.0, [1, 2, 5], 5)
    array([[8. , 8. ],
           [4. , 3. ],
           [1.6, 0. ]])
    """
    sizes = np.asarray(sizes)
    with_replacement = per_example / sizes
    return np.stack([with_replacement, with_replacement * (total - sizes) / (total - 1)], axis=1)


def measure_gradient_noise(sizes=SIZES, seeds=(0, 1, 2), *, draws=80, epochs=EPOCHS):
    """Mesure la variance du gradient pour chaque taille de lot ; rend un `GradientNoise`.

    >>> noise = measure_gradient_noise([1, 1000], [0], draws=20, epochs=1)
    >>> noise.measured.shape, bool(noise.measured[0, 0, 1, 0] > noise.measured[0, 0, 1, 1])
    ((2, 1, 2, 2), True)
    """
    X, Y, _, _ = split_digits()
    measured, moments = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
        gradients = [per_example_gradients(model, X, Y)]
        train(model, X, Y, optimizer=Optimizer("adam"), epochs=epochs, rng=rng)
        gradients.append(per_example_gradients(model, X, Y))
        measured.append([_variances(G, sizes, draws, rng) for G in gradients])
        moments.append([(G.var(axis=0).sum(), np.sum(G.mean(axis=0) ** 2)) for G in gradients])
    per_example, signal = np.moveaxis(np.array(moments), (2, 1), (0, 1))
    return GradientNoise(np.array(sizes), np.moveaxis(np.array(measured), 1, 0), per_example, signal, X.shape[1])


def per_example_gradients(model, X, Y):
    """Rend le gradient de chaque exemple, (N, P). Celui d'un lot est la moyenne des lignes de ses exemples."""
    gradients = np.empty((X.shape[1], model.theta.size))
    for i, row in enumerate(gradients):
        _, cache = model.forward_propagation(X[:, i : i + 1])
        model.backward_propagation(Y[:, i : i + 1], cache)
        row[:] = model.g
    return gradients


def _variances(G, sizes, draws, rng):
    """Moyenne de ||g_lot - g||^2 sur `draws` lots de chaque taille, avec puis sans remise, (len(sizes), 2)."""
    N = len(G)
    centered = (G - G.mean(axis=0)).astype(np.float32)  # la simple précision suffit ici, et va deux fois plus vite
    variances = []
    for m in sizes:
        with_replacement = rng.multinomial(m, np.full(N, 1 / N), size=draws)
        without = np.zeros((draws, N))
        np.put_along_axis(without, np.argsort(rng.random((draws, N)), axis=1)[:, :m], 1, axis=1)
        batches = ((counts / m).astype(np.float32) @ centered for counts in (with_replacement, without))
        variances.append([float(np.mean(np.sum(batch**2, axis=1))) for batch in batches])
    return variances
