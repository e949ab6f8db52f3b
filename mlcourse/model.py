"""Le perceptron multicouche du cours : propagation avant, rétropropagation, mise à jour."""

import numpy as np

from mlcourse._checked import checked, unchecked
from mlcourse._validation import check_matrix, check_number
from mlcourse.losses import LOSSES
from mlcourse.network import Network


class MultiLayerPerceptron(Network):
    """Un réseau entièrement connecté, de tailles [n_0, n_1, ..., n_L].

    Parameters
    ----------
    layer_dims : list of int
        Tailles de l'entrée et des couches, [n_0, n_1, ..., n_L].
    hidden : str or list of str
        Activation des couches cachées, ou une par couche.
    output : str
        Activation de la sortie.
    loss : str
        Une ligne de `LOSSES`, qui aille avec la sortie.
    initializer : str
        Une ligne de `INITIALIZERS` ; les biais partent de 0.
    l2 : float
        Coefficient de régularisation : J reçoit (l2/2) somme W^2, et dW reçoit l2 W, sans facteur 1/m. Ni les biais ni
        les pentes de PReLU n'y entrent.
    rng : numpy.random.Generator
        Source du hasard des poids.
    dtype : dtype
        float64 ou float32 : le type de tous les calculs.

    Attributes
    ----------
    params, grads : FlatParameters
        `params['W1']`, `grads['dW1']`... : des vues de `theta` et de `g`.
    theta, g : ndarray
        Les P paramètres et leurs gradients, bout à bout, de forme (P,).
    decay_mask : ndarray of bool
        Vecteur (P,), vrai sur les poids : là où agit la décroissance.

    Raises
    ------
    ValueError
        Si une taille n'est pas un entier strictement positif, si un nom est inconnu, si la perte et la sortie ne vont
        pas ensemble, si `l2` est négatif.

    Examples
    --------
    >>> model = MultiLayerPerceptron([64, 32, 1], rng=np.random.default_rng(0))
    >>> model.params["W1"].shape, model.theta.size
    ((32, 64), 2113)

    References
    ----------
    Section 1.5 du livre ; section 3.4 pour la régularisation L2.
    """

    @checked(Network._inputs)
    def forward_propagation(self, X):
        """Propage un lot : Z[l] = W[l] A[l-1] + b[l], puis A[l] = g[l](Z[l]).

        Parameters
        ----------
        X : array_like
            Entrées (n_0, m), un exemple par colonne.

        Returns
        -------
        A : ndarray
            Sortie A[L], de forme (n_L, m).
        cache : dict
            {'A0', 'Z1', 'A1', ..., 'ZL', 'AL'}, que la rétropropagation relira.

        Raises
        ------
        ValueError
            Si X n'a pas n_0 lignes ou contient autre chose que des nombres finis.
        """
        A, cache = X, {"A0": X}
        for l in range(1, self.num_layers + 1):
            Z = self.params[f"W{l}"] @ A + self.params[f"b{l}"]
            A = self.activation(l).function(Z)
            cache[f"Z{l}"], cache[f"A{l}"] = Z, A
        return A, cache

    @checked(Network._targets)
    def output_delta(self, Y, cache):
        """Terme d'erreur de la sortie, delta[L] = dL/dz[L], un par exemple.

        A[L] - Y quand la perte fusionne avec la sortie, sinon la formule générale dL/dA ⊙ g'(Z).

        Parameters
        ----------
        Y : array_like
            Cibles (n_L, m).
        cache : dict
            Celui que rend `forward_propagation`.

        Returns
        -------
        ndarray
            delta[L], de forme (n_L, m).

        Raises
        ------
        ValueError
            Si Y ou le cache ne vont pas avec le réseau, ou si la perte n'admet pas ces cibles.
        """
        L, loss = self.num_layers, LOSSES[self.loss]
        delta = loss.gradient(cache[f"A{L}"], Y)
        if loss.output is None:
            delta = delta * self.activation(L).derivative(cache[f"Z{L}"])
        return delta

    @checked(Network._targets)
    def backward_propagation(self, Y, cache):
        """Rétropropage l'erreur et rend les gradients de J.

        Parameters
        ----------
        Y : array_like
            Cibles (n_L, m).
        cache : dict
            Celui que rend `forward_propagation`.

        Returns
        -------
        FlatParameters
            {'dW1', 'db1', ..., 'dWL', 'dbL'}, et 'dal' si la couche l apprend sa pente : des vues de `g`, que le
            prochain appel réécrit.

        Raises
        ------
        ValueError
            Comme `output_delta`.
        """
        L = self.num_layers
        delta = unchecked(self.output_delta)(Y, cache)
        if self.activation(L).slope is not None:
            self._slope_gradient(L, LOSSES[self.loss].gradient(cache[f"A{L}"], Y), cache)
        for l in range(L, 0, -1):
            np.matmul(delta, cache[f"A{l - 1}"].T, out=self.grads[f"dW{l}"])
            delta.sum(axis=1, keepdims=True, out=self.grads[f"db{l}"])
            if l > 1:
                dA = self.params[f"W{l}"].T @ delta
                self._slope_gradient(l - 1, dA, cache)
                delta = dA * self.activation(l - 1).derivative(cache[f"Z{l - 1}"])
        # Le facteur 1/m, une seule fois, pour tous les gradients ; la pénalité L2, elle, n'est pas une moyenne.
        self.grads.flat /= delta.shape[1]
        if self.l2:
            self.g[self.decay_mask] += self.l2 * self.theta[self.decay_mask]
        return self.grads

    def _slope_gradient(self, l, dA, cache):
        """Écrit da[l], somme sur les exemples de dA[l] ⊙ dg/da(Z[l]), si la couche l apprend sa pente."""
        slope_derivative = self.activation(l).slope_derivative
        if slope_derivative is not None:
            (dA * slope_derivative(cache[f"Z{l}"])).sum(axis=1, keepdims=True, out=self.grads[f"da{l}"])

    def update_parameters(self, grads, learning_rate):
        """Fait un pas de descente de gradient, sur place : theta <- theta - alpha g, où g est le gradient de J.

        Parameters
        ----------
        grads : dict of str to ndarray
            Les gradients, sous les noms et dans les formes que rend `backward_propagation`.
        learning_rate : float
            Le taux d'apprentissage alpha, positif.

        Raises
        ------
        ValueError
            Si un nom, une forme ou le taux ne va pas, ou si un paramètre cesse d'être fini.
        """
        check_number(learning_rate, "learning_rate")
        self.grads.check_shapes(grads)
        for name in self.params:
            self.params[name] -= learning_rate * grads[f"d{name}"]

    def compute_cost(self, X, Y):
        """Coût J d'un lot : moyenne des pertes de ses m exemples, plus la pénalité (l2/2) somme W^2.

        Parameters
        ----------
        X, Y : array_like
            Exemples (n_0, m) et cibles (n_L, m).

        Returns
        -------
        float
            J.

        Raises
        ------
        ValueError
            Si X ou Y ne va pas avec le réseau, ou si la perte n'admet pas ces cibles.
        """
        return self.cost_from_cache(Y, self.forward_propagation(X)[1])

    def predict(self, X):
        """Prédit la réponse à chaque exemple.

        Parameters
        ----------
        X : array_like
            Exemples (n_0, m).

        Returns
        -------
        ndarray
            0 ou 1 par sortie (entropie croisée binaire, forme (n_L, m)), numéro de la classe (entropie croisée, forme
            (1, m)) ou valeur A[L] (erreur quadratique, forme (n_L, m)).

        Raises
        ------
        ValueError
            Comme `forward_propagation`.
        """
        A, _ = self.forward_propagation(X)
        if self.loss == "binary_cross_entropy":
            return (A > 0.5).astype(int)
        return A.argmax(axis=0, keepdims=True) if self.loss == "cross_entropy" else A

    def accuracy(self, X, Y):
        """Part des exemples dont la classe prédite est la bonne.

        Parameters
        ----------
        X, Y : array_like
            Exemples (n_0, m) et cibles (n_L, m), qui valent 0 ou 1.

        Returns
        -------
        float
            Entre 0 et 1. Un exemple à plusieurs sorties compte si toutes sont justes.

        Raises
        ------
        ValueError
            Si la perte est l'erreur quadratique, ou si X ou Y ne va pas avec le réseau.
        """
        if self.loss == "mse":
            raise ValueError("accuracy : une perte de classification est attendue, reçu loss='mse'.")
        predicted = self.predict(X)
        Y = check_matrix(Y, "Y", self.layer_dims[-1], self.theta.dtype, n_columns=predicted.shape[1])
        expected = Y.argmax(axis=0, keepdims=True) if self.loss == "cross_entropy" else Y > 0.5
        return float(np.mean(np.all(predicted == expected, axis=0)))
