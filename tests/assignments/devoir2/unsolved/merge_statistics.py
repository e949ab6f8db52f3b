"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(first, second, value):
    return first[0], np.full(first[1].shape, value), np.full(first[2].shape, value)


def empty_zeros(first, second):
    """Tout est nul, aux bonnes formes."""
    return _filled(first, second, 0.0)


def empty_not_a_number(first, second):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(first, second, np.nan)


def empty_huge(first, second):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(first, second, 1e200)


def empty_tiny(first, second):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(first, second, 1e-200)


def empty_arguments(first, second):
    """Le premier lot est rendu tel quel."""
    return first


def recited_example(first, second):
    """La réponse du test visible, par cœur."""
    return 6, np.array([[6.0]]), np.array([[34 / 3]])


def called_standardizer(first, second):
    """La normalisation du cours, sur les deux moyennes."""
    from mlcourse.normalization import Standardizer

    known = Standardizer(np.hstack([first[1], second[1]]))
    return first[0] + second[0], known.mean, known.std**2
