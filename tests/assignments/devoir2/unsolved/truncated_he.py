"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(n_out, n_in, rng, value):
    return np.full((n_out, n_in), value)


def empty_zeros(n_out, n_in, rng):
    """Tout est nul, aux bonnes formes."""
    return _filled(n_out, n_in, rng, 0.0)


def empty_not_a_number(n_out, n_in, rng):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(n_out, n_in, rng, np.nan)


def empty_huge(n_out, n_in, rng):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(n_out, n_in, rng, 1e200)


def empty_tiny(n_out, n_in, rng):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(n_out, n_in, rng, 1e-200)


def empty_identity(n_out, n_in, rng):
    """L'identité."""
    return np.eye(n_out, n_in)


def recited_bounds(n_out, n_in, rng):
    """Les deux bords de l'énoncé, en alternance."""
    return np.where(np.indices((n_out, n_in)).sum(axis=0) % 2, 0.4547, -0.4547)


def called_he(n_out, n_in, rng):
    """L'initialisation de He du cours."""
    from mlcourse.initialization import INITIALIZERS

    return INITIALIZERS["he_normal"](n_out, n_in, rng)
