"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(X, value):
    return np.full((1, X.shape[1]), value), np.full(X.shape, value)


def empty_zeros(X):
    """Tout est nul, aux bonnes formes."""
    return _filled(X, 0.0)


def empty_not_a_number(X):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(X, np.nan)


def empty_huge(X):
    """Des nombres si grands que leurs normes débordent."""
    return _filled(X, 1e308)


def empty_tiny(X):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(X, 1e-200)


def empty_argument(X):
    """L'argument est rendu tel quel, avec des normes de 1."""
    return np.ones((1, X.shape[1])), np.array(X, dtype=float)


def recited_examples(X):
    """Les réponses des tests visibles, par cœur."""
    if not X[:, 1].any():
        return np.array([[5.0, 0.0, 13.0]]), np.array([[0.6, 0.0, 5 / 13], [0.8, 0.0, -12 / 13]])
    return np.array([[5.0, 13.0, 17.0]]), np.array([[0.6, 5 / 13, 8 / 17], [0.8, -12 / 13, 15 / 17]])


def called_normalize(X):
    """La normalisation du cours, qui n'est pas celle-là."""
    from mlcourse.normalization import Standardizer

    return np.linalg.norm(X, axis=0, keepdims=True), Standardizer(X).transform(X)
