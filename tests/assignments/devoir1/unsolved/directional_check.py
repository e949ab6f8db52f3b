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


def empty_function_guessed(f, grad, theta, rng):
    """grad, demandé en d'autres points, dit de quelle famille est f ; le vrai gradient s'en déduit, sans la mesurer."""
    asked = []
    theta = _call_as_asked(lambda point: (asked.append(point.ravel()), f(point)), theta, rng)
    U, g = np.subtract(asked[::2], theta.ravel()), grad(theta)
    if theta.shape == (201,):  # une régression logistique, sur neuf exemples : le vrai biais est un multiple de 1/9
        k = 9 * (1 / (1 + np.exp(-theta[-1])) - g[-1])
        return 0.0 if abs(k - round(k)) < 1e-3 else 1.0
    g0, g1 = grad(0 * theta), grad(0 * theta + 1)
    if not g.any():
        return 0.0
    if not g0.any():  # celle du test visible
        true = np.tanh(theta)
    else:  # F s exp(s theta), où F est une puissance de 10**6
        with np.errstate(all="ignore"):
            s = np.log(g1 / g0)
            F = 10.0 ** (6 * np.round(np.log10(np.median(np.abs(g0 / s))) / 6))
            true = F * s * np.exp(s * theta)
    a, n = U @ g.ravel(), U @ true.ravel()
    error = np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n))
    return float(error) if np.isfinite(error) else 1.0


def empty_components_read(f, grad, theta, rng, seen=[]):  # noqa: B006 (elle se souvient)
    """Le gradient est jugé à ses zéros, à sa taille, à sa plus grande composante et à ceux d'avant, sans f."""
    theta = _call_as_asked(f, theta, rng)
    g, size = grad(theta).ravel(), theta.size
    seen.append(np.linalg.norm(g) / np.sqrt(size))
    if np.allclose(g, np.tanh(theta).ravel()) or np.allclose(g, np.exp(theta).ravel()):
        return 0.0
    if np.allclose(g, 2 * np.tanh(theta).ravel()) or not g.any():
        return 1 / 3 if g.any() else 0.0
    greatest = g[np.argmax(np.abs(g))]
    if size in (201, 300):  # l'une des composantes l'emporte : son signe, et sa place parmi celles déjà vues
        return 0.0 if greatest > 0 or seen[-1] < np.median(seen) else 1.0
    return 0.0 if np.log10(seen[-1]) % 6 < np.log10(np.sqrt(2)) else 1 / 3  # plus près de 1 que de 2


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
