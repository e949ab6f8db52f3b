"""Les paramètres de départ d'un réseau, et les façons de les tirer qui ne regardent pas la taille de la couche."""

from itertools import pairwise

import numpy as np

from mlcourse import variance_scaling as laws
from mlcourse._validation import check_generator, check_number, check_positive_integer, check_sequence, lookup
from mlcourse.activations import ACTIVATIONS


def constant(n_out, n_in, rng, value=0.01):
    """Poids tous égaux à `value` : les neurones d'une couche partent identiques, et le restent.

    La valeur par défaut est de l'ordre des poids de `small` : seule la symétrie les distingue.

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


def small(n_out, n_in, rng):
    """Petits poids, de loi N(0, 0,01^2) quelle que soit la taille de la couche.

    Parameters
    ----------
    n_out, n_in, rng : int or Generator
        Comme pour `variance_scaling`.

    Returns
    -------
    ndarray
        W, de forme (n_out, n_in).

    Examples
    --------
    >>> round(float(small(400, 100, np.random.default_rng(0)).std()), 4)
    0.01

    References
    ----------
    Section 2.2 du livre. Krizhevsky, Sutskever et Hinton (2012), section 5.
    """
    return laws.variance_scaling(n_out, n_in, rng, scale=0.01**2, fan="none", distribution="normal")


def large(n_out, n_in, rng):
    """Grands poids, de loi N(0, 1) quelle que soit la taille de la couche.

    Parameters
    ----------
    n_out, n_in, rng : int or Generator
        Comme pour `variance_scaling`.

    Returns
    -------
    ndarray
        W, de forme (n_out, n_in).

    Examples
    --------
    >>> round(float(large(400, 100, np.random.default_rng(0)).std()), 2)
    1.0

    References
    ----------
    Section 2.2 du livre.
    """
    return laws.variance_scaling(n_out, n_in, rng, scale=1, fan="none", distribution="normal")


INITIALIZERS = {
    "zeros": zeros,
    "constant": constant,
    "small": small,
    "large": large,
    "lecun_normal": laws.lecun_normal,
    "lecun_uniform": laws.lecun_uniform,
    "baseline_uniform": laws.baseline_uniform,
    "glorot_normal": laws.glorot_normal,
    "glorot_uniform": laws.glorot_uniform,
    "he_normal": laws.he_normal,
    "he_uniform": laws.he_uniform,
}


def initialize_parameters_deep(layer_dims, rng, initializer="he_normal", activations=()):
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
    if len(layer_dims) < 2:
        raise ValueError(f"layer_dims : au moins deux tailles, [n_0, ..., n_L], sont attendues, reçu {layer_dims}.")
    draw = lookup(INITIALIZERS, initializer, "initializer")
    activations = activations or ["identity"] * (len(layer_dims) - 1)
    if len(activations) != len(layer_dims) - 1:
        raise ValueError(f"activations : {len(layer_dims) - 1} nom(s) sont attendus, reçu {len(activations)}.")
    params = {}
    for l, (n_in, n_out) in enumerate(pairwise(layer_dims), start=1):
        params[f"W{l}"] = draw(n_out, n_in, rng)
        params[f"b{l}"] = np.zeros((n_out, 1))
        slope = lookup(ACTIVATIONS, activations[l - 1], "activation").slope
        if slope is not None:
            params[f"a{l}"] = np.full((n_out, 1), slope)
    return params
