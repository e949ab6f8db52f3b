"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(cache, value):
    return tuple(np.full(cache[name].shape, value) for name in ("X", "W", "b"))


def empty_zeros(dZ, cache):
    """Tout est nul, aux bonnes formes."""
    return _filled(cache, 0.0)


def empty_not_a_number(dZ, cache):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(cache, np.nan)


def empty_huge(dZ, cache):
    """Des nombres si grands que leurs normes débordent."""
    return _filled(cache, 1e308)


def empty_tiny(dZ, cache):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(cache, 1e-200)


def empty_arguments(dZ, cache):
    """Les arguments sont rendus tels quels."""
    return cache["X"], cache["W"], cache["b"]


def recited_examples(dZ, cache):
    """Les réponses du test visible, par cœur."""
    dX = np.array([[4.0, -12.0, 4.0, 8.0], [7.0, -3.0, -4.0, 0.0]])
    return dX, np.array([[-0.5, 0.5], [-0.75, 2.75], [0.5, 0.5]]), np.array([[3.0]])


def called_numerical_gradient(dZ, cache):
    """Les différences finies du cours, sur un coût dont dZ est le terme d'erreur."""
    from mlcourse.gradcheck import numerical_gradient

    W, X, b, m = cache["W"], cache["X"], cache["b"], dZ.shape[1]
    dX = numerical_gradient(lambda X: np.sum(dZ * (W @ X + b)), X)
    dW = numerical_gradient(lambda W: np.sum(dZ * (W @ X + b)) / m, W)
    return dX, dW, numerical_gradient(lambda b: np.sum(dZ * (W @ X + b)) / m, b)
