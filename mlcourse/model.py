"""Le perceptron multicouche du cours : propagation avant, rétropropagation, mise à jour."""

import copy

import numpy as np

from mlcourse._validation import check_dtype, check_matrix, check_number, check_positive_integer, check_sequence
from mlcourse.activations import ACTIVATIONS
from mlcourse.initialization import initialize_parameters_deep
from mlcourse.losses import LOSSES, check_activations
from mlcourse.parameters import FlatParameters


class MultiLayerPerceptron:
    """Un réseau entièrement connecté, de tailles `layer_dims` = [n_0, n_1, ..., n_L].

    `hidden` nomme l'activation des couches cachées (ou en donne la liste), `output` celle de la sortie, `loss` la
    perte ; `initializer` tire les poids avec le générateur `rng` ; `dtype` est float64 ou float32.

    Les paramètres sont des vues (`params['W1']`) du vecteur `theta`, leurs gradients (`grads['dW1']`) des vues de `g`.
    Une perte et une sortie qui ne vont pas ensemble, un nom inconnu, une taille nulle : ValueError.

    >>> model = MultiLayerPerceptron([64, 32, 1], rng=np.random.default_rng(0))
    >>> model.params["W1"].shape, model.theta.size
    ((32, 64), 2113)
    """

    def __init__(
        self,
        layer_dims,
        *,
        hidden="relu",
        output="sigmoid",
        loss="binary_cross_entropy",
        initializer="he_normal",
        rng,
        dtype=np.float64,
    ):
        self.layer_dims = [check_positive_integer(n, "layer_dims") for n in check_sequence(layer_dims, "layer_dims")]
        self.num_layers = len(self.layer_dims) - 1
        hidden = [hidden] * (self.num_layers - 1) if isinstance(hidden, str) else check_sequence(hidden, "hidden")
        self.layer_activations = [*hidden, output]
        self.loss = loss
        check_activations(loss, hidden, output, n_hidden=self.num_layers - 1)
        params = initialize_parameters_deep(self.layer_dims, rng, initializer)
        shapes = {name: value.shape for name, value in params.items()}
        self.params = FlatParameters(shapes, dtype=check_dtype(dtype))
        self.grads = FlatParameters({f"d{name}": shape for name, shape in shapes.items()}, dtype=dtype)
        for name, value in params.items():
            self.params[name] = value

    @property
    def theta(self):
        """Tous les paramètres, vecteur (P,) dont `params` donne des vues."""
        return self.params.flat

    @property
    def g(self):
        """Tous les gradients, vecteur (P,) dont `grads` donne des vues."""
        return self.grads.flat

    def activation(self, l):
        """Activation de la couche l, comptée à partir de 1 : une ligne de `ACTIVATIONS`."""
        return ACTIVATIONS[self.layer_activations[l - 1]]

    def forward_propagation(self, X):
        """Propage X (n_0, m) : Z[l] = W[l] A[l-1] + b[l], puis A[l] = g[l](Z[l]).

        Rend A[L] (n_L, m) et le cache {'A0', 'Z1', 'A1', ..., 'ZL', 'AL'} que la rétropropagation relira.
        """
        A = check_matrix(X, "X", self.layer_dims[0], self.theta.dtype)
        cache = {"A0": A}
        for l in range(1, self.num_layers + 1):
            Z = self.params[f"W{l}"] @ A + self.params[f"b{l}"]
            A = self.activation(l).function(Z)
            cache[f"Z{l}"], cache[f"A{l}"] = Z, A
        return A, cache

    def output_delta(self, Y, cache):
        """Terme d'erreur de la sortie, delta[L] = dL/dz[L], un par exemple : forme (n_L, m).

        A[L] - Y quand la perte fusionne avec la sortie, sinon la formule générale dL/dA ⊙ g'(Z).
        """
        L, loss = self.num_layers, LOSSES[self.loss]
        Y = self._targets(Y, cache)
        loss.check_targets(Y)
        delta = loss.gradient(cache[f"A{L}"], Y)
        if loss.output is None:
            delta = delta * self.activation(L).derivative(cache[f"Z{L}"])
        return delta

    def backward_propagation(self, Y, cache):
        """Rétropropage l'erreur et rend les gradients de J, {'dW1', 'db1', ..., 'dWL', 'dbL'}.

        Y (n_L, m) porte les cibles, `cache` vient de `forward_propagation`. Les tableaux rendus sont des vues de `g`,
        que le prochain appel réécrit.
        """
        delta = self.output_delta(Y, cache)
        for l in range(self.num_layers, 0, -1):
            np.matmul(delta, cache[f"A{l - 1}"].T, out=self.grads[f"dW{l}"])
            np.sum(delta, axis=1, keepdims=True, out=self.grads[f"db{l}"])
            if l > 1:
                g_prime = self.activation(l - 1).derivative(cache[f"Z{l - 1}"])
                delta = (self.params[f"W{l}"].T @ delta) * g_prime
        # Le facteur 1/m, une seule fois, pour tous les dW et db.
        self.grads.flat /= delta.shape[1]
        return self.grads

    def update_parameters(self, grads, learning_rate):
        """Fait un pas de descente de gradient, sur place : theta <- theta - alpha dJ/dtheta."""
        check_number(learning_rate, "learning_rate")
        self.grads.check_shapes(grads)
        for name in self.params:
            self.params[name] -= learning_rate * grads[f"d{name}"]

    def compute_cost(self, X, Y):
        """Coût J du lot (X, Y), moyenne des pertes de ses m exemples."""
        return self.cost_from_cache(Y, self.forward_propagation(X)[1])

    def cost_from_cache(self, Y, cache):
        """Coût J d'un lot déjà propagé."""
        loss, L = LOSSES[self.loss], self.num_layers
        return loss.function(cache[f"Z{L}" if loss.output else f"A{L}"], self._targets(Y, cache))

    def predict(self, X):
        """Prédit : 0 ou 1 par sortie (sigmoïde, forme (n_L, m)), classe (softmax, (1, m)), valeur A[L] sinon."""
        A, _ = self.forward_propagation(X)
        if self.loss == "binary_cross_entropy":
            return (A > 0.5).astype(int)
        return A.argmax(axis=0, keepdims=True) if self.loss == "cross_entropy" else A

    def accuracy(self, X, Y):
        """Part des exemples dont la classe prédite est la bonne, entre 0 et 1 ; les cibles valent 0 ou 1."""
        if self.loss == "mse":
            raise ValueError("accuracy : une perte de classification est attendue, reçu loss='mse'.")
        predicted = self.predict(X)
        Y = check_matrix(Y, "Y", self.layer_dims[-1], self.theta.dtype, n_columns=predicted.shape[1])
        expected = Y.argmax(axis=0, keepdims=True) if self.loss == "cross_entropy" else Y > 0.5
        return float(np.mean(np.all(predicted == expected, axis=0)))

    def copy(self):
        """Rend un réseau identique et indépendant, vues comprises."""
        return copy.deepcopy(self)

    def _targets(self, Y, cache):
        """Cibles au type du réseau, une colonne par exemple du cache."""
        if f"Z{self.num_layers}" not in cache:
            raise ValueError("cache : celui que rend forward_propagation est attendu, reçu celui d'un autre réseau.")
        return check_matrix(Y, "Y", self.layer_dims[-1], self.theta.dtype, n_columns=cache["A0"].shape[1])
