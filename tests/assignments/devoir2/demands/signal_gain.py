"""D'autres solutions fautives (`wrong_`) : les nœuds ou leurs poids y sont faux, et la formule juste."""

import numpy as np


def wrong_many_hermite_nodes(f, df, v, bias_variance):
    """Une règle de Gauss-Hermite de cent nœuds, exacte pour une droite, ne l'est pas pour un angle.

    Perd : unbiased
    Entraîne : biased, backward
    """
    u, weights = np.polynomial.hermite_e.hermegauss(100)
    weights = weights / np.sqrt(2 * np.pi)
    c = float((v - bias_variance) / np.sum(weights * f(np.sqrt(v) * u) ** 2))
    return c, float(c * np.sum(weights * df(np.sqrt(v) * u) ** 2))


def _physicists(f, df, v, bias_variance, stretch, total):
    x, weights = np.polynomial.hermite.hermgauss(100)
    square, slope = (float(weights @ g(np.sqrt(v) * stretch * x) ** 2) / total for g in (f, df))
    c = (v - bias_variance) / square
    return c, c * slope


def wrong_hermgauss_as_it_is(f, df, v, bias_variance):
    """La règle de NumPy, faite pour exp(-x²), sert telle quelle.

    Perd : unbiased
    Entraîne : biased, backward
    """
    return _physicists(f, df, v, bias_variance, 1, 1)


def wrong_hermgauss_not_stretched(f, df, v, bias_variance):
    """De la règle faite pour exp(-x²), la somme est ramenée à 1, mais les nœuds ne sont pas étirés.

    Perd : unbiased
    Entraîne : biased, backward
    """
    return _physicists(f, df, v, bias_variance, 1, np.sqrt(np.pi))


def wrong_hermgauss_not_divided(f, df, v, bias_variance):
    """De la règle faite pour exp(-x²), les nœuds sont étirés, mais la somme n'est pas ramenée à 1.

    Perd : unbiased
    Entraîne : biased, backward
    """
    return _physicists(f, df, v, bias_variance, np.sqrt(2), 1)


def wrong_step_forgotten(f, df, v, bias_variance):
    """La densité se somme sans le pas qui sépare deux nœuds.

    Perd : unbiased
    Entraîne : biased, backward
    """
    z = np.sqrt(v) * ((np.arange(24_000) + 0.5) / 1000 - 12)
    square, slope = (float(np.sum(np.exp(-(z**2) / (2 * v)) * g(z) ** 2) / np.sqrt(2 * np.pi)) for g in (f, df))
    c = (v - bias_variance) / square
    return c, c * slope


def wrong_node_on_the_kink(f, df, v, bias_variance):
    """Un nœud tombe en 0, où la pente saute : elle y compte tout entière pour un côté.

    Perd : backward, pour « sans jamais y tomber »
    """
    u = np.linspace(-12, 12, 24_001)
    weights = np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi) / 1000
    c = float((v - bias_variance) / np.sum(weights * f(np.sqrt(v) * u) ** 2))
    return c, float(c * np.sum(weights * df(np.sqrt(v) * u) ** 2))
