"""D'autres solutions : fautives (`wrong_`), qui manquent à une seule des demandes de l'énoncé, ou juste (`right_`)."""

import numpy as np


def _verdict(f, theta, gradient, directions, h=1e-5):
    a, n = np.transpose([(np.sum(gradient * u), (f(theta + h * u) - f(theta - h * u)) / (2 * h)) for u in directions])
    scale = np.linalg.norm(a) + np.linalg.norm(n)
    return float(np.linalg.norm(a - n) / scale) if scale > 0 else 0.0


def _slopes(f, grad, theta, rng, h=1e-5):
    theta = theta.astype(np.float64)
    U = rng.standard_normal((10, theta.size))
    U = (U / np.linalg.norm(U, axis=1, keepdims=True)).reshape(10, *theta.shape)
    g = grad(theta)
    return np.transpose([(np.sum(g * u), (f(theta + h * u) - f(theta - h * u)) / (2 * h)) for u in U])


def _ratio(difference, scale):
    return float(difference / scale) if scale > 0 else 0.0


def wrong_mean_of_ten_errors(f, grad, theta, rng):
    """Chaque direction a son erreur relative, et c'est leur moyenne qui est rendue.

    Perd : acceptance
    """
    a, n = _slopes(f, grad, theta, rng)
    return float(np.mean([_ratio(abs(x - y), abs(x) + abs(y)) for x, y in zip(a, n, strict=True)]))


def wrong_sums_of_absolute_values(f, grad, theta, rng):
    """Les normes sont des sommes de valeurs absolues.

    Perd : acceptance
    """
    a, n = _slopes(f, grad, theta, rng)
    return _ratio(np.abs(a - n).sum(), np.abs(a).sum() + np.abs(n).sum())


def wrong_norm_of_the_sum(f, grad, theta, rng):
    """Le dénominateur est la norme de a + n, et non la somme des normes.

    Perd : acceptance
    """
    a, n = _slopes(f, grad, theta, rng)
    return _ratio(np.linalg.norm(a - n), np.linalg.norm(a + n))


def wrong_bare_verdict(f, grad, theta, rng):
    """Le gradient est juste, ou ne l'est pas : rien ne dit de combien.

    Perd : acceptance
    """
    a, n = _slopes(f, grad, theta, rng)
    return 0.0 if np.allclose(a, n, rtol=1e-4, atol=0) else 1 / 3


def wrong_last_direction_only(f, grad, theta, rng):
    """Les dix directions sont parcourues, mais l'erreur ne se lit que sur la dernière.

    Perd : acceptance, pour « où $a$ et $n$ sont les vecteurs des dix valeurs »
    """
    a, n = _slopes(f, grad, theta, rng)
    return _ratio(abs(a[-1] - n[-1]), abs(a[-1]) + abs(n[-1]))


def wrong_directions_not_divided(f, grad, theta, rng):
    """Les directions ne sont pas divisées par leur norme : le pas n'est pas h.

    Perd : unit_directions, pour « et de norme 1 »
    """
    theta = theta.astype(np.float64)
    return _verdict(f, theta, grad(theta), rng.standard_normal((10, *theta.shape)))


def wrong_another_step(f, grad, theta, rng):
    """Le pas est de 10⁻⁶, et non de 10⁻⁵.

    Perd : unit_directions, pour « avec $h = 10^{-5}$ »
    """
    theta, directions = theta.astype(np.float64), rng.standard_normal((10, *theta.shape))
    unit = [u / np.linalg.norm(u) for u in directions]
    return _verdict(f, theta, grad(theta), unit, h=1e-6)


def wrong_gradient_in_float32(f, grad, theta, rng):
    """theta n'est converti en float64 que pour f : grad le reçoit en float32.

    Perd : layouts, pour « pour `f` comme pour `grad` »
    """
    U = rng.standard_normal((10, *theta.shape))
    norms = np.sqrt(np.sum(U**2, axis=tuple(range(1, U.ndim)), keepdims=True))
    return _verdict(f, theta.astype(np.float64), grad(theta), U / norms)


def right_drawn_in_a_cube(f, grad, theta, rng):
    """Des directions tirées dans un cube, puis mises à la norme 1, et tout à plat entre deux appels."""
    shape, flat = theta.shape, np.array(theta, dtype=np.float64).ravel()
    g, a, n = grad(flat.reshape(shape)).ravel(), [], []
    for _ in range(10):
        u = rng.uniform(-1, 1, size=flat.size)
        u = u / np.sqrt(u @ u)
        ahead, behind = (f((flat + step * u).reshape(shape)) for step in (1e-5, -1e-5))
        a.append(g @ u)
        n.append((ahead - behind) / 2e-5)
    total = sum(np.linalg.norm([a, n], axis=1))
    return float(np.linalg.norm(np.array(a) - n) / total) if total else 0.0
