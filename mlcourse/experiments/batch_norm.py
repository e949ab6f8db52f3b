"""La normalisation par lots : son gradient vérifié, ce qu'elle ignore, et ce qu'elle permet.

Question : le retour de la normalisation par lots est-il juste, que coûte d'en oublier une partie, et quels réseaux
apprennent grâce à elle ?
Source : Ioffe et Szegedy (2015), https://doi.org/10.48550/arXiv.1502.03167 : sur ImageNet, la même exactitude en
quatorze fois moins de pas. Santurkar et al. (2018), https://doi.org/10.48550/arXiv.1805.11604 : le gain ne vient pas de
distributions plus stables, mais d'un coût plus lisse.
Montage : les chiffres de digits, normalisés, dix couches cachées de 64, des lots de 64, la descente de gradient, avec
et sans normalisation avant l'activation. L'échelle gamma reste à 1 : les deux réseaux ont ainsi les mêmes paramètres.
Ce qui diffère : l'article apprend gamma, sur un réseau de convolution et ImageNet.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from mlcourse.experiments.runs import attempt, padded
from mlcourse.experiments.splits import normalized_digits
from mlcourse.gradcheck import numerical_gradient, relative_error
from mlcourse.model import MultiLayerPerceptron
from mlcourse.normalization import batch_norm, batch_norm_backward
from mlcourse.optimizers import Optimizer

SEEDS = (0, 1, 2)
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
#: Un réseau : activation cachée, et initialisation de ses poids.
NETWORKS = {"sigmoid": ("sigmoid", "glorot_normal"), "relu": ("relu", "he_normal"), "small": ("relu", "small")}
PUBLISHED_SPEEDUP = 14


class NormalizedPerceptron(MultiLayerPerceptron):
    """Un perceptron dont chaque couche cachée normalise ses logits par lots : Z = BN(W A) + b, puis A = g(Z).

    Une fois `freeze` appelée, la moyenne et la variance sont celles de l'apprentissage, et plus celles du lot.

    >>> model = NormalizedPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    >>> _, cache = model.forward(np.random.default_rng(1).normal(size=(2, 50)))
    >>> np.abs(cache["Z1"].mean(axis=1)).max() < 1e-12
    np.True_
    """

    frozen = None

    def forward(self, X):
        """Propage un lot ; le cache garde aussi U[l] = W[l] A[l - 1]."""
        A, cache = X, {"A0": X}
        for l in range(1, self.num_layers + 1):
            U, b = self.params[f"W{l}"] @ A, self.params[f"b{l}"]
            Z = U + b if l == self.num_layers else self._normalize(l, U, b)
            A = self.activation(l).function(Z)
            cache[f"U{l}"], cache[f"Z{l}"], cache[f"A{l}"] = U, Z, A
        return A, cache

    def _normalize(self, l, U, b):
        if self.frozen is None:
            return batch_norm(U, np.ones_like(b), b)
        mean, std = self.frozen[l]
        return (U - mean) / std + b

    def freeze(self, X):
        """Mesure une fois pour toutes la moyenne et l'écart type de chaque couche sur X."""
        cache = self.forward(X)[1]
        layers = range(1, self.num_layers)
        self.frozen = {l: (cache[f"U{l}"].mean(1)[:, None], cache[f"U{l}"].std(1)[:, None]) for l in layers}

    def backward(self, Y, cache):
        """Rétropropage : l'erreur franchit g', puis la normalisation, puis W."""
        m, delta = Y.shape[1], {self.num_layers: self.output_delta(Y, cache)}
        for l in range(self.num_layers, 0, -1):
            dU = delta[l]
            if l < self.num_layers:
                dU = batch_norm_backward(delta[l], cache[f"U{l}"], np.ones((len(delta[l]), 1)))[0]
            self.grads[f"dW{l}"] = dU @ cache[f"A{l - 1}"].T
            self.grads[f"db{l}"] = delta[l].sum(axis=1, keepdims=True)
            if l > 1:
                dA = self.params[f"W{l}"].T @ dU
                delta[l - 1] = dA * self.activation(l - 1).derivative(cache[f"Z{l - 1}"])
        self.g[:] /= m
        return delta


def partial_gradients(seeds=SEEDS, *, n=3, m=8):
    """Rend l'écart relatif de dZ au gradient mesuré, {formule: (S,)}, selon ce que la formule oublie.

    >>> errors = partial_gradients([0])
    >>> bool(errors["complete"][0] < 1e-8 < 0.1 < errors["constants"][0])
    True
    """
    errors: dict[str, list] = {name: [] for name in ("complete", "no_scale", "constants")}
    for seed in seeds:
        rng = np.random.default_rng(seed)
        Z, delta, one = rng.normal(size=(n, m)), rng.normal(size=(n, m)), np.ones((n, 1))
        measured = numerical_gradient(lambda Z, d=delta, g=one: float(np.sum(d * batch_norm(Z, g, 0 * g))), Z)
        s = np.sqrt(Z.var(axis=1, keepdims=True) + 1e-5)
        formulas = {
            "complete": batch_norm_backward(delta, Z, one)[0],
            "no_scale": (delta - delta.mean(axis=1, keepdims=True)) / s,
            "constants": delta / s,
        }
        for name, formula in formulas.items():
            errors[name].append(relative_error(formula, measured))
    return {name: np.array(values) for name, values in errors.items()}


@dataclass(frozen=True)
class NormalizedRuns:
    """L'apprentissage avec et sans normalisation : `cost` (N, 2, R, S, E) et `accuracy` de test (N, 2, R, S).

    Les axes : réseau, sans puis avec normalisation, taux d'apprentissage, graine, époque. Un entraînement qui diverge
    laisse un coût infini et une exactitude nulle. `chance` est le coût de dix réponses également probables.
    """

    networks: np.ndarray
    rates: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray

    chance = np.log(10)

    def best(self, network, normalized):
        """Rend (taux, coût (S, E), exactitude (S,)) au taux de plus faible coût final, médian sur les graines."""
        i = list(self.networks).index(network), int(normalized)
        k = int(np.argmin(np.median(self.cost[i][:, :, -1], axis=1)))
        return float(self.rates[k]), self.cost[i][k], self.accuracy[i][k]


def train_normalized(networks=tuple(NETWORKS), seeds=SEEDS, rates=RATES, *, epochs=10, depth=10):
    """Entraîne chaque réseau de `NETWORKS`, sans puis avec normalisation, à chaque taux ; rend un `NormalizedRuns`."""
    runs = [_run(*setting, epochs, depth) for setting in product(networks, (False, True), rates, seeds)]
    shape = (len(networks), 2, len(rates), len(seeds))
    cost = np.array([run[0] for run in runs]).reshape(*shape, epochs)
    accuracy = np.array([run[1] for run in runs]).reshape(shape)
    return NormalizedRuns(np.array(networks), np.array(rates), cost, accuracy)


def _run(network, normalized, rate, seed, epochs, depth):
    X, Y, X_test, Y_test = normalized_digits()
    hidden, initializer = NETWORKS[network]
    rng = np.random.default_rng(seed)
    options = {"output": "softmax", "loss": "cross_entropy", "initializer": initializer, "rng": rng}
    kind = NormalizedPerceptron if normalized else MultiLayerPerceptron
    model = kind([64, *[64] * depth, 10], hidden=hidden, **options)
    descent = {"optimizer": Optimizer("sgd", alpha=rate), "epochs": epochs, "batch_size": 64, "rng": rng}
    history, finished = attempt(model, X, Y, **descent)
    if not finished:
        return padded(history.cost, epochs), 0.0
    if isinstance(model, NormalizedPerceptron):
        model.freeze(X)
    return np.array(history.cost), model.accuracy(X_test, Y_test)
