"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(params, value):
    return tuple(np.full(params[name].shape, value) for name in ("W1", "b1", "W2", "b2", "W3", "b3"))


def empty_zeros(params, cache, Y):
    """Tout est nul, aux bonnes formes."""
    return _filled(params, 0.0)


def empty_not_a_number(params, cache, Y):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(params, np.nan)


def empty_huge(params, cache, Y):
    """Des nombres si grands que leurs normes débordent."""
    return _filled(params, 1e308)


def empty_tiny(params, cache, Y):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(params, 1e-200)


def empty_arguments(params, cache, Y):
    """Les paramètres sont rendus tels quels."""
    return tuple(params[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))


def recited_example(params, cache, Y):
    """Les réponses des tests visibles, par cœur."""
    return tuple(np.array([[value]]) for value in (1.71, 0.855, 0.16, 0.32, 0.55, 0.5))


def called_numerical_gradient(params, cache, Y):
    """Les différences finies du cours."""
    from mlcourse.gradcheck import numerical_gradient

    def cost(name, value):
        p = params | {name: value}
        A1 = np.tanh(p["W1"] @ cache["X"] + p["b1"])
        A2 = np.tanh(p["W2"] @ A1 + p["b2"]) + A1
        return np.sum((p["W3"] @ A2 + p["b3"] - Y) ** 2) / (2 * Y.shape[1])

    names = ("W1", "b1", "W2", "b2", "W3", "b3")
    return tuple(numerical_gradient(lambda value, name=name: cost(name, value), params[name]) for name in names)
