"""Les initialisations dont la variance se règle sur la taille de la couche : LeCun, Glorot, He.

Toutes sont un cas de `variance_scaling`.
"""

import numpy as np

from mlcourse._validation import check_generator, check_number, check_positive_integer, lookup

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
    n_out, n_in = check_positive_integer(n_out, "n_out"), check_positive_integer(n_in, "n_in")
    fans = {"none": 1, "fan_in": n_in, "fan_avg": (n_in + n_out) / 2}
    variance = check_number(scale, "scale") / lookup(fans, fan, "fan")
    return lookup(DISTRIBUTIONS, distribution, "distribution")((n_out, n_in), variance, check_generator(rng))


def lecun_normal(n_out, n_in, rng):
    """LeCun, loi normale : Var(W) = 1 / n_in.

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
    >>> round(float(lecun_normal(400, 100, np.random.default_rng(0)).std()), 3)
    0.1

    References
    ----------
    Section 2.2 du livre. LeCun, Bottou, Orr et Müller (2012), équation 16.
    """
    return variance_scaling(n_out, n_in, rng, scale=1, fan="fan_in", distribution="normal")


def lecun_uniform(n_out, n_in, rng):
    """LeCun, loi uniforme : Var(W) = 1 / n_in, sur ±sqrt(3 / n_in).

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
    >>> round(float(lecun_uniform(400, 100, np.random.default_rng(0)).max()), 3)
    0.173

    References
    ----------
    Section 2.2 du livre. LeCun, Bottou, Orr et Müller (2012), équation 16.
    """
    return variance_scaling(n_out, n_in, rng, scale=1, fan="fan_in", distribution="uniform")


def baseline_uniform(n_out, n_in, rng):
    """Usage que Glorot et Bengio prennent pour référence : ±1 / sqrt(n_in), donc Var(W) = 1 / (3 n_in).

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
    >>> round(float(baseline_uniform(400, 100, np.random.default_rng(0)).max()), 3)
    0.1

    References
    ----------
    Section 2.2 du livre. Glorot et Bengio (2010), équation 1.
    """
    return variance_scaling(n_out, n_in, rng, scale=1 / 3, fan="fan_in", distribution="uniform")


def glorot_normal(n_out, n_in, rng):
    """Glorot, loi normale : Var(W) = 2 / (n_in + n_out).

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
    >>> round(float(glorot_normal(400, 100, np.random.default_rng(0)).std()), 3)
    0.063

    References
    ----------
    Section 2.2 du livre. Glorot et Bengio (2010), équation 12.
    """
    return variance_scaling(n_out, n_in, rng, scale=1, fan="fan_avg", distribution="normal")


def glorot_uniform(n_out, n_in, rng):
    """Glorot, loi uniforme, celle de l'article : ±sqrt(6 / (n_in + n_out)), donc Var(W) = 2 / (n_in + n_out).

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
    >>> round(float(glorot_uniform(400, 100, np.random.default_rng(0)).max()), 3)
    0.11

    References
    ----------
    Section 2.2 du livre. Glorot et Bengio (2010), équation 16.
    """
    return variance_scaling(n_out, n_in, rng, scale=1, fan="fan_avg", distribution="uniform")


def he_normal(n_out, n_in, rng):
    """He, loi normale : Var(W) = 2 / n_in.

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
    >>> round(float(he_normal(400, 100, np.random.default_rng(0)).std()), 3)
    0.142

    References
    ----------
    Section 2.2 du livre. He et al. (2015), équation 10.
    """
    return variance_scaling(n_out, n_in, rng, scale=2, fan="fan_in", distribution="normal")


def he_uniform(n_out, n_in, rng):
    """He, loi uniforme : Var(W) = 2 / n_in, sur ±sqrt(6 / n_in).

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
    >>> round(float(he_uniform(400, 100, np.random.default_rng(0)).max()), 3)
    0.245

    References
    ----------
    Section 2.2 du livre. He et al. (2015), équation 10.
    """
    return variance_scaling(n_out, n_in, rng, scale=2, fan="fan_in", distribution="uniform")
