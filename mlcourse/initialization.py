"""Les initialisations : toutes sont un cas de `variance_scaling`."""

from itertools import pairwise

import numpy as np

from mlcourse._validation import check_generator, check_number, check_positive_integer, check_sequence, lookup

FANS = {
    "fan_in": lambda n_out, n_in: n_in,
    "fan_avg": lambda n_out, n_in: (n_in + n_out) / 2,
}
DISTRIBUTIONS = {
    "normal": lambda shape, variance, rng: rng.normal(0, np.sqrt(variance), shape),
    "uniform": lambda shape, variance, rng: rng.uniform(-np.sqrt(3 * variance), np.sqrt(3 * variance), shape),
}


def variance_scaling(n_out, n_in, rng, *, scale, fan, distribution):
    """Tire une matrice W (n_out, n_in) centrée, de variance scale / fan.

    `fan` : "fan_in" (n_in) ou "fan_avg" ((n_in + n_out) / 2) ; `distribution` : "normal" ou "uniform", cette dernière
    sur ±sqrt(3 Var).
    `rng` est un `numpy.random.Generator` : la même graine rend la même matrice.

    >>> variance_scaling(2, 3, np.random.default_rng(0), scale=2, fan="fan_in", distribution="normal").shape
    (2, 3)
    """
    n_out, n_in = check_positive_integer(n_out, "n_out"), check_positive_integer(n_in, "n_in")
    variance = check_number(scale, "scale") / lookup(FANS, fan, "fan")(n_out, n_in)
    return lookup(DISTRIBUTIONS, distribution, "distribution")((n_out, n_in), variance, check_generator(rng))


def he_normal(n_out, n_in, rng):
    """He, loi normale : Var(W) = 2 / n_in (He et al., 2015, équation 10)."""
    return variance_scaling(n_out, n_in, rng, scale=2, fan="fan_in", distribution="normal")


def he_uniform(n_out, n_in, rng):
    """He, loi uniforme : Var(W) = 2 / n_in, sur ±sqrt(6 / n_in) (He et al., 2015)."""
    return variance_scaling(n_out, n_in, rng, scale=2, fan="fan_in", distribution="uniform")


def glorot_normal(n_out, n_in, rng):
    """Glorot, loi normale : Var(W) = 2 / (n_in + n_out) (Glorot et Bengio, 2010, équation 12)."""
    return variance_scaling(n_out, n_in, rng, scale=1, fan="fan_avg", distribution="normal")


def glorot_uniform(n_out, n_in, rng):
    """Glorot, loi uniforme, celle de l'article : ±sqrt(6 / (n_in + n_out)) (Glorot et Bengio, 2010, équation 16)."""
    return variance_scaling(n_out, n_in, rng, scale=1, fan="fan_avg", distribution="uniform")


INITIALIZERS = {
    "he_normal": he_normal,
    "he_uniform": he_uniform,
    "glorot_normal": glorot_normal,
    "glorot_uniform": glorot_uniform,
}


def initialize_parameters_deep(layer_dims, rng, initializer="he_normal"):
    """Tire les paramètres d'un réseau de tailles `layer_dims` = [n_0, ..., n_L] : W selon `initializer`, b nuls.

    Rend {'W1': (n_1, n_0), 'b1': (n_1, 1), ..., 'WL', 'bL'}, en float64.

    >>> sorted(initialize_parameters_deep([3, 2, 1], np.random.default_rng(0)))
    ['W1', 'W2', 'b1', 'b2']
    """
    layer_dims = check_sequence(layer_dims, "layer_dims")
    if len(layer_dims) < 2:
        raise ValueError(f"layer_dims : au moins deux tailles, [n_0, ..., n_L], sont attendues, reçu {layer_dims}.")
    draw = lookup(INITIALIZERS, initializer, "initializer")
    params = {}
    for l, (n_in, n_out) in enumerate(pairwise(layer_dims), start=1):
        params[f"W{l}"] = draw(n_out, n_in, rng)
        params[f"b{l}"] = np.zeros((n_out, 1))
    return params
