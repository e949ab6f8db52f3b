"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(n_out, n_in, gain, rng, value):
    return np.full((n_out, n_in), value)


def empty_zeros(n_out, n_in, gain, rng):
    """Tout est nul, aux bonnes formes."""
    return _filled(n_out, n_in, gain, rng, 0.0)


def empty_not_a_number(n_out, n_in, gain, rng):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(n_out, n_in, gain, rng, np.nan)


def empty_huge(n_out, n_in, gain, rng):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(n_out, n_in, gain, rng, 1e200)


def empty_tiny(n_out, n_in, gain, rng):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(n_out, n_in, gain, rng, 1e-200)


def empty_identity(n_out, n_in, gain, rng):
    """Deux fois l'opposée de l'identité."""
    return -2 * np.eye(n_out, n_in)


def recited_example(n_out, n_in, gain, rng):
    """La matrice de l'énoncé."""
    return np.array([[3.0, 4.0, 0.0], [0.0, 0.0, -5.0]])


def called_initializer(n_out, n_in, gain, rng):
    """Une initialisation du cours, de la bonne variance."""
    from mlcourse.initialization import variance_scaling

    return variance_scaling(n_out, n_in, rng, scale=gain**2, fan="fan_in", distribution="normal")
