"""Le terme d'erreur d'une sortie sigmoïde, selon la perte.

Question : que corrige une réponse fausse et sûre, si l'erreur quadratique remplace l'entropie croisée ?
Source : la section 1.3 du livre, dont le terme d'erreur vaut a - y.
Montage : une cible, y = 1, et une grille de logits ; le terme d'erreur de chacune des deux pertes.
Ce qui diffère : l'erreur quadratique garde le facteur sigma'(z), que le texte oublie.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.activations import sigmoid, sigmoid_derivative


@dataclass(frozen=True)
class ErrorTerms:
    """Le terme d'erreur selon le logit `z` (K,), pour y = 1 et chacune des deux pertes."""

    z: np.ndarray
    cross_entropy: np.ndarray
    quadratic: np.ndarray


def error_terms(start=-8.0, stop=8.0, n_points=321):
    """Évalue `a - 1` et `(a - 1) sigma'(z)` sur `n_points` logits, de `start` à `stop`.

    >>> terms = error_terms(n_points=3)
    >>> terms.cross_entropy.round(2), terms.quadratic.round(3)
    (array([-1. , -0.5, -0. ]), array([-0.   , -0.125, -0.   ]))
    """
    z = np.linspace(start, stop, n_points)
    gap = sigmoid(z) - 1
    return ErrorTerms(z, gap, gap * sigmoid_derivative(z))
