"""La structure d'un réseau entièrement connecté : couches, activations, paramètres et gradients."""

import copy
import math

import numpy as np

from mlcourse._checked import checked, unchecked
from mlcourse._validation import check_dtype, check_matrix, check_number, check_positive_integer, check_sequence, lookup
from mlcourse.activations import ACTIVATIONS
from mlcourse.initialization import initialize_parameters_deep
from mlcourse.losses import LOSSES
from mlcourse.parameters import FlatParameters


class Network:
    """Les couches d'un réseau, sans les calculs, que `MultiLayerPerceptron` ajoute.

    Parameters
    ----------
    layer_dims, hidden, output, loss, initializer, l2, rng, dtype : divers
        Comme pour `MultiLayerPerceptron`, qui dit aussi les erreurs.

    Examples
    --------
    >>> Network([64, 32, 1], rng=np.random.default_rng(0))
    Network (perte : binary_cross_entropy, type : float64, l2 : 0)
    couche  unités  activation         W        b  paramètres
    entrée      64
         1      32        relu  (32, 64)  (32, 1)       2 080
         2       1     sigmoid   (1, 32)   (1, 1)          33
     total                                              2 113

    References
    ----------
    Section 1.5 du livre.
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

    def _inputs(self, X):
        """Le réseau et ses entrées, au type du réseau."""
        return self, check_matrix(X, "X", self.layer_dims[0], self.theta.dtype)

    def _targets(self, Y, cache):
        """Le réseau, des cibles que sa perte admet, une colonne par exemple du cache, et ce cache."""
        if f"Z{self.num_layers}" not in cache:
            raise ValueError("cache : celui que rend forward_propagation est attendu, reçu celui d'un autre réseau.")
        Y = check_matrix(Y, "Y", self.layer_dims[-1], self.theta.dtype, n_columns=cache["A0"].shape[1])
        LOSSES[self.loss].check_targets(Y)
        return self, Y, cache

    @checked(_targets)
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
            Comme `MultiLayerPerceptron.compute_cost`.
        """
        loss, L = LOSSES[self.loss], self.num_layers
        penalty = self.l2 / 2 * float(np.sum(self.theta[self.decay_mask] ** 2)) if self.l2 else 0
        return unchecked(loss.function)(cache[f"Z{L}" if loss.output else f"A{L}"], Y) + penalty

    def copy(self):
        """Copie le réseau : la copie est indépendante, vues comprises.

        Returns
        -------
        Network
            La copie, de la même classe.
        """
        return copy.deepcopy(self)

    def __repr__(self):
        header = ["couche", "unités", "activation", "W", "b", "a", "paramètres"]
        rows = [header, ["entrée", str(self.layer_dims[0]), *[""] * 5]]
        for l, (n, name) in enumerate(zip(self.layer_dims[1:], self.layer_activations, strict=True), start=1):
            shapes = [self.params.shapes.get(f"{kind}{l}", "") for kind in "Wba"]
            count = sum(math.prod(shape) for shape in shapes if shape)
            rows.append([str(l), str(n), name, *map(str, shapes), _thousands(count)])
        rows.append(["total", *[""] * 5, _thousands(self.theta.size)])
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
    if not all(lookup(ACTIVATIONS, name, "activation").elementwise for name in hidden):
        raise ValueError("hidden : une activation élément par élément est attendue, reçu 'softmax'.")
    required, activation = lookup(LOSSES, loss, "loss").output, lookup(ACTIVATIONS, output, "activation")
    if required not in (None, output) or (required is None and not activation.elementwise):
        raise ValueError(
            f"loss={loss!r} : une sortie {required or 'élément par élément'!r} est attendue, reçu output={output!r}."
        )


def _thousands(n):
    return f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
