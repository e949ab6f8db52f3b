"""Les paramètres de départ d'un réseau : des poids nuls ou égaux, ou tirés d'une loi de variance choisie."""

from functools import partial
from itertools import pairwise

import numpy as np

from mlcourse._validation import check_generator, check_number, check_positive_integer, check_sequence, lookup
from mlcourse.activations import ACTIVATIONS


def constant(n_out, n_in, rng, value=0.01):
    """Poids tous égaux à `value` : les neurones d'une couche partent identiques, et le restent.

    La valeur par défaut est de l'ordre des poids de `"small"` : seule la symétrie les distingue.

    Parameters
    ----------
    n_out, n_in : int
        Nombres de sorties et d'entrées de la couche.
    rng : numpy.random.Generator
        Ne sert pas ; toutes les initialisations s'appellent de la même façon.
    value : float
        Poids commun, positif.

    Returns
    -------
    ndarray
        W, de forme (n_out, n_in), en float64.

    Raises
    ------
    ValueError
        Si une taille n'est pas un entier strictement positif, si `rng` n'est pas un générateur ou si `value` est
        négatif.

    Examples
    --------
    >>> constant(1, 2, np.random.default_rng(0))
    array([[0.01, 0.01]])

    References
    ----------
    Section 2.2 du livre.
    """
    check_generator(rng)
    shape = check_positive_integer(n_out, "n_out"), check_positive_integer(n_in, "n_in")
    return np.full(shape, check_number(value, "value"))


def zeros(n_out, n_in, rng):
    """Poids tous nuls : le signal ne traverse plus le réseau, ni à l'aller ni au retour.

    Parameters
    ----------
    n_out, n_in, rng : int or Generator
        Comme pour `constant`.

    Returns
    -------
    ndarray
        W, de forme (n_out, n_in).

    Examples
    --------
    >>> zeros(1, 2, np.random.default_rng(0))
    array([[0., 0.]])

    References
    ----------
    Section 2.2 du livre.
    """
    return constant(n_out, n_in, rng, value=0)


#: Comment tirer une matrice centrée de cette variance.
DISTRIBUTIONS = {
    "normal": lambda shape, variance, rng: rng.normal(0, np.sqrt(variance), shape),
    "uniform": lambda shape, variance, rng: rng.uniform(-np.sqrt(3 * variance), np.sqrt(3 * variance), shape),
}


def variance_scaling(n_out, n_in, rng, *, scale, fan, distribution):
    """Tire une matrice W centrée, de variance scale / fan.

    Parameters
    ----------
    n_out, n_in : int
        Nombres de sorties et d'entrées de la couche.
    rng : numpy.random.Generator
        Source du hasard : la même graine rend la même matrice.
    scale : float
        Numérateur de la variance, positif.
    fan : str
        Son dénominateur : `"fan_in"` (n_in), `"fan_avg"` ((n_in + n_out) / 2) ou `"none"` (1).
    distribution : str
        `"normal"`, ou `"uniform"`, sur ±sqrt(3 Var).

    Returns
    -------
    ndarray
        W, de forme (n_out, n_in), en float64.

    Raises
    ------
    ValueError
        Si une taille n'est pas un entier strictement positif, si `rng` n'est pas un générateur, si `scale` est négatif
        ou si `fan` ou `distribution` est inconnu.

    Examples
    --------
    >>> variance_scaling(2, 3, np.random.default_rng(0), scale=2, fan="fan_in", distribution="normal").shape
    (2, 3)

    References
    ----------
    Section 2.2 du livre.
    """
    n_out = check_positive_integer(n_out, "n_out")
    n_in = check_positive_integer(n_in, "n_in")
    fans = {"none": 1, "fan_in": n_in, "fan_avg": (n_in + n_out) / 2}
    variance = check_number(scale, "scale") / lookup(fans, fan, "fan")
    draw = lookup(DISTRIBUTIONS, distribution, "distribution")
    return draw((n_out, n_in), variance, check_generator(rng))


#: Les lois de variance scale / fan, et l'article de chacune. Une loi uniforme va jusqu'à ±sqrt(3 Var).
#:
#: - `"small"`, Var(W) = 0,01^2, quelle que soit la couche : Krizhevsky, Sutskever et Hinton (2012), section 5 ;
#: - `"large"`, Var(W) = 1, quelle que soit la couche ;
#: - `"lecun_normal"`, `"lecun_uniform"`, Var(W) = 1 / n_in : LeCun, Bottou, Orr et Müller (2012), équation 16 ;
#: - `"baseline_uniform"`, Var(W) = 1 / (3 n_in), donc ±1 / sqrt(n_in) : l'usage que Glorot et Bengio (2010) prennent
#:   pour référence, équation 1 ;
#: - `"glorot_normal"`, `"glorot_uniform"`, Var(W) = 2 / (n_in + n_out) : Glorot et Bengio (2010), équations 12 et 16 ;
#: - `"he_normal"`, `"he_uniform"`, Var(W) = 2 / n_in : He et al. (2015), équation 10.
#:
#: Section 2.2 du livre.
LAWS = {
    "small": {"scale": 0.01**2, "fan": "none", "distribution": "normal"},
    "large": {"scale": 1, "fan": "none", "distribution": "normal"},
    "lecun_normal": {"scale": 1, "fan": "fan_in", "distribution": "normal"},
    "lecun_uniform": {"scale": 1, "fan": "fan_in", "distribution": "uniform"},
    "baseline_uniform": {"scale": 1 / 3, "fan": "fan_in", "distribution": "uniform"},
    "glorot_normal": {"scale": 1, "fan": "fan_avg", "distribution": "normal"},
    "glorot_uniform": {"scale": 1, "fan": "fan_avg", "distribution": "uniform"},
    "he_normal": {"scale": 2, "fan": "fan_in", "distribution": "normal"},
    "he_uniform": {"scale": 2, "fan": "fan_in", "distribution": "uniform"},
}
INITIALIZERS = {
    "zeros": zeros,
    "constant": constant,
    **{name: partial(variance_scaling, **law) for name, law in LAWS.items()},
}


def initialize_parameters_deep(
    layer_dims,
    rng,
    initializer="he_normal",
    activations=(),
):
    """Tire les paramètres d'un réseau : poids selon `initializer`, biais nuls, pentes à leur valeur initiale.

    Parameters
    ----------
    layer_dims : list of int
        Tailles [n_0, n_1, ..., n_L] : celle de l'entrée, puis celle de chaque couche.
    rng : numpy.random.Generator
        Source du hasard ; les couches sont tirées dans l'ordre.
    initializer : str
        Une ligne de `INITIALIZERS`.
    activations : sequence of str
        Activation de chaque couche. Une couche PReLU reçoit ses pentes ; sans activations, il n'y a pas de pente.

    Returns
    -------
    dict of str to ndarray
        {'W1': (n_1, n_0), 'b1': (n_1, 1), ..., 'WL', 'bL'}, en float64. Si la couche 1 apprend sa pente, 'a1', de forme
        (n_1, 1), suit 'b1'.

    Raises
    ------
    ValueError
        S'il y a moins de deux tailles, si l'une n'est pas un entier strictement positif, s'il n'y a pas une activation
        par couche, si un nom est inconnu ou si `rng` n'est pas un générateur.

    Examples
    --------
    >>> list(initialize_parameters_deep([3, 2, 1], np.random.default_rng(0)))
    ['W1', 'b1', 'W2', 'b2']
    >>> params = initialize_parameters_deep([3, 2, 1], np.random.default_rng(0), activations=["prelu", "identity"])
    >>> params["a1"]
    array([[0.25],
           [0.25]])

    References
    ----------
    Section 2.2 du livre ; section 2.1 pour les pentes.
    """
    layer_dims = check_sequence(layer_dims, "layer_dims")
    L = len(layer_dims) - 1
    if L < 1:
        expected = "au moins deux tailles, [n_0, ..., n_L], sont attendues"
        raise ValueError(f"layer_dims : {expected}, reçu {layer_dims}.")
    draw = lookup(INITIALIZERS, initializer, "initializer")
    activations = check_sequence(activations, "activations") or ["identity"] * L
    if len(activations) != L:
        expected = f"{L} nom(s) sont attendus"
        raise ValueError(f"activations : {expected}, reçu {len(activations)}.")
    params = {}
    for l, (n_in, n_out) in enumerate(pairwise(layer_dims), start=1):
        params[f"W{l}"] = draw(n_out, n_in, rng)
        params[f"b{l}"] = np.zeros((n_out, 1))
        slope = lookup(ACTIVATIONS, activations[l - 1], "activation").slope
        if slope is not None:
            params[f"a{l}"] = np.full((n_out, 1), slope)
    return params
