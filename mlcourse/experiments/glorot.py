"""Comment le signal et le gradient traversent cinq couches de tanh.

Question : que deviennent activations, gradients rétropropagés et gradients des poids, selon la variance des poids ?
Source : Glorot et Bengio (2010), « Understanding the difficulty of training deep feedforward neural networks »,
figures 6 à 9, sections 4.2.2 et 4.3, et table 1, https://proceedings.mlr.press/v9/glorot10a.html. Cinq couches de
1 000 tanh, sortie softmax ; valeur singulière moyenne de la jacobienne d'une couche : environ 0,5 avec l'usage d'alors,
U(±1/sqrt(n_in)), environ 0,8 avec leur initialisation, U(±sqrt(6/(n_in + n_out))).
Montage : les mêmes réseaux, 300 images, trois tirages.
Ce qui diffère : MNIST-5k au lieu de Shapeset-3×2 (images engendrées, 32 x 32) ; la table 1 est refaite avec des couches
de 100, 3 500 images, 8 époques, et sans softsign ; les gradients se suivent, figure 9, dans des couches de 100 aussi.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets import load_mnist5k
from mlcourse.experiments.splits import split_one_hot
from mlcourse.losses import one_hot
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.training import train

#: L'usage d'alors, équation 1 de l'article, et l'initialisation proposée, équation 16.
INITIALIZERS = ("baseline_uniform", "glorot_uniform")
#: Ce par quoi une couche multiplie delta, tant que tanh' vaut 1 : sqrt(n Var(W)).
GAINS = {"baseline_uniform": np.sqrt(1 / 3), "glorot_uniform": 1.0}
PUBLISHED_SINGULAR_VALUES = {"baseline_uniform": 0.5, "glorot_uniform": 0.8}
#: Table 1, erreur de test en % : Shapeset, MNIST, CIFAR-10, petit ImageNet. N : initialisation proposée.
PUBLISHED_TABLE = {
    "softsign": (16.27, 1.64, 55.78, 69.14),
    "softsign N": (16.06, 1.72, 53.8, 68.13),
    "tanh": (27.15, 1.76, 55.9, 70.58),
    "tanh N": (15.60, 1.64, 52.92, 68.57),
    "sigmoid": (82.61, 2.21, 57.28, 70.66),
}
SEEDS = (0, 1, 2)
#: Les taux essayés, deux par décade : assez pour que le meilleur ne soit à aucun bout.
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
#: Les lignes de la table refaites ici : activation, initialisation.
CONFIGURATIONS = {
    "tanh": ("tanh", "baseline_uniform"),
    "tanh N": ("tanh", "glorot_uniform"),
    "sigmoid": ("sigmoid", "baseline_uniform"),
}


@dataclass(frozen=True)
class LayerStatistics:
    """Ce qui passe dans les L couches cachées d'un réseau non entraîné, une ligne par tirage.

    Écarts types des activations (`activation`), de dJ/dz (`delta`) et de dJ/dW (`weight_gradient`), tableaux (S, L) ;
    `singular_value` (S, L - 1) est la valeur singulière moyenne de la jacobienne de la couche l à la couche l + 1, pour
    une image ; `histogram` (S, L, B) la densité des activations, entre les bornes `bins` (B + 1,).
    """

    initializer: str
    activation: np.ndarray
    delta: np.ndarray
    weight_gradient: np.ndarray
    singular_value: np.ndarray
    bins: np.ndarray
    histogram: np.ndarray

    @property
    def theory(self):
        """La loi linéaire de `delta` entre couches de même taille, rapportée à la dernière (L,)."""
        return GAINS[self.initializer] ** np.arange(self.delta.shape[1])[::-1]


def layer_statistics(initializer, seeds=SEEDS, *, n_layers=5, width=1000, m=300, standardize=False):
    """Tire un réseau par graine, propage et rétropropage m images de MNIST-5k, et rend un `LayerStatistics`.

    Les pixels vont de 0 à 1 ; avec `standardize`, leur moyenne est 0 et leur écart type 1.

    >>> layer_statistics("glorot_uniform", seeds=[0], n_layers=2, width=50, m=20).singular_value.shape
    (1, 1)
    """
    bins = np.linspace(-1, 1, 82)
    rows: dict[str, list] = {"activation": [], "delta": [], "weight_gradient": [], "singular_value": []}
    histograms = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        X, Y = _some_images(rng, m, standardize)
        model, cache, deltas = _untrained(X, Y, [width] * n_layers, initializer, rng)
        hidden = range(1, n_layers + 1)
        rows["activation"].append([cache[f"A{l}"].std() for l in hidden])
        rows["delta"].append([deltas[l].std() for l in hidden])
        rows["weight_gradient"].append([model.grads[f"dW{l}"].std() for l in hidden])
        rows["singular_value"].append([mean_singular_value(model, cache, l) for l in hidden[1:]])
        histograms.append([np.histogram(cache[f"A{l}"], bins, density=True)[0] for l in hidden])
    arrays = {name: np.array(values, dtype=float) for name, values in rows.items()}
    return LayerStatistics(initializer, **arrays, bins=bins, histogram=np.array(histograms))


def _some_images(rng, m, standardize):
    dataset = load_mnist5k(np.float32)
    kept = rng.choice(dataset.labels.size, m, replace=False)
    X = dataset.X[:, kept]
    return (X - X.mean()) / X.std() if standardize else X, one_hot(dataset.labels[kept], 10).astype(np.float32)


def _untrained(X, Y, hidden, initializer, rng):
    """Rend un réseau dont les gradients sont faits, son cache, et les delta[l]."""
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer, "dtype": np.float32}
    model = MultiLayerPerceptron([len(X), *hidden, 10], hidden="tanh", rng=rng, **options)
    _, cache = model.forward(X)
    return model, cache, model.backward(Y, cache)


def mean_singular_value(model, cache, l, example=0):
    """Rend la valeur singulière moyenne de `dA[l]/dA[l - 1] = diag(g'(Z[l])) W[l]`, pour un exemple.

    Entre deux couches de même taille, et tant que g' vaut 1, des poids indépendants de variance c / n donnent
    8 sqrt(c) / (3 pi) : c'est la loi du quart de cercle.
    """
    D = model.activation(l).derivative(cache[f"Z{l}"][:, [example]]) * model.params[f"W{l}"]
    # Les carrés des valeurs singulières sont les valeurs propres de D D^T, bien plus vite calculées.
    return float(np.sqrt(np.maximum(np.linalg.eigvalsh(D @ D.T), 0)).mean())


@dataclass(frozen=True)
class ErrorTable:
    """La table 1 refaite : erreurs (C, R, S) en %, pour chaque configuration, taux d'apprentissage et graine.

    `cost` (C, R, S, E) est le coût d'apprentissage par époque.
    """

    configurations: np.ndarray
    rates: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    cost: np.ndarray

    def chosen(self, configuration):
        """Rend (taux, erreurs de test (S,), coûts (S, E)) au taux de plus faible erreur de validation moyenne."""
        c = list(self.configurations).index(configuration)
        r = int(self.validation[c].mean(axis=1).argmin())
        return float(self.rates[r]), self.test[c, r], self.cost[c, r]


def error_table(configurations=tuple(CONFIGURATIONS), rates=RATES, seeds=SEEDS, *, width=100, epochs=8):
    """Entraîne cinq couches cachées par lots de 10, comme l'article, à chaque taux, et rend un `ErrorTable`.

    4 000 images servent à apprendre, dont 500 à choisir le taux ; 1 000 au test.
    """
    runs = [[[_errors(name, rate, s, width, epochs) for s in seeds] for rate in rates] for name in configurations]
    validation, test, cost = (
        np.array([[[run[i] for run in row] for row in table] for table in runs]) for i in range(3)
    )
    return ErrorTable(np.array(configurations), np.array(rates), validation, test, cost)


def _errors(configuration, rate, seed, width, epochs):
    activation, initializer = CONFIGURATIONS[configuration]
    rng = np.random.default_rng(seed)
    dataset = load_mnist5k(np.float32)
    X, Y, *test = split_one_hot(dataset.X, dataset.labels, 1000)
    X, Y, *validation = split_one_hot(X, Y.argmax(axis=0), 500, rng)
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer, "dtype": np.float32}
    model = MultiLayerPerceptron([len(X), *[width] * 5, 10], hidden=activation, rng=rng, **options)
    descent = Optimizer("sgd", alpha=rate)
    history = train(model, X, Y, optimizer=descent, epochs=epochs, batch_size=10, rng=rng)
    return *(100 * (1 - model.accuracy(*held_out)) for held_out in (validation, test)), history.cost


@dataclass(frozen=True)
class TrainingGradients:
    """L'écart type des gradients de poids, avant l'entraînement et à la fin de chaque époque.

    `weight_gradient` (2, S, E + 1, L), une initialisation par ligne, dans l'ordre de `INITIALIZERS` ; le gradient est
    celui de 300 images, toujours les mêmes.
    """

    weight_gradient: np.ndarray

    @property
    def spread(self):
        """Rapport du plus grand au plus petit écart type, d'une couche cachée à l'autre : (2, S, E + 1)."""
        return self.weight_gradient.max(axis=-1) / self.weight_gradient.min(axis=-1)


def gradients_while_training(seeds=SEEDS, *, width=100, epochs=6, rate=0.03):
    """Entraîne les deux réseaux de tanh au même taux, par lots de 10, et rend un `TrainingGradients`."""
    runs = [[_followed(name, seed, width, epochs, rate) for seed in seeds] for name in INITIALIZERS]
    return TrainingGradients(np.array(runs, dtype=float))


def _followed(initializer, seed, width, epochs, rate):
    rng = np.random.default_rng(seed)
    dataset = load_mnist5k(np.float32)
    X, Y, *_ = split_one_hot(dataset.X, dataset.labels, 1000)
    followed = rng.choice(X.shape[1], 300, replace=False)
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer, "dtype": np.float32}
    model = MultiLayerPerceptron([len(X), *[width] * 5, 10], hidden="tanh", rng=rng, **options)
    rows: list = []

    def measure(*_):
        model.backward(Y[:, followed], model.forward(X[:, followed])[1])
        rows.append([model.grads[f"dW{l}"].std() for l in range(1, model.num_layers)])

    measure()
    train(model, X, Y, optimizer=Optimizer("sgd", alpha=rate), epochs=epochs, batch_size=10, rng=rng, callback=measure)
    return rows
