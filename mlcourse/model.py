"""Le perceptron multicouche du cours : propagation avant, rétropropagation, mise à jour.

Une méthode publique contrôle ses arguments, puis appelle les équations. Les équations sont dans `forward` et
`backward`, que la boucle d'entraînement appelle sans rien contrôler d'autre que ses données, une fois.
"""

import copy
import math

import numpy as np

from mlcourse._validation import check_dtype, check_matrix, check_number, check_positive_integer, check_sequence, lookup
from mlcourse.activations import ACTIVATIONS
from mlcourse.french import fixed
from mlcourse.initialization import initialize_parameters_deep
from mlcourse.losses import LOSSES
from mlcourse.parameters import FlatParameters


class MultiLayerPerceptron:
    """Un réseau entièrement connecté, de tailles [n_0, n_1, ..., n_L].

    Pour changer les équations, redéfinissez `forward` ou `backward` dans une sous-classe : l'entraînement et la
    vérification du gradient passent par elles, et par elles seules.

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
    >>> model
    MultiLayerPerceptron (perte : binary_cross_entropy, type : float64, l2 : 0)
    couche  unités  activation         W        b  paramètres
    entrée      64
         1      32        relu  (32, 64)  (32, 1)       2 080
         2       1     sigmoid   (1, 32)   (1, 1)          33
     total                                              2 113

    References
    ----------
    Section 1.5 du livre ; section 3.4 pour la régularisation L2.
    """

    def __init__(
        self,
        layer_dims,
        *,
        hidden="relu",
        output="sigmoid",
        loss="binary_cross_entropy",
        initializer="he_normal",
        l2=0.0,
        rng,
        dtype=np.float64,
    ):
        self.layer_dims = [check_positive_integer(n, "layer_dims") for n in check_sequence(layer_dims, "layer_dims")]
        self.num_layers = len(self.layer_dims) - 1
        hidden = [hidden] * (self.num_layers - 1) if isinstance(hidden, str) else check_sequence(hidden, "hidden")
        _check_activations(loss, hidden, output, n_hidden=self.num_layers - 1)
        self.layer_activations = [*hidden, output]
        self.loss = loss
        self.l2 = check_number(l2, "l2")
        params = initialize_parameters_deep(self.layer_dims, rng, initializer, self.layer_activations)
        self._store(params, check_dtype(dtype))

    def __init_subclass__(cls):
        """Refuse la sous-classe qui changerait une méthode que l'entraînement n'appelle pas."""
        for name in ("forward_propagation", "backward_propagation"):
            if name in vars(cls):
                equations = name.removesuffix("_propagation")
                raise TypeError(f"{cls.__name__}.{name} : redéfinissez plutôt {equations}, que l'entraînement appelle.")

    def _store(self, params, dtype):
        """Range les paramètres dans theta, et réserve à leurs gradients un vecteur de même forme."""
        shapes = {name: value.shape for name, value in params.items()}
        self.params = FlatParameters(shapes, dtype=dtype)
        self.grads = FlatParameters({f"d{name}": shape for name, shape in shapes.items()}, dtype=dtype)
        for name, value in params.items():
            self.params[name] = value
        self.decay_mask = np.concatenate([np.full(value.size, name[0] == "W") for name, value in params.items()])

    @property
    def theta(self):
        """Tous les paramètres, vecteur (P,) dont `params` donne des vues."""
        return self.params.flat

    @property
    def g(self):
        """Tous les gradients, vecteur (P,) dont `grads` donne des vues."""
        return self.grads.flat

    def activation(self, l):
        """Activation de la couche l.

        Parameters
        ----------
        l : int
            Numéro de la couche, à partir de 1.

        Returns
        -------
        Activation
            La ligne de `ACTIVATIONS` ; si la pente s'apprend, ses fonctions ont déjà reçu `params['al']`.
        """
        row = ACTIVATIONS[self.layer_activations[l - 1]]
        return row if row.slope is None else row.with_slope(self.params[f"a{l}"])

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
        return self.forward(check_matrix(X, "X", self.layer_dims[0], self.theta.dtype))

    def forward(self, X):
        """Les équations de `forward_propagation`, sur un tableau X déjà contrôlé, au type du réseau.

        Parameters
        ----------
        X : ndarray
            Entrées (n_0, m).

        Returns
        -------
        A, cache : ndarray and dict
            Comme `forward_propagation`.
        """
        A, cache = X, {"A0": X}
        for l in range(1, self.num_layers + 1):
            Z = self.params[f"W{l}"] @ A + self.params[f"b{l}"]
            A = self.activation(l).function(Z)
            cache[f"Z{l}"], cache[f"A{l}"] = Z, A
        return A, cache

    def backward_propagation(self, Y, cache):
        """Rétropropage l'erreur et rend les gradients de J, pénalité comprise.

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
            Si Y ou le cache ne vont pas avec le réseau, ou si la perte n'admet pas ces cibles.
        """
        self.gradients(self._targets(Y, cache), cache)
        return self.grads

    def output_delta(self, Y, cache):
        """Terme d'erreur de la sortie, delta[L] = dL/dz[L], un par exemple, pour des cibles déjà contrôlées.

        A[L] - Y quand la perte fusionne avec la sortie, sinon la formule générale dL/dA ⊙ g'(Z).

        Parameters
        ----------
        Y : ndarray
            Cibles (n_L, m), au type du réseau.
        cache : dict
            Celui que rend `forward`.

        Returns
        -------
        ndarray
            delta[L], de forme (n_L, m).
        """
        L, loss = self.num_layers, LOSSES[self.loss]
        delta = loss.gradient(cache[f"A{L}"], Y)
        if loss.output is None:
            delta = delta * self.activation(L).derivative(cache[f"Z{L}"])
        return delta

    def backward(self, Y, cache):
        """Les équations de la rétropropagation, sur des cibles déjà contrôlées : elles remplissent `grads`.

        Parameters
        ----------
        Y : ndarray
            Cibles (n_L, m), au type du réseau.
        cache : dict
            Celui que rend `forward`.

        Returns
        -------
        dict of int to ndarray
            Les termes d'erreur {l: delta[l]}, de formes (n_l, m), de la dernière couche à la première.
        """
        L, m = self.num_layers, Y.shape[1]
        delta = {L: self.output_delta(Y, cache)}
        for l in range(L, 0, -1):
            np.matmul(delta[l], cache[f"A{l - 1}"].T, out=self.grads[f"dW{l}"])
            delta[l].sum(axis=1, keepdims=True, out=self.grads[f"db{l}"])
            if l > 1:
                dA = self.params[f"W{l}"].T @ delta[l]
                delta[l - 1] = dA * self.activation(l - 1).derivative(cache[f"Z{l - 1}"])
        self.g[:] /= m  # le facteur 1/m de toutes ces sommes
        return delta

    def gradients(self, Y, cache):
        """Écrit tous les gradients de J : ceux de `backward`, puis ce qu'ajoutent une pente apprise et la pénalité.

        Parameters
        ----------
        Y, cache : ndarray and dict
            Comme pour `backward`.
        """
        delta = self.backward(Y, cache)
        for l, name in enumerate(self.layer_activations, start=1):
            if ACTIVATIONS[name].slope is not None:
                self._slope_gradient(l, Y, cache, delta)
        if self.l2:
            self.g[self.decay_mask] += self.l2 * self.theta[self.decay_mask]

    def _slope_gradient(self, l, Y, cache, delta):
        """Écrit da[l] : moyenne, sur les exemples, de dA[l] ⊙ dg/da(Z[l])."""
        last = l == self.num_layers
        dA = LOSSES[self.loss].gradient(cache[f"A{l}"], Y) if last else self.params[f"W{l + 1}"].T @ delta[l + 1]
        da = (dA * self.activation(l).slope_derivative(cache[f"Z{l}"])).sum(axis=1, keepdims=True)
        np.divide(da, Y.shape[1], out=self.grads[f"da{l}"])

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

    def cost_from_cache(self, Y, cache):
        """Coût J d'un lot déjà propagé.

        Parameters
        ----------
        Y : array_like
            Cibles (n_L, m).
        cache : dict
            Celui que rend `forward_propagation`.

        Returns
        -------
        float
            J, pénalité comprise.

        Raises
        ------
        ValueError
            Comme `compute_cost`.
        """
        return self.cost(self._targets(Y, cache), cache)

    def cost(self, Y, cache):
        """Les équations de `cost_from_cache`, sur des cibles déjà contrôlées.

        Parameters
        ----------
        Y, cache : ndarray and dict
            Comme pour `backward`.

        Returns
        -------
        float
            J, pénalité comprise.
        """
        loss, L = LOSSES[self.loss], self.num_layers
        penalty = self.l2 / 2 * float(np.sum(self.theta[self.decay_mask] ** 2)) if self.l2 else 0
        return loss.equation(cache[f"Z{L}" if loss.output else f"A{L}"], Y) + penalty

    def _targets(self, Y, cache):
        """Rend des cibles que la perte admet, une colonne par exemple du cache, au type du réseau."""
        if not isinstance(cache, dict) or f"Z{self.num_layers}" not in cache:
            received = "celui d'un autre réseau" if isinstance(cache, dict) else type(cache).__name__
            raise ValueError(f"cache : celui que rend forward_propagation est attendu, reçu {received}.")
        Y = check_matrix(Y, "Y", self.layer_dims[-1], self.theta.dtype, n_columns=cache["A0"].shape[1])
        LOSSES[self.loss].check_targets(Y)
        return Y

    def predict(self, X):
        """Prédit la réponse à chaque exemple.

        Parameters
        ----------
        X : array_like
            Exemples (n_0, m).

        Returns
        -------
        ndarray
            Ce que la perte fait de A[L] : 0 ou 1 par sortie (entropie croisée binaire, forme (n_L, m)), numéro de la
            classe (entropie croisée, forme (1, m)) ou la valeur même (erreur quadratique, forme (n_L, m)).

        Raises
        ------
        ValueError
            Comme `forward_propagation`.
        """
        return LOSSES[self.loss].predict(self.forward_propagation(X)[0])

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
            Si la perte n'est pas une perte de classification, ou si X ou Y ne va pas avec le réseau.
        """
        loss = LOSSES[self.loss]
        if not loss.classifies:
            raise ValueError(f"accuracy : une perte de classification est attendue, reçu loss={self.loss!r}.")
        predicted = self.predict(X)
        Y = check_matrix(Y, "Y", self.layer_dims[-1], self.theta.dtype, n_columns=predicted.shape[1])
        return float(np.mean(np.all(predicted == loss.predict(Y), axis=0)))

    def copy(self):
        """Copie le réseau : la copie est indépendante, vues comprises.

        Returns
        -------
        MultiLayerPerceptron
            La copie, de la même classe.
        """
        return copy.deepcopy(self)

    def __repr__(self):
        header = ["couche", "unités", "activation", "W", "b", "a", "paramètres"]
        rows = [header, ["entrée", str(self.layer_dims[0]), *[""] * 5]]
        for l, (n, name) in enumerate(zip(self.layer_dims[1:], self.layer_activations, strict=True), start=1):
            shapes = [self.params.shapes.get(f"{kind}{l}", "") for kind in "Wba"]
            count = sum(math.prod(shape) for shape in shapes if shape)
            rows.append([str(l), str(n), name, *map(str, shapes), fixed(count, 0)])
        rows.append(["total", *[""] * 5, fixed(self.theta.size, 0)])
        # Sans pente apprise, la colonne a n'a que son titre : elle disparaît.
        columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
        widths = [max(map(len, column)) for column in columns]
        lines = ["  ".join(map(str.rjust, row, widths)).rstrip() for row in zip(*columns, strict=True)]
        title = f"{type(self).__name__} (perte : {self.loss}, type : {self.theta.dtype}, l2 : {self.l2:g})"
        return "\n".join([title, *lines])


def _check_activations(loss, hidden, output, n_hidden):
    """Refuse des activations qui ne vont pas avec la perte, ou avec le nombre de couches cachées."""
    if len(hidden) != n_hidden:
        raise ValueError(
            "layer_dims et hidden : au moins deux tailles et une activation par couche cachée sont attendues, "
            f"reçu {n_hidden + 2} taille(s) et {len(hidden)} activation(s)."
        )
    for name in hidden:
        if not lookup(ACTIVATIONS, name, "activation").elementwise:
            raise ValueError(f"hidden : une activation élément par élément est attendue, reçu {name!r}.")
    required, activation = lookup(LOSSES, loss, "loss").output, lookup(ACTIVATIONS, output, "activation")
    if required not in (None, output) or (required is None and not activation.elementwise):
        raise ValueError(
            f"loss={loss!r} : une sortie {required or 'élément par élément'!r} est attendue, reçu output={output!r}."
        )
