"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint ; « Entraîne » nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _relative_error(a, n):
    scale = np.linalg.norm(a) + np.linalg.norm(n)
    return float(np.linalg.norm(np.subtract(a, n)) / scale) if scale > 0 else 0.0


def _directions(shape, rng):
    for _ in range(10):
        direction = rng.standard_normal(shape)
        yield direction / np.linalg.norm(direction)


def _slope(f, theta, u, h=1e-5):
    return (f(theta + h * u) - f(theta - h * u)) / (2 * h)


def _sample(f, grad, theta, directions, slope=_slope):
    g = grad(theta)
    return np.transpose([(np.sum(g * u), slope(f, theta, u)) for u in directions])


def wrong_forward_difference(f, grad, theta, rng):
    """La différence est prise vers l'avant : son erreur est en h, et non en h².

    Perd : acceptance, pour « la différence centrée $n_k$ »
    Entraîne : few_calls
    """

    def slope(f, theta, u):
        return (f(theta + 1e-5 * u) - f(theta)) / 1e-5

    theta = theta.astype(np.float64)
    return _relative_error(*_sample(f, grad, theta, _directions(theta.shape, rng), slope))


def wrong_divided_by_h(f, grad, theta, rng):
    """La différence centrée est divisée par h au lieu de 2h.

    Perd : acceptance
    Entraîne : local_fault, bias_fault, few_calls, layouts, theta_untouched, generator, unit_directions
    """
    theta = theta.astype(np.float64)
    a, n = _sample(f, grad, theta, _directions(theta.shape, rng))
    return _relative_error(a, 2 * n)


def wrong_direction_normalized_on_one_side(f, grad, theta, rng):
    """La direction n'est de norme 1 que dans le produit scalaire : le déplacement, lui, est bien plus long.

    Perd : acceptance
    Entraîne : local_fault, bias_fault, few_calls, layouts, theta_untouched, generator, unit_directions
    """
    theta = theta.astype(np.float64)
    g, a, n = grad(theta), [], []
    for _ in range(10):
        u = rng.standard_normal(theta.shape)
        a.append(np.sum(g * u) / np.linalg.norm(u))
        n.append(_slope(f, theta, u))
    return _relative_error(a, n)


def wrong_absolute_error(f, grad, theta, rng):
    r"""L'erreur est absolue : elle dépend de l'échelle de f.

    Perd : acceptance, pour « Rendez $\dfrac{\lVert a - n \rVert}{\lVert a \rVert + \lVert n \rVert}$ »
    """
    theta = theta.astype(np.float64)
    a, n = _sample(f, grad, theta, _directions(theta.shape, rng))
    return float(np.linalg.norm(a - n))


def wrong_zero_over_zero(f, grad, theta, rng):
    """Le cas où les deux vecteurs sont nuls n'est pas traité : 0/0 donne NaN.

    Perd : acceptance, pour « ou `0.0` s'ils sont nuls tous »
    """
    theta = theta.astype(np.float64)
    a, n = _sample(f, grad, theta, _directions(theta.shape, rng))
    return np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n))


def wrong_null_gradient_accepted(f, grad, theta, rng):
    """Un gradient nul est accepté, même quand f varie : seul a est regardé, et non les deux vecteurs.

    Perd : acceptance, pour « s'ils sont nuls tous »
    """
    theta = theta.astype(np.float64)
    a, n = _sample(f, grad, theta, _directions(theta.shape, rng))
    return _relative_error(a, n) if a.any() else 0.0


def wrong_boolean(f, grad, theta, rng):
    """Le verdict est rendu à la place de l'erreur.

    Perd : acceptance, pour « l'erreur relative, un nombre flottant »
    Entraîne : local_fault, bias_fault, few_calls, layouts, theta_untouched, generator, unit_directions
    """
    theta = theta.astype(np.float64)
    return _relative_error(*_sample(f, grad, theta, _directions(theta.shape, rng))) < 1e-7


def wrong_coordinate_directions(f, grad, theta, rng):
    """Chaque direction est un axe tiré au hasard : dix composantes sondées, les autres jamais.

    Perd : local_fault, bias_fault
    Entraîne : few_calls
    """
    axes = np.eye(theta.size)[rng.integers(theta.size, size=10)].reshape(10, *theta.shape)
    return _relative_error(*_sample(f, grad, theta.astype(np.float64), axes))


def wrong_norms_compared(f, grad, theta, rng):
    """Seules les valeurs absolues sont comparées : un gradient de signe opposé passe.

    Perd : local_fault, pour « le mauvais signe est rejeté »
    Entraîne : acceptance
    """
    theta = theta.astype(np.float64)
    return _relative_error(*np.abs(_sample(f, grad, theta, _directions(theta.shape, rng))))


def wrong_bias_left_out(f, grad, theta, rng):
    """La dernière composante, celle du biais, ne bouge jamais.

    Perd : bias_fault, pour « Un gradient dont seul le biais est faux est rejeté »
    """
    theta = theta.astype(np.float64)
    directions = list(_directions(theta.shape, rng))
    for direction in directions:
        direction.flat[-1] = 0.0
        direction /= np.linalg.norm(direction)
    return _relative_error(*_sample(f, grad, theta, directions))


def wrong_one_coordinate_at_a_time(f, grad, theta, rng):
    """La vérification du livre est recopiée : deux appels par paramètre.

    Perd : few_calls, pour « Vingt appels de `f` »
    Entraîne : generator
    """
    theta = theta.astype(np.float64)
    numeric = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        u = np.zeros(theta.shape)
        u[i] = 1.0
        numeric[i] = _slope(f, theta, u)
    return _relative_error(grad(theta), numeric)


def wrong_same_direction_ten_times(f, grad, theta, rng):
    """La direction est tirée avant la boucle : dix fois la même.

    Perd : few_calls, pour « en vingt points distincts »
    """
    theta = theta.astype(np.float64)
    direction = next(_directions(theta.shape, rng))
    return _relative_error(*_sample(f, grad, theta, [direction] * 10))


def wrong_stays_in_float32(f, grad, theta, rng):
    """Les points gardent le type de theta : en float32, le pas h se perd dans l'arrondi.

    Perd : layouts, pour « se convertit d'abord en `float64` »
    """
    return _relative_error(*_sample(f, grad, theta, (u.astype(theta.dtype) for u in _directions(theta.shape, rng))))


def wrong_flattened_theta(f, grad, theta, rng):
    """f et grad reçoivent theta à plat, et non dans sa forme.

    Perd : layouts, pour « de la forme de `theta` »
    """
    theta = theta.astype(np.float64).ravel()
    return _relative_error(*_sample(f, grad, theta, _directions(theta.shape, rng)))


def wrong_matrix_product(f, grad, theta, rng):
    """Le produit scalaire est écrit avec @, qui ne convient qu'aux vecteurs.

    Perd : layouts
    Entraîne : acceptance, theta_untouched
    """
    theta = theta.astype(np.float64)
    g = grad(theta)
    pairs = [(g @ u, _slope(f, theta, u)) for u in _directions(theta.shape, rng)]
    return _relative_error(*zip(*pairs, strict=True))


def wrong_steps_back_in_place(f, grad, theta, rng):
    """theta avance, recule de deux pas, puis revient sur place : les arrondis l'ont changé.

    Perd : theta_untouched, pour « `theta` est rendu intact, au bit près »
    Entraîne : layouts
    """
    g, a, n = grad(theta), [], []
    for u in _directions(theta.shape, rng):
        a.append(np.sum(g * u))
        theta += 1e-5 * u
        forward = f(theta)
        theta -= 2e-5 * u
        n.append((forward - f(theta)) / 2e-5)
        theta += 1e-5 * u
    return _relative_error(a, n)


def wrong_global_generator(f, grad, theta, rng):
    """np.random.randn tire du générateur global : rng ne sert pas.

    Perd : generator, pour « seule source de hasard »
    """
    theta = theta.astype(np.float64)
    directions = np.random.randn(10, *theta.shape)  # noqa: NPY002 (c'est la faute)
    return _relative_error(*_sample(f, grad, theta, [u / np.linalg.norm(u) for u in directions]))


def wrong_own_generator(f, grad, theta, rng):
    """Un générateur de graine fixe est créé dans la fonction : les directions sont toujours les mêmes.

    Perd : generator, pour « autre graine, autres directions »
    """
    theta = theta.astype(np.float64)
    return _relative_error(*_sample(f, grad, theta, _directions(theta.shape, np.random.default_rng(0))))


def wrong_always_zero(f, grad, theta, rng):
    """Tout gradient est accepté.

    Perd : acceptance
    Entraîne : local_fault, bias_fault, few_calls, layouts, theta_untouched, generator, unit_directions
    """
    return 0.0


def right_matrix_of_directions(f, grad, theta, rng):
    """Les dix directions sont tirées d'un coup, en lignes d'une matrice."""
    point = np.array(theta, dtype=np.float64)
    U = rng.normal(size=(10, point.size))
    U /= np.sqrt(np.einsum("kp,kp->k", U, U))[:, None]
    steps = 1e-5 * U.reshape(10, *point.shape)
    ahead, behind = (np.array([f(point + sign * step) for step in steps]) for sign in (1, -1))
    a, n = U @ grad(point).ravel(), (ahead - behind) / 2e-5
    total = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(n**2))
    return 0.0 if total == 0 else np.sqrt(np.sum((a - n) ** 2)) / total


def right_random_signs(f, grad, theta, rng):
    """Des directions de composantes ±1, elles aussi toutes non nulles, et des tableaux remplis au fil de la boucle."""
    theta = np.copy(theta).astype(float)
    a, n = np.zeros(10), np.zeros(10)
    for k in range(10):
        u = rng.choice([-1.0, 1.0], size=theta.shape) / np.sqrt(theta.size)
        a[k], n[k] = np.vdot(grad(theta), u), (f(theta + 1e-5 * u) - f(theta - 1e-5 * u)) * 5e4
    return 0.0 if not (a.any() or n.any()) else np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n))
