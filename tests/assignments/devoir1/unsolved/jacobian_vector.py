"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(params, X, value):
    return np.full((len(params["W2"]), X.shape[1]), value)


def empty_zeros(params, X, V):
    """Tout est nul, à la bonne forme."""
    return _filled(params, X, 0.0)


def empty_not_a_number(params, X, V):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(params, X, np.nan)


def empty_huge(params, X, V):
    """Des nombres si grands que leurs normes débordent."""
    return _filled(params, X, 1e308)


def empty_tiny(params, X, V):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(params, X, 1e-200)


def empty_arguments(params, X, V):
    """Un argument est rendu tel quel."""
    return V


def recited_example(params, X, V):
    """La réponse du test visible, par cœur."""
    return np.array([[6.0, 9.0]])


def called_activation(params, X, V):
    """La dérivée de tanh du cours."""
    from mlcourse.activations import ACTIVATIONS

    return params["W2"] @ (ACTIVATIONS["tanh"].derivative(params["W1"] @ X + params["b1"]) * (params["W1"] @ V))
