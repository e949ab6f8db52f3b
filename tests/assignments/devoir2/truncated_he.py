"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _truncated(shape, rng, bound=2.0):
    W = rng.standard_normal(shape)
    while (far := np.abs(W) > bound).any():
        W[far] = rng.standard_normal(np.count_nonzero(far))
    return W


def _kept():
    from statistics import NormalDist

    normal = NormalDist()
    return 1 - 4 * normal.pdf(2) / (2 * normal.cdf(2) - 1)


def wrong_truncation_not_compensated(n_out, n_in, rng):
    """L'échelle est celle de He : la troncature ôte ensuite de la variance.

    Perd : variance, pour « **une fois la loi tronquée**, est celle de He »
    """
    return _truncated((n_out, n_in), rng) * np.sqrt(2 / n_in)


def wrong_number_of_outputs(n_out, n_in, rng):
    """Le gain est celui de l'autre côté : n_out au lieu de n_in.

    Perd : variance, pour « où $n$ est le nombre d'entrées »
    """
    return _truncated((n_out, n_in), rng) * np.sqrt(2 / n_out / _kept())


def wrong_glorot(n_out, n_in, rng):
    """La variance est celle de Glorot.

    Perd : variance
    """
    return _truncated((n_out, n_in), rng) * np.sqrt(2 / (n_in + n_out) / _kept())


def wrong_one_over_n(n_out, n_in, rng):
    """La variance est 1/n : le facteur 2 de ReLU manque.

    Perd : variance, pour « la variance $2/n$ »
    """
    return _truncated((n_out, n_in), rng) * np.sqrt(1 / n_in / _kept())


def wrong_variance_taken_for_a_deviation(n_out, n_in, rng):
    """2/n multiplie le tirage : c'est la variance prise pour l'écart type.

    Perd : variance
    Entraîne : generator
    """
    return _truncated((n_out, n_in), rng) * (2 / n_in) / np.sqrt(_kept())


def wrong_compensated_twice(n_out, n_in, rng):
    """La part ôtée divise l'écart type, et non la variance.

    Perd : variance
    """
    return _truncated((n_out, n_in), rng) * np.sqrt(2 / n_in) / _kept()


def wrong_scale_reduced(n_out, n_in, rng):
    """L'échelle diminue, au lieu de croître, de ce que la troncature ôte.

    Perd : variance
    """
    return _truncated((n_out, n_in), rng) * np.sqrt(2 / n_in * _kept())


def wrong_clipped(n_out, n_in, rng):
    """np.clip entasse au bord ce qui dépasse.

    Perd : shape, pour « rien d'entassé au bord »
    """
    W = np.clip(rng.standard_normal((n_out, n_in)), -2, 2)
    return W * np.sqrt(2 / n_in / 0.92085)


def wrong_not_truncated(n_out, n_in, rng):
    r"""La loi est normale, de la bonne variance, mais elle garde ses queues.

    Perd : shape, pour « conditionnée à $|w| \le 2s$ »
    """
    return rng.normal(scale=np.sqrt(2 / n_in), size=(n_out, n_in))


def wrong_truncated_at_three(n_out, n_in, rng):
    """La loi est tronquée à trois fois son échelle, et sa variance rétablie.

    Perd : shape, pour « tronquée à deux fois son échelle »
    """
    W = _truncated((n_out, n_in), rng, bound=3.0)
    return W * np.sqrt(2 / n_in / 0.97334)


def wrong_uniform(n_out, n_in, rng):
    """La loi est uniforme, de la bonne variance.

    Perd : shape, pour « chaque poids d'une loi normale »
    """
    return rng.uniform(-1, 1, size=(n_out, n_in)) * np.sqrt(6 / n_in)


def wrong_drawn_again_once(n_out, n_in, rng):
    """Ce qui dépasse n'est tiré de nouveau qu'une fois : quelques poids dépassent encore.

    Perd : shape, pour « rien au-delà »
    """
    W = rng.standard_normal((n_out, n_in))
    far = np.abs(W) > 2
    W[far] = rng.standard_normal(np.count_nonzero(far))
    return W * np.sqrt(2 / n_in / _kept())


def wrong_tails_drawn_uniformly(n_out, n_in, rng):
    """Ce qui dépasse est tiré de nouveau, mais d'une loi uniforme entre les bords.

    Perd : shape
    """
    W = rng.standard_normal((n_out, n_in))
    far = np.abs(W) > 2
    W[far] = rng.uniform(-2, 2, size=np.count_nonzero(far))
    return W * np.sqrt(2 / n_in / 0.79920)


def wrong_clipped_after_a_second_draw(n_out, n_in, rng):
    """Ce qui dépasse est tiré de nouveau une fois, puis ramené au bord.

    Perd : shape, pour « le ramener au bord y entasserait les valeurs »
    """
    W = rng.standard_normal((n_out, n_in))
    far = np.abs(W) > 2
    W[far] = rng.standard_normal(np.count_nonzero(far))
    return np.clip(W, -2, 2) * np.sqrt(2 / n_in / _kept())


def wrong_far_ones_zeroed(n_out, n_in, rng):
    """Ce qui dépasse est mis à zéro.

    Perd : shape
    """
    W = rng.standard_normal((n_out, n_in))
    W[np.abs(W) > 2] = 0
    return W * np.sqrt(2 / n_in / 0.73852)


def wrong_global_generator(n_out, n_in, rng):
    """np.random.randn tire d'un générateur global.

    Perd : generator, pour « seule source de hasard »
    """
    W = np.random.randn(n_out, n_in)  # noqa: NPY002
    while (far := np.abs(W) > 2).any():
        W[far] = np.random.randn(np.count_nonzero(far))  # noqa: NPY002
    return W * np.sqrt(2 / n_in / _kept())


def wrong_own_generator(n_out, n_in, rng):
    """Un générateur est créé sur place : la graine de l'appelant ne change rien.

    Perd : generator, pour « autre graine, autres poids »
    """
    return _truncated((n_out, n_in), np.random.default_rng(0)) * np.sqrt(2 / n_in / _kept())


def wrong_transposed(n_out, n_in, rng):
    """La forme est (n_in, n_out).

    Perd : shape, variance, pour « un tableau de forme `(n_out, n_in)` »
    Entraîne : generator
    """
    return _truncated((n_in, n_out), rng) * np.sqrt(2 / n_in / _kept())


def right_drawn_in_excess(n_out, n_in, rng):
    """Deux fois trop de nombres sont tirés, et les premiers qui conviennent gardés."""
    draws = rng.normal(size=2 * n_out * n_in + 50)
    kept = draws[np.abs(draws) <= 2][: n_out * n_in].reshape(n_out, n_in)
    return kept * (np.sqrt(2 / n_in) / 0.8796256610342398)


def right_by_quantiles(n_out, n_in, rng):
    """La fonction de répartition inverse, lue dans une table fine entre -2 et 2."""
    from statistics import NormalDist

    normal = NormalDist()
    levels = np.array([normal.cdf(z) for z in np.linspace(-2, 2, 4001)])
    U = rng.uniform(levels[0], levels[-1], size=(n_out, n_in))
    return np.interp(U, levels, np.linspace(-2, 2, 4001)) * np.sqrt(2 / n_in / 0.7737413)


def right_rejection_of_a_uniform(n_out, n_in, rng):
    """Une loi uniforme sur [-2, 2], acceptée avec une probabilité égale à la densité."""
    found = np.empty(0)
    while found.size < n_out * n_in:
        z, height = rng.uniform(-2, 2, size=n_out * n_in), rng.uniform(size=n_out * n_in)
        found = np.append(found, z[height < np.exp(-(z**2) / 2)])
    W = found[: n_out * n_in].reshape(n_out, n_in)
    return W * np.sqrt(2 / (0.7737413 * n_in))
