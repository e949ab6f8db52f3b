"""Ce que la rétropropagation fait passer dans chaque couche, et que le cœur ne garde pas."""


def layer_deltas(model, Y, cache):
    """Rend {l: delta[l]}, de forme (n_l, m), de la dernière couche à la première.

    delta[L] est celui de la perte ; puis delta[l] = (W[l+1]^T delta[l+1]) ⊙ g'(Z[l]).

    >>> import numpy as np
    >>> from mlcourse.model import MultiLayerPerceptron
    >>> model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    >>> _, cache = model.forward_propagation([[1.0], [2.0]])
    >>> {l: delta.shape for l, delta in layer_deltas(model, [[1]], cache).items()}
    {2: (1, 1), 1: (3, 1)}
    """
    L = model.num_layers
    deltas = {L: model.output_delta(Y, cache)}
    for l in range(L - 1, 0, -1):
        deltas[l] = (model.params[f"W{l + 1}"].T @ deltas[l + 1]) * model.activation(l).derivative(cache[f"Z{l}"])
    return deltas
