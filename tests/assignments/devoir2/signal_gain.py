"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _nodes():
    u = (np.arange(24000) + 0.5) / 1000 - 12
    return u, np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi) / 1000


def _means(f, df, v):
    u, weights = _nodes()
    z = np.sqrt(v) * u
    return float(np.sum(weights * f(z) ** 2)), float(np.sum(weights * df(z) ** 2))


def wrong_variance_taken_for_a_deviation(f, df, v, bias_variance):
    """u est multiplié par v, et non par sa racine.

    Perd : unbiased
    Entraîne : biased, backward
    """
    square, slope = _means(f, df, v**2)
    c = (v - bias_variance) / square
    return c, c * slope


def wrong_logits_of_variance_one(f, df, v, bias_variance):
    """Les moyennes sont prises pour des logits de variance 1, comme dans le livre.

    Perd : unbiased, pour « suivent la loi normale centrée de variance $v$ »
    Entraîne : biased, backward
    """
    square, slope = _means(f, df, 1.0)
    c = (v - bias_variance) / square
    return c, c * slope


def wrong_brought_back_to_one(f, df, v, bias_variance):
    """La variance suivante est ramenée à 1, et non à v.

    Perd : unbiased, biased, pour « $c$ est la constante qui garde la variance, $v' = v$ »
    """
    square, slope = _means(f, df, v)
    c = (1 - bias_variance / v) / square
    return c, c * slope


def wrong_deviation_of_the_weights(f, df, v, bias_variance):
    r"""c est l'écart type des poids, et non leur variance.

    Perd : unbiased, biased, pour « c = n \operatorname{Var}(W) »
    """
    square, slope = _means(f, df, v)
    c = ((v - bias_variance) / square) ** 0.5
    return c, c * slope


def wrong_inverse(f, df, v, bias_variance):
    """c est renversée : le carré moyen divisé par la variance.

    Perd : unbiased, biased
    """
    square, slope = _means(f, df, v)
    c = square / (v - bias_variance)
    return c, c * slope


def wrong_variance_of_the_activations(f, df, v, bias_variance):
    r"""C'est la variance de f qui est prise, et non son carré moyen.

    Perd : unbiased, biased, pour « \mathbb{E}\!\left[f(\sqrt v\, u)^2\right] »
    """
    u, weights = _nodes()
    square, slope = _means(f, df, v)
    c = float((v - bias_variance) / (square - np.sum(weights * f(np.sqrt(v) * u)) ** 2))
    return c, c * slope


def wrong_density_without_its_factor(f, df, v, bias_variance):
    r"""La densité normale n'est pas divisée par la racine de 2 pi.

    Perd : unbiased, pour « u \sim \mathcal N(0, 1) »
    Entraîne : biased, backward
    """
    square, slope = (value * np.sqrt(2 * np.pi) for value in _means(f, df, v))
    c = float((v - bias_variance) / square)
    return c, float(c * slope)


def wrong_bias_forgotten(f, df, v, bias_variance):
    """La variance des biais n'entre pas dans c.

    Perd : biased, pour « la variance $v_b$ des biais »
    """
    square, slope = _means(f, df, v)
    return v / square, v / square * slope


def wrong_bias_added(f, df, v, bias_variance):
    """La variance des biais s'ajoute à v au lieu de s'en retrancher.

    Perd : biased, pour « `c` la garde encore »
    """
    square, slope = _means(f, df, v)
    c = (v + bias_variance) / square
    return c, c * slope


def wrong_constant_forgotten(f, df, v, bias_variance):
    """chi est le carré moyen de la pente : c y manque.

    Perd : backward, pour « `chi` est `c` fois le carré moyen de la pente »
    """
    square, slope = _means(f, df, v)
    return (v - bias_variance) / square, slope


def wrong_square_of_the_mean_slope(f, df, v, bias_variance):
    r"""La moyenne de la pente est mise au carré, et non l'inverse.

    Perd : backward, pour « \mathbb{E}\!\left[f'(\sqrt v\, u)^2\right] »
    """
    u, weights = _nodes()
    c = (v - bias_variance) / _means(f, df, v)[0]
    return c, float(c * np.sum(weights * df(np.sqrt(v) * u)) ** 2)


def wrong_mean_slope(f, df, v, bias_variance):
    """La pente n'est pas mise au carré.

    Perd : backward
    """
    u, weights = _nodes()
    c = (v - bias_variance) / _means(f, df, v)[0]
    return c, float(c * np.sum(weights * df(np.sqrt(v) * u)))


def wrong_drawn_at_random(f, df, v, bias_variance):
    """Les moyennes sont prises sur cent mille tirages : deux ou trois décimales, et non six.

    Perd : unbiased, pour « et non par un tirage au hasard »
    Entraîne : biased, backward
    """
    z = np.sqrt(v) * np.random.default_rng(0).normal(size=100_000)
    c = float((v - bias_variance) / np.mean(f(z) ** 2))
    return c, float(c * np.mean(df(z) ** 2))


def wrong_narrow_bounds(f, df, v, bias_variance):
    """L'intégrale s'arrête à trois écarts types.

    Perd : unbiased, pour « exacts à $10^{-6}$ près »
    Entraîne : biased, backward
    """
    u = (np.arange(6000) + 0.5) / 1000 - 3
    weights = np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi) / 1000
    c = float((v - bias_variance) / np.sum(weights * f(np.sqrt(v) * u) ** 2))
    return c, float(c * np.sum(weights * df(np.sqrt(v) * u) ** 2))


def wrong_hermite_across_the_kink(f, df, v, bias_variance):
    """Une règle de Gauss-Hermite ignore l'angle en 0 et n'atteint pas la précision demandée.

    Perd : unbiased, pour « sauf peut-être en 0, où elle peut avoir un angle »
    Entraîne : biased, backward
    """
    u, weights = np.polynomial.hermite_e.hermegauss(25)
    weights = weights / np.sqrt(2 * np.pi)
    c = float((v - bias_variance) / np.sum(weights * f(np.sqrt(v) * u) ** 2))
    return c, float(c * np.sum(weights * df(np.sqrt(v) * u) ** 2))


def right_gauss_legendre(f, df, v, bias_variance):
    """Une règle de Gauss-Legendre de chaque côté de zéro."""
    nodes, weights = np.polynomial.legendre.leggauss(200)
    z = 6.0 * (nodes + 1)
    z, weights = np.concatenate([-z, z]), np.tile(6.0 * weights, 2)
    weights = weights * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    c = (v - bias_variance) / (weights @ f(np.sqrt(v) * z) ** 2)
    return float(c), float(c * (weights @ df(np.sqrt(v) * z) ** 2))


def right_density_of_the_logits(f, df, v, bias_variance):
    """L'intégrale porte sur z, dont la densité a pour variance v."""
    step = np.sqrt(v) / 2000
    z = step * (np.arange(-26000, 26000) + 0.5)
    density = np.exp(-(z**2) / (2 * v)) / np.sqrt(2 * np.pi * v)
    means = [float(np.sum(density * g(z) ** 2) * step) for g in (f, df)]
    c = (v - bias_variance) / means[0]
    return c, c * means[1]


def right_quantiles(f, df, v, bias_variance):
    """Les nœuds se serrent vers zéro, par le changement de variable z = t³ ; chaque côté est sommé à part."""
    t = (np.arange(40_000) + 0.5) * 2.4 / 40_000
    u, width = t**3, 3 * t**2 * 2.4 / 40_000
    weights = width * np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi)
    square, slope = (sum(np.dot(weights, g(side * np.sqrt(v) * u) ** 2) for side in (1, -1)) for g in (f, df))
    c = float((v - bias_variance) / square)
    return c, float(c * slope)
