"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(name, Z, value):
    return np.full(Z.shape, value), np.full(Z.shape, value)


def empty_zeros(name, Z):
    """Tout est nul, aux bonnes formes."""
    return _filled(name, Z, 0.0)


def empty_not_a_number(name, Z):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(name, Z, np.nan)


def empty_huge(name, Z):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(name, Z, 1e200)


def empty_tiny(name, Z):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(name, Z, 1e-200)


def empty_arguments(name, Z):
    """Les logits sont rendus tels quels."""
    return Z, Z


def recited_examples(name, Z):
    """Les réponses du test visible, par cœur."""
    values = {"softplus": [0.126928, 0.693147, 1.313262], "squareplus": [0.414214, 1.0, 1.618034]}
    A = np.array([values.get(name, [-0.252501, 0.0, 0.865098])])
    return A, np.array([[0.119203, 0.5, 0.731059]])


def called_functions_of_the_gain(name, Z):
    """Les activations du cours les plus proches : la SiLU et la GELU de l'expérience du gain."""
    from mlcourse.experiments.gain import FUNCTIONS

    g, slope = FUNCTIONS["gelu" if name == "gelu_tanh" else "silu"]
    return g(Z), slope(Z)
