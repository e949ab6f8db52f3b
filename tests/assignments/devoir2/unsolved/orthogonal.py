"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_identity(n_out, n_in, gain, rng):
    """Deux fois l'opposée de l'identité."""
    return -2 * np.eye(n_out, n_in)


def empty_signs(n_out, n_in, gain, rng):
    """Des signes tirés à pile ou face : d'une seule composante, la matrice est orthogonale."""
    return gain * np.sign(rng.standard_normal((n_out, n_in)))


def recited_example(n_out, n_in, gain, rng):
    """La matrice de l'énoncé."""
    return np.array([[3.0, 4.0, 0.0], [0.0, 0.0, -5.0]])


def called_initializer(n_out, n_in, gain, rng):
    """Une initialisation du cours, de la bonne variance."""
    from mlcourse.initialization import variance_scaling

    return variance_scaling(n_out, n_in, rng, scale=gain**2, fan="fan_in", distribution="normal")
