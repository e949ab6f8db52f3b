"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_zeros(theta, g, v, alpha, beta, nu):
    """Tout est nul, aux bonnes formes."""
    return np.zeros_like(theta), np.zeros_like(v)


def empty_not_a_number(theta, g, v, alpha, beta, nu):
    """NaN, que toute comparaison mal écrite accepte."""
    return np.full_like(theta, np.nan), np.full_like(v, np.nan)


def empty_huge(theta, g, v, alpha, beta, nu):
    """Des nombres si grands que leurs carrés débordent."""
    return np.full_like(theta, 1e200), np.full_like(v, 1e200)


def empty_tiny(theta, g, v, alpha, beta, nu):
    """Des nombres si petits que leurs carrés s'annulent."""
    return np.full_like(theta, 1e-200), np.full_like(v, 1e-200)


def empty_arguments(theta, g, v, alpha, beta, nu):
    """Les arguments sont rendus tels quels."""
    return theta, v


def recited_example(theta, g, v, alpha, beta, nu):
    """Les deux nombres de l'énoncé, à toutes les places."""
    return np.full_like(theta, 0.775), np.full_like(v, 3.0)


def called_momentum(theta, g, v, alpha, beta, nu):
    """Le momentum du cours, mêlé à sa descente."""
    from mlcourse.rules import momentum, sgd

    moved, velocity = momentum(theta, g, v, alpha=alpha, beta=beta)
    return (1 - nu) * sgd(theta, g, alpha=alpha) + nu * moved, velocity
