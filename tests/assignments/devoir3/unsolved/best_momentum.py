"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_zeros(H, alpha):
    """Deux zéros."""
    return 0.0, 0.0


def empty_not_a_number(H, alpha):
    """NaN, que toute comparaison mal écrite accepte."""
    return np.nan, np.nan


def empty_huge(H, alpha):
    """Des nombres si grands que leurs carrés débordent."""
    return 1e200, 1e200


def empty_tiny(H, alpha):
    """Des nombres si petits que leurs carrés s'annulent."""
    return 1e-200, 1e-200


def empty_one(H, alpha):
    """Deux fois 1."""
    return 1.0, 1.0


def recited_usual(H, alpha):
    """Le momentum que l'on prend sans réfléchir."""
    return 0.9, 0.9**0.5


def called_best_settings(H, alpha):
    """Le meilleur réglage du cours, pour le même conditionnement."""
    from mlcourse.experiments.quadratic import best_settings

    curvatures = np.linalg.eigvalsh(H)
    beta = float(best_settings(curvatures[-1] / curvatures[0])["polyak"][1])
    return beta, beta**0.5
