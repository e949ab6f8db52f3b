"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _call_as_asked(f, theta, rng):
    """Appelle f comme le veut l'énoncé, sans rien faire de ce qu'elle rend."""
    theta = np.array(theta, dtype=np.float64)
    for _ in range(10):
        u = rng.standard_normal(theta.shape)
        u *= 1e-5 / np.linalg.norm(u)
        f(theta + u), f(theta - u)
    return theta


def empty_third(f, grad, theta, rng):
    """Tout gradient est faux."""
    _call_as_asked(f, theta, rng)
    return 1 / 3


def empty_drawn(f, grad, theta, rng):
    """Le verdict se joue à pile ou face."""
    _call_as_asked(f, theta, rng)
    return rng.choice([0.0, 1 / 3])


def empty_gradient_read_alone(f, grad, theta, rng):
    """Le gradient est jugé sur sa mine, sans la fonction."""
    theta = _call_as_asked(f, theta, rng)
    return 0.0 if np.abs(grad(theta)).max() < 4 else 1 / 3


def recited_order(f, grad, theta, rng, verdicts=[0.0]):  # noqa: B006 (elle se souvient)
    """Un verdict sur deux : juste, puis faux, dans l'ordre des tests visibles."""
    _call_as_asked(f, theta, rng)
    verdicts.append(1 / 3 - verdicts[-1])
    return verdicts[-2]


def called_gradcheck(f, grad, theta, rng):
    """Le vérificateur du cours."""
    from mlcourse.gradcheck import numerical_gradient, relative_error

    theta = _call_as_asked(f, theta, rng)
    return float(relative_error(grad(theta), numerical_gradient(f, theta)))
