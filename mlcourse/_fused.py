"""Les activations d'un réseau, fondues avec les opérations voisines, si l'entraînement est long et numba installé.

`forward` et `backward` restent les seules équations. On leur prête un réseau dont les biais et les dérivées savent
comment on les additionne et les multiplie : d'une seule boucle, `W @ A + b` remplit Z et l'activation qui suit, et
`dA * dérivée` se fait sur place, sans tableau de dérivées. Les boucles viennent des mêmes symboles que celles des
règles ; les bits ne changent pas, et l'activation qui ne se relève pas reste celle de NumPy.
"""

import copy
from functools import cache

import numpy as np

from mlcourse._compiled import CALLS, bind_matrices
from mlcourse._inplace import in_place


class Parameters(dict):
    """Les paramètres d'un réseau, dont certains biais sont des `Bias` ; `flat` est toujours theta."""

    flat: np.ndarray


class Bias:
    """Un biais qui attend le produit Z auquel on l'ajoute : il en fait Z + b, sur place, et applique l'activation."""

    __array_ufunc__ = None  # NumPy laisse alors l'addition à `__radd__`

    def __init__(self, b, run):
        self.b, self.run = b, run

    def __radd__(self, Z):
        self.A = np.empty_like(Z)
        self.run(Z, self.b, self.A)
        return Z

    def activate(self, _):
        """L'activation du Z que l'addition vient de rendre."""
        return vars(self).pop("A")


class Slope:
    """La dérivée d'une activation, qui attend le dA qu'elle multiplie, sur place."""

    __array_ufunc__ = None

    def __init__(self, run):
        self.run = run

    def at(self, Z):
        """Elle-même, en Z."""
        self.Z = Z
        return self

    def __rmul__(self, dA):
        self.run(dA, vars(self).pop("Z"))
        return dA


@cache
def programs(function, derivative):
    """Les deux programmes d'une activation, relevés comme une règle : l'aller et le retour."""

    def forward(Z, b, A):
        Z = Z + b
        return Z, function(Z)

    def backward(dA, Z):
        return dA * derivative(Z)

    return in_place(forward, matrices=True), in_place(backward, matrices=True)


def fuse(model, examples, steps):
    """Le réseau à prêter aux équations pendant une époque : les mêmes tableaux, et des boucles là où elles paient."""
    rows = {l: model.activation(l) for l in range(1, model.num_layers + 1)}
    loops = {l: _loops(row, model.params[f"b{l}"], examples, steps) for l, row in rows.items() if row.slope is None}
    if not any(map(any, loops.values())):
        return model
    fused = copy.copy(model)
    fused.params = Parameters(model.params)
    fused.params.flat = model.theta
    for l, (forward, backward) in loops.items():
        if forward:
            fused.params[f"b{l}"] = bias = Bias(model.params[f"b{l}"], forward)
            rows[l] = rows[l]._replace(function=bias.activate)
        if backward:
            rows[l] = rows[l]._replace(derivative=Slope(backward).at)
    fused.activation = rows.__getitem__
    return fused


def _loops(row, b, examples, steps):
    """Les boucles de l'aller et du retour d'une couche, ou None pour celle qui ne paie pas encore."""
    elements = b.size * examples + CALLS * steps
    return [bind_matrices(program, b.dtype, elements) for program in programs(row.function, row.derivative)]
