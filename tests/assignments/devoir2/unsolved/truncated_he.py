"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_identity(n_out, n_in, rng):
    """L'identité."""
    return np.eye(n_out, n_in)


def empty_between_zero_and_one(n_out, n_in, rng):
    """Des nombres tirés entre 0 et 1, quelles que soient les tailles."""
    return rng.random((n_out, n_in))


def recited_bounds(n_out, n_in, rng):
    """Les deux bords de l'énoncé, en alternance."""
    return np.where(np.indices((n_out, n_in)).sum(axis=0) % 2, 0.4547, -0.4547)


def called_he(n_out, n_in, rng):
    """L'initialisation de He du cours."""
    from mlcourse.initialization import INITIALIZERS

    return INITIALIZERS["he_normal"](n_out, n_in, rng)
